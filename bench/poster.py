"""One edition from its approved snapshot as SVG, PDF and PNG, against typst setting the same words plainly.

Our side reads the snapshot's view and draws the long sheet three times, with its charts,
in the fonts of files. The peer is typst itself in the same process with the same fonts:
one page of the same width with every title, number and note as a line of text, in the
same three formats. Both are warmed once; the first, cold drawing is told apart.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

LIMIT = 3.0


def run() -> dict[str, Any]:
    """Measure in a process of its own, whose data folder is thrown away, and return the numbers."""
    with tempfile.TemporaryDirectory(prefix="jiangxin-bench-") as folder:
        env = {name: value for name, value in os.environ.items() if not name.startswith("JIANGXIN_")}
        env |= {"JIANGXIN_DATA": folder, "JIANGXIN_TODAY": "2024-09-12"}
        env["PYTHONPATH"] = os.pathsep.join([str(Path(__file__).parents[1]), *sys.path])
        command = [sys.executable, "-m", "bench.poster_sides"]
        done = subprocess.run(command, env=env, stdout=subprocess.PIPE, check=True, text=True)  # noqa: S603 -- our own
    found: dict[str, Any] = json.loads(done.stdout)
    return found | {"limit": LIMIT, "holds": found["seconds"] <= LIMIT}
