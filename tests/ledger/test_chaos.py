import os
import subprocess
import sys
import uuid
from pathlib import Path

import psycopg
import pytest
from django.db import connection

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


def start(env):
    return subprocess.Popen(
        [sys.executable, "-m", "tests.ledger.loader", str(ROWS), str(CHUNK)],
        env=env,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


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
