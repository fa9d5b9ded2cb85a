"""Portrait and board under 20 users who each ask every two seconds, over real cities served by the real command.

``ratio`` is the slowest of 95 in 100 pages against the same of ``/healthz``, asked by as many users as often of the
same server; it is the greater of the two pages', at the greater city. Queries are those of a page asked again.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench import pages_load

SIZES = (20_000, 200_000)
PAGES = ("portrait", "board")


def run(sizes: tuple[int, ...] = SIZES) -> dict[str, Any]:
    """Measure each size in a data folder of its own that is thrown away, and return the numbers."""
    found: dict[str, Any] = {"against": "/healthz by 20 users asking every 2 s; limit 8"}
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="jiangxin-bench-") as folder:
            found |= {f"{name}_{size}": value for name, value in measured(Path(folder), size).items()}
    ratios = [found[f"{page}_ratio_{size}"] for page in PAGES for size in sizes]
    counts = {page: {found[f"{page}_queries_{size}"] for size in sizes} for page in PAGES}
    return {
        "name": "pages",
        "ratio": max(ratios),
        "queries": max(max(some) for some in counts.values()),
        "queries_equal": all(len(some) == 1 for some in counts.values()),
        **found,
    }


def measured(folder: Path, persons: int) -> dict[str, Any]:
    """Make a city of this size, serve it, and return what its pages cost."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("JIANGXIN_")}
    env |= {"DJANGO_SETTINGS_MODULE": "jiangxin.settings", "JIANGXIN_DATA": str(folder)}
    env |= {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[1]), *sys.path])}
    for words in (["demo", "--persons", str(persons), "--no-serve"], ["boards", "refresh"]):
        command = [sys.executable, "-m", "jiangxin", *words]
        subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 -- our own
    asked = [sys.executable, "-m", "bench.pages_sides"]
    done = subprocess.run(asked, env=env, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603 -- our own
    told: dict[str, Any] = json.loads(done.stdout)
    waits = pages_load.served(env, told["person"], told["logins"])
    p95 = {name: pages_load.slowest_of_95(found) for name, found in waits.items()}
    ratios = {f"{page}_ratio": round(p95[page] / p95["healthz"], 2) for page in PAGES}
    times = {f"{name}_p95_ms": round(1000 * value, 1) for name, value in p95.items()}
    return {**ratios, **times, **{f"{page}_queries": told["queries"][page] for page in PAGES}}
