"""`jx lake sync`, `jx lake rebuild` and `jx lake status`."""

import argparse
from dataclasses import asdict

from jiangxin.doors.cli import output, ready
from jiangxin.kernel.words import _

NAME = "lake"
HELP = _("数据湖：从账本同步（sync）、重建（rebuild）、看情况（status）")


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    steps = parser.add_subparsers(dest="step", required=True)
    words = {
        "sync": _("把新封的账加进去；没有数据湖时从头建"),
        "rebuild": _("丢掉现有的，从账本重建"),
        "status": _("看缺多少笔；缺账或不完整时退出码为 1"),
    }
    for name, told in words.items():
        output.add_json(steps.add_parser(name, help=str(told)))


def run(args: argparse.Namespace) -> int:
    """Sync, rebuild or tell; 1 when asked how it stands and it is behind or not whole."""
    from jiangxin.insight import lake  # noqa: PLC0415 -- slow

    ready.ready_database()
    if args.step == "status":
        found = lake.status()
    else:
        with output.progress() as bar:
            task = bar.add_task(str(_("写数据湖")), total=lake.status().waiting or None)
            work = lake.sync if args.step == "sync" else lake.rebuild
            found = work(actor=output.cli_actor(), told=lambda count: bar.advance(task, count))
    if args.json:
        output.answer(asdict(found))
    else:
        print(str(_("数据湖第%(version)s版，到第 %(cursor)s 笔，还缺 %(waiting)s 笔")) % asdict(found))
    return 0 if args.step != "status" or (found.whole and not found.waiting) else 1
