"""Takes an earlier demo away; whatever is not the demo's is never touched."""

import json
import os
from pathlib import Path

from django.conf import settings
from django.db import connection

from jiangxin.demo import queries
from jiangxin.demo.city.source import plan
from jiangxin.demo.errors import RealData, StillOpen

MARK = "demo.json"
TABLES = ("ledger_subject", "ledger_fact", "people_user", "books_adoptedbook")  # a row in any of these is somebody's


def write_mark() -> None:
    """Mark the data folder as the demo's, with its day; written whole or not at all."""
    path = Path(settings.DATA) / MARK
    aside = path.with_suffix(".new")
    text = json.dumps({"demo": True, "today": str(plan("course")["demo_day"])})
    aside.write_text(text + "\n", encoding="utf-8")
    aside.replace(path)


def refuse_real_data() -> None:
    """Refuse a database that holds anything but a demo, whose first rows come with its first step."""
    tables = set(connection.introspection.table_names())
    if queries.there() and queries.parameters():
        return
    if any(table in tables and _any_row(table) for table in TABLES):
        raise RealData(data=str(settings.DATA))


def _any_row(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608 -- our own name
        return cursor.fetchone() is not None


def wipe() -> None:
    """Take away the demo's database; keys, fonts and static files stay."""
    refuse_real_data()
    if connection.vendor == "sqlite":
        _remove_files()
    else:
        _drop_tables()


def _remove_files() -> None:
    path = Path(str(settings.DATABASES["default"]["NAME"]))
    connection.close()
    holders = _holders(path)
    if holders:
        raise StillOpen(data=str(settings.DATA), processes="、".join(holders))
    for name in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
        name.unlink(missing_ok=True)


def _holders(path: Path) -> list[str]:
    """Return the processes that have this file open, as far as the system tells."""
    found = set()
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            if link.readlink() == path:
                found.add(link.parts[2])
        except OSError:
            continue  # gone meanwhile, or another user's
    return sorted(found - {str(os.getpid())})


def _drop_tables() -> None:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(table)} CASCADE")
