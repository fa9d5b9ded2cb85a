"""Enters units, people and spells through the doors of the people room."""

import numpy as np
import pyarrow as pa
from django.db import connection, transaction

from jiangxin.demo.city.chance import Ints
from jiangxin.demo.city.days import NEVER, as_date
from jiangxin.demo.city.tree import Row
from jiangxin.demo.services.job import MACHINE, Job
from jiangxin.people import bulk, queries, services

ORDER = ("rename", "move", "merge", "split")


@transaction.atomic
def enter_units(job: Job) -> None:
    """Enter the tree as it was at first, then make its changes one after another."""
    job.units = _first_units(job)
    for kind, number, on in _events(job):
        {"rename": _rename, "move": _move, "merge": _merge, "split": _split}[kind](job, number, on)
    _retag(job)


def find_units(job: Job) -> None:
    """Look up the ids of units entered before."""
    job.units = _first_units(job)
    for number in _born_later(job):
        job.units[number] = queries.unit_on(job.tree.units[number].key).id


def _first_units(job: Job) -> Ints:
    tree, later = job.tree, set(_born_later(job))
    names, places = _first(tree.names), _first(tree.places)
    rows = [
        {
            "key": unit.key,
            "kind": unit.kind,
            "name": names[number].value,
            "parent": tree.units[places[number].parent].key if places[number].parent != NEVER else None,
            "since": as_date(places[number].since),
            "employer_code": unit.employer_code,
            "union_code": unit.union_code,
            "unionised_from": as_date(unit.unionised) if unit.unionised != NEVER else None,
            "is_example": unit.example,
        }
        for number, unit in enumerate(tree.units)
        if number not in later
    ]
    found = bulk.load_units(
        actor=MACHINE,
        table=pa.Table.from_pylist(rows),
        tags=_tags(job, later),
        facts=False,
        progress=job.counting(len(rows)),
    )
    ids = iter(found.ids)
    return np.array([0 if number in later else next(ids) for number in range(len(tree.units))], np.int64)


def _first(rows: list[Row]) -> dict[int, Row]:
    found: dict[int, Row] = {}
    for row in rows:
        if row.unit not in found or row.since < found[row.unit].since:
            found[row.unit] = row
    return found


def _born_later(job: Job) -> list[int]:
    """Return the units that a split makes; all others are entered at once."""
    return [change.after for change in job.tree.changes if change.kind == "split"]


def _tags(job: Job, later: set[int]) -> pa.Table:
    rows = []
    for (number, family), row in _first_tags(job).items():
        if number not in later:
            code = row.value.partition("=")[2]
            rows.append(
                {"unit": job.tree.units[number].key, "family": family, "code": code, "since": as_date(row.since)}
            )
    return pa.Table.from_pylist(rows)


def _first_tags(job: Job) -> dict[tuple[int, str], Row]:
    found: dict[tuple[int, str], Row] = {}
    for row in job.tree.tags:
        key = (row.unit, row.value.partition("=")[0])
        if key not in found or row.since < found[key].since:
            found[key] = row
    return found


def _events(job: Job) -> list[tuple[str, int, int]]:
    """Return kind, unit and day of every change to make, moves before merges; streets that a merge carries are left."""
    merged = {(change.before, change.on) for change in job.tree.changes if change.kind == "merge"}
    events = set()
    for change in job.tree.changes:
        if change.kind == "move" and (_parent_before(job, change.before, change.on), change.on) in merged:
            continue
        number = change.after if change.kind == "merge" else change.before
        events.add((change.on, ORDER.index(change.kind), number))
    return [(ORDER[kind], number, on) for on, kind, number in sorted(events)]


def _parent_before(job: Job, number: int, on: int) -> int:
    return next(row.parent for row in job.tree.places if row.unit == number and row.until == on - 1)


def _retag(job: Job) -> None:
    first = _first_tags(job)
    for row in job.tree.tags:
        family, _sign, code = row.value.partition("=")
        if row != first[row.unit, family]:
            services.tag_unit(
                actor=MACHINE, unit_id=int(job.units[row.unit]), family=family, code=code, on=as_date(row.since)
            )


def _value_from(rows: list[Row], number: int, on: int) -> Row:
    return next(row for row in rows if row.unit == number and row.since == on)


def _rename(job: Job, number: int, on: int) -> None:
    name = _value_from(job.tree.names, number, on).value
    services.rename_unit(actor=MACHINE, unit_id=int(job.units[number]), name=name, on=as_date(on))


def _move(job: Job, number: int, on: int) -> None:
    parent = _value_from(job.tree.places, number, on).parent
    services.move_unit(actor=MACHINE, unit_id=int(job.units[number]), parent_id=int(job.units[parent]), on=as_date(on))


def _merge(job: Job, number: int, on: int) -> None:
    olds = [one.before for one in job.tree.changes if (one.kind, one.on, one.after) == ("merge", on, number)]
    services.merge_units(
        actor=MACHINE, unit_ids=[int(job.units[old]) for old in olds], into_id=int(job.units[number]), on=as_date(on)
    )


def _split(job: Job, number: int, on: int) -> None:
    news = [one.after for one in job.tree.changes if (one.kind, one.on, one.before) == ("split", on, number)]
    parts = [services.Part(job.tree.units[new].key, _first(job.tree.names)[new].value) for new in news]
    made = services.split_unit(actor=MACHINE, unit_id=int(job.units[number]), parts=parts, on=as_date(on))
    for new, unit in zip(news, made, strict=True):
        job.units[new] = unit.pk


def enter_people(job: Job) -> None:
    """Enter the people; entered again, they are answered with their ids."""
    ids: list[int] = []
    tell = job.counting(job.persons)
    for part in job.parts():
        keys = pa.array([f"demo:{number}" for number in part.people["number"].to_pylist()])
        table = part.people.drop_columns(["number"]).append_column("key", keys)
        ids += bulk.load_persons(actor=MACHINE, table=table, progress=tell).ids
    job.people = np.array(ids, np.int64)


def enter_spells(job: Job) -> None:
    """Enter the spells; each is told to the ledger as the facts it stands for."""
    _journal_on_disk()
    before = 0
    for part in job.parts():
        table, size = part.spells, part.people.num_rows
        for name, ids in (("person", job.people_ids(table["person"])), ("unit", job.unit_ids(table["unit"]))):
            table = table.set_column(table.schema.get_field_index(name), name, ids)
        bulk.load_spells(actor=MACHINE, table=table, progress=job.counting(table.num_rows, before, size))
        before += size


def _journal_on_disk() -> None:
    """Keep SQLite's savepoint journal in a file: in memory each row of a long savepoint walks through all of it."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA temp_store=FILE")
