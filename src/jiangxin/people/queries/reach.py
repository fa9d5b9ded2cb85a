"""What a staff member's pages begin with: the units under his duties, and whether he may see persons there."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Max, Q, QuerySet

from jiangxin.kernel.actor import Actor
from jiangxin.kernel.ids import from36
from jiangxin.people.models import DutyName, PersonLink, Spell, UnitName, UnitPlace
from jiangxin.people.queries.sight import SEES_PERSONS, SEES_UNITS, grants, persons_in_sight
from jiangxin.people.queries.units import UnitOn, lineage_paths, units_on, within

# Whose first page it is, when somebody holds several duties over the same unit.
FIRST = (DutyName.LEADER, DutyName.CLERK, DutyName.REVIEWER, DutyName.HR, DutyName.AUDITOR, DutyName.ACADEMY)


def is_staff(actor: Actor) -> bool:
    """Tell whether the actor holds any duty beside that of a worker."""
    return any(grant.name in SEES_UNITS for grant in actor.duties)


def paths_reached(actor: Actor) -> tuple[str, ...]:
    """Return the subtrees under the actor's duties: of his units, of their earlier places, of what they came from."""
    if actor.is_machine:
        return ("/",)
    held = grants(actor, SEES_UNITS)
    return tuple(dict.fromkeys([*(one.path for one in held), *lineage_paths(one.unit_id for one in held)]))


def unit_reached(paths: Iterable[str], on: date, *, key: str = "", unit_id: int = 0) -> UnitOn | None:
    """Return the unit of this key or id as it was on the day, None where it lies in none of these subtrees."""
    wanted = Q(unit__key=key) if key else Q(unit_id=unit_id)
    found = units_on(UnitPlace.objects.on(on).filter(within("path", paths), wanted), on)
    return found[0] if found else None


def lineage_of(unit: UnitOn) -> list[UnitOn]:
    """Return the unit and everything above it on its day, root first."""
    ids = [from36(part) for part in unit.path.strip("/").split("/")]
    return units_on(UnitPlace.objects.on(unit.on).filter(unit_id__in=ids), unit.on)


def widest_unit(actor: Actor, on: date) -> UnitOn | None:
    """Return the widest unit under the actor's duties on a day; of several the one of the first duty."""
    order = {name: place for place, name in enumerate(FIRST)}
    held = sorted(
        grants(actor, SEES_UNITS), key=lambda one: (one.path.count("/"), order.get(DutyName(one.name), 9), one.unit_id)
    )
    places = UnitPlace.objects.on(on).filter(unit_id__in=[one.unit_id for one in held])
    found = {one.id: one for one in units_on(places, on)}
    return next((found[one.unit_id] for one in held if one.unit_id in found), None)


def sees_persons(actor: Actor, path: str) -> bool:
    """Tell whether the actor may see persons by name in the unit at this path."""
    return actor.is_machine or any(path.startswith(grant.path) for grant in grants(actor, SEES_PERSONS))


def sees_any_persons(actor: Actor) -> bool:
    """Tell whether the actor may see persons by name anywhere, or could for a purpose he states."""
    return actor.is_machine or any(grant.name in SEES_PERSONS for grant in actor.duties)


def places_below(paths: Iterable[str], units: Iterable[UnitOn], on: date, kinds: Iterable[str]) -> list[UnitOn]:
    """Return the units of some kinds directly below any of these on a day that lie in these subtrees."""
    places = UnitPlace.objects.on(on).filter(within("path", paths), parent_id__in=[unit.id for unit in units])
    return units_on(places.filter(unit__kind__in=list(kinds)), on)


def names_of(unit_id: int) -> list[tuple[str, date, date | None]]:
    """Return every name of a unit with its first and last day, latest first."""
    rows = UnitName.objects.filter(unit_id=unit_id).order_by("-since")
    return list(rows.values_list("name", "since", "until"))


def heads_below(unit: UnitOn) -> int:
    """Return how many persons have a spell in the unit or below it on its day; each once."""
    return int(spells_in(unit).aggregate(n=Count("person_id", distinct=True))["n"])


def persons_named(actor: Actor, person_ids: Iterable[int]) -> dict[int, str]:
    """Return the names of those of these persons whom the actor may see."""
    return dict(persons_in_sight(actor).filter(pk__in=list(set(person_ids))).values_list("pk", "name"))


def links_stamp() -> tuple[int, str]:
    """Return what changes whenever records of persons are joined or parted."""
    said = PersonLink.objects.aggregate(n=Count("pk"), undone=Count("undone_at"), last=Max("undone_at"))
    return int(said["n"]), f"{said['undone']} {said['last']}"


def spells_in(unit: UnitOn) -> QuerySet[Spell]:
    """Return the spells in the unit or below it on its day."""
    places = UnitPlace.objects.on(unit.on).filter(within("path", [unit.path]))
    return Spell.objects.on(unit.on).filter(unit_id__in=places.values("unit_id"))
