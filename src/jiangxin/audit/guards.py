"""Triggers that let a table only grow, on both databases.

SQLite drops a table's triggers when Django rebuilds it, so they are looked for after
every migrate and made again when one is missing; a system check tells when they are gone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_migrate

from jiangxin.kernel.words import _


@dataclass(frozen=True)
class AppendOnly:
    """Tables that only grow: the condition by which a new row would replace an old one, by table.

    An INSERT OR REPLACE would take a row away without a DELETE; so replacing is refused on every unique column.
    """

    tables: Mapping[str, str]
    said: str
    function: str

    def wanted(self, vendor: str) -> dict[str, str]:
        """Return the statements that make each trigger, by name."""
        found = {}
        for table, replaces in self.tables.items():
            if vendor == "sqlite":
                for verb in ("update", "delete"):
                    found[f"{table}_no_{verb}"] = (
                        f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
                        f"BEGIN SELECT RAISE(ABORT, '{self.said}'); END"
                    )
                found[f"{table}_no_replace"] = (
                    f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {replaces} "
                    f"BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: {table}'); END"
                )
            else:
                found[f"{table}_sealed"] = (
                    f"CREATE TRIGGER {table}_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                    f"FOR EACH STATEMENT EXECUTE FUNCTION {self.function}()"
                )
        return found

    def missing(self, connection: BaseDatabaseWrapper) -> list[str]:
        """Return the names of triggers that are not there, are other than they should be, or are switched off."""
        wanted = self.wanted(connection.vendor)
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
                there = {name for name, sql in cursor.fetchall() if wanted.get(name) == sql}
            else:
                cursor.execute(
                    "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
                    " WHERE tgname = ANY(%s) AND tgenabled = 'O' AND relname = ANY(%s)",
                    [list(wanted), list(self.tables)],
                )
                there = {name for (name,) in cursor.fetchall()}
        return sorted(set(wanted) - there)

    def set_on(self, connection: BaseDatabaseWrapper) -> None:
        """Make the triggers that are missing; nothing is written when none is."""
        missing = self.missing(connection)
        if not missing:
            return
        wanted = self.wanted(connection.vendor)
        with connection.cursor() as cursor:
            if connection.vendor != "sqlite":
                cursor.execute(
                    f"CREATE OR REPLACE FUNCTION {self.function}() RETURNS trigger LANGUAGE plpgsql AS "
                    f"$$ BEGIN RAISE EXCEPTION '{self.said}'; END $$"
                )
            for name in missing:
                on = "" if connection.vendor == "sqlite" else f" ON {wanted[name].split(' ON ')[1].split()[0]}"
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")
                cursor.execute(wanted[name])


AUDIT = AppendOnly(
    {
        "audit_line": "EXISTS (SELECT 1 FROM audit_line WHERE id = NEW.id)",
        "audit_link": "EXISTS (SELECT 1 FROM audit_link WHERE number = NEW.number)",
    },
    "audit rows are never changed or deleted",
    "audit_refuse",
)


def watch(app: AppConfig) -> None:
    """Set guards after every migrate, and check them when Django checks databases."""
    post_migrate.connect(_after_migrate, sender=app, dispatch_uid="jiangxin.audit.guards")
    register(check_guards, Tags.database)


def _after_migrate(using: str, **kwargs: Any) -> None:
    if _there(connections[using]):
        AUDIT.set_on(connections[using])


def _there(connection: BaseDatabaseWrapper) -> bool:
    with connection.cursor() as cursor:
        return "audit_link" in connection.introspection.table_names(cursor)


def check_guards(
    app_configs: Sequence[AppConfig] | None, databases: Iterable[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Tell whether triggers are gone."""
    found: list[CheckMessage] = []
    for using in databases or ():
        try:
            missing = AUDIT.missing(connections[using]) if _there(connections[using]) else []
        except DatabaseError:
            continue  # a database that cannot be read is told by whoever opens it
        if missing:
            said = str(_("审计的保护没有就位（%(names)s），现在能被改动")) % {"names": "、".join(missing)}
            found.append(Error(said, hint=str(_("运行 ./jx manage migrate")), id="audit.E001"))
    return found
