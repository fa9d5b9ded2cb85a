"""A compiled book range after range of persons: compiled once, its tables exchanged under it."""

from collections.abc import Iterator

from jiangxin.insight.compile import Asked, Tables, compile_book
from jiangxin.insight.compile.inputs import Expr
from jiangxin.insight.engines.duckdb import Engine

AT_ONCE = 500_000  # persons of one range


def in_ranges(run: Engine, asked: Asked, facts: Expr, subjects: Expr, at_once: int = AT_ONCE) -> Iterator[str]:
    """Yield the query for one range of subjects after another; run it before asking for the next.

    The text is always the same: what differs is which facts and subjects stand under the names it reads.
    """
    near_facts, near_subjects = run.named(facts), run.named(subjects)
    query = run.text(compile_book(asked, Tables(near_facts, near_subjects, run.named)))
    for first, last in bounds(run, subjects, at_once):
        run.exchange(near_facts, facts.filter(facts.subject_id.between(first, last)))
        run.exchange(near_subjects, subjects.filter(subjects.id.between(first, last)))
        yield query


def bounds(run: Engine, subjects: Expr, at_once: int = AT_ONCE) -> list[tuple[int, int]]:
    """Return the lowest and highest id of each range."""
    ids = run.rows(subjects.select("id").order_by("id"))["id"]
    starts = range(0, len(ids), at_once)
    return [(ids[start].as_py(), ids[min(start + at_once, len(ids)) - 1].as_py()) for start in starts]
