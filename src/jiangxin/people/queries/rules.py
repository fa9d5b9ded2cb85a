"""The one table of rights over persons: which duty sees which thing, and on what condition.

The querysets of ``sight`` and the page that answers who may see what read this table, and nothing else decides.
"""

from collections.abc import Mapping
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from jiangxin.people.models import DutyName


class Thing(TextChoices):
    """What there is to see of a person; the four sorts of entries are the sensitivities of their kinds."""

    NAME = "name", _("姓名")
    PHONE = "phone", _("手机全号")
    ID_NUMBER = "id_number", _("身份证全号")
    PUBLIC = "public", _("公开的账")
    WORK = "work", _("工作的账")
    PERSONAL = "personal", _("个人的账")
    SENSITIVE = "sensitive", _("敏感的账")
    HISTORY = "history", _("以前在别处的账")


class Need(StrEnum):
    """On what condition a duty sees a thing."""

    OPEN = "open"  # at once
    PURPOSE = "purpose"  # with a stated purpose, written down
    REASON = "reason"  # with a reason typed each time, written down
    CONSENT = "consent"  # with the person's consent beside the purpose


ENTRIES = (Thing.PUBLIC, Thing.WORK, Thing.PERSONAL, Thing.SENSITIVE)
NUMBERS = (Thing.PHONE, Thing.ID_NUMBER)

_UNION: Mapping[Thing, Need] = {
    Thing.NAME: Need.OPEN,
    Thing.PHONE: Need.REASON,
    Thing.ID_NUMBER: Need.REASON,
    Thing.PUBLIC: Need.PURPOSE,
    Thing.WORK: Need.PURPOSE,
    Thing.PERSONAL: Need.PURPOSE,
    Thing.HISTORY: Need.CONSENT,
}
# An employer's own office: what a union does for a person in need is not the employer's to read.
_EMPLOYER: Mapping[Thing, Need] = {thing: need for thing, need in _UNION.items() if thing != Thing.PERSONAL}
# Auditing asks what was done, not how to reach somebody or what he did elsewhere.
_AUDIT: Mapping[Thing, Need] = {thing: need for thing, need in _UNION.items() if thing not in {*NUMBERS, Thing.HISTORY}}

# A thing that does not stand beside a duty is closed to it; sensitive entries are open to the person alone.
TABLE: Mapping[str, Mapping[Thing, Need]] = {
    DutyName.CLERK: _UNION,
    DutyName.REVIEWER: _UNION,
    DutyName.LEADER: _UNION,
    DutyName.HR: _EMPLOYER,
    DutyName.AUDITOR: _AUDIT,
}

# What a file opened out of turn shows, for a short time: never an ID number, never a sensitive entry.
_UNION_GLASS = frozenset({Thing.NAME, Thing.PHONE, Thing.PUBLIC, Thing.WORK, Thing.PERSONAL, Thing.HISTORY})
GLASS: Mapping[str, frozenset[Thing]] = {
    DutyName.CLERK: _UNION_GLASS,
    DutyName.REVIEWER: _UNION_GLASS,
    DutyName.LEADER: _UNION_GLASS,
    DutyName.HR: _UNION_GLASS - {Thing.PERSONAL},
    DutyName.AUDITOR: _UNION_GLASS - {Thing.PHONE},
}


def duties_for(thing: Thing) -> frozenset[str]:
    """Return the duties that may see a thing, on whatever condition."""
    return frozenset(duty for duty, things in TABLE.items() if thing in things)


def glass_for(thing: Thing) -> frozenset[str]:
    """Return the duties for which a file opened out of turn shows a thing."""
    return frozenset(duty for duty, things in GLASS.items() if thing in things)


def need_of(duty: str, thing: Thing) -> Need | None:
    """Return on what condition a duty sees a thing, None where it does not."""
    return TABLE.get(duty, {}).get(thing)


def need_words(need: Need) -> str:
    """Say the condition."""
    said = {
        Need.OPEN: _("直接看"),
        Need.PURPOSE: _("写明用途再看"),
        Need.REASON: _("逐次写事由，限次数"),
        Need.CONSENT: _("本人同意后看"),
    }
    return str(said[need])


def table_words() -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """Return the table in words: each duty with each thing, its condition, and if a glass shows it."""
    closed = str(_("不看"))
    return [
        (
            str(DutyName(duty).label),
            [
                (str(thing.label), need_words(needs[thing]) if thing in needs else closed, thing in GLASS[duty])
                for thing in Thing
            ],
        )
        for duty, needs in TABLE.items()
    ]
