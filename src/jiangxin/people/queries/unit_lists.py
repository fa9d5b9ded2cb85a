"""The list of units below a unit: narrowed, sorted, and as lines whose queries do not grow with them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from jiangxin.people.models import Spell, UnitKind, UnitName, UnitPlace, UnitTag
from jiangxin.people.queries.families import family_tags
from jiangxin.people.queries.find import prefixed
from jiangxin.people.queries.pinyin import typed
from jiangxin.people.queries.units import UnitOn, is_unionised, names_on, within

# The fields by which a column of the list sorts.
ORDERS: Mapping[str, tuple[str, ...]] = {
    "name": ("called",),
    "kind": ("unit__kind",),
    "unionised": ("unit__unionised_from",),
    "since": ("since",),
}
ORDER = ("path",)
AFTER = "~"  # comes after every sign of a path
HAD = {"yes": True, "no": False}


@dataclass(frozen=True)
class UnitsAsked:
    """What the list of units is narrowed to; ``tags`` are codes by family, as units count on the day."""

    text: str = ""
    kind: str = ""
    unionised: str = ""  # yes, no
    tags: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class UnitLine:
    """One line of the list of units; ``heads`` is None where nobody asked for it."""

    id: int
    key: str
    name: str
    kind: str
    parent_id: int | None
    parent: str
    unionised: date | None
    since: date
    employer_code: str
    union_code: str
    example: bool
    tags: Mapping[str, str]
    heads: int | None = None


def units_listed(unit: UnitOn, asked: UnitsAsked) -> QuerySet[UnitPlace]:
    """Return the places of the unit and all below it on its day, narrowed; sorts by the names of ORDERS."""
    places = UnitPlace.objects.on(unit.on).filter(within("path", [unit.path]))
    if asked.kind:
        places = places.filter(unit__kind=asked.kind)
    if asked.unionised in HAD:
        there = Q(unit__unionised_from__lte=unit.on) & (
            Q(unit__unionised_until=None) | Q(unit__unionised_until__gte=unit.on)
        )
        places = places.filter(there) if HAD[asked.unionised] else places.exclude(there)
    for family, codes in asked.tags.items():
        places = places.filter(unit_id__in=units_counting_as(unit, family, codes))
    names = UnitName.objects.on(unit.on)
    if asked.text:
        places = places.filter(_named(asked.text, names))
    called = names.filter(unit_id=OuterRef("unit_id")).values("pinyin")[:1]
    return places.alias(called=Subquery(called)).select_related("unit")


def units_counting_as(unit: UnitOn, family: str, codes: Iterable[str]) -> list[int]:
    """Return the units at or below a unit that count as these codes on its day: by their own tag, else one above."""
    tags, wanted = family_tags(family), frozenset(codes)
    rows = UnitPlace.objects.on(unit.on).filter(within("path", [unit.path])).values_list("unit_id", "path")
    return [unit_id for unit_id, path in rows if tags.code_at(path, unit.on) in wanted]


def unit_lines(places: Iterable[UnitPlace], on: date, families: Iterable[str], *, heads: bool) -> list[UnitLine]:
    """Return places as lines of a day; a number of queries that does not grow with them. ``heads`` counts persons."""
    rows = list(places)
    named = names_on([*(row.unit_id for row in rows), *(row.parent_id for row in rows if row.parent_id)], on)
    tags = _own_tags([row.unit_id for row in rows], on, families)
    counted = _heads([row.pk for row in rows], on) if heads else {}
    return [
        UnitLine(
            id=row.unit_id,
            key=row.unit.key,
            name=named[row.unit_id],
            kind=str(UnitKind(row.unit.kind).label),
            parent_id=row.parent_id,
            parent=named.get(row.parent_id or 0, ""),
            unionised=row.unit.unionised_from if is_unionised(row.unit, on) else None,
            since=row.since,
            employer_code=row.unit.employer_code,
            union_code=row.unit.union_code,
            example=row.unit.is_example,
            tags=tags.get(row.unit_id, {}),
            heads=counted.get(row.unit_id, 0) if heads else None,
        )
        for row in rows
    ]


def _named(text: str, names: QuerySet[UnitName]) -> Q:
    """Return the filter that a unit's key, code, name, pinyin or initials is or holds this text."""
    wanted = text.strip()
    hit = Q(name__contains=wanted)
    latin = typed(wanted)
    if latin:
        hit |= prefixed("pinyin", latin) | prefixed("initials", latin)
    found = Q(unit_id__in=names.filter(hit).values("unit_id")) | Q(unit__key=wanted.lower())
    code = wanted.upper()
    return found | Q(unit__employer_code=code) | Q(unit__union_code=code) if len(code) == 18 else found


def _own_tags(unit_ids: list[int], on: date, families: Iterable[str]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    rows = UnitTag.objects.on(on).filter(unit_id__in=unit_ids, family__in=list(families)).order_by("code")
    for unit_id, family, code in rows.values_list("unit_id", "family", "code"):
        found.setdefault(unit_id, {})[family] = code
    return found


def _heads(place_ids: list[int], on: date) -> dict[int, int]:
    """Return how many persons have a spell at each place or below it on a day, each once; one query for all."""
    beyond = Concat(OuterRef(OuterRef("path")), Value(AFTER))
    below = UnitPlace.objects.on(on).filter(path__gte=OuterRef(OuterRef("path")), path__lt=beyond)
    spells = Spell.objects.on(on).filter(unit_id__in=below.values("unit_id")).order_by()
    counted = spells.annotate(all=Value(1)).values("all").annotate(n=Count("person_id", distinct=True)).values("n")
    rows = UnitPlace.objects.filter(pk__in=place_ids).annotate(n=Subquery(counted)).order_by()
    return {unit_id: n or 0 for unit_id, n in rows.values_list("unit_id", "n")}


def kinds_in(unit: UnitOn) -> list[tuple[str, str]]:
    """Return the kinds of unit that stand at or below a unit on its day, with their words."""
    rows = UnitPlace.objects.on(unit.on).filter(within("path", [unit.path])).order_by()
    found = set(rows.values_list("unit__kind", flat=True).distinct())
    return [(str(kind), str(kind.label)) for kind in UnitKind if kind in found]
