"""`jx demo` from outside: made once, broken off and gone on with, refused where it must be."""

import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from jiangxin.demo.errors import DiskLow
from jiangxin.doors.cli.commands import demo

ROLES = {
    "city-union",
    "district-union",
    "street-union",
    "enterprise-union",
    "hr",
    "academy",
    "examiner",
    "judge",
    "expert",
    "worker",
    "auditor",
}
KEEP = {"PATH", "HOME", "LANG", "XDG_CACHE_HOME", "JIANGXIN_DATABASE"}
REAL = """
from datetime import date
from jiangxin.kernel.actor import Actor
from jiangxin.people import services
new = services.NewUnit(key="real", kind="city", name="真城市", since=date(2020, 1, 1))
services.register_unit(actor=Actor.machine("test"), new=new)
"""
LEFT = "from jiangxin.people import queries; print(queries.unit_on('real').name)"


def environment(data, **more):
    kept = {name: value for name, value in os.environ.items() if name in KEEP}
    return {**kept, "JIANGXIN_DATA": str(data), "JIANGXIN_DEBUG": "1", **more}


def jx(data, *words, **more):
    command = [sys.executable, "-m", "jiangxin", *words]
    return subprocess.run(command, env=environment(data, **more), capture_output=True, text=True, check=False)


def embedded(data, *words):
    """Run on a database of the data folder, whatever the suite runs on."""
    env = environment(data)
    env.pop("JIANGXIN_DATABASE", None)
    command = [sys.executable, "-m", "jiangxin", *words]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def read(data, *words):
    done = jx(data, *words, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A city whose making was killed while facts were written, and then gone on with."""
    data = tmp_path_factory.mktemp("city")
    command = [sys.executable, "-m", "jiangxin", "demo", "--no-serve", "--fresh"]
    with subprocess.Popen(command, env=environment(data), stderr=subprocess.PIPE, text=True) as first:
        for line in first.stderr:
            if line.strip().startswith("记账"):
                break
        time.sleep(1.5)
        first.send_signal(signal.SIGKILL)
    done = jx(data, "demo", "--no-serve")
    assert done.returncode == 0, done.stderr
    return data, done


def test_city_gone_on_with_prints_logins_and_five_places(made):
    _data, done = made

    assert [line["user"] in done.stdout for line in read(made[0], "demo", "logins")] == [True] * 19
    assert done.stdout.count("\n    ") == 5
    assert [line for line in done.stderr.splitlines() if line in {"建单位", "登记人员", "记账"}] == ["记账"]


def test_counted_numbers_of_the_posters_are_those_published(made):
    data, _done = made

    city = {row["id"]: (row["counted"], row["target"]) for row in read(data, "poster", "--year", "2024")}
    district = {row["id"]: row["counted"] for row in read(data, "poster", "--year", "2022", "--unit", "jiangbei")}

    assert [city[name] for name in ("harbour-craftsmen", "academy-trained", "contest-coverage", "skill-training")] == [
        (228, None),
        (7846, 10_000),
        (33, 50),
        (24_310, 30_000),
    ]
    assert [district[name] for name in ("special-trained", "special-certified", "site-trained", "contests")] == [
        1840,
        1564,
        3298,
        114,
    ]


def test_second_run_is_quick_to_see_that_nothing_is_missing(made):
    data, _done = made
    before = read(data, "ledger", "verify")

    done = jx(data, "demo", "--no-serve")

    assert done.returncode == 0, done.stderr
    assert read(data, "ledger", "verify") == before
    assert (before["clean"], before["rows"] > 300_000) == (True, True)
    assert [
        line for line in done.stderr.splitlines() if line in {"建单位", "登记人员", "记任职", "记账", "出海报"}
    ] == []


def test_every_role_has_a_login(made):
    data, _done = made
    logins = read(data, "demo", "logins")

    assert {line["role"] for line in logins} >= ROLES
    assert {frozenset(line) for line in logins} == {frozenset({"role", "user", "password", "person", "unit", "url"})}


def test_sample_worker_has_the_portrait_of_the_design(made):
    data, _done = made

    portrait = read(data, "portrait", "沈知墨")

    assert {axis["axis"]: axis["points"] for axis in portrait["axes"]} == {
        "德": 7800,
        "技": 9200,
        "学": 6100,
        "赛": 8400,
        "创": 7300,
        "传": 8800,
    }


def test_other_numbers_than_those_begun_with_are_refused(made):
    data, _done = made
    before = read(data, "ledger", "verify")

    done = jx(data, "demo", "--no-serve", "--seed", "5")

    assert (done.returncode, "--fresh" in done.stderr) == (2, True)
    assert read(data, "ledger", "verify") == before


def test_too_few_people_are_refused_before_anything_is_made(tmp_path):
    done = embedded(tmp_path, "demo", "--no-serve", "--persons", "19999")

    assert (done.returncode, "20000" in done.stderr) == (2, True)
    assert not (tmp_path / "demo.json").exists()


def test_used_port_is_told_before_the_long_work(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])

        done = embedded(tmp_path, "demo", "--port", port)

    assert (done.returncode, port in done.stderr, "--port" in done.stderr) == (2, True, True)
    assert not (tmp_path / "demo.json").exists()


def test_second_making_at_once_is_refused(tmp_path):
    with (tmp_path / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write("4711")
        lock.flush()

        done = embedded(tmp_path, "demo", "--no-serve")

    assert (done.returncode, "4711" in done.stderr) == (2, True)
    assert not (tmp_path / "demo.json").exists()


@pytest.mark.parametrize("words", [("demo", "--no-serve"), ("demo", "--no-serve", "--fresh")])
def test_data_that_is_not_the_demos_is_never_touched(tmp_path, words):
    assert embedded(tmp_path, "migrate").returncode == 0
    made = embedded(tmp_path, "manage", "shell", "-v", "0", "-c", REAL)
    assert made.returncode == 0, made.stderr

    done = embedded(tmp_path, *words)

    left = embedded(tmp_path, "manage", "shell", "-v", "0", "-c", LEFT)
    assert (done.returncode, "JIANGXIN_DATA" in done.stderr) == (2, True)
    assert (left.stdout.strip(), (tmp_path / "demo.json").exists()) == ("真城市", False)


def test_folder_that_cannot_be_written_is_told():
    done = embedded("/proc/city", "demo", "--no-serve")

    assert (done.returncode, "/proc/city" in done.stderr) == (2, True)


def test_full_disk_is_told_before_the_long_work():
    with pytest.raises(DiskLow) as refused:
        demo._refuse_low_disk(10**12)

    assert "JIANGXIN" not in refused.value.message
    assert "MB" in refused.value.message


def test_logins_without_a_city_are_refused(tmp_path):
    done = embedded(tmp_path, "demo", "logins")

    assert (done.returncode, "./jx demo" in done.stderr) == (2, True)


def test_fresh_takes_the_whole_city_away_and_nothing_of_it_is_left(made):
    data, _done = made

    gone = jx(data, "manage", "shell", "-v", "0", "-c", "from jiangxin.demo import services; services.wipe()")
    again = jx(data, "migrate")
    logins = jx(data, "demo", "logins")

    assert (gone.returncode, again.returncode, logins.returncode) == (0, 0, 2), gone.stderr + again.stderr
    assert read(data, "ledger", "verify")["rows"] == 0
