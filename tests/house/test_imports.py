"""Walls that import-linter cannot see."""

import re
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

from tests.house import source

REASON = re.compile(r"# noqa: PLC0415 -- (slow|leaf|optional)$")


def test_models_stay_home():
    graph = grimp.build_graph("jiangxin", include_external_packages=False, cache_dir=None)
    rooms = {module: re.match(r"jiangxin(?:\.doors)?\.\w+(?=\.models(\.|$))", module) for module in graph.modules}

    strangers = [
        f"{importer} imports {imported}"
        for imported, room in sorted(rooms.items())
        if room
        for importer in sorted(graph.find_modules_that_directly_import(imported))
        if not importer.startswith(f"{room[0]}.")
    ]

    assert strangers == []


def test_inline_imports_state_a_reason():
    silent = [
        f"{source.name(path)}:{number}"
        for path in source.under("src", ".py")
        for number, line in enumerate(source.lines(path), 1)
        if "PLC0415" in line and not REASON.search(line)
    ]

    assert silent == []


def test_nobody_asks_the_app_registry_for_models():
    found = [
        f"{source.name(path)}:{number}"
        for path in source.under("src", ".py")
        if "migrations" not in path.parts
        for number, line in enumerate(source.lines(path), 1)
        if re.search(r"\bget_model\(|\bdispatch\.receiver\b|\bpost_save\b|\bpre_save\b|\beval\(|\bexec\(", line)
    ]

    assert found == []


@pytest.mark.parametrize(
    "breach",
    [
        "from datetime import date\n\nDAY = date.today()\n",
        "from datetime import UTC, datetime\n\nNOW = datetime.now(UTC)\n",
        "from django.utils import timezone\n\nNOW = timezone.now()\n",
        "import time\n\nNOW = time.time()\n",
    ],
)
def test_only_the_kernel_clock_tells_the_time(breach):
    ruff = str(Path(sys.executable).parent / "ruff")
    command = [ruff, "check", "--select", "TID251", "--stdin-filename", "src/jiangxin/people/queries.py", "-"]

    done = subprocess.run(command, input=breach, cwd=source.ROOT, capture_output=True, text=True, check=False)

    assert (done.returncode, "TID251" in done.stdout) == (1, True)
