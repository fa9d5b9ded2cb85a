"""Fixtures of the people room."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _sign_in_settings(settings):
    settings.ACCOUNT_ADAPTER = "jiangxin.people.access.adapter.AccountAdapter"
    settings.ACCOUNT_FORMS = {
        "login": "jiangxin.people.forms.SignInForm",
        "change_password": "jiangxin.people.forms.NewPasswordForm",
    }
    settings.AXES_LOCKOUT_CALLABLE = "jiangxin.people.views.locked_out"
    settings.AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
    settings.LOGIN_REDIRECT_URL = "/me/"


@pytest.fixture(autouse=True)
def _fresh_minute():
    """Forget how often this address has asked for the sign-in page."""
    cache.clear()
