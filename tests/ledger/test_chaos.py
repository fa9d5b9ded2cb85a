import os
import subprocess
import sys
import uuid
from pathlib import Path

import psycopg
import pytest
from django.db import OperationalError, connection, transaction

from jiangxin.ledger import services
from jiangxin.ledger.services import locks

ROOT = Path(__file__).parents[2]
ROWS, CHUNK = 12_000, 500


@pytest.fixture
def apart(tmp_path):
    """The environment of a process with its own data folder and database."""
    env = os.environ | {"JIANGXIN_DATA": str(tmp_path), "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])}
    if connection.vendor == "sqlite":
        yield env
        return
    address = os.environ["JIANGXIN_DATABASE"]
    name = f"chaos_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield env | {"JIANGXIN_DATABASE": address.replace("/postgres?", f"/{name}?")}
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def start(env, rows=ROWS):
    command = [sys.executable, "-m", "tests.ledger.loader", str(rows), str(CHUNK)]
    return subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_load_killed_anywhere_leaves_whole_chunks_and_goes_on(apart):
    stood = []
    for chunks in (3, 6, 4):  # SIGKILL while the next chunk is being written
        process = start(apart)
        lines = [process.stdout.readline().strip() for _line in range(chunks + 1)]
        process.kill()
        process.communicate()
        stood.append(lines)

    done = start(apart).communicate(timeout=120)[0].split("\n")

    assert stood[0] == ["begin", "500", "1000", "1500"]
    words = dict(zip(["end", "written", "same", "facts", "keys", "clean", "unsealed"], done[-2].split(), strict=True))
    assert (words["facts"], words["keys"], words["clean"], words["unsealed"]) == ("12000", "12000", "True", "0")
    assert int(words["written"]) + int(words["same"]) == ROWS
    assert int(words["same"]) >= 3000
    assert int(words["same"]) % CHUNK == 0


def test_two_loads_of_one_source_at_once_write_each_row_once(apart):
    start(apart, rows=1).communicate(timeout=60)

    both = [start(apart), start(apart)]
    ends = [process.communicate(timeout=120)[0].split("\n")[-2].split() for process in both]

    assert [end[0] for end in ends] == ["end", "end"]
    assert sum(int(end[1]) for end in ends) == ROWS - 1
    assert [int(end[1]) + int(end[2]) for end in ends] == [ROWS, ROWS]
    assert [end[3:6] for end in ends] == [["12000", "12000", "True"]] * 2


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite writes one after the other and has no such locks")
def test_sealer_waits_for_recorders_at_work(db, clerk, spell):
    services.record(actor=clerk, fact=spell)
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}) as other:
        other.execute("SELECT pg_advisory_xact_lock_shared(%s)", [locks.RECORDING])
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '200ms'")
        with pytest.raises(OperationalError, match="lock timeout"), transaction.atomic():
            services.seal(actor=clerk)
        other.rollback()

    assert [one.count for one in services.seal(actor=clerk)] == [1]
