"""Facts as columns, by local numbers; ids and paths are put in when people and units have theirs."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jiangxin.demo.city.chance import Ints, between, child
from jiangxin.demo.city.days import NEVER, day
from jiangxin.demo.city.source import plan
from jiangxin.demo.city.spells import Spells

NONE = -1  # no level, no unit, no issuer
DECLARED, CONFIRMED, VERIFIED = 0, 1, 2
LAST_MOMENT = (day(plan("course")["demo_day"]) * 24 - 8) * 3_600_000_000  # the demo day begins, in UTC
SCHEMA = pa.schema(
    [
        ("person", pa.int64()), ("unit", pa.int64()), ("kind", pa.string()), ("code", pa.string()),
        ("level", pa.int16()), ("quantity", pa.int64()), ("happened_on", pa.date32()), ("ended_on", pa.date32()),
        ("precision", pa.string()), ("credited", pa.int64()), ("proof", pa.int16()), ("issuer", pa.int64()),
        ("source_key", pa.string()),
    ]
)  # fmt: skip


@dataclass
class Rows:
    """Facts of one kind; ``part`` begins their source keys. Whoever is not a person is a unit, by number.

    ``code`` is one code, or places in ``codes``. Without ``credited`` a person's fact goes to the
    person's unit of the day, a unit's fact to the unit itself.
    """

    part: str
    kind: str
    on: Ints
    who: Ints | None = None
    unit: Ints | None = None
    code: str | Ints = ""
    codes: tuple[str, ...] = ()
    level: int | Ints = NONE
    quantity: int | Ints = 1
    ended: int | Ints = NEVER
    credited: int | Ints = NONE
    proof: int | Ints = VERIFIED
    issuer: int | Ints = NONE
    precision: str = "day"


def table_of(rows: Rows, spells: Spells, first: int) -> pa.Table:
    """Return the columns of these facts; ``first`` is the number of the block's first person."""
    size = len(rows.on)
    credited = np.broadcast_to(np.asarray(rows.credited, np.int64), size)
    if rows.who is not None:
        credited = np.where(credited == NONE, spells.unit_on(rows.who, rows.on), credited)
    elif rows.unit is not None:
        credited = np.where(credited == NONE, rows.unit, credited)
    numbers = pa.array(np.arange(size)).cast(pa.string())
    return pa.table(
        {
            "person": _or_null(None if rows.who is None else rows.who + first, size, pa.int64()),
            "unit": _or_null(rows.unit, size, pa.int64()),
            "kind": _same(rows.kind, size),
            "code": _codes(rows, size),
            "level": _or_null(rows.level, size, pa.int16()),
            "quantity": pa.array(np.broadcast_to(np.asarray(rows.quantity, np.int64), size)),
            "happened_on": pa.array(rows.on.astype(np.int32)).cast(pa.date32()),
            "ended_on": _or_null(rows.ended, size, pa.int32()).cast(pa.date32()),
            "precision": _same(rows.precision, size),
            "credited": pa.array(credited),
            "proof": pa.array(np.broadcast_to(np.asarray(rows.proof, np.int16), size)),
            "issuer": _or_null(rows.issuer, size, pa.int64()),
            "source_key": pc.binary_join_element_wise(f"{rows.part}@{first}", numbers, ":"),
        },
        SCHEMA,
    )


def _same(text: str, size: int) -> pa.Array:
    return pa.array([text], pa.string()).take(pa.array(np.zeros(size, np.int64)))


def _or_null(values: int | Ints | None, size: int, kind: pa.DataType) -> pa.Array:
    if values is None:
        return pa.nulls(size, kind)
    wide = np.broadcast_to(np.asarray(values, np.int64), size)
    return pa.array(wide, mask=wide == NONE).cast(kind)


def _codes(rows: Rows, size: int) -> pa.Array:
    if isinstance(rows.code, str):
        return _same(rows.code, size)
    return pa.array(rows.codes, pa.string()).take(pa.array(rows.code))


def recorded(rng: np.random.Generator, on: Ints) -> Ints:
    """Return when each fact was recorded, in microseconds: a few days after it happened, in office hours."""
    size = len(on)
    moment = (on + between(rng, 1, 9, size)) * 24 * 3600 + between(rng, 30 * 60, 10 * 3600 - 60, size)
    moments: Ints = np.minimum(moment * 1_000_000 + between(rng, 0, 999_999, size), LAST_MOMENT)
    return moments


def gather(seed: int, block: int, parts: Iterable[pa.Table]) -> pa.Table:
    """Return all facts of a block with ``recorded_at``, in the order of recording."""
    table = pa.concat_tables([part for part in parts if part.num_rows])
    moment = recorded(child(seed, "recorded", block), days_of(table))
    table = table.append_column("recorded_at", pa.array(moment, pa.timestamp("us", "UTC")))
    return table.take(pa.array(np.argsort(moment, kind="stable")))


def days_of(table: pa.Table) -> Ints:
    """Return the days on which facts happened."""
    days: Ints = table["happened_on"].cast(pa.int32()).to_numpy().astype(np.int64)
    return days
