"""`jx password USER`: a new password for somebody who forgot his; asked for twice, never an argument."""

import argparse
import getpass
import sys

from jiangxin.doors.cli import acting, output, ready
from jiangxin.kernel.refusal import Refusal
from jiangxin.kernel.words import _
from jiangxin.people import queries, services

NAME = "password"
HELP = _("给忘了密码的用户换一个新密码，并解除停用")


class NotTheSame(Refusal):
    """The two entries differ."""

    code = "cli-not-the-same"
    default = _("两遍填的不一样，密码没有改；再来一次。")


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("user", help=str(_("用户名")))


def run(args: argparse.Namespace) -> int:
    """Ask for the new password (twice at a terminal, one line from a pipe) and set it."""
    ready.ready_database()
    user = queries.user_named(args.user)
    if user is None:
        raise acting.UnknownUser(user=args.user)
    services.set_password(actor=output.cli_actor(), user_id=user.pk, password=_asked())
    print(str(_("“%(user)s”的密码换好了")) % {"user": user.username})
    return 0


def _asked() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass(str(_("新密码：")))
    if getpass.getpass(str(_("再填一遍："))) != first:
        raise NotTheSame
    return first
