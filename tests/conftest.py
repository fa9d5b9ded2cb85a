"""Fixtures for every test."""

import shutil

import pytest
from django.conf import settings as jiangxin
from playwright.sync_api import sync_playwright

from jiangxin.ui import limits

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def pytest_report_header():
    """Say which database the suite runs on."""
    return f"database: {jiangxin.DATABASES['default']['ENGINE'].rpartition('.')[2]}"


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    """Hash passwords with something quick; argon2 has tests of its own that ask for it."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]


@pytest.fixture(autouse=True)
def _nothing_counted():
    """Let no test use up another's tries."""
    limits.forget()


@pytest.fixture(scope="session")
def chromium():
    """Start the one browser of the run."""
    path = next((found for found in map(shutil.which, BROWSERS) if found), None)
    if not path:
        pytest.fail("no Chromium: run ./jx test as root on Debian, or install the package chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()
