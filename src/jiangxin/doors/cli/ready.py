"""What must stand before pages are served or data is made: database, static files, the English words."""

import subprocess
import sys
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from jiangxin.doors.cli.alone import alone
from jiangxin.doors.cli.catalogue import compile_words
from jiangxin.kernel.refusal import Refusal
from jiangxin.kernel.words import _


class DatabaseUnreachable(Refusal):
    """Nothing answers, or the file is no database."""

    code = "database-unreachable"
    default = _("数据库打不开（%(error)s）；请检查 JIANGXIN_DATABASE 和数据目录 %(data)s。")


class DatabaseNewer(Refusal):
    """The database has steps that this code does not know."""

    code = "database-newer"
    default = _("数据库比程序新（多出 %(steps)s）；请换用更新的程序，或另用一个数据目录。")


class StaticNotReady(Refusal):
    """Styles and scripts could not be written into the data folder."""

    code = "static-not-ready"
    default = _("页面的样式文件没能备好（%(error)s）；请检查数据目录能否写入、磁盘是否已满。")


def missing_steps() -> list[str]:
    """Return the migrations not yet applied; refuses a database that is newer than the code."""
    try:
        executor = MigrationExecutor(connection)
    except (OperationalError, DatabaseError) as error:
        raise DatabaseUnreachable(error=str(error).splitlines()[0], data=str(settings.DATA)) from error
    known = set(executor.loader.disk_migrations)
    labels = {label for label, name in known}
    # A squashed or removed app leaves rows of labels we do not have; those of ours must all be known.
    newer = sorted(f"{label}.{name}" for label, name in executor.loader.applied_migrations if label in labels)
    newer = [step for step in newer if tuple(step.split(".", 1)) not in known]
    if newer:
        raise DatabaseNewer(steps="、".join(newer[:3]))
    return [str(step) for step, backwards in executor.migration_plan(executor.loader.graph.leaf_nodes())]


def ready_database() -> int:
    """Apply missing migrations and return their number; nothing missing costs a moment.

    One process at a time: another that starts meanwhile waits, and finds nothing missing.
    """
    if not missing_steps():
        return 0
    with alone("migrate", wait=True):
        steps = missing_steps()
        if steps:
            call_command("migrate", interactive=False, verbosity=0, stdout=StringIO())
    return len(steps)


def ready_static() -> None:
    """Collect static files, with hashed names, into the data folder.

    In a process of its own: whether names are hashed is decided when the settings are read.
    """
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "jiangxin", "manage", "collectstatic", "--noinput", "--verbosity", "0"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 -- our own program
    if done.returncode:
        raise StaticNotReady(error=(done.stderr.strip() or "?").splitlines()[-1])


def ready_words() -> None:
    """Compile the English words into the data folder; the same again costs a moment."""
    compile_words(Path(settings.LOCALE_PATHS[0]))
