"""One measure over the facts of one subject."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from jiangxin.kernel.dates import full_years, span_before, years_covered
from jiangxin.policy.book import Book
from jiangxin.policy.entries.rules import ASKED_OCCUPATION, Measure, Where
from jiangxin.policy.facts import CONFIRMED, PROOF_RANKS, FactIndex, FactRow


@dataclass(frozen=True, slots=True)
class MeasureResult:
    """A measure's value (a number, a level's rank, or None) and the ids of the facts that counted."""

    value: int | None
    facts: tuple[int, ...]


def measure_facts(measure: Measure, book: Book, index: FactIndex, on: date, occupation: str | None) -> MeasureResult:
    """Return the result of a measure on a day; ``occupation`` is the one asked about."""
    rows = matching(measure, book, index, on, occupation)
    return _TAKES[measure.take](rows, on)


def matching(measure: Measure, book: Book, index: FactIndex, on: date, occupation: str | None) -> list[FactRow]:
    """Return the facts a measure counts over, earliest first where it is of one kind."""
    if len(measure.of) == 1:
        rows = index.of(measure.of[0])
    else:
        rows = [row for kind in dict.fromkeys(measure.of) for row in index.of(kind)]
    if measure.within:
        after = span_before(on, measure.within)
        rows = [row for row in rows if row.happened_on > after]
    where = measure.where
    floor = PROOF_RANKS[where.proof_at_least] if where and where.proof_at_least else CONFIRMED
    rows = [row for row in rows if row.proof >= floor]
    return _where(where, rows, book, on, occupation) if where and rows else rows


def _where(where: Where, rows: list[FactRow], book: Book, on: date, occupation: str | None) -> list[FactRow]:
    codes = _codes(where, book, on, occupation)
    if codes is not None:
        rows = [row for row in rows if row.code in codes]
    if where.level_at_least:
        floors = {kind: book.kinds[kind].rank(where.level_at_least) for kind in {row.kind for row in rows}}
        rows = [row for row in rows if _reaches(row.level, floors[row.kind])]
    return rows


def _codes(where: Where, book: Book, on: date, occupation: str | None) -> frozenset[str] | None:
    if where.code == ASKED_OCCUPATION:
        return frozenset((occupation,)) if occupation else frozenset()
    if where.code:
        return frozenset((where.code,))
    if isinstance(where.code_in, tuple):
        return frozenset(where.code_in)
    return book.lists[where.code_in].codes_on(on) if where.code_in else None


def _reaches(level: int | None, floor: int | None) -> bool:
    return level is not None and floor is not None and level >= floor


def _ids(rows: Sequence[FactRow]) -> tuple[int, ...]:
    return tuple(sorted(row.id for row in rows))


def _count(rows: list[FactRow], _on: date) -> MeasureResult:
    return MeasureResult(len(rows), _ids(rows))


def _sum(rows: list[FactRow], _on: date) -> MeasureResult:
    return MeasureResult(sum([row.quantity for row in rows]), _ids(rows))


def _max_level(rows: list[FactRow], _on: date) -> MeasureResult:
    top = max((row.level for row in rows if row.level is not None), default=None)
    return MeasureResult(top, _ids([row for row in rows if top is not None and row.level == top]))


def _latest_level(rows: list[FactRow], _on: date) -> MeasureResult:
    leveled = [row for row in rows if row.level is not None]
    if not leveled:
        return MeasureResult(None, ())
    last = max(leveled, key=lambda row: (row.happened_on, row.id))
    return MeasureResult(last.level, (last.id,))


def _distinct_code(rows: list[FactRow], _on: date) -> MeasureResult:
    coded = [row for row in rows if row.code]
    return MeasureResult(len({row.code for row in coded}), _ids(coded))


def _years_since_first(rows: list[FactRow], on: date) -> MeasureResult:
    if not rows:
        return MeasureResult(None, ())
    first = min(rows, key=lambda row: (row.happened_on, row.id))
    return MeasureResult(full_years(first.happened_on, on), (first.id,))


def _years_since_last(rows: list[FactRow], on: date) -> MeasureResult:
    if not rows:
        return MeasureResult(None, ())
    last = max(rows, key=lambda row: (row.happened_on, row.id))
    return MeasureResult(full_years(last.happened_on, on), (last.id,))


def _years_covered(rows: list[FactRow], on: date) -> MeasureResult:
    return MeasureResult(years_covered([(row.happened_on, row.ended_on) for row in rows], on), _ids(rows))


_TAKES: dict[str, Callable[[list[FactRow], date], MeasureResult]] = {
    "count": _count,
    "sum": _sum,
    "max-level": _max_level,
    "latest-level": _latest_level,
    "distinct-code": _distinct_code,
    "years-since-first": _years_since_first,
    "years-since-last": _years_since_last,
    "years-covered": _years_covered,
}
