"""The second step of signing in: secrets lie encrypted, words are ours, and who must have one."""

import base64
from collections import Counter
from typing import Any

import segno
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.files import keyring, keys
from jiangxin.files.holdings import Holding, Turned
from jiangxin.kernel.actor import Actor
from jiangxin.people.models import User
from jiangxin.people.queries.reach import is_staff

COLUMN = "mfa_authenticator.data"
SECRETS = ("secret", "seed")  # of an authenticator's data


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Keeps secrets under the key ring and names things in our words."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("这个码不对，或已经用过；看一眼最新的码再填。"),
        "cannot_delete_authenticator": gettext_lazy("现在不能关掉第二步；先加上另一种，再关这一种。"),
        "cannot_generate_recovery_codes": gettext_lazy("还没有第二步，用不着备用码；先开通验证器或通行密钥。"),
    }

    def encrypt(self, text: str) -> str:
        """Return a secret as it is stored."""
        return base64.b64encode(keys.encrypt(COLUMN, text)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return a stored secret."""
        return keys.decrypt(COLUMN, base64.b64decode(encrypted_text))

    def get_totp_label(self, user: User) -> str:
        """Return how the authenticator names the log-in."""
        return user.username

    def get_totp_issuer(self) -> str:
        """Return how the authenticator names this place."""
        return _("匠心")

    def build_totp_svg(self, url: str) -> str:
        """Draw the code to be scanned, dark on light whatever the page's ground is."""
        return str(segno.make(url, error="m").svg_inline(scale=4, border=4, light="#fff", omitsize=True))

    def _get_site_name(self) -> str:
        return _("匠心")

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002 -- allauth's own
        """Return a name for a new passkey."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("第%(number)s把通行密钥") % {"number": count + 1}

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Tell whether a way may go: whoever must have a second step keeps one."""
        user = authenticator.user
        if settings.SECOND_FACTOR != "required" or not isinstance(user, User):
            return True
        return bool(ways_of(user).exclude(pk=authenticator.pk).exists())


def ways_of(user: User | AnonymousUser) -> Any:
    """Return the ways of a user's second step; recovery codes alone are none."""
    return Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)


def lacks_second_step(user: User, actor: Actor) -> bool:
    """Tell whether a user holds an office and has no second step."""
    return is_staff(actor) and not bool(ways_of(user).exists())


def _uses() -> dict[int, int]:
    found: Counter[int] = Counter()
    for data in Authenticator.objects.values_list("data", flat=True).iterator():
        found.update(base64.b64decode(data[name])[0] for name in SECRETS if name in data)
    return dict(found)


@transaction.atomic
def _turn(after: int, size: int) -> Turned:
    current, count = keyring.ring().current, 0
    rows = list(Authenticator.objects.select_for_update().filter(pk__gt=after).order_by("pk")[:size])
    for row in rows:
        old = [name for name in SECRETS if name in row.data and base64.b64decode(row.data[name])[0] != current]
        for name in old:
            text = keys.decrypt(COLUMN, base64.b64decode(row.data[name]))
            row.data[name] = base64.b64encode(keys.encrypt(COLUMN, text)).decode()
            count += 1
        if old:
            row.save(update_fields=["data"])
    return Turned(rows[-1].pk if len(rows) == size else None, count)


HOLDING = Holding(COLUMN, _uses, _turn)
