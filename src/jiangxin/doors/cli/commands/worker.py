"""`jx worker`: runs background jobs until asked to stop."""

import argparse

from jiangxin.doors.cli.looping import until_stopped
from jiangxin.jobs import tasks
from jiangxin.kernel.words import _

NAME = "worker"
HELP = _("执行后台任务；serve 会自己启动它")


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--once", action="store_true", help=str(_("办完到期的就退出")))


def run(args: argparse.Namespace) -> int:
    """Run what is due, and go on until TERM unless once is enough."""
    tasks.run_due(stop=None if args.once else until_stopped())
    return 0
