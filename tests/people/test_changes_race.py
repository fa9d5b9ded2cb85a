"""Two reviewers in one moment, on real connections of a database of their own."""

import os
import subprocess
import sys
import uuid
from pathlib import Path

import psycopg
import pytest
from django.db import connection

ROOT = Path(__file__).parents[2]


@pytest.fixture
def apart(tmp_path):
    """The environment of a process with its own data folder and database."""
    env = os.environ | {"JIANGXIN_DATA": str(tmp_path), "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])}
    if connection.vendor == "sqlite":
        yield env
        return
    address = os.environ["JIANGXIN_DATABASE"]
    name = f"settling_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield env | {"JIANGXIN_DATABASE": address.replace("/postgres?", f"/{name}?")}
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_two_reviewers_at_once_write_one_entry(apart):
    command = [sys.executable, "-m", "tests.people.settling"]

    done = subprocess.run(command, env=apart, cwd=ROOT, text=True, capture_output=True, check=False, timeout=300)

    assert (done.returncode, done.stdout.split()) == (0, ["settled", "written", "original", "withdrawn", "0"]), (
        done.stderr
    )
