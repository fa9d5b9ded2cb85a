"""The bulk door on SQLite against bare ``executemany``.

Both write the same facts in the same chunks, each into a fresh database file with the
same columns, checks, indexes and triggers. The door validates, looks for subjects and
repeated keys, writes, hashes, signs and seals; the other side is handed finished tuples.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROWS = 200_000


def run(rows: int = ROWS) -> dict[str, Any]:
    """Measure in a process of its own, whose data folder is thrown away, and return the numbers."""
    with tempfile.TemporaryDirectory(prefix="jiangxin-bench-") as folder:
        env = {name: value for name, value in os.environ.items() if not name.startswith("JIANGXIN_")}
        env |= {"JIANGXIN_DATA": folder, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[1]), *sys.path])}
        command = [sys.executable, "-m", "bench.record_sides", str(rows)]
        done = subprocess.run(command, env=env, stdout=subprocess.PIPE, check=True, text=True)  # noqa: S603 -- our own
    found: dict[str, Any] = json.loads(done.stdout)
    return found
