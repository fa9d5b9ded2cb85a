"""The bulk door: columns in, whole chunks written, each with its seal."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from django.db import connection, transaction
from django.db.utils import IntegrityError

from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor
from jiangxin.kernel.words import _
from jiangxin.ledger import canonical, rules
from jiangxin.ledger.bulk import checks, columns, compare, store
from jiangxin.ledger.bulk.checks import Subjects
from jiangxin.ledger.bulk.columns import NONE, Columns, Ints
from jiangxin.ledger.bulk.compare import Different
from jiangxin.ledger.errors import WrongColumns
from jiangxin.ledger.models import Fact
from jiangxin.ledger.services import locks, seals

CHUNK = 20_000
PAUSE = 0.01  # seconds between chunks, for other writers: SQLite's waiting is not fair
BACKDATES = "machine:demo"  # the one actor that may say when a fact was recorded
Progress = Callable[[int, int], None]


class RefusedRow(NamedTuple):
    """A row that was declined, by its place in the table, and why."""

    row: int
    why: str


@dataclass
class BulkResult:
    """What became of a load. ``ids`` has the fact of each row, 0 for a row that was declined or is different."""

    written: int = 0
    same: int = 0
    different: list[Different] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    first_id: int | None = None
    last_id: int | None = None
    ids: Ints = field(default_factory=lambda: np.zeros(0, np.int64))


@dataclass
class _Load:
    actor: Actor
    source: str
    subjects: Subjects
    look: bool  # whether the source has facts, so that keys must be looked up
    result: BulkResult


def load(
    *, actor: Actor, table: pa.Table, source: str, chunk: int = CHUNK, progress: Progress | None = None
) -> BulkResult:
    """Record the rows of an Arrow table, chunk by chunk, and say what became of each.

    Columns: subject_id, kind, happened_on, source_key, and any of code, level (rank),
    quantity, precision, ended_on, credited_to, credited_path, proof (rank or id), issuer_id,
    body (JSON text), entry, supersedes, recorded_at (for the demo alone).

    Each chunk is one transaction and is sealed in it: ended anywhere, whole chunks
    stand, and the same call again writes the rest. ``progress(done, total)`` is called
    after each.
    """
    if not rules.SOURCE.fullmatch(source):
        raise WrongColumns(why=str(_("来源“%(source)s”不对，只用字母、数字和 - _ . / :")) % {"source": source})
    columns.check_names(table)
    if "recorded_at" in table.column_names and actor.key != BACKDATES:
        raise WrongColumns(why=str(_("入账时间由账上定，不能自带 recorded_at")))
    chunk = min(chunk, seals.MOST)
    result = BulkResult(ids=np.zeros(table.num_rows, np.int64))
    job = _Load(actor, source, Subjects(), Fact.objects.filter(source=source).exists(), result)
    for start in range(0, table.num_rows, chunk):
        rows = columns.read(table.slice(start, chunk))
        _load_chunk(job, rows, start)
        if progress is not None:
            progress(start + len(rows), table.num_rows)
        if start + len(rows) < table.num_rows and not connection.in_atomic_block:
            time.sleep(PAUSE)
    return result


def _load_chunk(job: _Load, rows: Columns, start: int) -> None:
    bad = checks.shape_problems(rows) | _too_late(rows)
    try:
        with transaction.atomic():
            found = _write_chunk(job, rows, bad)
    except IntegrityError:
        if job.look:
            raise
        job.look = True  # somebody else loads this source too, or a key comes in two chunks
        with transaction.atomic():
            found = _write_chunk(job, rows, bad)
    _tell(job, rows, start, found)


@dataclass
class _Chunk:
    """What became of a chunk's rows, by their places in it."""

    written: Ints
    ids: list[int]
    same: dict[int, int]
    different: list[Different]
    refused: dict[int, str]
    declined: Ints  # those whose reason is still to be put in words


def _write_chunk(job: _Load, rows: Columns, bad: Any) -> _Chunk:
    locks.take_recording()
    moment = canonical.micros(locks.next_moment())
    bad = bad | job.subjects.problems(rows)
    good = np.flatnonzero(~bad)
    again = compare.already_there(rows, good, job.source) if job.look else compare.Again()
    good = _without(good, again.rows())
    twice, differing = compare.repeated(rows, good)
    good = _without(good, twice.keys() | set(differing))
    refused = compare.superseding_problems(rows, good, moment)
    good = _without(good, refused.keys())
    ids = store.next_ids(len(good)) if len(good) else []
    if ids:
        _write_and_seal(job, rows.taken(good), ids, moment)
    by_row = dict(zip(good.tolist(), ids, strict=True)) | again.same
    again.same |= {row: by_row[first] for row, first in twice.items() if first in by_row}
    refused |= {row: refused[first] for row, first in twice.items() if first in refused}
    keys = rows.texts["source_key"].places
    first_with = {keys[row]: row for row in reversed(good.tolist())}
    for row in differing:
        again.different.append(Different(row, by_row.get(first_with.get(keys[row], -1), 0), ("source_key",)))
    return _Chunk(good, ids, again.same, again.different, refused, np.flatnonzero(bad))


def _write_and_seal(job: _Load, rows: Columns, ids: list[int], moment: int) -> None:
    last = seals.seal_up_to(job.actor, ids[0] - 1)
    prepared = store.prepare(rows, ids=ids, source=job.source, actor=job.actor, moment=moment)
    store.write(prepared)
    each, whole = prepared.canonical()
    found = seals.range_from_bytes(ids, each, whole)
    seals.write_seal(job.actor, last, last.last_id + 1 if last else ids[0], found)


def _too_late(rows: Columns) -> Any:
    """Tell which rows say they were recorded after now."""
    return rows.numbers["recorded_at"] > canonical.micros(clock.now())


def _without(rows: Ints, gone: Any) -> Ints:
    if not gone:
        return rows
    kept: Ints = rows[~np.isin(rows, np.fromiter(gone, np.int64, len(gone)))]
    return kept


def _tell(job: _Load, rows: Columns, start: int, found: _Chunk) -> None:
    result = job.result
    result.written += len(found.ids)
    result.same += len(found.same)
    result.different += [Different(start + one.row, one.fact, one.fields) for one in found.different]
    reasons = found.refused | {int(row): _why(job, rows, int(row)) for row in found.declined}
    result.refused += [RefusedRow(start + row, reasons[row]) for row in sorted(reasons)]
    if found.ids:
        result.first_id = result.first_id or found.ids[0]
        result.last_id = found.ids[-1]
        result.ids[start + found.written] = found.ids
    for row, fact in found.same.items():
        result.ids[start + row] = fact


def _why(job: _Load, rows: Columns, row: int) -> str:
    moment = int(rows.numbers["recorded_at"][row])
    if moment != NONE and moment > canonical.micros(clock.now()):
        return str(_("入账时间还没到；请写现在以前的时间。"))
    return checks.why(rows, row, job.source, job.subjects)
