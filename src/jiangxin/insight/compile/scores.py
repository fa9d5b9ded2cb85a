"""Points in hundredths: half up once per item, then the item's cap, the axis', the total's."""

from functools import reduce
from operator import add

import ibis

from jiangxin.insight.compile.inputs import Expr
from jiangxin.policy.book import Book
from jiangxin.policy.entries.rules import Earning
from jiangxin.policy.scores import levels_of


def earned(earning: Earning, value: Expr, levels: tuple[str, ...]) -> Expr:
    """Return what a measure's value earns before any cap; nothing for none."""
    if earning.table:
        cases = [(value == rank, earning.table[level]) for rank, level in enumerate(levels) if level in earning.table]
        return ibis.cases(*cases, else_=0).cast("int64") if cases else _nothing()
    if earning.each is not None:
        return ((value * (2 * earning.each) + earning.per) // (2 * earning.per)).cast("int64").fill_null(0)
    bands = sorted(earning.bands, key=lambda band: band.at_least, reverse=True)
    cases = [(value >= band.at_least, band.points) for band in bands]
    return ibis.cases(*cases, else_=0).cast("int64") if cases else _nothing()


def with_axes(table: Expr, book: Book) -> Expr:
    """Return the table with the axes of all scores."""
    axes = {}
    for score in book.scores.values():
        points: dict[str, list[Expr]] = {axis.id: [] for axis in score.axis}
        for item in score.item:
            one = earned(item, table[f"m.{item.measure}"], levels_of(book, item.measure))
            points[item.axis].append(one if item.cap is None else ibis.least(one, item.cap))
        for axis in score.axis:
            axes[f"s.{score.id}.{axis.id}"] = ibis.least(reduce(add, points[axis.id], _nothing()), axis.cap)
    return table.mutate(**axes)


def with_totals(table: Expr, book: Book) -> Expr:
    """Return the table with the totals of all scores, of axes that are there."""
    totals = {}
    for score in book.scores.values():
        whole = reduce(add, [table[f"s.{score.id}.{axis.id}"] for axis in score.axis], _nothing())
        totals[f"s.{score.id}"] = ibis.least(whole, score.cap)
    return table.mutate(**totals)


def _nothing() -> Expr:
    return ibis.literal(0, type="int64")
