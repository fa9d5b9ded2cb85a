"""What the database itself holds: triggers that refuse change, and sequences that start apart.

SQLite drops a table's triggers when Django rebuilds it, so they are looked for after
every migrate and made again when one is missing; a system check tells when they are gone.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_migrate

from jiangxin.audit.guards import AppendOnly
from jiangxin.kernel.ids import INSTALLATION_STEP, first_id
from jiangxin.kernel.words import _
from jiangxin.ledger import kinds

NUMBERED = ("ledger_subject", "ledger_fact", "ledger_draft")
SAID = "ledger rows are never changed or deleted; record a superseding entry"

GUARD = AppendOnly(
    {
        "ledger_fact": "EXISTS (SELECT 1 FROM ledger_fact WHERE id = NEW.id)"
        " OR (NEW.source_key IS NOT NULL AND EXISTS"
        " (SELECT 1 FROM ledger_fact WHERE source = NEW.source AND source_key = NEW.source_key))"
        " OR (NEW.supersedes_id IS NOT NULL AND EXISTS"
        " (SELECT 1 FROM ledger_fact WHERE supersedes_id = NEW.supersedes_id))",
        "ledger_ground": "EXISTS (SELECT 1 FROM ledger_ground WHERE id = NEW.id"
        " OR (fact_id = NEW.fact_id AND rests_on_id = NEW.rests_on_id))",
        "ledger_seal": "EXISTS (SELECT 1 FROM ledger_seal WHERE number = NEW.number OR first_id = NEW.first_id)",
    },
    SAID,
    "ledger_refuse",
)
SEALED = tuple(GUARD.tables)


def watch(app: AppConfig) -> None:
    """Set guards after every migrate, and check them when Django checks databases."""
    post_migrate.connect(_after_migrate, sender=app, dispatch_uid="jiangxin.ledger.guards")
    register(check_guards, Tags.database)
    register(check_kinds, Tags.models)


def _after_migrate(using: str, **kwargs: Any) -> None:
    connection = connections[using]
    with connection.cursor() as cursor:
        if "ledger_fact" in connection.introspection.table_names(cursor):
            set_guards(connection)
            set_sequences(connection)


def wanted_triggers(vendor: str) -> dict[str, str]:
    """Return the statements that make each trigger, by name."""
    return GUARD.wanted(vendor)


def missing_triggers(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the names of triggers that are not there, are other than they should be, or are switched off."""
    return GUARD.missing(connection)


def set_guards(connection: BaseDatabaseWrapper) -> None:
    """Make the triggers that are missing; nothing is written when none is."""
    GUARD.set_on(connection)


def set_sequences(connection: BaseDatabaseWrapper) -> None:
    """Start the ids of an empty ledger at the installation's own range."""
    start = first_id(settings.INSTALLATION)
    for table in NUMBERED:
        if _next_id(connection, table) < start:
            _restart(connection, table, start)


def _next_id(connection: BaseDatabaseWrapper, table: str) -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            found = cursor.fetchone()
            return int(found[0]) + 1 if found else 1
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
        cursor.execute(f"SELECT last_value + is_called::int FROM {cursor.fetchone()[0]}")  # noqa: S608 -- our own name
        return int(cursor.fetchone()[0])


def _restart(connection: BaseDatabaseWrapper, table: str, start: int) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, start - 1])
        else:
            cursor.execute(f"ALTER TABLE {table} ALTER COLUMN id RESTART WITH {start}")


def check_kinds(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Tell which kinds a room records that no book declares."""
    return [
        Error(
            str(_("事项“%(name)s”要记账，却没有声明")) % {"name": name},
            hint=str(_("在 policies/base/kinds.toml 里声明它，或改正用它的 kinds.py")),
            id="ledger.E001",
        )
        for name in kinds.unknown_uses()
    ]


def check_guards(
    app_configs: Sequence[AppConfig] | None, databases: Iterable[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Tell whether triggers are gone, ids run in another installation's range, or text sorts by language."""
    return [problem for using in databases or () for problem in problems(connections[using])]


def problems(connection: BaseDatabaseWrapper) -> list[CheckMessage]:
    """Return what is wrong with one database; none for a database that has no ledger yet."""
    try:
        with connection.cursor() as cursor:
            if "ledger_fact" not in connection.introspection.table_names(cursor):
                return []
        return [*_trigger_problems(connection), *_range_problems(connection), *_order_problems(connection)]
    except DatabaseError:
        return []  # a database that cannot be read is told by whoever opens it


def _trigger_problems(connection: BaseDatabaseWrapper) -> list[CheckMessage]:
    missing = missing_triggers(connection)
    if not missing:
        return []
    said = str(_("账目的保护没有就位（%(names)s），现在能被改动")) % {"names": "、".join(missing)}
    return [Error(said, hint=str(_("运行 ./jx manage migrate")), id="ledger.E002")]


def _range_problems(connection: BaseDatabaseWrapper) -> list[CheckMessage]:
    start = first_id(settings.INSTALLATION)
    end = start + INSTALLATION_STEP
    outside = [table for table in NUMBERED if not start <= _next_id(connection, table) < end]
    if not outside:
        return []
    said = str(_("编号不在本安装的范围内（%(tables)s）")) % {"tables": "、".join(outside)}
    hint = str(_("把 JIANGXIN_INSTALLATION 设为建库时的编号"))
    return [Error(said, hint=hint, id="ledger.E003")]


def _order_problems(connection: BaseDatabaseWrapper) -> list[CheckMessage]:
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT datcollate FROM pg_database WHERE datname = current_database()")
        order = cursor.fetchone()[0]
    if order in {"C", "POSIX"} or order.upper().startswith("C."):
        return []
    said = str(_("数据库按 %(order)s 排序，路径要按字节排序")) % {"order": order}
    hint = str(_("重建数据库：createdb --template=template0 --locale=C.UTF-8"))
    return [Error(said, hint=hint, id="ledger.E004")]
