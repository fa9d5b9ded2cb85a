"""Points with their trace: rounded once per item, then capped by item, axis and total."""

from collections.abc import Callable
from dataclasses import dataclass

from jiangxin.kernel.marks import half_up
from jiangxin.policy.book import Book
from jiangxin.policy.entries.common import Basis, Origin
from jiangxin.policy.entries.rules import Earning, Score
from jiangxin.policy.measures import MeasureResult

Measured = Callable[[str], MeasureResult]


@dataclass(frozen=True, slots=True)
class ItemResult:
    """What one item gives, in hundredths: after its own cap; ``uncapped`` before it."""

    id: str
    axis: str
    measure: str
    value: int | None
    points: int
    uncapped: int
    capped: bool
    basis: Basis
    facts: tuple[int, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class ScoreResult:
    """Points in hundredths: in all, by axis in the book's order, and each item's trace."""

    id: str
    total: int
    axes: dict[str, int]
    items: tuple[ItemResult, ...]
    capped_axes: frozenset[str]
    capped: bool


def earned(earning: Earning, result: MeasureResult, levels: tuple[str, ...]) -> int:
    """Return what a measure's result earns before any cap; nothing for none."""
    value = result.value
    if value is None:
        return 0
    if earning.table:
        return earning.table.get(levels[value], 0) if 0 <= value < len(levels) else 0
    if earning.each is not None:
        return half_up(earning.each * value, earning.per)
    reached = [band for band in earning.bands if band.at_least <= value]
    return max(reached, key=lambda band: band.at_least).points if reached else 0


def levels_of(book: Book, measure_id: str) -> tuple[str, ...]:
    """Return the levels a measure's rank stands for, empty for numbers."""
    measure = book.measures[measure_id]
    return book.kinds[measure.of[0]].levels if measure.gives_level else ()


def score_facts(score: Score, book: Book, measured: Measured) -> ScoreResult:
    """Return a score's points with their trace."""
    items: list[ItemResult] = []
    sums = {axis.id: 0 for axis in score.axis}
    for item in score.item:
        result = measured(item.measure)
        uncapped = earned(item, result, levels_of(book, item.measure))
        points = uncapped if item.cap is None else min(uncapped, item.cap)
        sums[item.axis] += points
        items.append(
            ItemResult(
                id=item.id or item.measure,
                axis=item.axis,
                measure=item.measure,
                value=result.value,
                points=points,
                uncapped=uncapped,
                capped=points < uncapped,
                basis=item.basis,
                facts=result.facts if uncapped else (),
                origin=item.origin,
            )
        )
    axes = {axis.id: min(sums[axis.id], axis.cap) for axis in score.axis}
    whole = sum(axes.values())
    return ScoreResult(
        id=score.id,
        total=min(whole, score.cap),
        axes=axes,
        items=tuple(items),
        capped_axes=frozenset(axis for axis, points in axes.items() if points < sums[axis]),
        capped=score.cap < whole,
    )
