"""The duties of users in words, many users at once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from jiangxin.people.models import Duty, DutyName, UnitName


@dataclass(frozen=True)
class Office:
    """One duty in words: what, where, from when to when, for what purpose."""

    duty: str
    unit: str
    since: date
    until: date | None
    purpose: str


def offices_of(user_ids: Iterable[int], on: date) -> dict[int, tuple[Office, ...]]:
    """Return the duties that each of these users holds on a day, in the order they began; one query for all."""
    rows = Duty.objects.on(on).filter(user_id__in=list(user_ids)).order_by("user_id", "since", "id")
    names = UnitName.objects.filter(unit_id=OuterRef("unit_id"))
    then, ever = _name(names.filter(since__lte=on).order_by("-since")), _name(names.order_by("since"))
    called = Coalesce(then, ever, F("unit__key"), output_field=CharField())
    found: dict[int, list[Office]] = defaultdict(list)
    told = rows.annotate(called=called).values_list("user_id", "name", "called", "since", "until", "purpose")
    for user_id, duty, unit, since, until, purpose in told:
        found[user_id].append(Office(str(DutyName(duty).label), unit, since, until, purpose))
    return {user_id: tuple(offices) for user_id, offices in found.items()}


def _name(names: QuerySet[UnitName]) -> Subquery:
    return Subquery(names.values("name")[:1])
