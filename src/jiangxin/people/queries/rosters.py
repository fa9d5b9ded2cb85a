"""The list of persons of a unit: narrowed, sorted, and as lines whose queries do not grow with them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from jiangxin.kernel import clock, numbers
from jiangxin.kernel.actor import Actor
from jiangxin.kernel.dates import full_years, span_before
from jiangxin.kernel.ids import from36
from jiangxin.ledger import queries as ledger
from jiangxin.people import kinds
from jiangxin.people.models import Consent, Person, Spell, SpellKind, UnitKind, UnitPlace
from jiangxin.people.queries.find_persons import narrowed
from jiangxin.people.queries.hashes import id_hash, phone_hash, tail_hash
from jiangxin.people.queries.persons import linked_many
from jiangxin.people.queries.reach import sees_persons, spells_in
from jiangxin.people.queries.sight import SEES_PERSONS, grants, persons_in_sight
from jiangxin.people.queries.units import UnitOn, lineage_paths, names_on, paths_on, within
from jiangxin.policy.facts import CONFIRMED

HASHED = {"id": "id_hash", "phone": "phone_hash", "tail": "tail_hash"}
# The fields by which a column of the roster sorts; age runs against the day of birth.
ORDERS: Mapping[str, tuple[str, ...]] = {
    "name": ("pinyin",),
    "sex": ("sex",),
    "age": ("-birth_on",),
    "trade": ("main_trade",),
    "since": ("main_since",),
    "level": ("level",),
}
ORDER = ("pinyin", "pk")


@dataclass(frozen=True)
class RosterAsked:
    """What the list of persons is narrowed to; blank means all. ``number`` is a key by ``number_key``."""

    text: str = ""
    number: str = ""
    trade: str = ""
    post_class: str = ""
    sex: str = ""
    standing: str = ""  # employed, member, unjoined (employed, no member), only-member
    level: int | None = None  # rank of the highest certificate, at least
    age_from: int | None = None
    age_to: int | None = None


@dataclass(frozen=True)
class PersonLine:
    """One line of the list of persons; no number but a starred phone."""

    id: int
    name: str
    example: bool
    sex: str
    age: int | None
    trade: str
    level: int | None
    post_class: str
    post: str
    unit_id: int | None
    unit: str
    street: str
    since: date | None
    member_since: date | None
    phone: str


def number_key(text: str) -> str:
    """Return what finds an ID number, a phone or its last four digits without holding it; blank for other text."""
    number = numbers.plain(text)
    if not number.isascii():
        return ""
    if len(number) in {15, 18} and number[:-1].isdigit() and (number[-1].isdigit() or number[-1] == "X"):
        return f"id:{','.join(id_hash(number).every)}"
    if number.lstrip("+").isdigit() and len(number) >= 11:
        return f"phone:{','.join(phone_hash(number).every)}"
    return f"tail:{','.join(tail_hash(number).every)}" if number.isdigit() and len(number) == 4 else ""


def roster(actor: Actor, unit: UnitOn, asked: RosterAsked, grades: QuerySet[Any]) -> QuerySet[Person]:
    """Return the persons in the unit or below it on its day that the actor may see; sorts by the names of ORDERS.

    ``grades`` are the certificates he may see, by ``grades_seen``.
    """
    spells = spells_in(unit)
    if asked.trade:
        spells = spells.filter(occupation=asked.trade)
    if asked.post_class:
        spells = spells.filter(post_class=asked.post_class)
    # Whoever stands today in a unit under a duty that sees persons is in sight by that very duty.
    whole = unit.on == clock.today() and sees_persons(actor, unit.path)
    found = (Person.objects.all() if whole else persons_in_sight(actor)).filter(pk__in=spells.values("person_id"))
    found = _standing(found, unit, asked.standing).filter(_of_age(asked, unit.on))
    if asked.sex:
        found = found.filter(sex=asked.sex)
    if asked.level is not None:
        high = grades.filter(level__gte=asked.level)
        found = found.filter(pk__in=high.values("subject_id"))
    if asked.number:
        kind, _colon, value = asked.number.partition(":")
        found = found.filter(**{f"{HASHED[kind]}__in": value.split(",")}) if kind in HASHED and value else found.none()
    if asked.text:
        found = narrowed(found, asked.text)
    main = Spell.objects.on(unit.on).filter(person_id=OuterRef("pk"), kind=SpellKind.EMPLOYMENT)
    main = main.order_by("-main", "-since", "-pk")
    highest = grades.filter(subject_id=OuterRef("pk")).order_by("-level")
    return found.alias(
        main_trade=Subquery(main.values("occupation")[:1]),
        main_since=Subquery(main.values("since")[:1]),
        level=Subquery(highest.values("level")[:1]),
    )


def roster_lines(persons: Iterable[Person], on: date, grades: QuerySet[Any]) -> list[PersonLine]:
    """Return persons as lines of a day: of several employments the main one; a number of queries that never grows."""
    wanted = list(persons)
    main: dict[int, Spell] = {}
    joined: dict[int, date] = {}
    spells = Spell.objects.on(on).filter(person__in=wanted).order_by("main", "since", "pk")
    for spell in spells:
        if spell.kind == SpellKind.EMPLOYMENT:
            main[spell.person_id] = spell
        else:
            joined[spell.person_id] = min(spell.since, joined.get(spell.person_id, spell.since))
    streets = _streets({spell.unit_id for spell in main.values()}, on)
    named = names_on([*(one.unit_id for one in main.values()), *streets.values()], on)
    levels = _highest([one.pk for one in wanted], grades)
    return [
        PersonLine(
            id=one.pk,
            name=one.name,
            example=one.is_example,
            sex=str(one.get_sex_display()) if one.sex else "",
            age=full_years(one.birth_on, on) if one.birth_on else None,
            level=levels.get(one.pk),
            member_since=joined.get(one.pk),
            phone=one.phone.masked if one.phone else "",
            **_at_work(main.get(one.pk), named, streets),
        )
        for one in wanted
    ]


def trades_in(unit: UnitOn) -> list[str]:
    """Return the trades held in the unit or below it on its day, by code."""
    rows = spells_in(unit).exclude(occupation="").order_by("occupation").values_list("occupation", flat=True)
    return list(rows.distinct())


def _at_work(spell: Spell | None, named: Mapping[int, str], streets: Mapping[int, int]) -> dict[str, Any]:
    """Return the part of a line that tells of the main employment."""
    if spell is None:
        return {"trade": "", "post_class": "", "post": "", "unit_id": None, "unit": "", "street": "", "since": None}
    return {
        "trade": spell.occupation,
        "post_class": str(spell.get_post_class_display()) if spell.post_class else "",
        "post": spell.post,
        "unit_id": spell.unit_id,
        "unit": named.get(spell.unit_id, ""),
        "street": named.get(streets.get(spell.unit_id, 0), ""),
        "since": spell.since,
    }


def _standing(found: QuerySet[Person], unit: UnitOn, standing: str) -> QuerySet[Person]:
    employed = spells_in(unit).filter(kind=SpellKind.EMPLOYMENT).values("person_id")
    members = Spell.objects.on(unit.on).filter(kind=SpellKind.MEMBERSHIP).values("person_id")
    if standing in {"employed", "unjoined"}:
        found = found.filter(pk__in=employed)
    if standing in {"member", "only-member"}:
        found = found.filter(pk__in=members)
    if standing == "unjoined":
        found = found.exclude(pk__in=members)
    return found.exclude(pk__in=employed) if standing == "only-member" else found


def _of_age(asked: RosterAsked, on: date) -> Q:
    """Return the filter by full years of age, both ends counted."""
    hit = Q()
    if asked.age_from is not None:
        hit &= Q(birth_on__lte=span_before(on, f"{asked.age_from}y"))
    if asked.age_to is not None:
        hit &= Q(birth_on__gt=span_before(on, f"{asked.age_to + 1}y"))
    return hit


def grades_seen(actor: Actor, on: date) -> QuerySet[Any]:
    """Return the standing certificates with a grade that the actor may see: of his subtrees, or by consent."""
    facts = ledger.standing().filter(
        Q(ended_on=None) | Q(ended_on__gte=on),
        kind=kinds.LEVEL_EARNED, level__isnull=False, proof__gte=CONFIRMED, happened_on__lte=on,
    )  # fmt: skip
    if actor.is_machine:
        return facts
    held = grants(actor, SEES_PERSONS)
    consents = Consent.objects.standing().filter(scope="history", purpose__in={"", actor.purpose})
    named = consents.exclude(unit=None).order_by().values_list("unit_id", flat=True).distinct()
    paths = paths_on(named, clock.today())
    opened = [unit_id for unit_id, path in paths.items() if any(one.path.startswith(path) for one in held)]
    agreed = consents.filter(Q(unit=None) | Q(unit_id__in=opened)).order_by().values("person_id")
    seen = within("credited_path", lineage_paths(one.unit_id for one in held)) | Q(subject_id__in=agreed)
    return facts.filter(seen | Q(subject_id=actor.person_id) if actor.person_id else seen)


def _highest(person_ids: list[int], grades: QuerySet[Any]) -> dict[int, int]:
    """Return the rank of each person's highest certificate, also under the ids linked to him."""
    linked = linked_many(person_ids)
    every = {one for ids in linked.values() for one in ids}
    found: dict[int, int] = defaultdict(lambda: -1)
    for subject_id, level in grades.filter(subject_id__in=every).values_list("subject_id", "level"):
        found[subject_id] = max(level, found[subject_id])
    best = {person_id: max(found[one] for one in ids) for person_id, ids in linked.items()}
    return {person_id: level for person_id, level in best.items() if level >= 0}


def _streets(unit_ids: set[int], on: date) -> dict[int, int]:
    """Return for each of these units the street or zone above it on the day."""
    paths = paths_on(unit_ids, on)
    above = {unit_id: [from36(part) for part in path.strip("/").split("/")] for unit_id, path in paths.items()}
    every = {one for ids in above.values() for one in ids}
    places = UnitPlace.objects.on(on).filter(unit_id__in=every, unit__kind__in=[UnitKind.STREET, UnitKind.ZONE])
    streets = set(places.values_list("unit_id", flat=True))
    return {unit_id: next(one for one in reversed(ids) if one in streets) for unit_id, ids in above.items()
            if streets & set(ids)}  # fmt: skip
