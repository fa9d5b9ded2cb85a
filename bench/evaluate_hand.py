"""The query of `evaluate` as one would write it by hand for DuckDB: every kind read once, all takes in one grouping.

What makes it fast: a scan that the order of the files cuts to one kind and one range of persons; one grouping a kind,
so that few wide results are joined; days of a union by one window; the occupation asked about joined to rows.
"""

from bench.person import LEVELS, ON
from jiangxin.kernel.dates import span_before
from jiangxin.policy import Book
from jiangxin.policy.entries.rules import Measure

DAY = f"DATE '{ON}'"
_CALLS = {
    "count": "count(*)",
    "sum": "sum(quantity)",
    "max-level": "max(level)",
    "latest-level": "arg_max(level, row(day, id))",
    "distinct-code": "count(DISTINCT code)",
    "years-since-first": "min(day)",
    "years-since-last": "max(day)",
}


def by_hand(book: Book, facts: str, subjects: str, first: int, last: int) -> str:
    """Return one query for all measures of a range of persons; ``facts`` and ``subjects`` are what FROM reads."""
    groups: dict[tuple[str, ...], list[Measure]] = {}
    for one in book.measures.values():
        groups.setdefault(one.of, []).append(one)
    passes, joins, held = [], [], {}
    for number, (kinds, measures) in enumerate(groups.items()):
        passes.append(f"p{number} AS ({_pass(kinds, measures, facts, first, last)})")
        joins.append(f"LEFT JOIN p{number} ON p{number}.subject_id = s.id")
        held |= {one.id: f"p{number}.{one.id}" for one in measures}
    told = ", ".join(_told(one, held[one.id]) for one in book.measures.values())
    mine = f"s AS (SELECT id, occupation FROM {subjects} WHERE id BETWEEN {first} AND {last})"  # noqa: S608
    return f"WITH {mine}, {', '.join(passes)} SELECT s.id, {told} FROM s {' '.join(joins)}"  # noqa: S608


def _pass(kinds: tuple[str, ...], measures: list[Measure], facts: str, first: int, last: int) -> str:
    numbers = ", ".join(kind.removeprefix("bench.k") for kind in kinds)
    asked = any(one.where and one.where.code.startswith("@") for one in measures)
    rows = (
        f"SELECT f.* {', s.occupation' if asked else ''} FROM {facts} f "  # noqa: S608
        f"{'JOIN s ON s.id = f.subject_id' if asked else ''} WHERE kind IN ({numbers}) AND superseded_at IS NULL "
        f"AND day <= {DAY} AND proof >= 1 AND subject_id BETWEEN {first} AND {last}"
    )
    covered = [one for one in measures if one.take == "years-covered"]
    if covered:
        rows = _with_days(rows, covered)
    return f"SELECT subject_id, {', '.join(map(_taken, measures))} FROM ({rows}) GROUP BY subject_id"  # noqa: S608


def _with_days(rows: str, covered: list[Measure]) -> str:
    """Put beside each row, for each measure, how far all spans reach that began before it."""
    frame = "OVER (PARTITION BY subject_id ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"
    ends = ", ".join(f"CASE WHEN {_condition(one) or 'true'} THEN e END AS e_{one.id}" for one in covered)
    reached = ", ".join(f"max(e_{one.id}) {frame} AS r_{one.id}" for one in covered)
    return (
        f"SELECT *, {reached} FROM (SELECT *, {ends} FROM "  # noqa: S608
        f"(SELECT *, least(coalesce(ended_on, {DAY}), {DAY}) AS e FROM ({rows})))"
    )


def _taken(one: Measure) -> str:
    condition = _condition(one)
    if one.take == "years-covered":
        days = f"greatest(e_{one.id} - greatest(day, coalesce(r_{one.id} + 1, day)) + 1, 0)"
        return f"sum({days}) * 400 // 146097 AS {one.id}"
    if one.take == "latest-level":
        condition = " AND ".join(filter(None, (condition, "level IS NOT NULL")))
    return f"{_CALLS[one.take]}{f' FILTER ({condition})' if condition else ''} AS {one.id}"


def _condition(one: Measure) -> str:
    parts, where = [], one.where
    if one.within:
        parts.append(f"day > DATE '{span_before(ON, one.within)}'")
    if where and where.code:
        parts.append("code = occupation" if where.code.startswith("@") else f"code = '{where.code}'")
    if where and where.code_in:
        codes = where.code_in if isinstance(where.code_in, tuple) else [f"c{number}" for number in range(20)]
        parts.append(f"code IN ({', '.join(f'{code!r}' for code in codes)})")
    if where and where.level_at_least:
        parts.append(f"level >= {LEVELS.index(where.level_at_least)}")
    if where and where.proof_at_least:
        parts.append("proof >= 2")
    return " AND ".join(parts)


def _told(one: Measure, column: str) -> str:
    if one.take.startswith("years-since"):
        column = f"datesub('year', {column}, {DAY})"
    if one.take in {"count", "sum", "distinct-code", "years-covered"}:
        column = f"coalesce({column}, 0)"
    return f'{column}::BIGINT AS "m.{one.id}"'
