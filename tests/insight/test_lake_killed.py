import os
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
STEPS = [
    "create_write_transaction.before",  # files written, not committed
    "create_write_transaction.after",
    "compact.before",
]


def run(step, data):
    """Run the process that dies and return what became of it."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("JIANGXIN_")}
    env |= {"JIANGXIN_DATA": str(data), "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])}
    command = [sys.executable, "-m", "tests.insight.lake_killed", step]
    return subprocess.run(command, env=env, capture_output=True, text=True, cwd=ROOT, check=False)


def test_a_process_killed_at_any_step_leaves_a_lake_that_the_next_brings_up_exactly_once(tmp_path):
    first = run("first", tmp_path)
    killed = [run(f"at.{step}", tmp_path) for step in STEPS]
    last = run("last", tmp_path)

    assert (first.returncode, first.stdout) == (0, "whole"), first.stderr
    assert [(one.returncode, one.stdout) for one in killed] == [(-signal.SIGKILL, "")] * len(STEPS)
    assert (last.returncode, last.stdout) == (0, "whole"), last.stderr
