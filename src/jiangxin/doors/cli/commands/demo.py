"""`jx demo`: a whole synthetic city, made once and served."""

import argparse
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from rich.progress import Progress

from jiangxin.demo import queries, services
from jiangxin.demo.city.source import plan
from jiangxin.demo.errors import DiskLow, NoCity
from jiangxin.demo.services.job import Tell
from jiangxin.doors.cli import output, ready, serving
from jiangxin.doors.cli.alone import alone
from jiangxin.doors.cli.commands import serve
from jiangxin.insight import fonts
from jiangxin.kernel import clock
from jiangxin.kernel.words import _

NAME = "demo"
HELP = _("建一座演示城并打开；demo logins 列出账号")
HOST = "127.0.0.1"
NEED = 400  # MB of a city of the usual size
NEED_PER_PERSON = 0.012  # MB


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("what", nargs="?", choices=["logins"], help=str(_("logins：列出账号")))
    parser.add_argument("--persons", type=int, help=str(_("人数，20000 起")))
    parser.add_argument("--seed", type=int, help=str(_("种子；同一种子得同一座城")))
    parser.add_argument("--port", type=int, default=8000, help=str(_("网站端口")))
    parser.add_argument("--no-serve", action="store_true", help=str(_("只建城，不启动网站")))
    parser.add_argument("--fresh", action="store_true", help=str(_("去掉已有的演示城，重建")))
    output.add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Make what is missing, say where to look, and serve; or list the log-ins."""
    if args.what == "logins":
        return _logins(as_json=args.json)
    if not args.no_serve:
        serving.check_port(HOST, args.port)
    with alone("demo"):
        made = _make(args)
    _say(made, args.port)
    if args.no_serve:
        return 0
    return serve.run(argparse.Namespace(host=HOST, port=args.port, shape="embedded"))


def _make(args: argparse.Namespace) -> services.Making:
    _refuse_low_disk(args.persons or 0)
    ready.missing_steps()  # refuses what is no database, or a newer one
    services.refuse_real_data()
    services.refuse_other_city(seed=args.seed, persons=args.persons, fresh=args.fresh)
    services.write_mark()
    clock.fix(date.fromisoformat(str(plan("course")["demo_day"])))
    if args.fresh:
        services.wipe()
    with _telling() as telling:
        with telling(str(_("备好数据库"))) as tell:
            ready.ready_database()
            tell(1, 1)
        with telling(str(_("备好页面样式"))) as tell:
            ready.ready_static()
            tell(1, 1)
        with telling(str(_("备好字体"))) as tell:
            fonts.ready(Path(settings.DATA), tell)
        return services.make_city_here(seed=args.seed, persons=args.persons, telling=telling)


def _refuse_low_disk(persons: int) -> None:
    free = shutil.disk_usage(settings.DATA).free // 1_000_000
    need = int(NEED + NEED_PER_PERSON * persons)
    if free < need:
        raise DiskLow(data=str(settings.DATA), free=free, need=need)


@contextmanager
def _telling() -> Iterator[Any]:
    """Show each step as a bar on a terminal, as plain lines elsewhere; both on stderr."""
    if not sys.stderr.isatty():
        yield _lines
        return
    with output.progress() as bars:

        @contextmanager
        def bar(title: str) -> Iterator[Tell]:
            task = bars.add_task(title, total=None)
            yield lambda done, of: bars.update(task, completed=done, total=max(of, 1))
            _fill(bars, task)

        yield bar


def _fill(bars: Progress, task: Any) -> None:
    total = bars.tasks[task].total or 1
    bars.update(task, completed=total, total=total)


@contextmanager
def _lines(title: str) -> Iterator[Tell]:
    print(title, file=sys.stderr, flush=True)
    quarter = [0]

    def tell(done: int, of: int) -> None:
        reached = 4 * done // max(of, 1)
        if reached > quarter[0]:
            quarter[0] = reached
            print(f"  {done:,}/{of:,}", file=sys.stderr, flush=True)

    yield tell


def _say(made: services.Making, port: int) -> None:
    """Print the log-ins and five places to look first."""
    base = f"http://{HOST}:{port}"
    words = {"persons": f"{made.persons:,}", "seed": made.seed, "day": plan("course")["demo_day"]}
    print(str(_("演示城：%(persons)s 人，种子 %(seed)s，演示日期 %(day)s")) % words)
    print(f"\n{_('账号')}")
    _table()
    print(f"\n{_('先看这五处')}")
    for line in plan("logins")["look"]:
        where = line.get("command") or base + line["url"] + (f" ({line['user']})" if "user" in line else "")
        print(f"  {line['text']}\n    {where}")


def _table() -> None:
    for line in queries.logins():
        print(f"  {line['role']:<20} {line['user']:<18} {line['password']:<16} {line['person']} · {line['unit']}")


def _logins(*, as_json: bool) -> int:
    if not queries.there() or not queries.parameters():
        raise NoCity
    if as_json:
        output.answer(queries.logins())
    else:
        _table()
    return 0
