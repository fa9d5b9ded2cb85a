"""Both sides of the measurement ``sync``; run by it in a process of its own."""

import json
import os
import resource
import shutil
import sqlite3
import statistics
import sys
import time
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiangxin.settings")
django.setup()

import pyarrow as pa  # noqa: E402 -- after the settings
import pyarrow.parquet as pq  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402

from bench.record_sides import PERSONS, UNITS, facts  # noqa: E402
from jiangxin.insight import lake  # noqa: E402
from jiangxin.insight.lake import store  # noqa: E402
from jiangxin.kernel.actor import Actor  # noqa: E402
from jiangxin.ledger import bulk, services  # noqa: E402

BEFORE = 200_000
BAR = 20.0
AT_ONCE = 250_000
COLUMNS = (
    "id, subject_id, kind, code, level, quantity, happened_on, precision, ended_on, proof, recorded_at, "
    "credited_to_id, credited_path, issuer_id, entry, supersedes_id"
)


def measure(new: int, rounds: int) -> dict[str, Any]:
    """Take both sides in turn, several times, and compare their medians."""
    call_command("migrate", verbosity=0, stdout=sys.stderr)
    actor = Actor.machine("bench")
    persons = services.new_subjects(actor=actor, type="person", count=PERSONS)
    units = services.new_subjects(actor=actor, type="unit", count=UNITS)
    table = facts(BEFORE + new, persons, units)
    bulk.load(actor=actor, table=table.slice(0, BEFORE), source="bench")
    lake.sync(actor=actor)
    kept = Path(settings.DATA) / "kept"
    shutil.copytree(store.folder(), kept)
    after = store.pin().cursor
    bulk.load(actor=actor, table=table.slice(BEFORE), source="bench")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    taken: list[float] = []
    bare: list[float] = []
    for number in range(1, rounds + 1):
        shutil.rmtree(store.folder())
        shutil.copytree(kept, store.folder())
        start = time.perf_counter()
        found = lake.sync(actor=actor)
        taken.append(time.perf_counter() - start)
        if found.waiting or held() != BEFORE + new:
            raise SystemExit("the lake that was measured does not hold the ledger")
        bare.append(barely(after))
        sys.stderr.write(f"round {number}: sync {taken[-1]:.2f} s, read and write {bare[-1]:.2f} s\n")
    seconds, against = statistics.median(taken), statistics.median(bare)
    return {
        "name": "sync",
        "ratio": round(seconds / against, 2),
        "against": "sqlite3 fetching the same columns, pyarrow writing them as Parquet as they come",
        "seconds": round(seconds, 2),
        "bar_seconds": BAR,
        "against_seconds": round(against, 2),
        "rows_per_second": round(new / seconds),
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "peak_mib_before": before,
        "rows": new,
        "rounds": rounds,
    }


def held() -> int:
    """Return the number of facts in the lake."""
    return sum(pq.read_metadata(file).num_rows for file in store.pin().facts)


def barely(after: int) -> float:
    """Read the columns by ranges of ids and write them as they come; return the seconds."""
    start = time.perf_counter()
    path = Path(settings.DATA) / "bare.parquet"
    writer = None
    with sqlite3.connect(settings.DATABASES["default"]["NAME"]) as raw:
        while True:
            query = f"SELECT {COLUMNS} FROM ledger_fact WHERE id > ? ORDER BY id LIMIT {AT_ONCE}"  # noqa: S608 -- ours
            rows = raw.execute(query, [after]).fetchall()
            if not rows:
                break
            table = pa.table([pa.array(column) for column in zip(*rows, strict=True)], COLUMNS.split(", "))
            writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd", compression_level=1)
            writer.write_table(table)
            after = rows[-1][0]
    if writer:
        writer.close()
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure(int(sys.argv[1]), int(sys.argv[2]))))
