"""Runs commands as a user does: in a process of their own, on a data folder of their own."""

import os
import subprocess
import sys

import pytest


@pytest.fixture
def data(tmp_path):
    return tmp_path / "data"


@pytest.fixture
def jx(data):
    """Return a function that runs one command line; keyword arguments are settings (today="…" is JIANGXIN_TODAY)."""

    def run(*words, **settings):
        env = {name: value for name, value in os.environ.items() if not name.startswith("JIANGXIN_")}
        env |= {"JIANGXIN_DATA": str(data)} | {f"JIANGXIN_{key.upper()}": value for key, value in settings.items()}
        command = [sys.executable, "-m", "jiangxin", *words]
        return subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)

    return run
