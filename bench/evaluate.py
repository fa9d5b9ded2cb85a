"""A book of 100 measures of every take for a city at once, against the same answers by a query written by hand.

Both run in DuckDB over the same Parquet files, ordered by kind and subject as the lake keeps them, with the
same threads and memory, each into one Parquet file of all measures. ``scan`` is one sum per person over the
same files.
"""

import logging
import os
import resource
import statistics
import tempfile
import time
import warnings
from pathlib import Path
from typing import Any

import ibis

from bench.evaluate_sides import KINDS, by_hand, make_files
from bench.person import ON, made_book

PERSONS, FACTS, ROUNDS = 350_000, 10_000_000, 3
MEMORY = "8GiB"


def run(persons: int = PERSONS, facts: int = FACTS) -> dict[str, Any]:
    """Return the numbers."""
    # The door's modules ask for settings, not for a database.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiangxin.settings")
    from jiangxin.insight.compile import Asked, Tables, compile_book  # noqa: PLC0415 -- slow
    from jiangxin.insight.engines.duckdb import engine  # noqa: PLC0415 -- slow

    warnings.filterwarnings("ignore", category=DeprecationWarning)
    logging.captureWarnings(capture=True)
    book = made_book(100)
    with tempfile.TemporaryDirectory(prefix="jiangxin-bench-") as folder:
        here = Path(folder)
        with engine(here / "scratch", memory=MEMORY) as run_:
            con = run_.backend.con
            con.execute("SET enable_progress_bar = false")
            fact_file, subject_file = make_files(con, here, persons, facts)
            table, subjects = run_.files([str(fact_file)]), run_.files([str(subject_file)])
            asked = Asked(
                book=book,
                on=ON,
                kinds={f"bench.k{number}": number for number in range(KINDS)},
                measures=frozenset(book.measures),
            )
            ours = ibis.to_sql(compile_book(asked, Tables(table, subjects, run_.named)), dialect="duckdb")
            hand = by_hand(book, fact_file, subject_file)
            scan = f"SELECT subject_id, sum(quantity) FROM read_parquet('{fact_file}') GROUP BY 1"  # noqa: S608
            queries = {"ours": ours, "hand": hand, "scan": scan}
            seconds, against, scanned = _medians(con, queries, here)
            differences = _differences(con, here, list(book.measures))
    return {
        "name": "evaluate",
        "ratio": round(seconds / against, 2),
        "against": "one SQL query for the same 100 measures, written by hand",
        "differences": differences,
        "scan_ratio": round(seconds / scanned, 1),
        "seconds": round(seconds, 2),
        "against_seconds": round(against, 2),
        "scan_seconds": round(scanned, 2),
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "persons": persons,
        "facts": facts,
        "measures": len(book.measures),
        "rounds": ROUNDS,
    }


def _medians(con: Any, queries: dict[str, str], here: Path) -> list[float]:
    """Run the queries in turn, so that what else the machine does meets all of them; return each one's median."""
    taken: dict[str, list[float]] = {name: [] for name in queries}
    for _round in range(ROUNDS):
        for name, query in queries.items():
            start = time.perf_counter()
            con.execute(f"COPY ({query}) TO '{here / name}.parquet' (FORMAT parquet)")
            taken[name].append(time.perf_counter() - start)
    return [statistics.median(seconds) for seconds in taken.values()]


def _differences(con: Any, here: Path, measures: list[str]) -> int:
    """Return how many measures of how many persons the two answers give otherwise."""
    unequal = " + ".join(f'count(*) FILTER (a."m.{name}" IS DISTINCT FROM b."m.{name}")' for name in measures)
    query = f"SELECT {unequal} FROM '{here}/ours.parquet' a FULL JOIN '{here}/hand.parquet' b USING (id)"  # noqa: S608
    (found,) = con.execute(query).fetchone()
    return int(found)
