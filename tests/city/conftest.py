"""The demo city made once by the real command, served by the real server, asked from outside."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.browser.conftest import complains

ROOT = Path(__file__).resolve().parents[2]


def pytest_collection_modifyitems(items):
    """The city's own suite drives the browser too: one database is enough."""
    for item in items:
        if "tests/city/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@dataclass
class City:
    """One served demo city: its data folder and its address."""

    data: Path
    url: str

    def run(self, *words, data=None):
        """Run ``jiangxin WORDS`` and return (exit code, stdout, stderr)."""
        env = {key: value for key, value in os.environ.items() if not key.startswith("JIANGXIN_")}
        env["JIANGXIN_DATA"] = str(data or self.data)
        done = subprocess.run(
            [sys.executable, "-m", "jiangxin", *words], cwd=ROOT, env=env, text=True, capture_output=True, check=False
        )
        return done.returncode, done.stdout, done.stderr

    def json(self, *words):
        """Run a command with --json and return what it printed; its exit code must be 0."""
        code, out, err = self.run(*words, "--json")
        assert code == 0, err
        return json.loads(out)

    def get(self, path):
        """Fetch a page as a stranger and return (status, body)."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=60) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()


@pytest.fixture(scope="session")
def city():
    """Make the city and serve it for all tests of this folder; TERM must end the server within its grace."""
    data = Path(tempfile.mkdtemp(prefix="jiangxin-city-"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    made = City(data, f"http://127.0.0.1:{port}")
    code, out, err = made.run("demo", "--no-serve")
    assert code == 0, err[-3000:] + out[-1000:]
    env = {key: value for key, value in os.environ.items() if not key.startswith("JIANGXIN_")}
    env["JIANGXIN_DATA"] = str(data)
    server = subprocess.Popen(
        [sys.executable, "-m", "jiangxin", "serve", "--port", str(port)],
        cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait(made)
        yield made
    finally:
        server.terminate()
        ended = server.wait(20)
        shutil.rmtree(data, ignore_errors=True)
        assert ended in {0, -15, 143}


def _wait(city):
    for _try in range(240):
        try:
            if city.get("/alive")[0] == 200:
                return
        except OSError:
            time.sleep(0.25)
    pytest.fail("the city did not answer within a minute")


@pytest.fixture
def page(chromium, city):
    """Return a page whose addresses start at the city and which fails its test when it complains."""
    context = chromium.new_context(
        base_url=city.url, locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": 1280, "height": 900}
    )
    context.set_default_timeout(20_000)
    page = context.new_page()
    complaints = []
    page.on("console", lambda line: complaints.append(line.text) if complains(line) else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


@pytest.fixture
def logins(city):
    """Return the log-ins by role."""
    return {one["role"]: one for one in city.json("demo", "logins")}
