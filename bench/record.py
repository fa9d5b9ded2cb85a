"""The bulk door on SQLite against bare ``executemany``.

Both write the same facts in the same chunks, each into a fresh database file with the
same columns, checks, indexes and triggers. The door validates, looks for subjects and
repeated keys, writes, hashes, signs and seals; the other side is handed finished tuples.
"""

import gc
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROWS = 200_000
PERSONS = 20_000
UNITS = 200
ROUNDS = 3
BAR = 2.5


def run(rows: int = ROWS) -> dict[str, Any]:
    """Measure in a process of its own, whose data folder is thrown away, and return the numbers."""
    with tempfile.TemporaryDirectory(prefix="jiangxin-bench-") as folder:
        env = {name: value for name, value in os.environ.items() if not name.startswith("JIANGXIN_")}
        env |= {"JIANGXIN_DATA": folder, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[1]), *sys.path])}
        done = subprocess.run(
            [sys.executable, "-m", "bench.record", str(rows)], env=env, stdout=subprocess.PIPE, check=True, text=True
        )
    import json

    found: dict[str, Any] = json.loads(done.stdout)
    return found


def measure(rows: int) -> dict[str, Any]:
    """Take both sides in turn, several times, and compare their medians."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, stdout=sys.stderr)
    from django.conf import settings

    from jiangxin.kernel.actor import Actor
    from jiangxin.ledger import queries, services
    from jiangxin.ledger.bulk import CHUNK

    actor = Actor.machine("bench")
    persons = services.new_subjects(actor=actor, type="person", count=PERSONS)
    units = services.new_subjects(actor=actor, type="unit", count=UNITS)
    original = Path(settings.DATABASES["default"]["NAME"])
    table = facts(rows, persons, units)
    door, bare, tuples = [], [], None
    for round_ in range(ROUNDS):
        seconds, tuples = through_the_door(original, table, actor, tuples)
        door.append(seconds)
        bare.append(through_executemany(original, tuples, CHUNK))
        print(f"round {round_ + 1}: door {door[-1]:.2f} s, executemany {bare[-1]:.2f} s", file=sys.stderr)
    report = queries.verify()
    assert report.clean and report.rows == rows and not report.unsealed
    seconds, against = statistics.median(door), statistics.median(bare)
    import resource

    return {
        "name": "record",
        "ratio": round(seconds / against, 2),
        "bar": BAR,
        "against": "executemany into a table of the same columns, checks, indexes and triggers, same chunks",
        "seconds": round(seconds, 3),
        "against_seconds": round(against, 3),
        "rows_per_second": round(rows / seconds),
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "rows": rows,
        "chunk": CHUNK,
    }


def facts(rows: int, persons: list[int], units: list[int]) -> Any:
    """Return that many facts of three kinds, with codes, levels, days, credited units and keys."""
    import numpy as np
    import pyarrow as pa

    from jiangxin.kernel.ids import to36

    dice = np.random.default_rng(2024)
    kind = dice.integers(0, 3, rows)
    names = np.array(["learning.class-finished", "people.trade-spell", "credentials.level-earned"], dtype=object)
    codes = np.array(["", "welder", "fitter"], dtype=object)
    unit = np.array(units)[dice.integers(0, len(units), rows)]
    paths = {one: f"/{to36(units[0])}/{to36(units[1])}/{to36(one)}/" for one in units}
    days = dice.integers(15_340, 19_970, rows)
    return pa.table(
        {
            "subject_id": np.array(persons)[dice.integers(0, len(persons), rows)],
            "kind": pa.array(names[kind]),
            "code": pa.array(codes[kind]),
            "level": pa.array(np.where(kind == 2, dice.integers(0, 6, rows), 0), pa.int8(), mask=kind != 2),
            "quantity": np.where(kind == 0, dice.integers(30, 4000, rows), 1),
            "happened_on": pa.array(days.astype("int32"), pa.int32()).cast(pa.date32()),
            "ended_on": pa.array((days + 30).astype("int32"), pa.int32(), mask=kind != 1).cast(pa.date32()),
            "credited_to": unit,
            "credited_path": pa.array([paths[one] for one in unit.tolist()]),
            "proof": pa.array(dice.integers(0, 3, rows).astype("int8")),
            "source_key": pa.array([f"k{number:09d}" for number in range(rows)]),
        }
    )


def through_the_door(original: Path, table: Any, actor: Any, tuples: Any) -> tuple[float, Any]:
    """Load into a fresh copy of the database; return the seconds and, the first time, the rows as written."""
    from django.conf import settings
    from django.db import connection

    from jiangxin.ledger import bulk

    copy = fresh(original)
    connection.close()
    connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = copy
    connection.ensure_connection()
    gc.collect()
    start = time.perf_counter()
    result = bulk.load(actor=actor, table=table, source="bench")
    seconds = time.perf_counter() - start
    assert result.written == table.num_rows
    if tuples is None:
        with sqlite3.connect(copy) as raw:
            tuples = raw.execute("SELECT * FROM ledger_fact ORDER BY id").fetchall()
    return seconds, tuples


def through_executemany(original: Path, tuples: list[Any], chunk: int) -> float:
    """Write the same rows, ready made, into a fresh copy, a transaction a chunk."""
    raw = sqlite3.connect(fresh(original), isolation_level=None)
    pragmas = "journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "cache_size=-65536", "temp_store=MEMORY"
    for pragma in pragmas:
        raw.execute(f"PRAGMA {pragma}")
    marks = ", ".join("?" * len(tuples[0]))
    gc.collect()
    start = time.perf_counter()
    for first in range(0, len(tuples), chunk):
        raw.execute("BEGIN IMMEDIATE")
        raw.executemany(f"INSERT INTO ledger_fact VALUES ({marks})", tuples[first : first + chunk])
        raw.execute("COMMIT")
    seconds = time.perf_counter() - start
    raw.close()
    return seconds


def fresh(original: Path) -> Path:
    """Return a new copy of the empty database."""
    copy = Path(tempfile.mkdtemp(dir=original.parent)) / "copy.sqlite3"
    with sqlite3.connect(original) as source, sqlite3.connect(copy) as target:
        source.backup(target)
    return copy


if __name__ == "__main__":
    import json

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiangxin.settings")
    print(json.dumps(measure(int(sys.argv[1]))))
