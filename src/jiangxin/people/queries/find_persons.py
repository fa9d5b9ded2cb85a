"""Persons by name, pinyin, initials, ID number, phone or its last four digits, within the actor's sight."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from rapidfuzz import fuzz, process

from jiangxin.kernel import clock, numbers
from jiangxin.kernel.actor import Actor
from jiangxin.people.errors import AmbiguousPerson, UnknownPerson
from jiangxin.people.models import Person, Spell, SpellKind
from jiangxin.people.queries.find import NEAR_ENOUGH, nearest, prefixed
from jiangxin.people.queries.hashes import id_hash, phone_hash, tail_hash
from jiangxin.people.queries.pinyin import person_reading, typed
from jiangxin.people.queries.sight import persons_in_sight
from jiangxin.people.queries.units import names_on


@dataclass(frozen=True)
class PersonFound:
    """A candidate: enough to choose by, no number; ``unit`` is the main employer's name today, else blank."""

    id: int
    key: str
    name: str
    unit: str
    birth_year: int | None

    @property
    def label(self) -> str:
        """Name, birth year, unit and the id to ask by."""
        year = str(self.birth_year) if self.birth_year else ""
        return f"{self.name}（{'，'.join(part for part in (year, self.unit, self.key or str(self.id)) if part)}）"


def one_person(text: str, actor: Actor) -> PersonFound:
    """Return the one person in sight of this id, key, name or number.

    Refuses with UnknownPerson or AmbiguousPerson; both carry ``details["candidates"]``.
    """
    seen = persons_in_sight(actor)
    exact = list(seen.filter(_exactly(text.strip()))[:9])
    if len(exact) == 1:
        return _found(exact)[0]
    candidates = _found(exact) if exact else find_persons(text, actor)
    labels = [person.label for person in candidates]
    if exact:
        raise AmbiguousPerson(text=text, near="、".join(labels[:8]), candidates=candidates)
    raise UnknownPerson(text=text, near=nearest(labels), candidates=candidates)


def find_persons(text: str, actor: Actor, limit: int = 8) -> list[PersonFound]:
    """Return persons in sight: by exact id, key, name or number; else by beginning, pinyin, tail; else the nearest."""
    seen, wanted = persons_in_sight(actor), text.strip()
    if not wanted:
        return []
    for rows in (seen.filter(_exactly(wanted)), seen.filter(_partly(wanted))):
        found = list(rows.order_by("name", "pk")[:limit])
        if found:
            return _found(found)
    return _found(_nearest(seen, wanted, limit))


def narrowed(seen: QuerySet[Person], text: str) -> QuerySet[Person]:
    """Return those of these persons who have this id, key, name or number; else those whose name begins so."""
    wanted = text.strip()
    exact = seen.filter(_exactly(wanted))
    return exact if exact.exists() else seen.filter(_partly(wanted))


def _exactly(text: str) -> Q:
    number = numbers.plain(text)
    hit = Q(key=text) | Q(name=text)
    if text.isascii() and text.isdigit() and len(text) <= 16:
        hit |= Q(pk=int(text))
    if len(number) in {15, 18}:
        hit |= Q(id_hash=id_hash(number))
    if number.isascii() and number.isdigit() and len(number) >= 11:
        hit |= Q(phone_hash=phone_hash(number))
    return hit


def _partly(text: str) -> Q:
    hit = prefixed("name", text)
    if text.isascii() and text.isdigit() and len(text) == 4:
        hit |= Q(tail_hash=tail_hash(text))
    latin = typed(text)
    if latin:
        for field in ("pinyin", "initials", "pinyin_also", "initials_also"):
            hit |= prefixed(field, latin)
    return hit


def _nearest(seen: QuerySet[Person], text: str, limit: int) -> list[Person]:
    """Compare with the names that share a syllable's beginning: one wrong character, the same sound, a swap."""
    read = typed(text) or person_reading(text).pinyin
    if not read:
        return []
    shared = prefixed("pinyin", read[:2]) | prefixed("pinyin_also", read[:2])
    rows = {row[0]: row[1:] for row in seen.filter(shared).values_list("pk", "name", "pinyin")[:20_000]}
    scored = process.extract(
        read, {pk: row[1] for pk, row in rows.items()}, scorer=fuzz.ratio, limit=limit, score_cutoff=NEAR_ENOUGH + 15
    )
    people = Person.objects.in_bulk([pk for _pinyin, _score, pk in scored])
    return [people[pk] for _pinyin, _score, pk in scored if pk in people]


def _found(people: list[Person]) -> list[PersonFound]:
    today = clock.today()
    spells = Spell.objects.on(today).filter(person__in=people, kind=SpellKind.EMPLOYMENT).order_by("main", "since")
    unit_of = dict(spells.values_list("person_id", "unit_id"))
    names = names_on(unit_of.values(), today)
    return [
        PersonFound(
            id=person.pk,
            key=person.key or "",
            name=person.name,
            unit=names.get(unit_of.get(person.pk, 0), ""),
            birth_year=person.birth_on.year if person.birth_on else None,
        )
        for person in people
    ]
