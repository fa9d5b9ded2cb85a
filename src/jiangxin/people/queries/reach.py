"""What a staff member's pages begin with: the units under his duties, and whether he may see persons there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q, QuerySet

from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor
from jiangxin.kernel.ids import from36
from jiangxin.people.models import DutyName, Person, PersonLink, Spell, SpellKind, UnitName, UnitPlace
from jiangxin.people.queries.find_persons import narrowed
from jiangxin.people.queries.sight import SEES_PERSONS, SEES_UNITS, grants, persons_in_sight
from jiangxin.people.queries.units import UnitOn, lineage_paths, units_on, within

# Whose first page it is, when somebody holds several duties over the same unit.
FIRST = (DutyName.LEADER, DutyName.CLERK, DutyName.REVIEWER, DutyName.HR, DutyName.AUDITOR, DutyName.ACADEMY)


@dataclass(frozen=True)
class RosterAsked:
    """What the list of persons is narrowed to; blank means all."""

    text: str = ""
    trade: str = ""
    post_class: str = ""
    member: bool = False


@dataclass(frozen=True)
class PersonLine:
    """One line of the list of persons: no number."""

    id: int
    name: str
    example: bool
    trade: str
    post_class: str
    unit_id: int | None
    since: date | None


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
    return int(_spells_in(unit).aggregate(n=Count("person_id", distinct=True))["n"])


def roster(actor: Actor, unit: UnitOn, asked: RosterAsked) -> QuerySet[Person]:
    """Return the persons in the unit or below it on its day that the actor may see, by name."""
    spells = _spells_in(unit)
    if asked.trade:
        spells = spells.filter(occupation=asked.trade)
    if asked.post_class:
        spells = spells.filter(post_class=asked.post_class)
    # Whoever stands today in a unit under a duty that sees persons is in sight by that very duty.
    whole = unit.on == clock.today() and sees_persons(actor, unit.path)
    found = (Person.objects.all() if whole else persons_in_sight(actor)).filter(pk__in=spells.values("person_id"))
    if asked.member:
        members = _spells_in(unit).filter(kind=SpellKind.MEMBERSHIP)
        found = found.filter(pk__in=members.values("person_id"))
    return narrowed(found, asked.text).order_by("pinyin", "pk") if asked.text else found.order_by("pinyin", "pk")


def roster_lines(persons: Iterable[Person], on: date) -> list[PersonLine]:
    """Return persons as lines: trade, class of post and unit of the main employment on a day; two queries at most."""
    wanted = list(persons)
    spells = Spell.objects.on(on).filter(person__in=wanted, kind=SpellKind.EMPLOYMENT).order_by("main", "since", "pk")
    main = {spell.person_id: spell for spell in spells}
    return [_line(person, main.get(person.pk)) for person in wanted]


def trades_in(unit: UnitOn) -> list[str]:
    """Return the trades held in the unit or below it on its day, by code."""
    rows = _spells_in(unit).exclude(occupation="").order_by("occupation").values_list("occupation", flat=True)
    return list(rows.distinct())


def persons_named(actor: Actor, person_ids: Iterable[int]) -> dict[int, str]:
    """Return the names of those of these persons whom the actor may see."""
    return dict(persons_in_sight(actor).filter(pk__in=list(set(person_ids))).values_list("pk", "name"))


def links_stamp() -> tuple[int, str]:
    """Return what changes whenever records of persons are joined or parted."""
    said = PersonLink.objects.aggregate(n=Count("pk"), undone=Count("undone_at"), last=Max("undone_at"))
    return int(said["n"]), f"{said['undone']} {said['last']}"


def _spells_in(unit: UnitOn) -> QuerySet[Spell]:
    places = UnitPlace.objects.on(unit.on).filter(within("path", [unit.path]))
    return Spell.objects.on(unit.on).filter(unit_id__in=places.values("unit_id"))


def _line(person: Person, spell: Spell | None) -> PersonLine:
    return PersonLine(
        id=person.pk,
        name=person.name,
        example=person.is_example,
        trade=spell.occupation if spell else "",
        post_class=spell.get_post_class_display() if spell and spell.post_class else "",
        unit_id=spell.unit_id if spell else None,
        since=spell.since if spell else None,
    )
