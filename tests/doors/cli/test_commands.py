"""What every command does alike: help, refusals, bugs."""

import sqlite3

from jiangxin.doors.cli import main


def test_no_words_print_the_list_of_commands(jx):
    done = jx()

    named = [line.split()[0] for line in done.stdout.splitlines()[2:]]
    assert (done.returncode, named, done.stderr) == (0, main.names(), "")


def test_an_unknown_command_is_refused_with_the_near_ones(jx):
    done = jx("migrat")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "没有“migrat”这个命令；可用的有：migrate。\n"


def test_migrate_again_changes_nothing(jx):
    first = jx("migrate")

    again = jx("migrate")

    assert (first.returncode, again.returncode) == (0, 0)
    assert again.stdout == "数据库已是当前版本，这次执行了 0 步\n"


def test_a_database_newer_than_the_code_is_refused_and_left_alone(jx, data):
    jx("migrate")
    with sqlite3.connect(data / "jiangxin.sqlite3") as base:
        base.execute(
            "insert into django_migrations(app, name, applied) values ('sessions', '9999_later', '2030-01-01')"
        )
    base.close()

    done = jx("migrate")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "数据库比程序新（多出 sessions.9999_later）；请换用更新的程序，或另用一个数据目录。\n"


def test_a_file_that_is_no_database_is_refused_and_kept(jx, data):
    data.mkdir()
    (data / "jiangxin.sqlite3").write_text("not a database at all" * 100)

    done = jx("migrate")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (f"数据库打不开（file is not a database）；请检查 JIANGXIN_DATABASE 和数据目录 {data}。\n")
    assert (data / "jiangxin.sqlite3").read_text() == "not a database at all" * 100


def test_a_bug_is_told_in_one_line_and_logged_whole(jx, data):
    done = jx("manage", "shell", "--no-imports", "-c", "1 / 0")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"ZeroDivisionError: division by zero (详情在 {data}/jiangxin.log)\n"
    assert "Traceback" in (data / "jiangxin.log").read_text()
