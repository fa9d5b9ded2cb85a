"""How allauth behaves here: nobody signs himself up, wrong passwords are counted in one place, words are ours."""

from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jiangxin.people.access.actors import actor_of
from jiangxin.people.models import User
from jiangxin.people.queries.reach import is_staff


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Log-ins are made by those who have the duty; axes alone locks, so that one message says what to do."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("用户名或密码不对。核对大小写再试；连错%(limit)s次要停%(minutes)s分钟。"),
        "enter_current_password": _("现在的密码不对；再填一遍。"),
        "incorrect_password": _("密码不对；再填一遍。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Tell that nobody signs himself up."""
        return False

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """Return an error in our words, with the numbers of the lock-out filled in."""
        if code != "username_password_mismatch":
            return cast(ValidationError, super().validation_error(code, *args))
        minutes = round(settings.AXES_COOLOFF_TIME * 60)
        words = {"limit": settings.AXES_FAILURE_LIMIT, "minutes": minutes}
        return ValidationError(self.error_messages[code] % words, code=code)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Leave the counting of failures to axes, which is shared by all processes."""
        self._login_failed_rl_usage = None

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return the first page after signing in, in the reader's language: the desk of whoever holds a duty."""
        user = request.user
        staff = isinstance(user, User) and is_staff(actor_of(user))
        first = settings.STAFF_REDIRECT_URL if staff else settings.LOGIN_REDIRECT_URL
        return str(translate_url(first, get_language() or settings.LANGUAGE_CODE))
