"""The files that `evaluate` reads, and its query written by hand."""

from pathlib import Path
from typing import Any

from bench.person import KINDS, LEVELS, ON
from jiangxin.kernel.dates import span_before
from jiangxin.policy import Book
from jiangxin.policy.entries.rules import Measure

DAY = f"DATE '{ON}'"
STANDS = f"superseded_at IS NULL AND day <= {DAY} AND proof >= 1"


def make_files(con: Any, here: Path, persons: int, facts: int) -> tuple[Path, Path]:
    """Write facts in the order of the lake, and persons; the same for the same sizes."""
    fact_file, subject_file = here / "facts.parquet", here / "subjects.parquet"
    con.execute(f"""
        COPY (SELECT (hash(i) % {KINDS})::SMALLINT AS kind, (hash(i, 1) % {persons})::BIGINT AS subject_id, i AS id,
            'c' || (hash(i, 2) % 40) AS code,
            CASE WHEN hash(i, 3) % 6 > 0 THEN (hash(i, 3) % 6 - 1)::SMALLINT END AS level,
            (1 + hash(i, 4) % 599)::BIGINT AS quantity,
            DATE '2012-01-01' + (hash(i, 5) % 4800)::INTEGER AS day, 0::TINYINT AS precision,
            CASE WHEN hash(i, 6) % 2 = 0
                THEN DATE '2012-01-01' + (hash(i, 5) % 4800 + hash(i, 7) % 2000)::INTEGER END AS ended_on,
            (hash(i, 8) % 3)::TINYINT AS proof,
            (DATE '2012-01-01' + (hash(i, 5) % 4800)::INTEGER)::TIMESTAMP AS recorded_at,
            CASE WHEN hash(i, 9) % 10 = 0 THEN TIMESTAMP '2024-01-01' END AS superseded_at
            FROM range({facts}) t(i) ORDER BY kind, subject_id, id)
        TO '{fact_file}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 500000)""")  # noqa: S608 -- own sizes
    con.execute(f"""
        COPY (SELECT i AS id, DATE '1980-01-01' AS birth_on, 'male' AS sex, 'c' || (hash(i) % 40) AS occupation,
            'worker' AS post_class, false AS party_member, NULL::VARCHAR AS ownership, NULL::VARCHAR AS unit_level,
            NULL::VARCHAR[] AS tags FROM range({persons}) t(i))
        TO '{subject_file}' (FORMAT parquet)""")  # noqa: S608 -- own sizes
    return fact_file, subject_file


def by_hand(book: Book, fact_file: Path, subject_file: Path) -> str:
    """Return one query for all measures: per kind one pass, and passes of their own where a take calls for them."""
    passes, columns = [], {}
    for kind in range(KINDS):
        mine = [one for one in book.measures.values() if one.of == (f"bench.k{kind}",)]
        source = f"read_parquet('{fact_file}') WHERE kind = {kind} AND {STANDS}"
        for take, rows in _by_pass(mine).items():
            made = {"codes": _codes, "latest-level": _latest, "years-covered": _covered, "asked": _asked}.get(take)
            query = made(rows, source, subject_file) if made else _plain(rows, source)
            name = f"p{len(passes)}"
            passes.append(f"{name} AS ({query})")
            columns |= {one.id: f"{name}.{one.id}" for one in rows}
    joins = " ".join(f"LEFT JOIN p{number} ON p{number}.key = s.id" for number in range(len(passes)))
    told = ", ".join(_told(one, columns[one.id]) for one in book.measures.values())
    return f"WITH {', '.join(passes)} SELECT s.id, {told} FROM read_parquet('{subject_file}') s {joins}"  # noqa: S608


def _by_pass(measures: list[Measure]) -> dict[str, list[Measure]]:
    found: dict[str, list[Measure]] = {}
    for one in measures:
        where = one.where
        name = {"distinct-code": "codes"}.get(one.take, one.take)
        if where and where.code:
            name = "asked"
        elif name not in {"codes", "latest-level", "years-covered"}:
            name = "plain"
        found.setdefault(name, []).append(one)
    return found


def _filter(one: Measure) -> str:
    parts = []
    if one.within:
        parts.append(f"day > DATE '{span_before(ON, one.within)}'")
    if one.where and one.where.code_in:
        parts.append(f"code IN ({', '.join(repr(f'c{number}') for number in range(20))})")
    if one.where and one.where.level_at_least:
        parts.append(f"level >= {LEVELS.index(one.where.level_at_least)}")
    return f" FILTER ({' AND '.join(parts)})" if parts else ""


def _aggregate(one: Measure) -> str:
    call = {
        "count": "count(*)",
        "sum": "sum(quantity)",
        "max-level": "max(level)",
        "years-since-first": "min(day)",
        "years-since-last": "max(day)",
    }[one.take]
    return f"{call}{_filter(one)} AS {one.id}"


def _plain(measures: list[Measure], source: str) -> str:
    return f"SELECT subject_id AS key, {', '.join(map(_aggregate, measures))} FROM {source} GROUP BY 1"  # noqa: S608


def _asked(measures: list[Measure], source: str, subject_file: Path) -> str:
    told = ", ".join(map(_aggregate, measures))
    return (
        f"SELECT f.subject_id AS key, {told} FROM (SELECT * FROM {source}) f "  # noqa: S608
        f"JOIN read_parquet('{subject_file}') p ON p.id = f.subject_id AND p.occupation = f.code GROUP BY 1"
    )


def _codes(measures: list[Measure], source: str, _subject_file: Path) -> str:
    inner = ", ".join(f"count(*){_filter(one)} > 0 AS {one.id}" for one in measures)
    outer = ", ".join(f"count(*) FILTER ({one.id}) AS {one.id}" for one in measures)
    return (
        f"SELECT key, {outer} FROM (SELECT subject_id AS key, code, {inner} FROM {source} AND code <> '' "  # noqa: S608
        "GROUP BY 1, 2) GROUP BY 1"
    )


def _latest(measures: list[Measure], source: str, _subject_file: Path) -> str:
    told = ", ".join(f"arg_max(level, day::DATE - DATE '1970-01-01' + id / 1e12) AS {one.id}" for one in measures)
    return f"SELECT subject_id AS key, {told} FROM {source} AND proof >= 2 AND level IS NOT NULL GROUP BY 1"  # noqa: S608


def _covered(measures: list[Measure], source: str, _subject_file: Path) -> str:
    told = ", ".join(f"sum(days) * 400 // 146097 AS {one.id}" for one in measures)
    return (
        f"SELECT key, {told} FROM (SELECT key, greatest(0, e - greatest(b, coalesce(max(e) OVER "  # noqa: S608
        "(PARTITION BY key ORDER BY b, e ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) + 1, b)) + 1) AS days "
        f"FROM (SELECT subject_id AS key, day AS b, least(coalesce(ended_on, {DAY}), {DAY}) AS e FROM {source})) "
        "GROUP BY 1"
    )


def _told(one: Measure, column: str) -> str:
    if one.take.startswith("years-since"):
        return f"date_diff('year', {column}, {DAY}) - (strftime({column}, '%m%d') > '0912')::INT AS \"m.{one.id}\""
    if one.take in {"count", "sum", "distinct-code", "years-covered"}:
        column = f"coalesce({column}, 0)::BIGINT"
    return f'{column} AS "m.{one.id}"'
