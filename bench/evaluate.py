"""The frozen book of 100 measures of every take (`bench/book`) for a whole city, against a query written by hand.

Both run in DuckDB over the same Parquet files, ordered by kind and subject as the lake keeps them, with the same
threads and memory, in the same ranges of persons, each range into a Parquet file of all measures. ``scan`` is one
sum per person over the same files.
"""

import logging
import os
import resource
import statistics
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.evaluate_hand import by_hand
from bench.evaluate_sides import differences, make_files
from bench.person import KINDS, ON
from jiangxin.policy import read_folder, resolve

PERSONS, FACTS, ROUNDS = 350_000, 10_000_000, 3
MEMORY = "6GiB"
BOOK = Path(__file__).parent / "book"


def run(persons: int = PERSONS, facts: int = FACTS, rounds: int = ROUNDS) -> dict[str, Any]:
    """Return the numbers."""
    # The door's modules ask for settings, not for a database.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiangxin.settings")
    from jiangxin.insight.engines.duckdb import engine  # noqa: PLC0415 -- slow

    warnings.filterwarnings("ignore", category=DeprecationWarning)
    logging.captureWarnings(capture=True)
    with tempfile.TemporaryDirectory(prefix="jiangxin-bench-") as folder:
        here = Path(folder)
        with engine(here / "scratch", memory=MEMORY) as run_:
            run_.backend.con.execute("SET enable_progress_bar = false")
            ways, measures, ranges = _ways(run_, here, persons, facts)
            taken = _medians(ways, rounds)
            unequal = differences(run_.backend.con, here / "ours", here / "hand", measures)
    (seconds, against, scanned), processor = taken
    return {
        "name": "evaluate",
        "ratio": round(seconds / against, 2),
        "against": "SQL for the same 100 measures, written by hand for DuckDB",
        "cpu_ratio": round(processor[0] / processor[1], 2),
        "differences": unequal,
        "scan_ratio": round(seconds / scanned, 1),
        "seconds": round(seconds, 2),
        "against_seconds": round(against, 2),
        "scan_seconds": round(scanned, 2),
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "persons": persons,
        "facts": facts,
        "measures": len(measures),
        "ranges": ranges,
        "rounds": rounds,
    }


def _ways(run_: Any, here: Path, persons: int, facts: int) -> tuple[list[Callable[[], object]], list[str], int]:
    """Return our way, the way by hand and a plain scan; the measures; the number of ranges."""
    from jiangxin.insight.compile import Asked  # noqa: PLC0415 -- slow
    from jiangxin.insight.engines.ranges import bounds, in_ranges  # noqa: PLC0415 -- slow

    con, book = run_.backend.con, resolve(read_folder(BOOK), lambda _name: None)
    fact_files, subject_file = make_files(con, here, persons, facts)
    table, subjects = run_.files([str(file) for file in fact_files]), run_.files([str(subject_file)])
    kinds = {f"bench.k{number}": number for number in range(KINDS)}
    asked = Asked(book=book, on=ON, kinds=kinds, measures=frozenset(book.measures))
    files, people = f"read_parquet('{here}/facts*.parquet')", f"read_parquet('{subject_file}')"
    ranges = bounds(run_, subjects)
    for side in ("ours", "hand"):
        (here / side).mkdir()

    def ours() -> None:
        for number, query in enumerate(in_ranges(run_, asked, table, subjects)):
            run_.write(query, here / "ours" / f"{number:03}.parquet")

    def hand() -> None:
        for number, (first, last) in enumerate(ranges):
            query = by_hand(book, files, people, first, last)
            run_.write(query, here / "hand" / f"{number:03}.parquet")

    def scan() -> None:
        query = f"SELECT subject_id, sum(quantity) FROM {files} GROUP BY subject_id"  # noqa: S608 -- own files
        run_.write(query, here / "scan.parquet")

    return [ours, hand, scan], list(book.measures), len(ranges)


def _medians(ways: list[Callable[[], object]], rounds: int) -> tuple[list[float], list[float]]:
    """Go each way in turn, so that what else the machine does meets all; return median seconds, by clock and by CPU.

    On a machine busy with other work the CPU's seconds are what to compare.
    """
    taken: list[list[float]] = [[] for _way in ways]
    worked: list[list[float]] = [[] for _way in ways]
    for _round in range(rounds):
        for way, seconds, busy in zip(ways, taken, worked, strict=True):
            start, before = time.perf_counter(), time.process_time()
            way()
            seconds.append(time.perf_counter() - start)
            busy.append(time.process_time() - before)
    return [statistics.median(one) for one in taken], [statistics.median(one) for one in worked]
