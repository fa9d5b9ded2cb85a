"""`jx clock`: does what is due by the clock, until asked to stop."""

import argparse

from jiangxin.doors.cli.looping import until_stopped
from jiangxin.jobs import tasks
from jiangxin.kernel.words import _

NAME = "clock"
HELP = _("按时封账、回收中断的任务；serve 会自己启动它")


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--once", action="store_true", help=str(_("各办一次就退出")))


def run(args: argparse.Namespace) -> int:
    """Do every duty once, and go on until TERM unless once is enough."""
    tasks.tick(stop=None if args.once else until_stopped())
    return 0
