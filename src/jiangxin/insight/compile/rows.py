"""The facts that count, and which of them a measure takes."""

from collections.abc import Sequence
from functools import reduce
from operator import and_, or_

import ibis

from jiangxin.insight.compile.inputs import NO, Asked, Expr, Tables
from jiangxin.kernel.dates import span_before
from jiangxin.policy.entries.rules import ASKED_OCCUPATION, Measure
from jiangxin.policy.facts import CONFIRMED, DECLARED, PROOF_RANKS

COLUMNS = ("id", "kind", "code", "level", "quantity", "day", "ended_on", "proof")


def standing(asked: Asked, tables: Tables, kinds: Sequence[str], least: int) -> Expr:
    """Return the facts of these kinds that stand, up to the day; ``key`` is their subject.

    ``least`` is the rank of proof that all of them have; what is only reported never counts.
    """
    facts = tables.facts
    numbers = sorted({asked.kinds[kind] for kind in kinds})
    of = facts.kind == numbers[0] if len(numbers) == 1 else facts.kind.isin(numbers)
    rows = facts.filter(
        of, facts.day <= ibis.literal(asked.on), facts.proof >= max(least, DECLARED), *_known(asked, facts)
    )
    return rows.select(*COLUMNS, key=rows.subject_id)


def _known(asked: Asked, facts: Expr) -> list[Expr]:
    if asked.known_at is None:
        return [facts.superseded_at.isnull()]
    moment = ibis.literal(asked.known_at, type="timestamp('UTC')")
    return [facts.recorded_at <= moment, facts.superseded_at.isnull() | (facts.superseded_at > moment)]


def floor_of(measure: Measure) -> int:
    """Return the least rank of proof that a measure counts."""
    where = measure.where
    return PROOF_RANKS[where.proof_at_least] if where and where.proof_at_least else CONFIRMED


def asks_occupation(measure: Measure) -> bool:
    """Tell whether a measure counts the asked occupation alone."""
    return measure.where is not None and measure.where.code == ASKED_OCCUPATION


def counts(measure: Measure, rows: Expr, asked: Asked, least: int) -> Expr | None:
    """Return which rows a measure takes beyond those of its kinds with proof ``least``; None for all of them."""
    conditions = []
    floor = floor_of(measure)
    if floor > least:
        conditions.append(rows.proof >= floor)
    if measure.within:
        conditions.append(rows.day > ibis.literal(span_before(asked.on, measure.within)))
    codes = _codes(measure, asked)
    if codes is not None:
        conditions.append(rows.code.isin(sorted(codes)) if codes else ibis.literal(value=False))
    if asks_occupation(measure):
        conditions.append((rows.code == rows.asked) & (rows.asked != ""))
    if measure.where and measure.where.level_at_least:
        conditions.append(_reaching(measure, rows, asked))
    return reduce(and_, conditions) if conditions else None


def _codes(measure: Measure, asked: Asked) -> frozenset[str] | None:
    where = measure.where
    if where is None or asks_occupation(measure):
        return None
    if where.code:
        return frozenset((where.code,))
    if isinstance(where.code_in, tuple):
        return frozenset(where.code_in)
    return asked.book.lists[where.code_in].codes_on(asked.on) if where.code_in else None


def _reaching(measure: Measure, rows: Expr, asked: Asked) -> Expr:
    assert measure.where is not None
    ranks = {kind: asked.book.kinds[kind].rank(measure.where.level_at_least) for kind in measure.of}
    reached = [
        (rows.kind == asked.kinds[kind]) & (rows.level >= rank) if len(ranks) > 1 else rows.level >= rank
        for kind, rank in ranks.items()
        if rank is not None and kind in asked.kinds
    ]
    return reduce(or_, reached).fill_null(NO) if reached else ibis.literal(value=False)
