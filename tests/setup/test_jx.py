"""The door of a new copy: what it does when set-up is new, done, half done, doubled or impossible.

The script runs on a small tree; `uv` is a stand-in that makes the environment's folders without a network.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

UV = """#!/bin/sh
echo "uv $1 $2" >>"$LOG"
case "$1" in
venv) for last; do :; done; mkdir -p "$last/bin"; ln -s "$PYTHON" "$last/bin/python" ;;
pip) [ -z "${SLOW:-}" ] || sleep "$SLOW"; [ -z "${BROKEN:-}" ] || { echo "no such package" >&2; exit 1; } ;;
esac
"""
PYTHON = """#!/bin/sh
case "$1 $2" in
"-m jiangxin") shift 2; echo "ran $*" ;;
*) exec "$REAL" "$@" ;;
esac
"""


@pytest.fixture
def tree(tmp_path):
    root = tmp_path / "my copy"
    (root / "requirements").mkdir(parents=True)
    (tmp_path / "site").mkdir()
    shutil.copy(ROOT / "jx", root / "jx")
    for name in ("base", "dev", "pg"):
        (root / "requirements" / f"{name}.txt").write_text(f"{name}==1\n")
    tools = tmp_path / "tools"
    tools.mkdir()
    for name, text in (("uv", UV), ("python3", PYTHON)):
        (tools / name).write_text(text)
        (tools / name).chmod(0o755)
    return root


def environment(tree, **more):
    tools = tree.parent / "tools"
    return {
        "PATH": f"{tools}:/usr/bin:/bin",
        "LOG": str(tree.parent / "log"),
        "PYTHON": str(tools / "python3"),
        "REAL": os.path.realpath(sys.executable),
        "PYTHONUSERBASE": str(tree.parent),
    } | more


def jx(tree, *words, **more):
    command = [str(tree / "jx"), *words]
    return subprocess.run(
        command, env=environment(tree, **more), capture_output=True, text=True, timeout=60, check=False, cwd="/"
    )


def log(tree):
    path = tree.parent / "log"
    return path.read_text().splitlines() if path.exists() else []


@pytest.fixture(autouse=True)
def _site(tree):
    """Let the stand-in Python call the tree's own folder its site-packages."""
    tools = tree.parent / "tools"
    text = (
        (tools / "python3")
        .read_text()
        .replace("*) exec", f'"-c import sysconfig"*) echo "{tree.parent}/site" ;;\n*) exec')
    )
    (tools / "python3").write_text(text)


def test_the_first_run_sets_up_and_the_second_does_not(tree):
    first = jx(tree, "serve", "--port", "1")
    after_first = log(tree)
    second = jx(tree, "serve")

    assert (first.stdout, first.returncode) == ("ran serve --port 1\n", 0)
    assert (second.stdout, second.stderr, second.returncode) == ("ran serve\n", "", 0)
    assert after_first == ["uv venv --quiet", "uv pip install"]
    assert log(tree) == after_first
    assert (tree.parent / "site" / "jiangxin.pth").read_text() == f"{tree}/src\n"
    assert not (tree / ".venv.lock").exists()


def test_a_changed_lock_is_installed_again(tree):
    jx(tree)
    (tree / "requirements" / "base.txt").write_text("base==2\n")

    jx(tree)

    assert log(tree) == ["uv venv --quiet", "uv pip install", "uv pip install"]


def test_test_and_check_bring_what_they_need_once(tree):
    jx(tree, "check")
    jx(tree, "test")

    assert log(tree) == ["uv venv --quiet", "uv pip install", "uv pip install"]


def test_a_half_made_environment_is_made_again(tree):
    (tree / ".venv" / "bin").mkdir(parents=True)
    (tree / ".venv" / "half").touch()

    done = jx(tree, "serve")

    assert (done.stdout, (tree / ".venv" / "half").exists()) == ("ran serve\n", False)


def test_a_copy_that_was_moved_is_set_up_again(tree):
    jx(tree)
    moved = tree.rename(tree.parent / "moved")

    done = jx(moved, "serve")

    assert (done.stdout, done.returncode) == ("ran serve\n", 0)
    assert log(moved) == ["uv venv --quiet", "uv pip install"] * 2
    assert (moved.parent / "site" / "jiangxin.pth").read_text() == f"{moved}/src\n"


def test_a_failed_install_is_told_and_the_next_run_goes_on(tree):
    failed = jx(tree, "serve", BROKEN="1")
    again = jx(tree, "serve")

    assert (failed.returncode, failed.stdout) == (2, "")
    assert failed.stderr.splitlines()[-1] == (
        "jx: packages could not be installed (see above); run this again to go on from there"
    )
    assert (again.returncode, again.stdout) == (0, "ran serve\n")
    assert not (tree / ".venv.lock").exists()


def test_two_at_once_wait_for_one_another(tree):
    command = [str(tree / "jx"), "serve"]
    first = subprocess.Popen(
        command, env=environment(tree, SLOW="2"), stderr=subprocess.DEVNULL, stdout=subprocess.PIPE
    )
    until = time.monotonic() + 20
    while not (tree / ".venv.lock" / "pid").exists() and time.monotonic() < until:
        time.sleep(0.05)

    second = jx(tree, "serve")
    said, _nothing = first.communicate(timeout=30)

    assert (said, first.returncode, second.stdout, second.returncode) == (b"ran serve\n", 0, "ran serve\n", 0)
    assert second.stderr.startswith(f"jx: another set-up runs here (process {first.pid}); waiting.")
    assert log(tree) == ["uv venv --quiet", "uv pip install"]


def test_the_lock_of_a_dead_run_is_taken_over(tree):
    gone = subprocess.Popen(["true"])
    gone.wait()
    (tree / ".venv.lock").mkdir()
    (tree / ".venv.lock" / "pid").write_text(f"{gone.pid}\n")

    done = jx(tree, "serve")

    assert (done.stdout, done.returncode) == ("ran serve\n", 0)
    assert sorted(path.name for path in tree.iterdir() if "lock" in path.name) == []


def test_no_python_new_enough_is_one_line(tree):
    tools = tree.parent / "tools"
    (tools / "python3").write_text("#!/bin/sh\nexit 1\n")
    for name in ("sh", "dirname", "pwd", "cat", "cksum", "mkdir", "rm", "df", "awk", "find", "readlink", "sleep", "mv"):
        (tools / name).symlink_to(shutil.which(name))

    done = jx(tree, "serve", PATH=str(tools))

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "jx: needs Python 3.11 or newer; install it (Debian: apt-get install python3) and run this again\n"
    )
    assert not (tree / ".venv.lock").exists()


BARE_PYTHON = """#!/bin/sh
case "$1 $2" in
"-m venv") [ -f "$LOG.venv" ] || exit 1; mkdir -p "$3/bin"; ln -s "$PYTHON" "$3/bin/python" ;;
"-m pip") echo "pip $3" >>"$LOG"; cp "$UVS" "$(dirname "$0")/uv" ;;
"-m jiangxin") shift 2; echo "ran $*" ;;
"-c import sysconfig"*) echo "$SITE" ;;
*) exec "$REAL" "$@" ;;
esac
"""
APT = """#!/bin/sh
echo "apt-get $1" >>"$LOG"
case "$1" in
update) touch "$LOG.updated" ;;
install) [ -f "$LOG.updated" ] || exit 100; touch "$LOG.venv" ;;
esac
"""


@pytest.fixture
def bare(tree):
    """Give the tree a machine with neither uv nor venv, as Debian's python3 has it; return its settings."""
    tools = tree.parent / "tools"
    (tools / "uv").rename(tree.parent / "uv")
    (tools / "python3").write_text(BARE_PYTHON)
    for name, text in (("apt-get", APT), ("id", '#!/bin/sh\necho "$WHO"\n')):
        (tools / name).write_text(text)
        (tools / name).chmod(0o755)
    return {"UVS": str(tree.parent / "uv"), "SITE": str(tree.parent / "site")}


def test_root_on_debian_gets_what_venv_needs(tree, bare):
    done = jx(tree, "serve", WHO="0", **bare)

    assert (done.stdout, done.returncode) == ("ran serve\n", 0)
    assert log(tree) == ["apt-get install", "apt-get update", "apt-get install", "pip install", "uv pip install"]


def test_without_root_the_missing_package_is_named(tree, bare):
    done = jx(tree, "serve", WHO="1000", **bare)

    assert (done.stdout, done.returncode) == ("", 2)
    assert done.stderr.splitlines()[-1] == (
        "jx: cannot make a Python environment; install uv, or run: apt-get install python3-venv"
    )
    assert (log(tree), (tree / ".venv").exists(), (tree / ".venv.lock").exists()) == ([], False, False)
