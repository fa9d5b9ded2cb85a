"""Fixtures for every test."""

import pytest


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    """Hash passwords with something quick; argon2 has tests of its own that ask for it."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]
