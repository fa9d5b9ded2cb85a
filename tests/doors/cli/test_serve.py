"""`jx serve` starts as one group, stops as one group, and says when it cannot."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from jiangxin.insight import fonts


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def serving(data, port):
    """Run the server in a session of its own until the block ends; yield it once it says that it is up."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("JIANGXIN_")}
    command = [sys.executable, "-m", "jiangxin", "serve", "--port", str(port)]
    process = subprocess.Popen(
        command, env=env | {"JIANGXIN_DATA": str(data)}, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        yield process, process.stdout.readline()
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()


def members(group):
    """Return how many processes of one group still run."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, 0)
        return True
    return False


def test_serve_answers_and_ends_whole_within_five_seconds_of_term(data, port):
    with serving(data, port) as (process, said):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/alive") as answer:
            body = answer.read()
        begun = time.monotonic()
        process.terminate()
        code = process.wait(10)
        lapse = time.monotonic() - begun
        left = members(process.pid)

    assert (said, body, code, left) == (f"已启动：http://127.0.0.1:{port}\n", b"ok", 0, False)
    assert lapse < 5


def test_serve_killed_outright_leaves_no_process_behind(data, port):
    with serving(data, port) as (process, said):
        process.kill()
        process.wait()
        until = time.monotonic() + 10
        while members(process.pid) and time.monotonic() < until:
            time.sleep(0.1)
        left = members(process.pid)

    assert (said, left) == (f"已启动：http://127.0.0.1:{port}\n", False)


def test_serve_makes_missing_fonts_in_the_background_and_says_so_once(data, port):
    listed = data / "fonts" / "fonts.json"
    with serving(data, port) as (process, _said):
        told = process.stdout.readline()
        until = time.monotonic() + 120
        while not listed.exists() and time.monotonic() < until:
            time.sleep(0.2)
        made = fonts.present(data)
        process.terminate()
        rest = process.stdout.read()

    with serving(data, port) as (process, _said):
        process.terminate()
        again = process.stdout.read()

    assert made is not None
    assert (told.startswith("字体正在后台备着"), rest, again) == (True, "", "")


def test_a_used_port_is_refused_before_anything_is_made(jx, data, port):
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()

        done = jx("serve", "--port", str(port))

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (f"127.0.0.1:{port} 用不了（已被占用）；换一个端口，例如 --port {port % 60000 + 1}。\n")
    assert not (data / "jiangxin.sqlite3").exists()
