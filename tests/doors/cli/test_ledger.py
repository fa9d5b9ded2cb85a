import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from jiangxin.doors.cli import sound

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def ten_facts(tmp_path_factory):
    """A data folder with ten sealed facts, to be copied."""
    folder = tmp_path_factory.mktemp("ten")
    env = {name: value for name, value in os.environ.items() if not name.startswith("JIANGXIN_")}
    env |= {"JIANGXIN_DATA": str(folder), "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])}
    subprocess.run(
        [sys.executable, "-m", "tests.ledger.loader", "10", "10"], env=env, cwd=ROOT, check=True, capture_output=True
    )
    return folder


@pytest.fixture
def loaded(data, ten_facts):
    """This test's own data folder has the ten facts; their ids."""
    shutil.copytree(ten_facts, data)
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


def test_show_gives_the_chain_of_a_fact(jx, loaded):
    done = jx("ledger", "show", str(loaded[0]), "--json")

    told = json.loads(done.stdout)
    (entry,) = told["entries"]
    assert (done.returncode, told["fact"], told["latest"]) == (0, loaded[0], loaded[0])
    assert (entry["entry"], entry["standing"], entry["kind"], entry["seal"]) == ("original", True, "people.employed", 1)


def test_show_of_a_number_that_is_none_is_refused(jx, loaded):
    done = jx("ledger", "show", "12")

    assert (done.returncode, done.stdout, done.stderr) == (2, "", "账上没有第 12 笔；请核对编号。\n")


def test_clock_seals_what_was_recorded(jx, data, loaded):
    ask(data, "DROP TRIGGER ledger_seal_no_delete", "DELETE FROM ledger_seal")

    done = jx("clock", "--once")

    assert (done.returncode, ask(data, "SELECT count, sealed_by FROM ledger_seal")) == (0, [(10, "machine:clock")])


def test_worker_with_nothing_to_do_ends(jx, loaded):
    assert jx("worker", "--once").returncode == 0


def test_bench_of_an_unknown_name_is_refused(jx):
    done = jx("bench", "recrod")

    assert (done.returncode, done.stderr.startswith("没有“recrod”这项测量；可用的有：")) == (2, True)


def test_serve_refuses_a_lost_key_ring(jx, data, loaded):
    (data / "keys" / "ring.json").unlink()

    done = jx("serve", "--port", "18731")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"不能启动：找不到密钥环 {data}/keys/ring.json")
    assert not (data / "keys" / "ring.json").exists()


def test_unsealed_tables_and_a_lost_ring_are_told_before_serving(settings, tmp_path, db):
    settings.KEYS = str(tmp_path)
    settings.INSTALLATION = 2

    with pytest.raises(sound.NotSound) as caught:
        sound.refuse_unsound()

    assert sorted(caught.value.message.removeprefix("不能启动：").split("\n")) == [
        f"找不到密钥环 {tmp_path}/ring.json，已加密的号码读不出来；请从备份放回原处，或用 JIANGXIN_KEYS 指明位置。",
        (
            "编号不在本安装的范围内（ledger_subject、ledger_fact、ledger_draft）；"
            "把 JIANGXIN_INSTALLATION 设为建库时的编号"
        ),
    ]
