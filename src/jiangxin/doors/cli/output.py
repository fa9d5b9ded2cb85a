"""How commands speak: one JSON object on stdout, everything else for people."""

import argparse
import getpass
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from jiangxin.kernel.actor import Actor
from jiangxin.kernel.words import _


def add_json(parser: argparse.ArgumentParser) -> None:
    """Give a command its ``--json``; everything printed goes to stderr then, and ``answer`` to stdout."""
    parser.add_argument("--json", action="store_true", help=str(_("只输出一个 JSON")))


def answer(data: Any) -> None:
    """Print one JSON object or list on the true stdout; dates as ISO text."""
    print(json.dumps(data, ensure_ascii=False, indent=2, default=_plain), file=sys.__stdout__, flush=True)


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Iterable):
        return list(value)
    return str(value)


def cli_actor() -> Actor:
    """Return the actor of the command line: the machine's user stands in every record."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = "unknown"
    return Actor.machine(f"cli:{user}")


@contextmanager
def progress() -> Iterator[Progress]:
    """Show bars on stderr while a long step runs: ``task = bar.add_task(text, total=n)``, ``bar.advance(task, k)``."""
    columns = [
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    ]
    with Progress(*columns, console=Console(stderr=True)) as bar:
        yield bar
