"""What the lake is made from: the ledger by ranges of ids, persons with their spells, units with places and tags."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from jiangxin.insight.lake import shape
from jiangxin.ledger import queries as ledger
from jiangxin.people import queries as people

AT_ONCE = 250_000
_NAMES = (
    "kind", "subject_id", "id", "code", "level", "quantity", "day", "precision", "ended_on", "proof", "recorded_at",
    "credited_to", "credited_path", "issuer_id", "entry", "supersedes",
)  # fmt: skip
_INSTANT = shape.FACTS.field("superseded_at").type


@dataclass(frozen=True)
class Read:
    """A range of the ledger as it goes into the lake: facts, marks on earlier facts, the last id."""

    facts: pa.Table
    marks: pa.Table
    last_id: int


class Kinds:
    """Kinds as small integers; ``numbers`` only ever grows."""

    def __init__(self, numbers: dict[str, int]) -> None:
        self.numbers = numbers

    def number(self, kind: str) -> int:
        """Return a kind's number, a new one for a new kind."""
        return self.numbers.setdefault(kind, len(self.numbers))

    def numbered(self, kinds: pa.Array) -> pa.Array:
        """Return the numbers of kinds."""
        found = kinds.dictionary_encode()
        return pa.array(map(self.number, found.dictionary.to_pylist()), pa.int16()).take(found.indices)


def facts_between(after: int, head: int, kinds: Kinds, at_once: int = AT_ONCE) -> Iterator[Read]:
    """Yield the entries with after < id <= head in order of id; what lies beyond ``head`` is not known yet."""
    while True:
        found = ledger.columns_between(after, head, at_once)
        if not found:
            return
        rows = _typed(pa.table([pa.array(column) for column in zip(*found, strict=True)], names=list(_NAMES)), kinds)
        last = found[-1][2]
        yield Read(_facts(rows), _marks(rows, after), last)
        after = last


def count_between(after: int, head: int) -> int:
    """Return the number of entries with after < id <= head."""
    return ledger.entries_between(after, head).count()


def _typed(rows: pa.Table, kinds: Kinds) -> pa.Table:
    """Return the rows with the types of the lake; a day of which only month or year is known is its first."""
    day = pc.cast(rows["day"], pa.date32())
    for precision in ("month", "year"):
        known = pc.equal(rows["precision"], precision)
        day = pc.if_else(known, pc.floor_temporal(day, unit=precision).cast(pa.date32()), day)
    precisions = rows["precision"].combine_chunks()
    columns = {
        "kind": kinds.numbered(rows["kind"].combine_chunks()),
        "day": day,
        "precision": pc.index_in(precisions, pa.array(shape.DAYS)).cast(pa.int8()),
        "recorded_at": _instants(rows["recorded_at"]),
        "supersedes": rows["supersedes"].cast(pa.int64()),
    }
    typed = {name: columns.get(name, rows[name]) for name in rows.column_names}
    return pa.table({name: pc.cast(one, shape.FACTS.field(name).type) if name in shape.FACTS.names else one
                     for name, one in typed.items()})  # fmt: skip


def _instants(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    """Read the instants of either database: without a zone, or with that of UTC."""
    return pc.assume_timezone(pc.cast(pc.replace_substring(texts, "+00", ""), pa.timestamp("us")), "UTC")


def _facts(rows: pa.Table) -> pa.Table:
    """Return the facts; superseded where one of these entries does, or from the first where it is a withdrawal."""
    later = rows.filter(pc.is_valid(rows["supersedes"]))
    place = pc.index_in(rows["id"], later["supersedes"].combine_chunks())
    since = later["recorded_at"].take(place) if later.num_rows else pa.nulls(rows.num_rows, _INSTANT)
    superseded = pc.if_else(pc.equal(rows["entry"], "withdrawn"), rows["recorded_at"], since)
    return rows.append_column("superseded_at", superseded).select(shape.FACTS.names).cast(shape.FACTS)


def _marks(rows: pa.Table, after: int) -> pa.Table:
    """Return a row for each earlier fact that these entries supersede: its id, kind, and since when."""
    found = rows.filter(pc.less_equal(rows["supersedes"], after))
    columns = {"id": found["supersedes"], "kind": found["kind"], "superseded_at": found["recorded_at"]}
    nothing = {one.name: pa.nulls(found.num_rows, one.type) for one in shape.FACTS}
    return pa.table(nothing | columns, schema=shape.FACTS)


def dimensions() -> dict[str, pa.Table]:
    """Return the two dimensions as they stand now: persons and their spells, units' places and tags."""
    leaders = people.linked_leaders()
    return {
        "persons": _table(people.columns_of_persons(), shape.PERSONS, lambda row: (*row, leaders.get(row[0], row[0]))),
        "spells": _table(people.columns_of_spells(), shape.SPELLS),
        "places": _table(people.columns_of_places(), shape.PLACES),
        "tags": _table(people.columns_of_tags(), shape.TAGS),
    }


def leaders_of(known_at: datetime | None = None) -> dict[int, int]:
    """Return whom links in force at an instant join to another, the least of the joined ids, and to whom."""
    return {one: leader for one, leader in people.linked_leaders(known_at).items() if one != leader}


def _table(rows: Iterator[tuple[Any, ...]], schema: pa.Schema, made: Any = None) -> pa.Table:
    found = [*(map(made, rows) if made else rows)]
    columns = zip(*found, strict=True) if found else [()] * len(schema)
    return pa.table([pa.array(column, one.type) for column, one in zip(columns, schema, strict=True)], schema=schema)
