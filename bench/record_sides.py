"""Both sides of the measurement ``record``; run by it in a process of its own."""

import gc
import json
import os
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import django
import numpy as np
import pyarrow as pa

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiangxin.settings")
django.setup()

from django.conf import settings  # noqa: E402 -- after the settings
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from jiangxin.kernel.actor import Actor  # noqa: E402
from jiangxin.kernel.ids import to36  # noqa: E402
from jiangxin.ledger import bulk, queries, services  # noqa: E402
from jiangxin.ledger.bulk import CHUNK  # noqa: E402

PERSONS = 20_000
UNITS = 200
ROUNDS = 3
BAR = 2.5


def measure(rows: int) -> dict[str, Any]:
    """Take both sides in turn, several times, and compare their medians."""
    call_command("migrate", verbosity=0, stdout=sys.stderr)

    actor = Actor.machine("bench")
    persons = services.new_subjects(actor=actor, type="person", count=PERSONS)
    units = services.new_subjects(actor=actor, type="unit", count=UNITS)
    original = Path(settings.DATABASES["default"]["NAME"])
    table = facts(rows, persons, units)
    door, bare = [through_the_door(original, table, actor)], []
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024  # before the other side's tuples are made
    tuples = written()
    for number in range(1, ROUNDS + 1):
        if number > 1:
            door.append(through_the_door(original, table, actor))
        bare.append(through_executemany(original, tuples, CHUNK))
        sys.stderr.write(f"round {number}: door {door[-1]:.2f} s, executemany {bare[-1]:.2f} s\n")
    report = queries.verify()
    if not report.clean or report.rows != rows or report.unsealed:
        raise SystemExit("the ledger that was measured is not sound")
    seconds, against = statistics.median(door), statistics.median(bare)

    return {
        "name": "record",
        "ratio": round(seconds / against, 2),
        "bar": BAR,
        "against": "executemany into a table of the same columns, checks, indexes and triggers, same chunks",
        "seconds": round(seconds, 3),
        "against_seconds": round(against, 3),
        "rows_per_second": round(rows / seconds),
        "peak_mib": peak,
        "rows": rows,
        "chunk": CHUNK,
    }


def facts(rows: int, persons: list[int], units: list[int]) -> Any:
    """Return that many facts of three kinds, with codes, levels, days, credited units and keys."""
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


def through_the_door(original: Path, table: Any, actor: Actor) -> float:
    """Load into a fresh copy of the database and return the seconds."""
    copy = fresh(original)
    connection.close()
    connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = copy
    connection.ensure_connection()
    gc.collect()
    start = time.perf_counter()
    result = bulk.load(actor=actor, table=table, source="bench")
    seconds = time.perf_counter() - start
    if result.written != table.num_rows:
        raise SystemExit(f"declined: {result.refused[:3]}")
    return seconds


def written() -> list[Any]:
    """Return the rows as the door wrote them."""
    with sqlite3.connect(connection.settings_dict["NAME"]) as raw:
        return raw.execute("SELECT * FROM ledger_fact ORDER BY id").fetchall()


def through_executemany(original: Path, tuples: list[Any], chunk: int) -> float:
    """Write the same rows, ready made, into a fresh copy, a transaction a chunk."""
    raw = sqlite3.connect(fresh(original), isolation_level=None)
    pragmas = "journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "cache_size=-65536", "temp_store=MEMORY"
    for pragma in pragmas:
        raw.execute(f"PRAGMA {pragma}")
    statement = f"INSERT INTO ledger_fact VALUES ({', '.join('?' * len(tuples[0]))})"  # noqa: S608 -- marks only
    gc.collect()
    start = time.perf_counter()
    for first in range(0, len(tuples), chunk):
        raw.execute("BEGIN IMMEDIATE")
        raw.executemany(statement, tuples[first : first + chunk])
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
    sys.stdout.write(json.dumps(measure(int(sys.argv[1]))))
