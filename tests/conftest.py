"""Fixtures for every test."""

import pytest
from django.conf import settings as jiangxin


def pytest_report_header():
    """Say which database the suite runs on."""
    return f"database: {jiangxin.DATABASES['default']['ENGINE'].rpartition('.')[2]}"


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    """Hash passwords with something quick; argon2 has tests of its own that ask for it."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]
