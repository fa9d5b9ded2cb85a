"""A person's consents in words: to whom, what for, since when, until when; and to whom he may give one."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from jiangxin.kernel import clock
from jiangxin.people.models import Consent
from jiangxin.people.queries.persons import linked_ids
from jiangxin.people.queries.sight import HISTORY, paths_of_persons
from jiangxin.people.queries.units import names_on, units_along

PURPOSES = [
    ("career", _("核对工作经历")),
    ("selection", _("申报和评选")),
    ("training", _("安排学习和培训")),
    ("care", _("帮扶和慰问")),
]


@dataclass(frozen=True)
class ConsentLine:
    """One consent in words; ``unit`` is blank for every unit the person is in."""

    id: int
    unit: str
    purpose: str
    given_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True)
class Whom:
    """A unit to which one may open one's history: one's own, or one above it below the root."""

    id: int
    name: str


def history_consents(person_id: int) -> list[ConsentLine]:
    """Return the consents to be seen with what was done elsewhere, latest first, also those withdrawn."""
    rows = list(Consent.objects.filter(person_id__in=linked_ids(person_id), scope=HISTORY))
    names = names_on({row.unit_id for row in rows if row.unit_id}, clock.today())
    said = dict(PURPOSES)
    return [
        ConsentLine(
            id=row.pk,
            unit=names.get(row.unit_id or 0, ""),
            purpose=str(said.get(row.purpose, row.purpose)),
            given_at=row.given_at,
            withdrawn_at=row.withdrawn_at,
        )
        for row in rows
    ]


def whom_of(person_id: int) -> list[Whom]:
    """Return the units to which the person may open his history today, the narrowest first."""
    day = clock.today()
    found: dict[int, str] = {}
    for path in paths_of_persons(linked_ids(person_id), day):
        found |= {unit.id: unit.name for unit in reversed(units_along(path, day)) if unit.parent_id is not None}
    return [Whom(unit_id, name) for unit_id, name in found.items()]
