"""All settings, from the environment; a wrong value stops the start with one clear line."""

import json
import os
import secrets
from datetime import date
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext, gettext_lazy

from jiangxin.kernel import clock, words
from jiangxin.kernel.words import _

PACKAGE = Path(__file__).resolve().parent
CHECKOUT = PACKAGE.parents[1] if (PACKAGE.parents[1] / "pyproject.toml").is_file() else None

# The rooms with tables, pages or start-up work of their own, bottom to top.
DOORS = ["doors.front", "doors.me", "doors.desk"]
ROOMS = ["ui", "jobs", "audit", "files", "ledger", "people", "books", "insight", "demo", *DOORS]


def refuse(name: str, value: str, wanted: str) -> ImproperlyConfigured:
    """Return the error for a setting: its name, the value it has and what it should look like."""
    return ImproperlyConfigured(f"{name}={value!r}：{wanted}")


def env_flag(name: str) -> bool:
    """Read an on/off setting; absent is off."""
    value = os.environ.get(name, "").strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"", "0", "false", "no", "off"}:
        return False
    raise refuse(name, value, _("应为 1 或 0"))


def env_number(name: str, default: int, most: int) -> int:
    """Read a whole number from 1 on."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= most:
        raise refuse(name, value, f"use a whole number from 1 to {most}")
    return int(value)


def env_choice(name: str, default: str, *others: str) -> str:
    """Read one of a few words; absent is the default."""
    value = os.environ.get(name, "").strip().lower() or default
    if value not in {default, *others}:
        raise refuse(name, value, f"use {' / '.join((default, *others))}")
    return value


def env_networks(name: str) -> list[IPv4Network | IPv6Network]:
    """Read addresses or networks, with commas."""
    parts = [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]
    try:
        return [ip_network(part) for part in parts]
    except ValueError as error:
        raise refuse(name, os.environ[name], _("应为地址或网段，例如 10.0.0.0/8,127.0.0.1")) from error


def data_folder() -> Path:
    """Return the data folder, made when absent."""
    home = CHECKOUT or Path.cwd()
    folder = Path(os.environ.get("JIANGXIN_DATA") or home / "var").expanduser().resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError
    except OSError as error:
        reason = error.strerror or "not writable"
        raise refuse(
            "JIANGXIN_DATA", str(folder), _("写不进去（%(reason)s）；请换一个可写的目录") % {"reason": reason}
        ) from error
    return folder


def secret_key(folder: Path) -> str:
    """Return the installation's secret, made once and readable by its owner alone."""
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / "secret"
    try:
        # Written aside and linked, so that of two first starts both read the same whole secret.
        if not path.exists():
            aside = folder / f"secret.{os.getpid()}"
            handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_urlsafe(64))
            try:
                path.hardlink_to(aside)
            except FileExistsError:
                pass
            finally:
                aside.unlink()
        found = path.read_text().strip()
    except OSError as error:
        raise refuse(
            "JIANGXIN_DATA", str(folder), _("密钥读不出也写不进（%(reason)s）") % {"reason": error.strerror}
        ) from error
    if len(found) < 50:
        raise refuse("JIANGXIN_DATA", str(path), _("密钥文件不完整；请从备份恢复"))
    return found


def demo_day(folder: Path) -> date | None:
    """Return the day the demo stands on: JIANGXIN_TODAY, else demo.json of the data folder, else none."""
    text, source = os.environ.get("JIANGXIN_TODAY", "").strip(), "JIANGXIN_TODAY"
    path = folder / "demo.json"
    if not text and path.is_file():
        source = str(path)
        try:
            text = json.loads(path.read_text(encoding="utf-8"))["today"]
        except (ValueError, KeyError, TypeError) as error:
            raise refuse(source, "", _('内容应为 {"today": "2024-09-12"}')) from error
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError) as error:
        raise refuse(source, str(text), _("应为日期，例如 2024-09-12")) from error


def postgres(url: str) -> dict[str, Any]:
    """Read postgres://user:password@host:port/name?host=/socket/folder."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        shown = url.replace(parts.password, "…") if parts.password else url
        raise refuse("JIANGXIN_DATABASE", shown, _("应为 postgres://user:password@host:5432/name，或不设"))
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def sqlite(path: Path) -> dict[str, Any]:
    """Return the embedded database: one file, readers beside one writer."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
            "PRAGMA cache_size=-65536",
        },
    }


def translate(text: str) -> str:
    """Translate a word of the plain-Python rooms; before the rooms stand there is no catalogue."""
    return gettext(text) if apps.ready else text


DATA = data_folder()
POLICIES = PACKAGE / "_policies" if (PACKAGE / "_policies").is_dir() else (CHECKOUT or DATA) / "policies"
KEYS = os.environ.get("JIANGXIN_KEYS", "") or str(DATA / "keys")
SECRET_KEY = secret_key(DATA / "keys")
DEBUG = env_flag("JIANGXIN_DEBUG")
ALLOWED_HOSTS = [host.strip() for host in os.environ.get("JIANGXIN_HOSTS", "").split(",") if host.strip()]
ALLOWED_HOSTS = ALLOWED_HOSTS or ["127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [f"https://{host.removeprefix('.')}" for host in ALLOWED_HOSTS if host != "*"]

DEMO_DAY = demo_day(DATA)
clock.fix(DEMO_DAY)

DATABASE_URL = os.environ.get("JIANGXIN_DATABASE", "").strip()
DATABASES = {"default": postgres(DATABASE_URL) if DATABASE_URL else sqlite(DATA / "jiangxin.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLATION = env_number("JIANGXIN_INSTALLATION", 1, 1023)  # ids of two installations never collide

INSTALLED_APPS = [
    *(f"jiangxin.{room}" for room in reversed(ROOMS)),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "axes",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "jiangxin.people.access.middleware.ActorMiddleware",
    "jiangxin.people.access.middleware.SignInMiddleware",
    "jiangxin.people.access.middleware.SecondStepMiddleware",
    "jiangxin.ui.refusals.RefusalMiddleware",
    "jiangxin.ui.limits.LimitMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "jiangxin.doors.urls"
WSGI_APPLICATION = "jiangxin.doors.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Signing in
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/me/"
STAFF_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_ADAPTER = "jiangxin.people.access.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "jiangxin.people.forms.SignInForm",
    "change_password": "jiangxin.people.forms.NewPasswordForm",
    "reauthenticate": "jiangxin.people.forms.AgainForm",
}
ACCOUNT_RATE_LIMITS = {"login": None}  # counted by ui.limits; axes locks the single account
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "jiangxin.people.views.locked_out"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_CLIENT_IP_CALLABLE = "jiangxin.ui.limits.address_of"

# The second step. "asked": whoever holds an office is reminded; "required": nothing else opens until he has one.
SECOND_FACTOR = env_choice("JIANGXIN_SECOND_FACTOR", "asked", "required")
MFA_ADAPTER = "jiangxin.people.access.second.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1  # half a minute of a wrong clock
MFA_FORMS = {
    "activate_totp": "jiangxin.people.forms.ActivateForm",
    "authenticate": "jiangxin.people.forms.CodeForm",
    "reauthenticate": "jiangxin.people.forms.CodeAgainForm",
    "add_webauthn": "jiangxin.people.forms.PasskeyForm",
    "edit_webauthn": "jiangxin.people.forms.PasskeyNameForm",
    "login_webauthn": "jiangxin.people.forms.PasskeySignInForm",
    "authenticate_webauthn": "jiangxin.people.forms.PasskeyStepForm",
    "reauthenticate_webauthn": "jiangxin.people.forms.PasskeyAgainForm",
}

# How often: view name, which requests (blank, a method, or a search by number), counted by, how many in what time.
RATES = [
    ("account_login", "POST", "address", "300/m"),  # an office signs in from one address
    ("mfa_login_webauthn", "", "address", "300/m"),
    ("account_reset", "POST", "address", "30/m"),
    ("account_claim", "POST", "address", "30/m"),
    ("desk:number", "POST", "user", "30/m"),
    ("desk:glass_new", "POST", "user", "10/m"),
    ("desk:find", "POST", "user", "60/m"),
    ("desk:people", "number", "user", "60/m"),
    ("desk:take", "", "user", "30/m"),
    ("*_csv", "", "user", "30/m"),
    ("*_xlsx", "", "user", "30/m"),
    ("*_pdf", "", "user", "30/m"),
    ("front:*", "", "address", "1200/m"),
]
PROXIES = env_networks("JIANGXIN_PROXIES")  # who may say for whom they ask
SESSION_ENGINE = "jiangxin.people.access.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "jiangxin.ui.refusals.csrf_failure"

# Headers. HTTPS is switched on as a whole: a proxy ends it and says so.
HTTPS = env_flag("JIANGXIN_HTTPS")
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # browsers themselves allow it for localhost alone
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# Rights, all platform defaults: how long a file opened out of turn stays so, how often one log-in may
GLASS_MINUTES, GLASS_A_DAY = 60, 10
REVEALS_AN_HOUR = 30
DELEGATION_DAYS = 92

# Language and time
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", gettext_lazy("简体中文")), ("en", "English")]
LOCALE_PATHS = [DATA / "locale"]  # compiled there from the .po of this package
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# Where the public reads the pages: printed as the QR code of a poster.
PUBLIC_ADDRESS = os.environ.get("JIANGXIN_ADDRESS", "").strip() or "http://127.0.0.1:8000"

# Files
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_USE_FINDERS = DEBUG or not STATIC_ROOT.is_dir()
if STATIC_ROOT.is_dir():
    STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }

# Codes that were used and tries that were counted hold for every process; what is only quicker stays in each.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "people_cacherow",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
SCANNER = os.environ.get("JIANGXIN_SCANNER", "").strip()  # a command that reads a file on stdin; 0 clean, 1 not
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "file": {
            "class": "logging.handlers.RotatingFileHandler",
            "filename": DATA / "jiangxin.log",
            "maxBytes": 10_000_000,
            "backupCount": 3,
            "delay": True,
            "encoding": "utf-8",
            "formatter": "line",
        },
    },
    "root": {"handlers": ["file"], "level": "INFO"},
    "loggers": {"axes": {"level": "WARNING"}},  # it tells its version at every command
}

words.translate_with(translate)
