"""Puts the commands together, runs one, and turns what goes wrong into a line and an exit code."""

import argparse
import contextlib
import errno
import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from jiangxin.kernel.refusal import Refusal
from jiangxin.kernel.words import _

COMMANDS = Path(__file__).parent / "commands"
PLAIN = {"check", "test", "words"}  # work on the code, not on the data: no settings, no data folder
DONE, BUG, REFUSED = 0, 1, 2


class Command(Protocol):
    """What a module in ``commands`` offers."""

    NAME: str
    HELP: str

    def add(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's arguments."""

    def run(self, args: argparse.Namespace) -> int:
        """Do it and return the exit code."""


def names() -> list[str]:
    """Return the command names in alphabetical order."""
    return sorted(file.stem.replace("_", "-") for file in COMMANDS.glob("*.py") if file.stem != "__init__")


def load(name: str) -> Command:
    """Return the module of one command, with Django set up unless the command works on the code alone."""
    if name not in PLAIN:
        import django  # noqa: PLC0415 -- slow

        django.setup()
    return cast(Command, import_module(f"jiangxin.doors.cli.commands.{name.replace('-', '_')}"))


def listing() -> str:
    """Return the short help: every command with its line."""
    rows = [load(name) for name in names()]
    width = max(len(row.NAME) for row in rows)
    lines = [str(_("用法：./jx 命令 [参数]；./jx 命令 --help 看参数")), ""]
    return "\n".join(lines + [f"  {row.NAME:<{width}}  {row.HELP}" for row in rows])


def run(argv: Sequence[str]) -> int:
    """Run one command line; 0 done, 1 failed or a bug, 2 refused, 130 interrupted."""
    try:
        return _dispatch(list(argv))
    except Refusal as refusal:
        return _tell(refusal.message)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:  # noqa: BLE001 -- the last line of defence: told in one line, logged whole
        return _explain(error)


def _dispatch(argv: list[str]) -> int:
    if not argv or argv[0] in {"-h", "--help", "help"}:
        print(listing())
        return DONE
    name, rest = argv[0], argv[1:]
    if name not in names():
        near = [other for other in names() if other[:2] == name[:2]]
        raise UnknownCommand(name=name, near="、".join(near or names()))
    command = load(name)
    parser = argparse.ArgumentParser(prog=f"jx {name}", description=str(command.HELP).replace("%", "%%"))
    command.add(parser)
    if getattr(command, "REST", False):
        args, others = parser.parse_known_args(rest)
        args.rest = others
    else:
        args = parser.parse_args(rest)
    if not getattr(args, "json", False):
        return command.run(args)
    with contextlib.redirect_stdout(sys.stderr):  # output.answer alone writes to the true stdout
        return command.run(args)


class UnknownCommand(Refusal):
    """A first word that is no command."""

    code = "unknown-command"
    default = _("没有“%(name)s”这个命令；可用的有：%(near)s。")


def _tell(message: str) -> int:
    print(message, file=sys.stderr)
    return REFUSED


def _explain(error: Exception) -> int:
    """Say in one line what an unexpected error is; what the operator can mend himself is a refusal."""
    from django.conf import settings  # noqa: PLC0415 -- slow
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415 -- slow

    if isinstance(error, ImproperlyConfigured):
        return _tell(str(_("设置不对：%(error)s")) % {"error": error})
    if getattr(error, "errno", None) == errno.ENOSPC or "disk is full" in str(error) or "disk full" in str(error):
        return _tell(str(_("磁盘满了，这一步没有做完；腾出空间后再运行一次。")))
    if os.environ.get("JIANGXIN_DEBUG", "") not in {"", "0"}:
        traceback.print_exception(error)
        return BUG
    log = _logged(error) if settings.configured else None
    where = str(_("详情在 %(log)s")) % {"log": log} if log else str(_("设 JIANGXIN_DEBUG=1 看详情"))
    print(f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''} ({where})", file=sys.stderr)
    return BUG


def _logged(error: Exception) -> Path | None:
    """Write the whole traceback to the log of the data folder and return its path."""
    import logging  # noqa: PLC0415 -- leaf

    from django.conf import settings  # noqa: PLC0415 -- slow

    try:
        logging.getLogger("jiangxin.cli").error("command failed", exc_info=error)
        return Path(settings.DATA) / "jiangxin.log"
    except Exception:  # noqa: BLE001 -- settings that cannot be read have no log
        return None
