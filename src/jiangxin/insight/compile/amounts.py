"""Money in fen: lines in their order, each with its own cap, cut where the cap of them all is reached."""

from collections.abc import Iterable

import ibis

from jiangxin.insight.compile.inputs import Expr
from jiangxin.insight.compile.scores import earned
from jiangxin.policy.book import Book
from jiangxin.policy.entries.rules import Amount
from jiangxin.policy.scores import levels_of


def with_sums(table: Expr, book: Book, amounts: Iterable[Amount]) -> Expr:
    """Return the table with what all lines of each amount up to one come to, before the cap of them all."""
    sums: dict[str, Expr] = {}
    for amount in amounts:
        before: Expr = ibis.literal(0, type="int64")
        for line in amount.ordered():
            one = earned(line, table[f"m.{line.measure}"], levels_of(book, line.measure))
            before = before + (one if line.cap is None else ibis.least(one, line.cap))
            sums[_sum(amount, line.id)] = before
    return table.mutate(**sums)


def paid(table: Expr, amounts: Iterable[Amount]) -> dict[str, Expr]:
    """Return what each amount pays and each of its lines: what comes last is cut first."""
    found: dict[str, Expr] = {}
    for amount in amounts:
        caps = [cap for cap in (amount.cap, amount.cap_total) if cap is not None]
        before: Expr = ibis.literal(0, type="int64")
        for line in amount.ordered():
            reached = table[_sum(amount, line.id)]
            reached = ibis.least(reached, min(caps)) if caps else reached
            found[f"p.{amount.id}.{line.id}"] = reached - before
            before = reached
        found[f"p.{amount.id}"] = before
    return found


def _sum(amount: Amount, line_id: str) -> str:
    return f"sum:{amount.id}:{line_id}"
