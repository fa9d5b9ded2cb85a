"""A wrong setting stops the start with one line that names it."""

import stat

import pytest


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("today", "2024-13-01", "JIANGXIN_TODAY='2024-13-01'：应为日期，例如 2024-09-12"),
        ("debug", "maybe", "JIANGXIN_DEBUG='maybe'：应为 1 或 0"),
        (
            "database",
            "mysql://x:secret@host/name",
            "JIANGXIN_DATABASE='mysql://x:…@host/name'：应为 postgres://user:password@host:5432/name，或不设",
        ),
    ],
)
def test_a_wrong_value_is_refused_by_name(jx, data, name, value, line):
    done = jx("migrate", **{name: value})

    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"设置不对：{line}\n")
    assert not (data / "jiangxin.sqlite3").exists()


def test_a_data_folder_that_cannot_be_made_is_refused(jx, tmp_path):
    (tmp_path / "file").touch()

    done = jx("migrate", data=str(tmp_path / "file" / "data"))

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"设置不对：JIANGXIN_DATA='{tmp_path}/file/data'：写不进去（Not a directory）；请换一个可写的目录\n"
    )


def test_a_demo_file_that_cannot_be_read_is_refused(jx, data):
    data.mkdir()
    (data / "demo.json").write_text("{")

    done = jx("migrate")

    assert (done.returncode, done.stderr) == (
        2,
        f"""设置不对：{data}/demo.json=''：内容应为 {{"today": "2024-09-12"}}\n""",
    )


def test_the_secret_is_made_once_and_is_its_owners_alone(jx, data):
    jx("manage", "check")
    first = (data / "keys" / "secret").read_text()

    jx("manage", "check")

    assert (data / "keys" / "secret").read_text() == first
    assert stat.S_IMODE((data / "keys" / "secret").stat().st_mode) == 0o600
    assert stat.S_IMODE((data / "keys").stat().st_mode) == 0o700
    assert sorted(path.name for path in (data / "keys").iterdir()) == ["secret"]


@pytest.mark.parametrize("source", ["setting", "file"])
def test_the_demo_day_comes_from_the_setting_or_the_data_folder(jx, data, source):
    data.mkdir()
    if source == "file":
        (data / "demo.json").write_text('{"today": "2024-09-12"}')
    code = "from jiangxin.kernel import clock; print(clock.today(), clock.demo_day())"

    done = jx("manage", "shell", "--no-imports", "-c", code, **({"today": "2024-09-12"} if source == "setting" else {}))

    assert (done.stdout, done.returncode) == ("2024-09-12 2024-09-12\n", 0)
