"""Board figures of a city counted ahead: 60 indicators, a tree of five levels and 63,000 units.

``ratio`` is the whole refresh against one scan of the same files (rows and sums by kind and path); ``page_ms`` is
what a board waits for its figures and their parts, 500 entries having come since, 95 of 100 units faster.
``differences`` are figures of units of every level that a plain query over the files gives otherwise.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

PERSONS, FACTS = 350_000, 10_000_000


def run(persons: int = PERSONS, facts: int = FACTS) -> dict[str, Any]:
    """Measure in a process of its own, whose data folder is thrown away, and return the numbers."""
    with tempfile.TemporaryDirectory(prefix="jiangxin-bench-") as folder:
        env = {name: value for name, value in os.environ.items() if not name.startswith("JIANGXIN_")}
        env |= {"JIANGXIN_DATA": folder, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[1]), *sys.path])}
        command = [sys.executable, "-m", "bench.boards_sides", str(persons), str(facts)]
        done = subprocess.run(command, env=env, stdout=subprocess.PIPE, check=True, text=True)  # noqa: S603 -- our own
    found: dict[str, Any] = json.loads(done.stdout)
    return found
