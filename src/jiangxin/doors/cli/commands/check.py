"""`jx check`: format, lint, types, floors, templates, migrations, house rules; under a minute."""

import argparse
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from jiangxin.doors.cli.checkout import ROOT, need_checkout, outcome, tool
from jiangxin.kernel.words import _

NAME = "check"
HELP = _("检查代码：格式、类型、分层、家规（一分钟内）")


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""


def run(args: argparse.Namespace) -> int:
    """Run every check, two at a time, and name those that failed."""
    need_checkout()
    failed = run_steps(steps())
    print(str(_("未通过：%(names)s")) % {"names": "、".join(failed)} if failed else str(_("检查全部通过")))
    return 1 if failed else 0


def steps() -> dict[str, list[str]]:
    """Return each check's name and command, the slowest first."""
    ruff, python = tool("ruff"), sys.executable
    templates = sorted(str(path) for path in Path(ROOT, "src").rglob("*.html"))
    return {
        "types": [tool("mypy")],
        "house": [python, "-m", "pytest", "-q", "tests/house"],
        "migrations": [python, "-m", "jiangxin", "manage", "makemigrations", "--check", "--dry-run"],
        "floors": [tool("lint-imports"), "--no-logo"],
        "format": [ruff, "format", "--check", "."],
        "lint": [ruff, "check", "."],
        "templates": [tool("djade"), "--target-version", "5.2", "--check", *templates],
    }


def run_steps(todo: dict[str, list[str]]) -> list[str]:
    """Run them, print one line each and what the failing ones said; return the failed names."""
    failed = []
    with ThreadPoolExecutor(2) as pool:
        for one in pool.map(lambda item: outcome(*item), todo.items()):
            print(f"{'ok  ' if one.passed else 'FAIL'} {one.name:<11}{one.seconds:6.1f} s", flush=True)
            if not one.passed:
                failed.append(one.name)
                print(one.said, flush=True)
    return failed
