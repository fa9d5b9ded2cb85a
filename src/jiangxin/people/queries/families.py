"""Parallel classifications: what a unit counts as, day by day, in each family of tags.

A unit without a tag of its own counts as the nearest unit above it that has one; a day before the first
tag counts as the first.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from jiangxin.kernel.ids import from36
from jiangxin.people.models import UnitPlace, UnitTag
from jiangxin.people.queries.units import names_on, within

Row = tuple[date, date | None, str]
MOST_LISTED = 5_000


@dataclass(frozen=True)
class Family:
    """Every tag of one family: the rows of each unit, in order of days."""

    name: str
    rows: dict[int, tuple[Row, ...]]
    stamp: tuple[object, ...] = ()  # changes whenever a tag of the family is set or ended

    def code_at(self, path: str, day: date) -> str:
        """Return the code that counts at a place of the tree on a day, blank where nothing above has one."""
        for part in reversed(path.strip("/").split("/")):
            if part and (mine := self.rows.get(from36(part))):
                return _code_on(mine, day)
        return ""

    def codes(self) -> frozenset[str]:
        """Return every code that any unit ever had."""
        return frozenset(code for rows in self.rows.values() for _since, _until, code in rows)

    def turning(self) -> frozenset[int]:
        """Return the units whose code is not the same on every day."""
        return frozenset(unit for unit, rows in self.rows.items() if len(rows) > 1 or rows[0][1] is not None)


def family_tags(name: str) -> Family:
    """Return all tags of a family; read anew only when one was set or ended."""
    said = UnitTag.objects.filter(family=name).aggregate(n=Count("pk"), top=Max("pk"), ended=Count("until"))
    return _read(name, (said["n"], said["top"], said["ended"], _last_end(name) if said["ended"] else None))


@lru_cache(maxsize=16)
def _read(name: str, stamp: tuple[object, ...]) -> Family:
    found: dict[int, list[Row]] = defaultdict(list)
    rows = UnitTag.objects.filter(family=name).order_by("unit_id", "since")
    for unit_id, since, until, code in rows.values_list("unit_id", "since", "until", "code"):
        found[unit_id].append((since, until, code))
    return Family(name, {unit: tuple(held) for unit, held in found.items()}, stamp)


def _last_end(name: str) -> date | None:
    last: date | None = UnitTag.objects.filter(family=name).aggregate(last=Max("until"))["last"]
    return last


def _code_on(rows: tuple[Row, ...], day: date) -> str:
    if day < rows[0][0]:
        return rows[0][2]
    held = [code for since, until, code in rows if since <= day and (until is None or day <= until)]
    return held[-1] if held else ""


def counting_as(family: str, codes: Iterable[str], credited: Iterable[tuple[str, int | None]]) -> Q:
    """Return the filter on facts of units that count as these codes.

    ``credited`` are the (path, unit) pairs that occur among the facts: a unit with tags of its own is asked about
    day by day, one without stands by its place, listed unit by unit, or where there are very many as whole subtrees.
    """
    wanted, tags = frozenset(codes), family_tags(family)
    direct = Q(Exists(_tags_of_fact(family).filter(code__in=sorted(wanted))))
    bare = {unit: path for path, unit in credited if unit and unit not in tags.rows}
    inside = [unit for unit, path in bare.items() if tags.code_at(path, date.max) in wanted]
    if len(inside) <= MOST_LISTED:
        return direct | Q(credited_to_id__in=inside)
    any_tag = UnitTag.objects.filter(family=family, unit_id=OuterRef("credited_to_id"))
    heads = {unit: {code for _since, _until, code in rows} for unit, rows in tags.rows.items()}
    counted = [unit for unit, held in heads.items() if held & wanted]
    apart = [unit for unit, held in heads.items() if held - wanted]
    under = within("credited_path", _places(counted)) & ~within("credited_path", _places(apart))
    return direct | (under & ~Q(Exists(any_tag)))


def _places(units: Iterable[int]) -> list[str]:
    """Return every path of units that have others below them."""
    below = UnitPlace.objects.filter(parent_id=OuterRef("unit_id"))
    places = UnitPlace.objects.filter(Exists(below), unit_id__in=list(units))
    return list(places.values_list("path", flat=True).distinct())


def _tags_of_fact(family: str) -> QuerySet[UnitTag]:
    """Return the tags in force at a fact's unit on the fact's day, as seen from a query of facts."""
    earlier = UnitTag.objects.filter(family=family, unit_id=OuterRef("unit_id"), since__lt=OuterRef("since"))
    begun = Q(since__lte=OuterRef("happened_on")) | ~Q(Exists(earlier))
    open_ = Q(until=None) | Q(until__gte=OuterRef("happened_on"))
    return UnitTag.objects.filter(begun, open_, family=family, unit_id=OuterRef("credited_to_id"))


def named_by_tag(family: str, codes: Iterable[str], on: date) -> dict[str, str]:
    """Return for codes the name of the widest unit that carries exactly this one: how an area is called."""
    tags = UnitTag.objects.on(on).filter(family=family, code__in=list(codes))
    places = UnitPlace.objects.on(on).filter(unit_id__in=tags.values("unit_id"))
    depth = {unit: path.count("/") for unit, path in places.values_list("unit_id", "path")}
    carried = tags.values_list("code", "unit_id")
    found = dict(sorted(carried, key=lambda one: (depth.get(one[1], 99), one[1]), reverse=True))
    names = names_on(found.values(), on)
    return {code: names[unit] for code, unit in found.items()}
