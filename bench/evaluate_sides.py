"""The files that `evaluate` reads, and whether two answers are the same."""

from pathlib import Path
from typing import Any

from bench.person import KINDS


def facts_of(kind: int, persons: int, facts: int) -> str:
    """Return the query that makes the facts of one kind."""
    return f"""
        SELECT {kind}::SMALLINT AS kind, (hash(i, 1) % {persons})::BIGINT AS subject_id, i AS id,
            'c' || (hash(i, 2) % 40) AS code,
            CASE WHEN hash(i, 3) % 6 > 0 THEN (hash(i, 3) % 6 - 1)::SMALLINT END AS level,
            (1 + hash(i, 4) % 599)::BIGINT AS quantity,
            DATE '2012-01-01' + (hash(i, 5) % 4800)::INTEGER AS day, 0::TINYINT AS precision,
            CASE WHEN hash(i, 6) % 2 = 0
                THEN DATE '2012-01-01' + (hash(i, 5) % 4800 + hash(i, 7) % 2000)::INTEGER END AS ended_on,
            (hash(i, 8) % 3)::TINYINT AS proof,
            (DATE '2012-01-01' + (hash(i, 5) % 4800)::INTEGER)::TIMESTAMPTZ AS recorded_at,
            CASE WHEN hash(i, 9) % 10 = 0 THEN TIMESTAMPTZ '2024-01-01' END AS superseded_at
            FROM range({kind}, {facts}, {KINDS}) t(i)"""  # noqa: S608 -- own sizes


def make_files(con: Any, here: Path, persons: int, facts: int) -> tuple[list[Path], Path]:
    """Write facts in the order of the lake, a file a kind, and persons; the same for the same sizes."""
    for kind in range(KINDS):
        con.execute(f"""
            COPY ({facts_of(kind, persons, facts)} ORDER BY subject_id, id)
            TO '{here}/facts{kind:02}.parquet' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 500000)""")
    con.execute(f"""
        COPY (SELECT i AS id, DATE '1980-01-01' AS birth_on, 'male' AS sex, 'c' || (hash(i) % 40) AS occupation,
            'worker' AS post_class, false AS party_member, NULL::VARCHAR AS ownership, NULL::VARCHAR AS unit_level,
            NULL::VARCHAR[] AS tags FROM range({persons}) t(i))
        TO '{here}/subjects.parquet' (FORMAT parquet)""")  # noqa: S608 -- own sizes
    return sorted(here.glob("facts*.parquet")), here / "subjects.parquet"


def differences(con: Any, one: Path, other: Path, measures: list[str]) -> int:
    """Return how many measures of how many persons two folders of answers give otherwise."""
    unequal = " + ".join(f'count(*) FILTER (a."m.{name}" IS DISTINCT FROM b."m.{name}")' for name in measures)
    found = 0
    for file in sorted(one.iterdir()):  # a range at a time: neither answer fits into memory
        query = f"SELECT {unequal} FROM '{file}' a FULL JOIN '{other / file.name}' b USING (id)"  # noqa: S608
        found += con.execute(query).fetchone()[0]
    return found + abs(len(list(one.iterdir())) - len(list(other.iterdir())))
