"""Many indicators of one unit at once, month by month: a few grouped queries instead of one each."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, Q, Sum

from jiangxin.insight.boards.leaf import about_persons, about_units, codes_of, frozen, leaf_of, leaves_of, month_ends
from jiangxin.insight.boards.reading import reading
from jiangxin.insight.indicators import Scope, begun_by, begun_from
from jiangxin.kernel.dates import Period, first_day
from jiangxin.kernel.marks import half_up
from jiangxin.ledger import queries as ledger
from jiangxin.people import queries as people
from jiangxin.policy.book import Book
from jiangxin.policy.entries.board import Indicator
from jiangxin.policy.facts import CONFIRMED, PROOF_RANKS
from jiangxin.ui.quick import quick as cache

__all__ = [
    "ADDED", "A_DAY", "Series", "about_persons", "about_units", "frozen", "ledger_stamp", "month_ends", "share",
    "tallies",
]  # fmt: skip

ADDED = ("count", "sum")  # takes whose parts may be added up
A_DAY = 24 * 3600
LATE = 10_000  # ids below the highest among which an entry may still come to be seen

Asked = tuple[str, Scope]  # an indicator that is no share, and over what it is counted

_GROUPED = ("kind", "code", "level", "proof", "precision", "happened_on", "ended_on")


@dataclass(frozen=True)
class Series:
    """A number on a day, and at the end of each month of its period up to that day; ``below`` for rates."""

    value: int | None
    ends: tuple[int | None, ...] = ()
    below: int | None = None


class Row(NamedTuple):
    """One group of facts: what it is, and how many or who."""

    kind: str
    code: str
    level: int | None
    proof: int
    precision: str
    happened_on: date
    ended_on: date | None
    first: Any  # count; or the subject
    second: Any  # sum; or the unit credited

    @property
    def begins(self) -> date:
        """Return the day the facts count from."""
        return first_day(self.happened_on, self.precision)


def tallies(book: Book, asked: Mapping[str, Period], scope: Scope) -> dict[str, Series]:
    """Return the series of each indicator over its own period; equal to ``indicators.count`` of each.

    What was counted ahead is read; the rest is counted, and kept until the ledger, the links between persons,
    the unit's places or the book change.
    """
    leaves: dict[str, list[Asked]] = {
        name: leaves_of(book, name, replace(scope, period=period)) for name, period in asked.items()
    }
    wanted = list(dict.fromkeys(leaf for found in leaves.values() for leaf in found))
    values = ahead(book, wanted, scope)
    missing = [leaf for leaf in wanted if leaf not in values]
    if missing:
        values |= _kept(book, missing, scope)
    return {name: _series(book.indicators[name], found, values) for name, found in leaves.items()}


def ahead(book: Book, wanted: Sequence[Asked], scope: Scope) -> dict[Asked, Series]:
    """Return those of these counts that were made ahead, with what came since."""
    here = reading(scope)
    if here is None:
        return {}
    asked = [(leaf_of(book, name, one), month_ends(one.period, one.on)) for name, one in wanted]
    found = zip(wanted, here.values(asked), strict=True)
    return {leaf: Series(values[-1], values) for leaf, values in found if values}


def counted(book: Book, wanted: Sequence[Asked], scope: Scope) -> dict[Asked, Series]:
    """Return these counts from the ledger itself."""
    return _Tally(book, scope).counted(wanted)


def _kept(book: Book, wanted: Sequence[Asked], scope: Scope) -> dict[Asked, Series]:
    stamp = (ledger_stamp(), people.links_stamp(), scope.paths, scope.known_at, book.hash)
    names = sorted((name, book.indicators[name].take, str(one.period), str(one.on)) for name, one in wanted)
    key = "tally:" + hashlib.sha256(repr((stamp, names)).encode()).hexdigest()
    found: dict[Asked, Series] | None = cache.get(key)
    if found is None:
        found = counted(book, wanted, scope)
        cache.set(key, found, A_DAY)
    return found


def ledger_stamp() -> tuple[int, int]:
    """Return what changes with every entry, also with one whose id is not the highest."""
    head = ledger.head()
    return head, ledger.entries_between(head - LATE, head).count()


class _Tally:
    """One reading of the ledger: the rows of each group of indicators are asked for once."""

    def __init__(self, book: Book, scope: Scope) -> None:
        self.book, self.scope = book, scope
        self.joined: dict[int, int] = {}

    def counted(self, leaves: Sequence[Asked]) -> dict[Asked, Series]:
        """Return the series of each, those that share their facts' time from one query."""
        groups: dict[tuple[Any, ...], list[Asked]] = defaultdict(list)
        for name, scope in leaves:
            indicator = self.book.indicators[name]
            start = scope.period.start if indicator.nature == "flow" else None
            groups[indicator.nature, start, scope.last, indicator.take in ADDED].append((name, scope))
        found = {}
        for (nature, _start, _last, added), members in groups.items():
            rows = self._rows(members, nature, added=added)
            for name, scope in members:
                found[name, scope] = self._one(self.book.indicators[name], scope, rows)
        return found

    def _rows(self, members: list[tuple[str, Scope]], nature: str, *, added: bool) -> dict[str, list[Row]]:
        kinds = sorted({kind for name, _scope in members for kind in self.book.indicators[name].of})
        scope = members[0][1]
        time = begun_by(scope.last)
        if nature == "flow":
            time &= begun_from(scope.period.start)
        elif nature == "stock":
            time &= Q(ended_on=None) | Q(ended_on__gte=month_ends(scope.period, scope.on)[0])
        facts = ledger.standing(scope.known_at).filter(time, people.within("credited_path", scope.paths))
        facts = facts.filter(kind__in=kinds, proof__gte=min(map(self._proof, members))).order_by()
        columns = facts.values_list(*_GROUPED)
        if added:
            raw: Iterable[Any] = columns.annotate(n=Count("pk"), q=Sum("quantity"))
        else:
            raw = facts.values_list(*_GROUPED, "subject_id", "credited_to_id").distinct()
        found: dict[str, list[Row]] = defaultdict(list)
        for row in raw:
            found[row[0]].append(Row(*row))
        return found

    def _proof(self, member: tuple[str, Scope]) -> int:
        where = self.book.indicators[member[0]].where
        return PROOF_RANKS[where.proof_at_least] if where and where.proof_at_least else CONFIRMED

    def _one(self, indicator: Indicator, scope: Scope, rows: dict[str, list[Row]]) -> Series:
        fits = fitting(self.book, indicator, scope.last)
        mine = [row for kind in indicator.of for row in rows.get(kind, ()) if fits(row)]
        days = month_ends(scope.period, scope.on)
        stock = indicator.nature == "stock"
        if indicator.take in ADDED:
            pairs = [(row, row.first if indicator.take == "count" else row.second or 0) for row in mine]
            ends = tuple(sum(n for row, n in pairs if _stands(row, day, stock=stock)) for day in days)
            return Series(ends[-1], ends)
        who = self._who(indicator, mine)
        ends = tuple(
            len({one for row, one in who if one is not None and _stands(row, day, stock=stock)}) for day in days
        )
        return Series(ends[-1], ends)

    def _who(self, indicator: Indicator, rows: list[Row]) -> list[tuple[Row, Any]]:
        """Return what each row counts once: the person, the unit or the code."""
        if indicator.take == "distinct-code":
            return [(row, row.code or None) for row in rows]
        if indicator.take == "distinct-unit":
            about = about_units(self.book, indicator)
            return [(row, row.first if about else row.second) for row in rows]
        fresh = {row.first for row in rows} - set(self.joined)
        for one, ids in people.linked_many(fresh, self.scope.known_at).items() if fresh else ():
            self.joined[one] = min(ids)
        return [(row, self.joined[row.first]) for row in rows]


def _series(indicator: Indicator, leaves: Sequence[Asked], values: Mapping[Asked, Series]) -> Series:
    """Return an indicator's series from the counts it is made of."""
    if not leaves:
        return Series(0 if indicator.counted else None)
    if indicator.nature != "rate":
        return values[leaves[0]]
    top, bottom = (values.get(leaf, Series(0)) for leaf in leaves)
    below = (bottom.value,) * len(top.ends) if indicator.scope_on else bottom.ends
    ends = tuple(share(one, other) for one, other in zip(top.ends, below, strict=False))
    return Series(share(top.value, bottom.value), ends, bottom.value)


def share(above: int | None, below: int | None) -> int | None:
    """Return whole percent, half up; None over nothing."""
    return half_up(100 * above, below) if below and above is not None else None


def fitting(book: Book, indicator: Indicator, last: date) -> Any:
    """Return the test of a row (kind, code, level, proof) that an indicator's ``where`` states."""
    where = indicator.where
    least = PROOF_RANKS[where.proof_at_least] if where and where.proof_at_least else CONFIRMED
    codes = codes_of(book, indicator, last)
    level = where.level_at_least if where else ""

    def fits(row: Row) -> bool:
        if row.proof < least or (codes is not None and row.code not in codes):
            return False
        if not level:
            return True
        rank = book.kinds[row.kind].rank(level)
        return rank is not None and row.level is not None and row.level >= rank

    return fits


def _stands(row: Row, day: date, *, stock: bool) -> bool:
    """Tell whether a row counts at the end of a day."""
    return row.begins <= day and (not stock or row.ended_on is None or row.ended_on >= day)
