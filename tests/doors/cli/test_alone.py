"""Two at once on one data folder."""

import os

import pytest

from jiangxin.doors.cli.alone import AlreadyRunning, alone


def test_a_second_holder_is_refused_and_told_who_holds_it():
    with alone("thing"), pytest.raises(AlreadyRunning) as refused, alone("thing"):
        pass

    assert refused.value.message == (f"同一个数据目录上已有一个在运行（进程 {os.getpid()}）；请等它结束，或先停掉它。")


def test_other_names_and_later_runs_are_free():
    entered = []
    with alone("one"), alone("two"):
        entered.append("both")
    with alone("one"):
        entered.append("again")

    assert entered == ["both", "again"]


def test_two_migrations_at_once_leave_one_whole_database(jx, data):
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(jx, ["migrate", "migrate"]))

    assert [one.returncode for one in done] == [0, 0]
    assert jx("migrate").stdout == "数据库已是当前版本，这次执行了 0 步\n"
