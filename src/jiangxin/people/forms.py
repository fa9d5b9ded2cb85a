"""The forms of signing in: one validator for pages and whatever else asks for a password."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.validators import MaxLengthValidator
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


class AgainForm(ReauthenticateForm):  # type: ignore[misc]
    """The password once more before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["password"]
        field.label, field.help_text = _("现在的密码"), ""
        field.error_messages["required"] = _("密码还没填。")
        field.widget.attrs.pop("placeholder", None)


class _Code:
    """A code of six digits from the authenticator, or one of the recovery codes."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label = _("验证码")
        field.error_messages["required"] = _("验证码还没填。")
        field.widget.attrs.pop("placeholder", None)
        field.widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": "12"}


class CodeForm(_Code, AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""


class CodeAgainForm(_Code, ReauthenticateCodeForm):  # type: ignore[misc]
    """A code once more before something that matters."""


class ActivateForm(_Code, ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new authenticator."""


def _short(field: forms.Field) -> None:
    field.validators = [*field.validators, MaxLengthValidator(40)]
    field.widget.attrs["maxlength"] = "40"


def whole(credential: Any) -> None:
    """Refuse what is no answer of a browser's ceremony before anything reads it."""
    found = credential.get("response") if isinstance(credential, dict) else None
    said: dict[str, Any] = found if isinstance(found, dict) else {}
    plain = bool(said) and all(isinstance(said.get(name), str | list | None) for name in said)
    made = plain and isinstance(said.get("attestationObject"), str)
    shown = plain and isinstance(said.get("authenticatorData"), str) and isinstance(said.get("signature"), str)
    named = isinstance(credential, dict) and all(isinstance(credential.get(name), str) for name in ("id", "rawId"))
    if not (named and plain and isinstance(said.get("clientDataJSON"), str) and (made or shown)):
        raise forms.ValidationError(_("密钥的内容看不懂；再试一次。"))


class _Passkey:
    """A credential, looked at for its shape first."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["credential"]
        field.validators = [whole]
        field.error_messages |= {
            "required": _("浏览器没有给出密钥；换一个支持通行密钥的浏览器再试。"),
            "invalid": _("密钥的内容看不懂；再试一次。"),
        }


class PasskeySignInForm(_Passkey, LoginWebAuthnForm):  # type: ignore[misc]
    """Signing in by a passkey alone."""


class PasskeyStepForm(_Passkey, AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey as the second step."""


class PasskeyAgainForm(_Passkey, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey once more before something that matters."""


class PasskeyForm(_Passkey, AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey: its name, whether it signs in alone, and what the browser's ceremony gave."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("叫什么")
        _short(self.fields["name"])
        self.fields["name"].help_text = _("写明是哪台设备，将来好认。")
        self.fields["passwordless"].label = _("单凭它就能登录，不用再填密码")
        self.fields["passwordless"].help_text = ""


class PasskeyNameForm(EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("叫什么")
        _short(self.fields["name"])


class ResetForm(forms.Form):
    """The code that the unit's leader gave, and the new password twice."""

    login = forms.CharField(label=_("用户名"), max_length=64)
    code = forms.CharField(
        label=_("重设码"), max_length=20, help_text=_("单位工会给你的8位码，一小时内有效，只能用一次。")
    )
    password1 = forms.CharField(
        label=_("新密码"),
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("至少10个字符；不用生日、姓名、常见密码。"),
    )
    password2 = forms.CharField(
        label=_("新密码，再填一遍"),
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = _("这一项还没填。")
        self.fields["login"].widget.attrs |= {
            "autocapitalize": "none",
            "spellcheck": "false",
            "autocomplete": "username",
        }
        self.fields["code"].widget.attrs |= {"autocapitalize": "characters", "autocomplete": "one-time-code"}

    def clean(self) -> dict[str, Any]:
        """Refuse two passwords that differ, and a weak one."""
        said = super().clean() or {}
        first, second = said.get("password1"), said.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("两遍不一样；再填一遍。"))
        elif first:
            try:
                validate_password(first)
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return said


class ClaimForm(forms.Form):
    """A code from one's unit, who one is, and the log-in one wants."""

    code = forms.CharField(label=_("认领码"), max_length=20, help_text=_("单位给你的10位码，两周内有效，只能用一次。"))
    name = forms.CharField(label=_("姓名"), max_length=64)
    tail = forms.CharField(
        label=_("身份证号后四位"), max_length=18, help_text=_("单位没登记身份证号的，填手机号后四位。")
    )
    login = forms.CharField(label=_("给自己起个用户名"), max_length=64)
    password1 = forms.CharField(
        label=_("密码"),
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("至少10个字符；不用生日、姓名、常见密码。"),
    )
    password2 = forms.CharField(
        label=_("密码，再填一遍"),
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = _("这一项还没填。")
        self.fields["login"].widget.attrs |= {
            "autocapitalize": "none",
            "spellcheck": "false",
            "autocomplete": "username",
        }
        self.fields["code"].widget.attrs |= {"autocapitalize": "characters", "autocomplete": "one-time-code"}
        self.fields["name"].widget.attrs |= {"autocomplete": "name"}

    def clean(self) -> dict[str, Any]:
        """Hold the two passwords against each other."""
        said = super().clean() or {}
        if said.get("password1") and said.get("password2") and said["password1"] != said["password2"]:
            self.add_error("password2", _("两遍不一样；再填一遍。"))
        return said
