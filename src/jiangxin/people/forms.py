"""The forms of signing in: one validator for pages and whatever else asks for a password."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm
from django.utils.translation import gettext_lazy as _


class SignInForm(LoginForm):  # type: ignore[misc]
    """User name and password; the name does not tell A from a, so that the lock-out counts one name once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login, password = self.fields["login"], self.fields["password"]
        login.label, password.label = _("用户名"), _("密码")
        password.help_text = ""
        login.error_messages["required"] = _("用户名还没填。")
        password.error_messages["required"] = _("密码还没填。")
        login.widget.attrs |= {"autocapitalize": "none", "spellcheck": "false", "autofocus": True}
        for field in (login, password):
            field.widget.attrs.pop("placeholder", None)

    def clean_login(self) -> str:
        """Return the user name as it is stored."""
        return str(super().clean_login()).lower()


class NewPasswordForm(ChangePasswordForm):  # type: ignore[misc]
    """The old password once, the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {"oldpassword": _("现在的密码"), "password1": _("新密码"), "password2": _("新密码，再填一遍")}
        for name, label in labels.items():
            field = self.fields[name]
            field.label, field.help_text = label, ""
            field.error_messages["required"] = _("这一项还没填。")
            field.widget.attrs.pop("placeholder", None)
        self.fields["password1"].help_text = _("至少10个字符；不用生日、姓名、常见密码。")
