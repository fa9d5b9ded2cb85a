"""Units on a day: what they were called, where they stood, what lay below and above them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from jiangxin.kernel import clock
from jiangxin.kernel.ids import from36, to36
from jiangxin.people.errors import UnitGone
from jiangxin.people.models import ChangeKind, Unit, UnitChange, UnitPlace, UnitTag


@dataclass(frozen=True)
class UnitOn:
    """One unit as it was on a day; ``parent_id`` is None for a root."""

    id: int
    key: str
    kind: str
    name: str
    path: str
    parent_id: int | None
    on: date

    @property
    def label(self) -> str:
        """Name and key, for a list of candidates."""
        return f"{self.name}（{self.key}）"


def join_path(parent: str, unit_id: int) -> str:
    """Return the path of a unit below a parent's path (blank for a root): "/1/2s/"."""
    return f"{parent or '/'}{to36(unit_id)}/"


def subtree_range(path: str) -> tuple[str, str]:
    """Return (low, high): paths of the subtree are low <= path < high, compared by code point."""
    return path, path[:-1] + "0"


def within(field: str, paths: Iterable[str]) -> Q:
    """Return the filter that a path column lies in one of these subtrees; nothing for no paths."""
    found = Q(pk__in=[])
    for path in paths:
        low, high = subtree_range(path)
        found |= Q(**{f"{field}__gte": low, f"{field}__lt": high})
    return found


def place_on(unit_id: int, on: date) -> UnitPlace | None:
    """Return the unit's row in the tree on this day, or None if it is not there."""
    return UnitPlace.objects.on(on).filter(unit_id=unit_id).first()


def path_on(unit_id: int, on: date) -> str:
    """Return the unit's path on this day; refuses with UnitGone when it is not in the tree."""
    place = place_on(unit_id, on)
    if place is None:
        raise UnitGone(unit=name_on(unit_id, on), on=on)
    return place.path


def paths_on(unit_ids: Iterable[int], on: date) -> dict[int, str]:
    """Return the paths of many units on this day; units not in the tree that day are left out."""
    rows = UnitPlace.objects.on(on).filter(unit_id__in=list(unit_ids))
    return dict(rows.values_list("unit_id", "path"))


def name_on(unit_id: int, on: date | None = None) -> str:
    """Return the unit's name on this day; else its nearest earlier or later name, else its key."""
    return names_on([unit_id], on).get(unit_id, str(unit_id))


def names_on(unit_ids: Iterable[int], on: date | None = None) -> dict[int, str]:
    """Return the names of many units on this day, nearest other name or key where there was none."""
    day = on or clock.today()
    found: dict[int, str] = {}
    late: dict[int, str] = {}
    early: dict[int, str] = {}
    rows = Unit.objects.filter(pk__in=set(unit_ids)).order_by("-names__since")
    for unit_id, key, name, since in rows.values_list("pk", "key", "names__name", "names__since"):
        found[unit_id] = key
        if since is not None and since > day:
            late[unit_id] = name
        elif since is not None:
            early.setdefault(unit_id, name)
    return found | late | early


def names_then(pairs: Iterable[tuple[int, date]]) -> dict[tuple[int, date], str]:
    """Return the names of units each on a day of its own, in one query; nearest other name or key where none was."""
    wanted = set(pairs)
    keys: dict[int, str] = {}
    named: dict[int, list[tuple[date, str]]] = defaultdict(list)
    rows = Unit.objects.filter(pk__in={unit_id for unit_id, _day in wanted}).order_by("names__since")
    for unit_id, key, since, name in rows.values_list("pk", "key", "names__since", "names__name"):
        keys[unit_id] = key
        if since is not None:
            named[unit_id].append((since, name))
    return {(one, day): _name_then(named[one], day) or keys.get(one, str(one)) for one, day in wanted}


def _name_then(names: list[tuple[date, str]], day: date) -> str:
    begun = [name for since, name in names if since <= day]
    return begun[-1] if begun else names[0][1] if names else ""


def units_on(places: QuerySet[UnitPlace], on: date) -> list[UnitOn]:
    """Return places as units of this day, in tree order, in one query."""
    rows = places.order_by("path", "unit__names__since")
    found: dict[int, UnitOn] = {}
    for unit_id, key, kind, path, parent_id, name, since in rows.values_list(
        "unit_id", "unit__key", "unit__kind", "path", "parent_id", "unit__names__name", "unit__names__since"
    ):
        # Names come in order of days: the last begun counts, else the first to come, else the key.
        if unit_id not in found or (since is not None and since <= on):
            found[unit_id] = UnitOn(unit_id, key, kind, name or key, path, parent_id, on)
    return list(found.values())


def unit_by_id(unit_id: int, on: date | None = None) -> UnitOn:
    """Return one unit on this day; refuses with UnitGone when it is not in the tree."""
    day = on or clock.today()
    found = units_on(UnitPlace.objects.on(day).filter(unit_id=unit_id), day)
    if not found:
        raise UnitGone(unit=name_on(unit_id, day), on=day)
    return found[0]


def children_on(unit_id: int, on: date) -> list[UnitOn]:
    """Return the units directly below on this day."""
    return units_on(UnitPlace.objects.on(on).filter(parent_id=unit_id), on)


def descendants_on(unit_id: int, on: date, kinds: Iterable[str] = ()) -> list[UnitOn]:
    """Return the unit itself and everything below it on this day, in tree order; only these kinds if given."""
    places = UnitPlace.objects.on(on).filter(within("path", [path_on(unit_id, on)]))
    wanted = list(kinds)
    return units_on(places.filter(unit__kind__in=wanted) if wanted else places, on)


def ancestors_on(unit_id: int, on: date) -> list[UnitOn]:
    """Return the unit and everything above it on this day, root first."""
    return units_along(path_on(unit_id, on), on)


def units_along(path: str, on: date) -> list[UnitOn]:
    """Return the units of a path as of this day, root first."""
    ids = [from36(part) for part in path.strip("/").split("/")]
    return units_on(UnitPlace.objects.on(on).filter(unit_id__in=ids), on)


def tags_on(unit_id: int, on: date) -> dict[str, tuple[str, ...]]:
    """Return the unit's tags on this day by family, codes in order."""
    found: dict[str, tuple[str, ...]] = {}
    rows = UnitTag.objects.on(on).filter(unit_id=unit_id).order_by("family", "code")
    for family, code in rows.values_list("family", "code"):
        found[family] = (*found.get(family, ()), code)
    return found


def tagged_on(tags: Mapping[str, str], on: date) -> QuerySet[Unit]:
    """Return the units that carry every one of these tags (family: code) on this day."""
    found = Unit.objects.all()
    for family, code in tags.items():
        carrying = UnitTag.objects.on(on).filter(family=family, code=code)
        found = found.filter(pk__in=carrying.values("unit_id"))
    return found


def lineage_paths(unit_ids: Iterable[int]) -> list[str]:
    """Return every path that these units or the units they came from have ever had.

    A successor sees what its predecessor saw, also under a parent both have left since.
    """
    known: set[int] = set()
    fresh = set(unit_ids)
    while fresh:
        known |= fresh
        rows = UnitChange.objects.filter(successor_id__in=fresh, kind__in=[ChangeKind.SPLIT, ChangeKind.MERGE])
        fresh = set(rows.values_list("predecessor_id", flat=True)) - known
    paths = UnitPlace.objects.filter(unit_id__in=known).order_by("path").values_list("path", flat=True)
    return list(dict.fromkeys(paths))


def changes_of(unit_id: int) -> QuerySet[UnitChange]:
    """Return what this unit came from and what became of it, in order of days."""
    return UnitChange.objects.filter(Q(predecessor_id=unit_id) | Q(successor_id=unit_id))


def is_unionised(unit: Unit, on: date) -> bool:
    """Tell whether the unit had a union on this day."""
    since, until = unit.unionised_from, unit.unionised_until
    return since is not None and since <= on and (until is None or until >= on)
