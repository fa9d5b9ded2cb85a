"""`jx boards refresh`, `jx boards recount` and `jx boards status`."""

import argparse
from typing import Any

from jiangxin.doors.cli import output, ready
from jiangxin.kernel.words import _

NAME = "boards"
HELP = _("看板数：重新算好（refresh）、从账本全数核对（recount）、看情况（status）")


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    steps = parser.add_subparsers(dest="step", required=True)
    words = {
        "refresh": _("同步数据湖，把每项指标、每个单位、每月的数重新算好"),
        "recount": _("不用数据湖，从账本再数一遍，对不上的逐条列出；有不一致时退出码为 1"),
        "status": _("看算到哪一笔、之后来了几笔、上次核对的结果"),
    }
    for name, told in words.items():
        output.add_json(steps.add_parser(name, help=str(told)))


def run(args: argparse.Namespace) -> int:
    """Count, prove or tell; 1 when figures differ, or none are there to be told of."""
    from jiangxin.insight.boards import recount, refresh, status  # noqa: PLC0415 -- slow

    ready.ready_database()
    actor = output.cli_actor()
    if args.step == "recount":
        return _proved(status.told(recount.recount(actor=actor)), as_json=args.json)
    if args.step == "refresh":
        refresh.refresh(actor=actor)
    found = status.status()
    if args.json:
        output.answer(found.as_json())
    elif found.there:
        print(
            str(_("算到第 %(head)s 笔，%(figures)s 个数，用时 %(seconds)s 秒；之后又来 %(waiting)s 笔"))
            % found.as_json()
        )
    else:
        print(str(_("还没有算好的看板数；先运行 ./jx boards refresh")))
    return 0 if found.there else 1


def _proved(told: dict[str, Any], *, as_json: bool) -> int:
    if as_json:
        output.answer(told)
    else:
        print(str(_("从账本再数一遍：核对 %(compared)s 个数，不一致 %(differing)s 个")) % told)
        for row in told["rows"]:
            words = _("%(indicator)s %(period)s %(unit)s %(day)s：存的 %(stored)s，数的 %(counted)s")
            print(str(words) % row)
    return 1 if told["differing"] else 0
