"""How allauth behaves here: nobody signs himself up, wrong passwords are counted in one place, words are ours."""

from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jiangxin.audit import kinds
from jiangxin.audit import services as audit
from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor
from jiangxin.people.access.actors import PUBLIC, actor_of
from jiangxin.people.access.sessions import DEVICE, SEEN, SINCE, device_of, digest_of
from jiangxin.people.models import Session, User
from jiangxin.people.queries.reach import is_staff
from jiangxin.ui.limits import address_of

SIGNED_IN = kinds.act("people.sign_in", _("登录"))
SIGNED_OUT = kinds.act("people.sign_out", _("退出"))
NOT_SIGNED_IN = kinds.act("people.sign_in_failed", _("登录没成"))
# What allauth would send a letter about, and how it stands in the audit.
CHANGES = {
    "account/email/password_changed": kinds.act("people.change_password", _("改了密码")),
    "mfa/email/totp_activated": kinds.act("people.add_authenticator", _("开通验证器")),
    "mfa/email/totp_deactivated": kinds.act("people.remove_authenticator", _("关掉验证器")),
    "mfa/email/webauthn_added": kinds.act("people.add_passkey", _("加上通行密钥")),
    "mfa/email/webauthn_removed": kinds.act("people.remove_passkey", _("去掉通行密钥")),
    "mfa/email/recovery_codes_generated": kinds.act("people.make_recovery_codes", _("换了备用码")),
}


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

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in, keep for the owner from what and since when, and write it down."""
        super().login(request, user)
        now = clock.real_now().isoformat(timespec="seconds")
        device = device_of(request.META.get("HTTP_USER_AGENT", ""))
        request.session.update({DEVICE: device, SINCE: now, SEEN: now})
        with audit.session(digest_of(request.session.session_key)):
            audit.write(actor=_self(user), what=SIGNED_IN, on=("user", user.pk))

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Write down a wrong password; of a name that nobody has nothing is kept."""
        name = str(credentials.get("username", "")).strip().lower()
        user = User.objects.filter(username=name).first()
        audit.write(actor=PUBLIC, what=NOT_SIGNED_IN, on=("user", user.pk if user else None))

    def logout(self, request: HttpRequest) -> None:
        """Write it down and sign out."""
        if isinstance(request.user, User):
            audit.write(actor=_self(request.user), what=SIGNED_OUT, on=("user", request.user.pk))
        super().logout(request)

    def set_password(self, user: User, password: str) -> None:
        """Set it, and end every other session of this log-in."""
        super().set_password(user, password)
        key = allauth.request.session.session_key if allauth.request else None
        Session.objects.filter(user=user).exclude(session_key=key).delete()

    def send_notification_mail(self, template_prefix: str, user: User, *args: Any, **kwargs: Any) -> None:
        """Write down what would be a letter: the platform sends none."""
        if template_prefix in CHANGES:
            audit.write(actor=_self(user), what=CHANGES[template_prefix], on=("user", user.pk))

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that no header can forge."""
        return address_of(request)


def _self(user: User) -> Actor:
    return Actor(key=f"user:{user.pk}", user_id=user.pk)
