"""Duties as rows of a page: under a subtree, one's own, those lent out, and what was done to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from jiangxin.kernel import clock
from jiangxin.people.models import Duty, DutyAct, DutyName, UnitPlace, User
from jiangxin.people.queries.units import names_on, paths_on, within

DUTIES = DutyName.choices  # of a form


@dataclass(frozen=True)
class DutyLine:
    """One duty in words; ``state`` is now, later or over."""

    id: int
    user_id: int
    username: str
    duty: str
    unit_id: int
    key: str
    unit: str
    purpose: str
    since: date
    until: date | None
    lender: str
    state: str


@dataclass(frozen=True)
class ActLine:
    """One act upon a duty in words."""

    at: datetime
    by: str
    act: str
    username: str
    duty: str
    unit: str
    until: date | None


def duties_under(path: str, *, text: str = "", name: str = "", over: bool = False) -> QuerySet[Duty]:
    """Return the duties over units below this path, of one user or one sort; those over by today only if asked."""
    found = Duty.objects.filter(unit_id__in=_units(path))
    if not over:
        found = found.filter(Q(until=None) | Q(until__gte=clock.today()))
    if text:
        found = found.filter(user__username__startswith=text.strip().lower())
    if name:
        found = found.filter(name=name)
    return found.select_related("user", "unit", "delegated_from__user").order_by("user__username", "-since", "pk")


def own_duties(user_id: int) -> QuerySet[Duty]:
    """Return the duties that a user holds today."""
    held = Duty.objects.on(clock.today()).filter(user_id=user_id)
    return held.select_related("user", "unit", "delegated_from__user").order_by("since", "pk")


def lent_by(user_id: int) -> QuerySet[Duty]:
    """Return what a user has lent, latest first; also what is over."""
    lent = Duty.objects.filter(delegated_from__user_id=user_id)
    return lent.select_related("user", "unit", "delegated_from__user").order_by("-since", "-pk")


def duty_lines(duties: Sequence[Duty]) -> list[DutyLine]:
    """Return duties as lines; two queries for their units."""
    today = clock.today()
    names = names_on({duty.unit_id for duty in duties}, today)
    return [
        DutyLine(
            id=duty.pk,
            user_id=duty.user_id,
            username=duty.user.username,
            duty=str(DutyName(duty.name).label),
            unit_id=duty.unit_id,
            key=duty.unit.key,
            unit=names[duty.unit_id],
            purpose=duty.purpose,
            since=duty.since,
            until=last_day(duty),
            lender=duty.delegated_from.user.username if duty.delegated_from else "",
            state=_state(duty, today),
        )
        for duty in duties
    ]


def acts_under(path: str, limit: int) -> list[ActLine]:
    """Return the latest acts upon duties over units below this path."""
    acts = DutyAct.objects.filter(duty__unit_id__in=_units(path)).select_related("duty__user").order_by("-at", "-pk")
    rows = list(acts[:limit])
    names = names_on({row.duty.unit_id for row in rows}, clock.today())
    users = _users({row.by for row in rows})
    return [
        ActLine(
            at=row.at,
            by=users.get(row.by, row.by.removeprefix("machine:")),
            act=str(row.get_act_display()),
            username=row.duty.user.username,
            duty=str(row.duty.get_name_display()),
            unit=names[row.duty.unit_id],
            until=row.until,
        )
        for row in rows
    ]


def last_day(duty: Duty) -> date | None:
    """Return the last day of a duty, which for one lent is that of the lender's own if that comes first."""
    lent = duty.delegated_from
    return min((day for day in (duty.until, lent.until if lent else None) if day), default=None)


def ended_last(user_id: int, day: date) -> tuple[Duty, date] | None:
    """Return the duty of a user that ended last before a day with that last day, None where none has ended."""
    rows = Duty.objects.filter(user_id=user_id).exclude(name=DutyName.WORKER).select_related("delegated_from")
    ended = [(row, until) for row in rows if (until := last_day(row)) is not None and until < day]
    return max(ended, key=lambda one: (one[1], one[0].pk), default=None)


def unit_of(duty_id: int) -> tuple[int, str] | None:
    """Return the unit of a duty and its path today, None for no such duty or a unit no longer there."""
    unit_id = Duty.objects.filter(pk=duty_id).values_list("unit_id", flat=True).first()
    path = paths_on([unit_id], clock.today()).get(unit_id, "") if unit_id else ""
    return (unit_id, path) if unit_id and path else None


def _state(duty: Duty, today: date) -> str:
    until = last_day(duty)
    if until is not None and until < today:
        return "over"
    return "later" if duty.since > today else "now"


def _units(path: str) -> QuerySet[UnitPlace, int]:
    places = UnitPlace.objects.on(clock.today()).filter(within("path", [path]))
    return places.values_list("unit_id", flat=True)


def _users(keys: set[str]) -> dict[str, str]:
    ids = {int(name) for key in keys if (name := key.removeprefix("user:")).isdecimal()}
    return {f"user:{pk}": name for pk, name in User.objects.filter(pk__in=ids).values_list("pk", "username")}
