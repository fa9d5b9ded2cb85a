"""Persons: their spells, their linked records, their consents, and how the evaluator sees them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, Q, QuerySet

from jiangxin.kernel import clock
from jiangxin.ledger import queries as ledger
from jiangxin.people import kinds
from jiangxin.people.models import Consent, Duty, Person, PersonLink, ReadLog, Spell, SpellKind, UnitPlace, User
from jiangxin.people.queries.units import names_on, path_on, tags_on, within
from jiangxin.policy import PersonView

FEW = 400  # persons whose links are asked for by id; for more all links are read at once


@dataclass(frozen=True)
class Read:
    """One reading of a person's file, as he sees it; ``unit`` is blank for a machine."""

    at: datetime
    reader: str
    unit: str
    purpose: str
    what: str


def linked_ids(person_id: int, known_at: datetime | None = None) -> frozenset[int]:
    """Return the person's id and all ids that the links in force at ``known_at`` join to it."""
    return linked_many([person_id], known_at)[person_id]


def linked_many(person_ids: Iterable[int], known_at: datetime | None = None) -> dict[int, frozenset[int]]:
    """Return for each of these persons the ids that the links in force at ``known_at`` join."""
    moment, wanted = known_at or clock.now(), set(person_ids)
    links = PersonLink.objects.filter(Q(undone_at=None) | Q(undone_at__gt=moment), linked_at__lte=moment)
    near: dict[int, set[int]] = defaultdict(set)
    known: set[int] = set()
    fresh = wanted
    while fresh:
        known |= fresh
        few = len(fresh) <= FEW
        rows = links.filter(Q(person_id__in=fresh) | Q(other_id__in=fresh)) if few else links
        for one, other in rows.values_list("person_id", "other_id"):
            near[one].add(other)
            near[other].add(one)
        fresh = set(near) - known if few else set()
    return {person_id: frozenset(_joined(person_id, near)) for person_id in wanted}


def linked_leaders(known_at: datetime | None = None) -> dict[int, int]:
    """Return the least of the joined ids for every person whom a link in force at ``known_at`` joins to another."""
    moment = known_at or clock.now()
    links = PersonLink.objects.filter(Q(undone_at=None) | Q(undone_at__gt=moment), linked_at__lte=moment)
    near: dict[int, set[int]] = defaultdict(set)
    for one, other in links.values_list("person_id", "other_id"):
        near[one].add(other)
        near[other].add(one)
    found: dict[int, int] = {}
    for one in near:
        if one not in found:
            joined = _joined(one, near)
            found |= dict.fromkeys(joined, min(joined))
    return found


def _joined(start: int, near: dict[int, set[int]]) -> set[int]:
    known, fresh = {start}, {start}
    while fresh:
        fresh = set().union(*(near.get(one, set()) for one in fresh)) - known
        known |= fresh
    return known


def spells_of(person_id: int, on: date | None = None, kind: str = "") -> QuerySet[Spell]:
    """Return the spells of a person and his linked records, those of one day and one kind if given."""
    found = Spell.objects.filter(person_id__in=linked_ids(person_id)).select_related("unit")
    if on is not None:
        found = found.on(on)
    return found.filter(kind=kind) if kind else found


@dataclass(frozen=True)
class Known:
    """A person read once: his row, every id joined to his, every spell with its unit in order of days, his log-in."""

    person: Person
    ids: frozenset[int]
    spells: tuple[Spell, ...]
    logs_in: bool

    def on(self, day: date) -> list[Spell]:
        """Return the spells of a day."""
        return [row for row in self.spells if row.holds_on(day)]

    def main(self, day: date) -> Spell | None:
        """Return the employment that counts on a day: the main one, else the latest begun, else a membership."""
        return max(self.on(day), key=_weight, default=None)

    def last(self, day: date) -> Spell | None:
        """Return the main spell of a day, else the one begun last before it."""
        begun = [row for row in self.spells if row.since <= day]
        return self.main(day) or max(begun, key=lambda row: (row.since, row.pk), default=None)


def known_person(person_id: int) -> Known:
    """Read a person with his joined ids and spells; three queries whatever he has done."""
    ids = linked_ids(person_id)
    spells = Spell.objects.filter(person_id__in=ids).select_related("unit").order_by("since", "pk")
    log_ins = User.objects.filter(person_id__in=ids)
    person = Person.objects.annotate(logs_in=Exists(log_ins)).get(pk=person_id)
    return Known(person, ids, tuple(spells), person.logs_in)


def main_spell(person_id: int, on: date) -> Spell | None:
    """Return the employment that counts on this day: the main one, else the latest begun, else a membership."""
    return max(spells_of(person_id, on), key=_weight, default=None)


def _weight(row: Spell) -> tuple[bool, bool, date, int]:
    return row.kind == SpellKind.EMPLOYMENT, row.main, row.since, row.pk


def persons_of(unit_id: int, on: date, kind: str = "") -> QuerySet[Person]:
    """Return the persons with a spell anywhere below this unit on this day; each once."""
    places = UnitPlace.objects.on(on).filter(within("path", [path_on(unit_id, on)]))
    spells = Spell.objects.on(on).filter(unit_id__in=places.values("unit_id"))
    if kind:
        spells = spells.filter(kind=kind)
    return Person.objects.filter(pk__in=spells.values("person_id"))


def person_view(person_id: int, on: date) -> PersonView:
    """Return the person as the evaluator sees him on this day: occupations held, post class, unit's attributes."""
    known = known_person(person_id)
    return view_of(known, on, party=bool(ledger.facts_of(known.ids, kinds=[kinds.PARTY_JOINED], on=on)))


def view_of(known: Known, on: date, *, party: bool) -> PersonView:
    """Return a person read already as the evaluator sees him on a day; ``party`` is for the caller's facts to tell."""
    main = known.main(on)
    spells = [row for row in known.on(on) if row.kind == SpellKind.EMPLOYMENT]
    held = [row.occupation for row in sorted(spells, key=lambda row: (not row.main, row.since)) if row.occupation]
    tags = tags_on(main.unit_id, on) if main else {}
    attributes = {family: codes[0] for family, codes in tags.items()}
    if main:
        attributes["level"] = main.unit.kind
    return PersonView(
        id=known.person.pk,
        birth_on=known.person.birth_on,
        sex=known.person.sex,
        occupations=tuple(dict.fromkeys(held)),
        post_class=main.post_class if main else "",
        unit_attributes=attributes,
        tags=frozenset(f"{family}:{code}" for family, codes in tags.items() for code in codes),
        party_member=party,
    )


def consents_of(person_id: int) -> QuerySet[Consent]:
    """Return every consent of the person, latest first, also those withdrawn."""
    return Consent.objects.filter(person_id__in=linked_ids(person_id)).select_related("unit")


def reads_of(person_id: int, *, ids: frozenset[int] | None = None, most: int | None = None) -> list[Read]:
    """Return who has read this person's file, latest first, at most so many.

    ``ids`` are the person's joined ids, where the caller has read them.
    """
    ids = linked_ids(person_id) if ids is None else ids
    rows = list(ReadLog.objects.filter(person_id__in=ids).select_related("reader_user__person")[:most])
    units = names_on([row.reader_unit_id for row in rows if row.reader_unit_id])
    return [Read(row.at, _reader(row), units.get(row.reader_unit_id or 0, ""), row.purpose, row.what) for row in rows]


def _reader(row: ReadLog) -> str:
    user = row.reader_user
    if user is None:
        return row.reader.removeprefix("machine:")
    return user.person.name if user.person else user.username


def duties_of(user_id: int, on: date) -> QuerySet[Duty]:
    """Return the duties a user holds on this day, in the order they began."""
    return Duty.objects.on(on).filter(user_id=user_id).select_related("unit")


def user_named(username: str) -> User | None:
    """Return the user of this name, or None."""
    return User.objects.select_related("person").filter(username=username.strip().lower()).first()
