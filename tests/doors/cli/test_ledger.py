import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture
def loaded(data):
    """A data folder with ten sealed facts; the ids."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("JIANGXIN_")}
    env |= {"JIANGXIN_DATA": str(data), "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])}
    subprocess.run(
        [sys.executable, "-m", "tests.ledger.loader", "10", "10"], env=env, cwd=ROOT, check=True, capture_output=True
    )
    return [one for (one,) in ask(data, "SELECT id FROM ledger_fact ORDER BY id")]


def ask(data, *statements):
    with sqlite3.connect(data / "jiangxin.sqlite3") as database:
        found = [database.execute(statement).fetchall() for statement in statements]
    return found[-1]


def test_verify_of_a_sound_ledger_answers_0(jx, loaded):
    done = jx("ledger", "verify")

    assert (done.returncode, done.stdout) == (0, "核对了 10 笔、1 次封账\n账目完好\n")


def test_verify_of_a_changed_ledger_answers_1_and_the_ids(jx, data, loaded):
    ask(
        data,
        "DROP TRIGGER ledger_fact_no_update",
        "DROP TRIGGER ledger_fact_no_delete",
        f"UPDATE ledger_fact SET happened_on = '2001-01-01' WHERE id = {loaded[3]}",
        f"DELETE FROM ledger_fact WHERE id = {loaded[5]}",
    )

    shown, told = jx("ledger", "verify"), jx("ledger", "verify", "--json")

    assert (shown.returncode, shown.stdout.splitlines()) == (
        1,
        [
            "核对了 9 笔、1 次封账",
            f"改过 1：{loaded[3]}",
            f"少了 1：{loaded[5]}",
            "账目被动过；请从备份核对以上各笔，并查明原因。",
        ],
    )
    found = json.loads(told.stdout)
    assert (told.returncode, found["clean"], found["changed"], found["missing"]) == (1, False, [loaded[3]], [loaded[5]])


def test_verify_without_the_key_is_refused(jx, data, loaded):
    for name in ("ledger-seal.key", "ledger-seal.pub"):
        (data / "keys" / name).unlink()

    done = jx("ledger", "verify", "--json")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"找不到封账的钥匙 {data}/keys/ledger-seal.key；请从备份放回原处，再运行一次。\n"


def test_seal_of_nothing_new_says_so(jx, loaded):
    done = jx("ledger", "seal", "--json")

    assert (done.returncode, json.loads(done.stdout)) == (0, {"seals": [], "rows": 0})


def test_clock_seals_what_was_recorded(jx, data, loaded):
    ask(data, "DROP TRIGGER ledger_seal_no_delete", "DELETE FROM ledger_seal")

    done = jx("clock", "--once")

    assert (done.returncode, ask(data, "SELECT count, sealed_by FROM ledger_seal")) == (0, [(10, "machine:clock")])


def test_worker_with_nothing_to_do_ends(jx, loaded):
    assert jx("worker", "--once").returncode == 0


def test_bench_of_an_unknown_name_is_refused(jx):
    done = jx("bench", "recrod")

    assert (done.returncode, done.stderr.startswith("没有“recrod”这项测量；可用的有：")) == (2, True)
