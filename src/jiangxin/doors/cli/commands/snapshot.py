"""`jx snapshot`: one person takes a poster, another approves it."""

import argparse

from jiangxin.doors.cli import acting, output, ready
from jiangxin.doors.cli.commands.poster import add_edition, asked
from jiangxin.doors.cli.fonts import ready_fonts
from jiangxin.insight import queries, services
from jiangxin.kernel.words import _

NAME = "snapshot"
HELP = _("一图读懂的快照：一人制版，另一人批准")


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    output.add_json(parser)
    steps = parser.add_subparsers(dest="step", required=True)
    one = steps.add_parser("take", help=str(_("制一份快照")))
    add_edition(one)
    acting.add_as(one)
    one = steps.add_parser("approve", help=str(_("批准一份快照")))
    one.add_argument("id", type=int)
    acting.add_as(one, required=True)
    steps.add_parser("list", help=str(_("列出快照")))
    for step in steps.choices.values():
        step.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)


def run(args: argparse.Namespace) -> int:
    """Do the step."""
    ready.ready_database()
    if args.step == "list":
        return _list(args)
    actor = acting.actor_named(args.user)
    if args.step == "take":
        ready_fonts()
        row = services.take_snapshot(actor=actor, asked=asked(args))
        words = _("第%(id)s号快照已制成，待另一人批准：./jx snapshot approve %(id)s --as 用户")
    else:
        row = services.approve_snapshot(actor=actor, snapshot_id=args.id)
        words = _("第%(id)s号快照已批准")
    if args.json:
        output.answer(queries.told(row))
    else:
        print(str(words) % {"id": row.pk})
    return 0


def _list(args: argparse.Namespace) -> int:
    rows = [queries.told(row) for row in queries.all_snapshots()]
    if args.json:
        output.answer(rows)
        return 0
    for row in rows:
        state = row["approved_by"] or str(_("待批准"))
        print(f"{row['id']:>5}  {row['book']} {row['edition']}  {row['on']}  {str(row['hash'])[:12]}  {state}")
    return 0
