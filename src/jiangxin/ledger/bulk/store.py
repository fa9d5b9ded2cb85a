"""Writing checked rows: ``executemany`` on SQLite, ``COPY`` on PostgreSQL; the one place beside the ORM.

The same columns give the canonical bytes that the seal is taken over.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection

from jiangxin.kernel.actor import Actor
from jiangxin.ledger import canonical
from jiangxin.ledger.bulk.checks import canonical_bodies
from jiangxin.ledger.bulk.columns import NONE, Columns, Ints

COLUMNS = canonical.FIELDS[:-1]


@dataclass(frozen=True)
class Prepared:
    """Rows ready to be written: each column as Arrow text, null where there is nothing."""

    ids: list[int]
    columns: dict[str, Any]
    rows: Columns
    moments: Ints

    def canonical(self) -> tuple[list[bytes], bytes]:
        """Return each row as canonical bytes, and all of them as one."""
        columns = [*(self.columns[name] for name in COLUMNS), pa.scalar("")]
        joined = pc.binary_join_element_wise(
            *columns, canonical.SEPARATOR, null_handling="replace", null_replacement=""
        )
        ended = pc.binary_join_element_wise(joined, pa.scalar(""), canonical.END).cast(pa.binary())
        return ended.to_pylist(), _whole(ended)


def next_ids(count: int) -> list[int]:
    """Return the ids of the next rows, ascending; on PostgreSQL they are taken from the sequence."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = 'ledger_fact'")
            found = cursor.fetchone()
            first = (found[0] if found else 0) + 1
            return list(range(first, first + count))
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('ledger_fact', 'id')) FROM generate_series(1, %s)", [count]
        )
        return sorted(one for (one,) in cursor.fetchall())


def prepare(rows: Columns, *, ids: list[int], source: str, actor: Actor, moment: int) -> Prepared:
    """Bring checked rows into the form in which they are written; ``moment`` where a row brings none."""
    number, text, count = rows.numbers, rows.texts, len(rows)
    moments = np.where(number["recorded_at"] == NONE, moment, number["recorded_at"])
    columns = {
        "id": pa.array(ids, pa.int64()).cast(pa.string()),
        "subject_id": _text(number["subject_id"]),
        "level": _text(number["level"]),
        "quantity": _text(number["quantity"]),
        "happened_on": _day(number["happened_on"]),
        "ended_on": _day(number["ended_on"]),
        "credited_to_id": _text(number["credited_to"]),
        "proof": _text(number["proof"]),
        "issuer_id": _text(number["issuer_id"]),
        "source": pa.repeat(source, count),
        "recorded_at": _text(moments),
        "recorded_by": pa.repeat(actor.key, count),
        "supersedes_id": _text(number["supersedes"]),
        "body": canonical_bodies(text["body"]).arrow(),
    }
    columns |= {name: text[name].arrow() for name in ("kind", "code", "precision", "credited_path", "entry")}
    columns["source_key"] = text["source_key"].arrow()
    return Prepared(ids, columns, rows, moments)


def write(prepared: Prepared) -> None:
    """Write the rows within the caller's transaction; IntegrityError when a key came from elsewhere meanwhile."""
    if connection.vendor == "sqlite":
        _executemany(prepared)
    else:
        _copy(prepared)


def _executemany(prepared: Prepared) -> None:
    marks = ", ".join("?" * len(COLUMNS))
    names = ", ".join(COLUMNS)
    values = [_objects(prepared, name) for name in COLUMNS]
    with connection.wrap_database_errors:
        statement = f"INSERT INTO ledger_fact ({names}) VALUES ({marks})"  # noqa: S608 -- our own names
        connection.connection.executemany(statement, zip(*values, strict=True))


def _objects(prepared: Prepared, name: str) -> list[Any]:
    """Return a column as Python values; equal ones are one object, which is what makes this quick."""
    text, number = prepared.rows.texts, prepared.rows.numbers
    if name in text:
        column = canonical_bodies(text[name]) if name == "body" else text[name]
        return column.objects()
    if name in {"happened_on", "ended_on"}:
        return _shared(number[name], _stored_day)
    special: dict[str, Callable[[], list[Any]]] = {
        "id": lambda: prepared.ids,
        "recorded_at": lambda: _shared(prepared.moments, _stored_moment),
        "credited_to_id": lambda: _whole_numbers(number["credited_to"]),
        "supersedes_id": lambda: _whole_numbers(number["supersedes"]),
    }
    if name in special:
        return special[name]()
    if name in number:
        return _whole_numbers(number[name])
    return [prepared.columns[name][0].as_py()] * len(prepared.ids)


def _whole_numbers(values: Ints) -> list[Any]:
    if (values == NONE).any():
        return _shared(values, int)
    found: list[Any] = values.tolist()
    return found


def _shared(values: Ints, as_object: Any) -> list[Any]:
    kinds, inverse = np.unique(values, return_inverse=True)
    objects = np.empty(len(kinds), dtype=object)
    objects[:] = [None if one == NONE else as_object(one) for one in kinds.tolist()]
    found: list[Any] = objects[inverse].tolist()
    return found


def _stored_day(value: int) -> str:
    return str(np.datetime64(value, "D"))


def _stored_moment(value: int) -> Any:
    return connection.ops.adapt_datetimefield_value(canonical.EPOCH + timedelta(microseconds=value))


def _copy(prepared: Prepared) -> None:
    columns = dict(prepared.columns)
    columns["recorded_at"] = _timestamps(prepared.moments)
    for name in ("body", "source_key", "recorded_by"):
        columns[name] = pc.replace_substring(columns[name], "\\", "\\\\")
    joined = pc.binary_join_element_wise(
        *(columns[name] for name in COLUMNS), "\t", null_handling="replace", null_replacement="\\N"
    )
    lines = _whole(pc.binary_join_element_wise(joined, pa.scalar(""), "\n").cast(pa.binary()))
    statement = f"COPY ledger_fact ({', '.join(COLUMNS)}) FROM STDIN"
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(lines)


def _timestamps(moments: Ints) -> Any:
    return pa.array(
        [(canonical.EPOCH + timedelta(microseconds=one)).isoformat() for one in moments.tolist()], pa.string()
    )


def _text(values: Ints) -> Any:
    return pa.array(values, pa.int64(), mask=values == NONE).cast(pa.string())


def _day(values: Ints) -> Any:
    days = np.where(values == NONE, 0, values).astype(np.int32)
    return pa.array(days, pa.int32(), mask=values == NONE).cast(pa.date32()).cast(pa.string())


def _whole(rows: Any) -> bytes:
    """Return all values of a binary column as one, without walking through them."""
    if not len(rows):
        return b""
    offsets = np.frombuffer(rows.buffers()[1], np.int32)[rows.offset : rows.offset + len(rows) + 1]
    return memoryview(rows.buffers()[2])[int(offsets[0]) : int(offsets[-1])].tobytes()
