"""What the keepers of the roster read: a unit's whole history, who stands at it, a person's spells, likely twins."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from jiangxin.kernel import clock, numbers
from jiangxin.kernel.actor import Actor
from jiangxin.ledger import queries as ledger
from jiangxin.people import kinds
from jiangxin.people.models import (
    Duty,
    DutyName,
    Person,
    Spell,
    SpellKind,
    Unit,
    UnitChange,
    UnitName,
    UnitPlace,
    UnitTag,
)
from jiangxin.people.queries.hashes import phone_hash
from jiangxin.people.queries.persons import linked_ids
from jiangxin.people.queries.pinyin import unit_reading
from jiangxin.people.queries.sight import persons_in_sight, sight_of
from jiangxin.people.queries.units import names_on, place_on, within

OF_SPELLS = (kinds.EMPLOYED, kinds.TRADE_SPELL, kinds.UNION_JOINED, kinds.ASSOCIATION_JOINED)


@dataclass(frozen=True)
class Held:
    """Something that held for a range of days: a name, a place, a tag."""

    what: str
    since: date
    until: date | None
    unit_id: int | None = None  # of a place: the unit above


@dataclass(frozen=True)
class Changed:
    """One change of a unit: from whom to whom; ``other`` is the unit on the other side, None for itself."""

    id: int
    kind: str
    words: str
    on: date
    became: bool  # whether ``other`` is what this unit became, not what it came from
    other: int | None
    name: str
    by: str
    undone_at: datetime | None


@dataclass(frozen=True)
class History:
    """Everything a unit was: names, places above it, tags by family, changes; latest first."""

    names: tuple[Held, ...]
    places: tuple[Held, ...]
    tags: tuple[tuple[str, Held], ...]
    changes: tuple[Changed, ...]


@dataclass(frozen=True)
class Charge:
    """Who answers for a unit: the duty in words, the log-in or the person's name, since when."""

    duty: str
    who: str
    since: date
    until: date | None


@dataclass(frozen=True)
class SpellLine:
    """One spell of a person for the keeper's eye; ``proof`` is that of its first fact, None without any."""

    id: int
    kind: str
    words: str
    unit_id: int
    unit: str
    since: date
    until: date | None
    post: str
    post_class: str
    occupation: str
    main: bool
    keeps: bool
    proof: int | None
    by: str
    taken_back_at: datetime | None
    taken_back_by: str
    why: str


def unit_stamp(unit_ids: Iterable[int]) -> str:
    """Return what changes whenever one of these units, what lies directly below or who stands at it changes."""
    ids = sorted(set(unit_ids))
    places = UnitPlace.objects.filter(Q(unit_id__in=ids) | Q(parent_id__in=ids)).order_by("pk")
    rows = [
        list(places.values_list("pk", "until")),
        list(UnitName.objects.filter(unit_id__in=ids).order_by("pk").values_list("pk", "name", "until")),
        list(UnitTag.objects.filter(unit_id__in=ids).order_by("pk").values_list("pk", "until")),
        list(Spell.objects.filter(unit_id__in=ids).order_by("pk").values_list("pk", "until")),
        list(Unit.objects.filter(pk__in=ids).order_by("pk").values_list("unionised_from", "unionised_until")),
    ]  # fmt: skip
    return hashlib.sha256(repr(rows).encode()).hexdigest()[:24]


def unit_history(unit_id: int) -> History:
    """Return everything a unit was, latest first."""
    places = list(UnitPlace.objects.filter(unit_id=unit_id).order_by("-since"))
    changes = list(UnitChange.objects.filter(Q(predecessor_id=unit_id) | Q(successor_id=unit_id)).order_by("-pk"))
    others = {one for row in changes for one in (row.predecessor_id, row.successor_id)} - {unit_id}
    names = names_on(others | {row.parent_id for row in places if row.parent_id})
    named = UnitName.objects.filter(unit_id=unit_id).order_by("-since").values_list("name", "since", "until")
    tagged = UnitTag.objects.filter(unit_id=unit_id).order_by("family", "-since")
    return History(
        names=tuple(Held(*row) for row in named),
        places=_joined(Held(names.get(row.parent_id or 0, ""), row.since, row.until, row.parent_id) for row in places),
        tags=tuple((row.family, Held(row.code, row.since, row.until)) for row in tagged),
        changes=tuple(_changed(unit_id, row, names) for row in changes),
    )


def charges_of(unit_id: int, on: date) -> list[Charge]:
    """Return who holds a duty over exactly this unit on a day, in the order of duties; those of workers left out."""
    rows = Duty.objects.on(on).filter(unit_id=unit_id).exclude(name=DutyName.WORKER).select_related("user__person")
    order = {name: place for place, name in enumerate(DutyName.values)}
    return [
        Charge(
            str(DutyName(row.name).label),
            row.user.person.name if row.user.person else row.user.username,
            row.since,
            row.until,
        )
        for row in sorted(rows, key=lambda row: (order[row.name], row.since, row.pk))
    ]


def spells_from(unit_id: int, on: date) -> QuerySet[Spell]:
    """Return the spells at the unit itself that reach this day or begin later, by name of the person."""
    found = Spell.objects.filter(Q(until=None) | Q(until__gte=on), unit_id=unit_id)
    return found.select_related("person").order_by("person__pinyin", "person_id", "pk")


def children_from(unit_id: int, on: date) -> dict[int, str]:
    """Return the units (id: name) that stand directly below on this day or come there later, in tree order."""
    rows = UnitPlace.objects.filter(Q(until=None) | Q(until__gte=on), parent_id=unit_id).order_by("path")
    ids = list(dict.fromkeys(rows.values_list("unit_id", flat=True)))
    names = names_on(ids)
    return {one: names.get(one, str(one)) for one in ids}


def spells_at(unit_id: int, on: date) -> QuerySet[Spell]:
    """Return the spells at the unit itself on a day, by name of the person."""
    return Spell.objects.on(on).filter(unit_id=unit_id).select_related("person").order_by("person__pinyin", "pk")


def spell_lines(actor: Actor, person_id: int, keeps: set[int]) -> tuple[list[SpellLine], bool]:
    """Return the spells of a person that the actor may see, latest first, and whether there are others.

    ``keeps`` are the units, of those in the list, where the actor keeps persons.
    """
    sight = sight_of(actor, person_id)
    rows = list(Spell.every.filter(person_id__in=linked_ids(person_id)).order_by("-since", "-pk"))
    paths = {row.pk: _path_then(row) for row in rows}
    seen = [row for row in rows if sight.covers(paths[row.pk])]
    names = names_on({row.unit_id for row in seen})
    facts = {
        (fact.subject_id, fact.credited_to_id, fact.happened_on, fact.kind): fact
        for fact in ledger.standing().filter(subject_id__in={row.person_id for row in rows}, kind__startswith="people.")
    }
    lines = [_line(row, names, facts, keeps) for row in seen]
    return lines, len(seen) < len(rows)


def units_of_spells(person_id: int) -> dict[int, str]:
    """Return the units of a person's spells with the path each has had last."""
    ids = set(Spell.every.filter(person_id__in=linked_ids(person_id)).values_list("unit_id", flat=True))
    return dict(UnitPlace.objects.filter(unit_id__in=ids).order_by("since").values_list("unit_id", "path"))


def one_spell(actor: Actor, person_id: int, spell_id: int) -> Spell | None:
    """Return a person's spell that the actor may see and that was not taken back, else None."""
    row = Spell.objects.filter(pk=spell_id, person_id__in=linked_ids(person_id)).select_related("unit").first()
    return row if row is not None and sight_of(actor, person_id).covers(_path_then(row)) else None


def twins_in_sight(actor: Actor, name: str, birth_on: date | None, phone: str) -> list[Person]:
    """Return the persons in sight of the same name and birth, or of the same phone; at most eight."""
    alike = Q(pk__in=[])
    if name.strip():
        alike |= Q(name=name.strip(), birth_on=birth_on) if birth_on else Q(name=name.strip())
    if numbers.plain(phone):
        alike |= Q(phone_hash=phone_hash(phone))
    return list(persons_in_sight(actor).filter(alike).order_by("pk")[:8])


def heads_at(path: str, on: date) -> int:
    """Return how many persons have a spell in this subtree on a day; each once."""
    places = UnitPlace.objects.on(on).filter(within("path", [path]))
    spells = Spell.objects.on(on).filter(unit_id__in=places.values("unit_id"))
    return spells.values("person_id").distinct().count()


def units_at(path: str, on: date) -> int:
    """Return how many units stand below this path on a day, the one itself left out."""
    return UnitPlace.objects.on(on).filter(within("path", [path])).exclude(path=path).count()


def facts_at(unit_id: int, paths: Iterable[str], since: date, until: date) -> int:
    """Return how many standing entries that happened within these days are credited to a unit's own places.

    Those that spells stand for are left out: who passes to a successor ends at one unit and begins at another.
    """
    found = ledger.standing().filter(within("credited_path", paths), happened_on__gte=since, happened_on__lte=until)
    return found.filter(proof__gte=0).exclude(kind__in=OF_SPELLS).count()


def members_of(unit_id: int) -> list[tuple[str, int, str, date, date | None]]:
    """Return (name, person, kind, since, until) of everybody who was ever at a unit itself, those there first."""
    rows = Spell.objects.filter(unit_id=unit_id).select_related("person").order_by("since", "pk")
    found = [
        (row.person.name, row.person_id, str(SpellKind(row.kind).label), row.since, row.until) for row in rows[:200]
    ]
    return sorted(found, key=lambda one: (one[4] is not None, one[3]))


def _changed(unit_id: int, row: UnitChange, names: dict[int, str]) -> Changed:
    became = row.predecessor_id == unit_id
    other = row.successor_id if became else row.predecessor_id
    itself = row.predecessor_id == row.successor_id
    return Changed(
        row.pk, row.kind, str(row.get_kind_display()), row.happened_on, became, None if itself else other,
        "" if itself else names.get(other, str(other)), row.recorded_by, row.undone_at,
    )  # fmt: skip


def _joined(rows: Iterable[Held]) -> tuple[Held, ...]:
    """Join neighbouring rows of the same unit above: only a unit higher up moved between them."""
    found: list[Held] = []
    for row in rows:
        if found and found[-1].unit_id == row.unit_id and row.until and (found[-1].since - row.until).days == 1:
            found[-1] = Held(row.what, row.since, found[-1].until, row.unit_id)
        else:
            found.append(row)
    return tuple(found)


def _path_then(row: Spell) -> str:
    place = place_on(row.unit_id, max(row.since, min(row.until or clock.today(), clock.today())))
    if place is None:
        place = UnitPlace.objects.filter(unit_id=row.unit_id).order_by("-since").first()
    return place.path if place else ""


def _line(
    row: Spell, names: dict[int, str], facts: dict[tuple[int, int | None, date, str], Any], keeps: set[int]
) -> SpellLine:
    mine = [
        fact
        for (subject, unit, day, _kind), fact in facts.items()
        if (subject, unit, day) == (row.person_id, row.unit_id, row.since)
    ]
    return SpellLine(
        id=row.pk,
        kind=row.kind,
        words=str(SpellKind(row.kind).label),
        unit_id=row.unit_id,
        unit=names.get(row.unit_id, ""),
        since=row.since,
        until=row.until,
        post=row.post,
        post_class=row.get_post_class_display() if row.post_class else "",
        occupation=row.occupation,
        main=row.main,
        keeps=row.unit_id in keeps,
        proof=mine[0].proof if mine else None,
        by=mine[0].recorded_by if mine else "",
        taken_back_at=row.taken_back_at,
        taken_back_by=row.taken_back_by,
        why=row.why,
    )


def free_key(name: str, beside: Iterable[str] = ()) -> str:
    """Return a key that no unit has, made of a name's readings; ``beside`` are taken, too."""
    root = re.sub(r"[^a-z0-9]+", "-", unit_reading(name.strip()).pinyin.lower()).strip("-")[:48] or "unit"
    root = root if len(root) > 1 else f"{root}-unit"
    taken = {*beside, *Unit.objects.filter(key__startswith=root).values_list("key", flat=True)}
    return next(key for key in (root, *(f"{root}-{n}" for n in range(2, 10_000))) if key not in taken)


def last_day_of(unit_id: int) -> date | None:
    """Return the last day of a unit that has ended, None while it stands or where there is none."""
    latest = UnitPlace.objects.filter(unit_id=unit_id).order_by("-since").first()
    return latest.until if latest else None


def union_days(unit_id: int) -> tuple[date | None, date | None]:
    """Return the first and the last day of a unit's union; None where there is none."""
    found = Unit.objects.filter(pk=unit_id).values_list("unionised_from", "unionised_until").first()
    return found or (None, None)
