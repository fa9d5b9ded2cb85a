"""`jx keys list` and `jx keys rotate`: which keys are in use, and bringing everything under a new one."""

import argparse

from jiangxin.doors.cli import output
from jiangxin.files import keyring, rotation, tasks
from jiangxin.jobs import services as jobs
from jiangxin.kernel.words import _

NAME = "keys"
HELP = _("看密钥环，换密钥")


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="list|rotate")
    listing = acts.add_parser("list", help=str(_("有哪几把密钥，各有多少处在用")))
    output.add_json(listing)
    turning = acts.add_parser("rotate", help=str(_("换一把新密钥；中断了就再运行一次，从断处接着办")))
    turning.add_argument("--background", action="store_true", help=str(_("交给后台办，这里不等")))
    turning.add_argument(
        "--settle",
        type=int,
        default=rotation.SETTLE,
        metavar="SECONDS",
        help=str(_("新密钥加上多少秒以后，旧的才退役")),
    )
    output.add_json(turning)


def run(args: argparse.Namespace) -> int:
    """Do it."""
    return _list(args) if args.act == "list" else _rotate(args)


def _list(args: argparse.Namespace) -> int:
    ring, uses = keyring.ring(), rotation.uses()
    numbers = sorted({*ring.keys, *ring.indexes})
    told = {
        "path": str(keyring.path()),
        "keys": [
            {
                "number": number,
                "current": number == ring.current,
                "uses": {place: count for place, held in uses.items() if (count := held.get(number, 0))},
            }
            for number in numbers
        ],
        "retired": list(ring.retired),
        "rotating": bool(ring.older),
    }
    if args.json:
        output.answer(told)
        return 0
    print(told["path"])
    for number in numbers:
        count = sum(held.get(number, 0) for held in uses.values())
        state = _("当前") if number == ring.current else _("正在退出")
        print(str(_("第%(number)s把  %(state)s  %(count)s处在用")) % {"number": number, "state": state, "count": count})
    for number in ring.retired:
        print(str(_("第%(number)s把  已退役，只用来读旧备份")) % {"number": number})
    return 0


def _rotate(args: argparse.Namespace) -> int:
    actor = output.cli_actor()
    if args.background:
        job = jobs.start(actor=actor, name=tasks.ROTATE)
        print(str(_("已交给后台，任务%(job)s；用 ./jx keys list 看办到哪了")) % {"job": job.pk})
        if args.json:
            output.answer({"job": job.pk})
        return 0
    with output.progress() as bar:
        task = bar.add_task(str(_("换密钥")), total=None)

        def tell(done: int, total: int, message: str) -> None:
            bar.update(task, completed=done, total=max(total, 1), description=message)

        number = rotation.rotate(actor=actor, tell=tell, settle=args.settle)
    print(str(_("换好了：当前是第%(number)s把，旧的已退役")) % {"number": number})
    if args.json:
        output.answer({"current": number, "retired": list(keyring.ring().retired)})
    return 0
