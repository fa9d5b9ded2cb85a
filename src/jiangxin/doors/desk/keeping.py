"""What the keeping pages share: the unit kept, a unit named in a form, and the sums before and after a change."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.utils.translation import gettext as _

from jiangxin.doors.desk.reach import Reach, reached
from jiangxin.doors.desk.words import title_of
from jiangxin.doors.me.stand import Stand
from jiangxin.insight.hiding import too_small
from jiangxin.insight.indicators import count, scope_of
from jiangxin.kernel import clock
from jiangxin.kernel.actor import require
from jiangxin.kernel.dates import Period
from jiangxin.kernel.ids import from36
from jiangxin.people import access
from jiangxin.people import queries as people
from jiangxin.people.access.middleware import Request
from jiangxin.people.errors import UnknownUnit
from jiangxin.people.queries import UnitOn
from jiangxin.policy.book import Book
from jiangxin.ui.format import number

MEASURED = 3  # indicators of a preview, beside heads and entries
LOOKED_AT = 16
ADDED = ("count", "sum")
NEAR = 200


@dataclass(frozen=True)
class Sums:
    """The numbers of one unit on the day of a change: heads, entries of the year, then indicators."""

    name: str
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Cell:
    """A number before and after a change, as printed; blank where the unit was not there."""

    before: str
    after: str

    @property
    def same(self) -> bool:
        """Tell whether nothing changes."""
        return self.before == self.after


@dataclass(frozen=True)
class Balance:
    """A change in numbers: the heads of the columns, a line per unit, and the unit above all of them."""

    heads: tuple[str, ...]
    lines: tuple[tuple[str, tuple[Cell, ...]], ...]
    whole: str
    total: tuple[Cell, ...]

    @property
    def even(self) -> bool:
        """Tell whether the sums above are the same both ways."""
        return all(cell.same for cell in self.total)


@dataclass(frozen=True)
class Scales:
    """What a change is weighed by: the day, the book's indicators, and whether persons are named to the reader."""

    on: date
    book: Book | None
    indicators: tuple[str, ...]
    named: bool

    @property
    def heads(self) -> tuple[str, ...]:
        """Return the heads of the columns."""
        titles = [title_of(self.book.indicators[name]) for name in self.indicators] if self.book else []
        return (_("当天在册"), _("今年的账"), *titles)

    def weigh(self, unit_ids: Iterable[int]) -> dict[int, Sums]:
        """Return the numbers of units as they are now; a unit not there on the day has no heads."""
        ids = list(dict.fromkeys(unit_ids))
        paths, names = people.paths_on(ids, self.on), people.names_on(ids, self.on)
        return {one: Sums(names.get(one, ""), self._numbers(one, paths.get(one, ""))) for one in ids}

    def _numbers(self, unit_id: int, path: str) -> tuple[int, ...]:
        year = date(self.on.year, 1, 1), date(self.on.year, 12, 31)
        scope = scope_of(unit_id, _year(self.on), clock.today())
        counted = [count(self.book, name, scope).value or 0 for name in self.indicators] if self.book else []
        heads = people.heads_at(path, self.on) if path else 0
        return (heads, people.facts_at(unit_id, scope.paths, *year), *counted)

    def balance(self, before: dict[int, Sums], after: dict[int, Sums], whole: int) -> Balance:
        """Return the change in numbers; units stand in the order of ``after``."""
        blank = Sums("", (0,) * len(self.heads))
        lines = []
        for one in dict.fromkeys([*after, *before]):
            if one != whole:
                was, becomes = before.get(one, blank), after.get(one, blank)
                lines.append((becomes.name or was.name, self._cells(was, becomes)))
        return Balance(self.heads, tuple(lines), after[whole].name, self._cells(before[whole], after[whole]))

    def _cells(self, was: Sums, becomes: Sums) -> tuple[Cell, ...]:
        return tuple(
            Cell(self._said(one), self._said(other)) for one, other in zip(was.numbers, becomes.numbers, strict=True)
        )

    def _said(self, value: int) -> str:
        return _("少于5") if not self.named and too_small(value) else number(value)


def scales_of(reach: Reach, on: date) -> Scales:
    """Return what a change is weighed by: the first indicators that the unit has and whose parts add up."""
    book = reach.book
    aimed = dict.fromkeys(goal.indicator for goal in book.targets.values() if goal.year == on.year) if book else {}
    fit = [
        name
        for name in aimed
        if book and (one := book.indicators[name]).counted and one.take in ADDED and one.nature in {"flow", "running"}
    ]
    scope = scope_of(reach.unit.id, _year(on), clock.today())
    held = [name for name in fit[:LOOKED_AT] if book and count(book, name, scope).value]
    return Scales(on, book, tuple((held or fit)[:MEASURED]), reach.named)


def kept_unit(request: Request, unit_id: int) -> Reach:
    """Return the unit as it is today: not found outside the actor's duties, refused where he does not keep it."""
    paths = people.paths_reached(request.actor)
    found = people.unit_reached(paths, clock.today(), unit_id=unit_id)
    if found is None:
        raise Http404
    require(access.can_keep_units, request.actor, found.path)
    return reached(request, found, Stand(clock.today(), None), paths)


def named_unit(text: str, paths: Sequence[str], on: date) -> UnitOn:
    """Return the one unit within these subtrees that somebody named, by "name（key）", key, name or a part of it.

    Refuses with UnknownUnit, which offers the nearest in sight alone.
    """
    wanted = text.strip()
    _name, bracket, key = wanted.rstrip("）").rpartition("（")
    found = [one for one in people.find_units(key if bracket else wanted, on) if one.path.startswith(tuple(paths))]
    exact = [one for one in found if wanted in {one.label, one.name, one.key} or (bracket and one.key == key)]
    some = exact or found
    if len(some) == 1:
        return some[0]
    labels = "、".join(one.label for one in some[:5])
    near = _("你找的是不是：%(labels)s。") % {"labels": labels} if labels else _("请换个写法再查。")
    raise UnknownUnit(text=wanted[:40], on=on, near=near)


def units_near(reach: Reach, kinds: Sequence[str] = ()) -> list[str]:
    """Return the labels of units to choose from: the actor's own and those below, the wider ones first."""
    widest = reach.above[0]
    found = [one for one in people.descendants_on(widest.id, reach.on, kinds) if one.path.startswith(reach.paths)]
    found.sort(key=lambda one: (one.path.count("/"), one.path))
    return [one.label for one in found[:NEAR]]


def common_unit(paths: Sequence[str], reached_paths: Sequence[str]) -> int | None:
    """Return the lowest unit above all of these paths that lies in sight, None where there is none."""
    parts = [path.strip("/").split("/") for path in paths]
    shared: list[str] = []
    for steps in zip(*parts, strict=False):
        if len(set(steps)) > 1:
            break
        shared.append(steps[0])
    path = f"/{'/'.join(shared)}/"
    return from36(shared[-1]) if shared and path.startswith(tuple(reached_paths)) else None


def parent_path(path: str) -> str:
    """Return the path above a path, the same for a root."""
    above = path[: path.rstrip("/").rfind("/") + 1]
    return above if above != "/" else path


def _year(on: date) -> Period:
    return Period(date(on.year, 1, 1), date(on.year, 12, 31))
