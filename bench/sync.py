"""New facts of the ledger into the lake, on SQLite, against reading the same columns bare and writing them as Parquet.

Both sides read the same rows of the same database. The lake orders them, folds what they supersede, writes them with
its cursor in one commit a range, and makes its dimensions again; the other side does none of that.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

FACTS, ROUNDS = 1_000_000, 3


def run(facts: int = FACTS, rounds: int = ROUNDS) -> dict[str, Any]:
    """Measure in a process of its own, whose data folder is thrown away, and return the numbers."""
    with tempfile.TemporaryDirectory(prefix="jiangxin-bench-") as folder:
        env = {name: value for name, value in os.environ.items() if not name.startswith("JIANGXIN_")}
        env |= {"JIANGXIN_DATA": folder, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[1]), *sys.path])}
        command = [sys.executable, "-m", "bench.sync_sides", str(facts), str(rounds)]
        done = subprocess.run(command, env=env, stdout=subprocess.PIPE, check=True, text=True)  # noqa: S603 -- our own
    found: dict[str, Any] = json.loads(done.stdout)
    return found
