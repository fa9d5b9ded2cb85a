"""What the lake is made from: the ledger by ranges of ids, persons with their spells, units with places and tags."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from jiangxin.insight.lake import shape
from jiangxin.kernel import clock
from jiangxin.kernel.dates import first_day
from jiangxin.ledger import queries as ledger
from jiangxin.people import queries as people

AT_ONCE = 250_000
LINKS_AT_ONCE = 200_000
_COLUMNS = (
    "kind", "subject_id", "id", "code", "level", "quantity", "happened_on", "precision", "ended_on", "proof",
    "recorded_at", "superseded_by__recorded_at", "credited_to_id", "credited_path", "issuer_id", "entry",
    "superseded_by__id", "supersedes_id",
)  # fmt: skip


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


def facts_between(after: int, head: int, kinds: Kinds, at_once: int = AT_ONCE) -> Iterator[Read]:
    """Yield the entries with after < id <= head in order of id; what lies beyond ``head`` is not known yet."""
    while True:
        rows = ledger.entries_between(after, head).values_list(*_COLUMNS)[:at_once]
        found = list(rows.iterator(chunk_size=20_000))
        if not found:
            return
        last = found[-1][2]
        yield Read(_facts(found, kinds, head), _marks(found, after, kinds), last)
        after = last


def count_between(after: int, head: int) -> int:
    """Return the number of entries with after < id <= head."""
    return ledger.entries_between(after, head).count()


def _facts(rows: list[tuple[Any, ...]], kinds: Kinds, head: int) -> pa.Table:
    columns = list(zip(*rows, strict=True))
    days = [_day(day, precision) for day, precision in zip(columns[6], columns[7], strict=True)]
    superseded = [
        recorded if entry == "withdrawn" else since if by is not None and by <= head else None
        for recorded, since, entry, by in zip(columns[10], columns[11], columns[15], columns[16], strict=True)
    ]
    values = [
        list(map(kinds.number, columns[0])), *columns[1:6], days, list(map(shape.DAYS.__getitem__, columns[7])),
        *columns[8:11], superseded, *columns[12:15],
    ]  # fmt: skip
    return _table(values, shape.FACTS)


def _marks(rows: list[tuple[Any, ...]], after: int, kinds: Kinds) -> pa.Table:
    """Return a row for each earlier fact that these entries supersede: its id, kind, and since when."""
    found = [(row[17], kinds.number(row[0]), row[10]) for row in rows if row[17] is not None and row[17] <= after]
    columns: dict[str, list[Any]] = {
        "id": [row[0] for row in found],
        "kind": [row[1] for row in found],
        "superseded_at": [row[2] for row in found],
    }
    return _table([columns.get(name, [None] * len(found)) for name in shape.FACTS.names], shape.FACTS)


def _day(day: date, precision: str) -> date:
    return day if precision == "day" else first_day(day, precision)


def _table(values: Sequence[Sequence[Any]], schema: pa.Schema) -> pa.Table:
    arrays = [pa.array(column, field.type) for column, field in zip(values, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def dimensions() -> dict[str, pa.Table]:
    """Return the two dimensions as they stand now: persons and their spells, units' places and tags."""
    spells: Any = people.spells_of(0).model
    persons = spells._meta.get_field("person").related_model._default_manager
    units = people.tagged_on({}, clock.today())
    return {
        "persons": _persons(persons.order_by("pk").values_list("pk", "birth_on", "sex")),
        "spells": _spells(spells._default_manager.order_by("person_id", "pk")),
        "places": _rows(
            units.filter(places__since__isnull=False)
            .order_by("pk", "places__since")
            .values_list("pk", "kind", "places__path", "places__since", "places__until"),
            shape.PLACES,
        ),
        "tags": _rows(
            units.filter(tags__since__isnull=False)
            .order_by("pk", "tags__family", "tags__code", "tags__since")
            .values_list("pk", "tags__family", "tags__code", "tags__since", "tags__until"),
            shape.TAGS,
        ),
    }


def _persons(rows: Any) -> pa.Table:
    found = [
        (one, born.replace(day=1) if born else None, sex)
        for one, born, sex in rows.iterator(chunk_size=20_000)
    ]  # fmt: skip
    leaders = leaders_of([row[0] for row in found])
    columns = [*zip(*found, strict=True)] if found else [(), (), ()]
    return _table([*columns, [leaders.get(one, one) for one in columns[0]]], shape.PERSONS)


def leaders_of(person_ids: list[int], known_at: Any = None) -> dict[int, int]:
    """Return the least of the joined ids for each person that links in force at an instant join to another."""
    found: dict[int, int] = {}
    for start in range(0, len(person_ids), LINKS_AT_ONCE):
        joined = people.linked_many(person_ids[start : start + LINKS_AT_ONCE], known_at)
        found |= {one: min(ids) for one, ids in joined.items() if len(ids) > 1}
    return found


def _spells(rows: Any) -> pa.Table:
    found = rows.values_list(
        "pk", "person_id", "unit_id", "kind", "main", "post_class", "occupation", "since", "until"
    )  # fmt: skip
    return _rows(
        ((*row[:3], row[3] == "employment", *row[4:]) for row in found.iterator(chunk_size=20_000)), shape.SPELLS
    )


def _rows(rows: Any, schema: pa.Schema) -> pa.Table:
    found = list(rows)
    return _table([*zip(*found, strict=True)] if found else [()] * len(schema), schema)
