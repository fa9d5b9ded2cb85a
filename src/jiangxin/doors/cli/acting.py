"""Whom a command acts as, and the days and instants it is given."""

import argparse
from datetime import date, datetime, time

from jiangxin.doors.cli.output import cli_actor
from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor
from jiangxin.kernel.refusal import NotFound, Refusal
from jiangxin.kernel.words import _
from jiangxin.people import access, queries


class UnknownUser(NotFound):
    """No log-in of that name."""

    code = "cli-unknown-user"
    default = _("没有“%(user)s”这个用户；用 ./jx demo logins 看有哪些。")


class WrongMoment(Refusal):
    """Neither a day nor an instant."""

    code = "cli-wrong-moment"
    default = _("“%(text)s”看不懂；请写成 2024-09-12，或 2024-09-12T15:30。")


def actor_named(username: str | None) -> Actor:
    """Return the actor of a user, or of the command line itself where none is named."""
    if not username:
        return cli_actor()
    user = queries.user_named(username)
    if user is None:
        raise UnknownUser(user=username)
    return access.actor_of(user)


def add_as(parser: argparse.ArgumentParser, *names: str, required: bool = False) -> None:
    """Give a command its ``--as USER``."""
    help_text = str(_("以哪个用户办；不写就是命令行自己"))
    parser.add_argument(*(names or ("--as",)), dest="user", metavar="USER", required=required, help=help_text)


def day(text: str) -> date:
    """Read a day such as 2024-09-12."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise WrongMoment(text=text) from error


def moment(text: str) -> datetime:
    """Read an instant; a day alone is its last moment, an instant without a zone is Shanghai's."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise WrongMoment(text=text) from error
    if len(text) == len("2024-09-12"):
        found = datetime.combine(found.date(), time.max)
    return found if found.tzinfo else found.replace(tzinfo=clock.SHANGHAI)
