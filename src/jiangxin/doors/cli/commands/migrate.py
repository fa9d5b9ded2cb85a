"""`jx migrate`: brings the database to the code."""

import argparse

from jiangxin.doors.cli import ready
from jiangxin.kernel.words import _

NAME = "migrate"
HELP = _("把数据库更新到当前版本")


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""


def run(args: argparse.Namespace) -> int:
    """Apply what is missing; again is harmless."""
    applied = ready.ready_database()
    print(str(_("数据库已是当前版本，这次执行了 %(count)s 步")) % {"count": applied})
    return 0
