"""The lake on disk: Delta tables in one folder, every change one atomic commit that names the last id it holds."""

import fcntl
import json
import shutil
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import CommitProperties, DeltaTable, Schema, Transaction, WriterProperties, write_deltalake
from deltalake.exceptions import DeltaError
from deltalake.transaction import AddAction, RemoveAction
from django.conf import settings

from jiangxin.insight.lake import shape
from jiangxin.insight.lake.errors import LakeBusy, LakeMissing
from jiangxin.insight.lake.source import Kinds, Read

KEEP_HOURS = 24  # files that no version needs are gone within a day
MANY_FILES = 24  # so many files of facts call for compaction
ROW_GROUP = 500_000
FILE_ROWS = 16_000_000
_CURSOR = "jiangxin-ledger"
_NAME: ContextVar[str] = ContextVar("lake", default="lake")
_ORDER = [("kind", "ascending"), ("subject_id", "ascending"), ("id", "ascending")]
_WRITER = WriterProperties(max_row_group_size=ROW_GROUP, compression="ZSTD", compression_level=1)


@dataclass(frozen=True)
class Pinned:
    """One version of the lake: its files, its kinds, the last id of the ledger it holds."""

    version: int
    cursor: int
    facts: tuple[str, ...]
    marks: tuple[str, ...]
    dimensions: dict[str, tuple[str, ...]]
    kinds: dict[str, int]

    @property
    def files(self) -> tuple[str, ...]:
        """Return every file of this version."""
        return (*self.facts, *self.marks, *(file for files in self.dimensions.values() for file in files))

    @property
    def whole(self) -> bool:
        """Tell whether all its files are still there."""
        return all(Path(file).is_file() for file in self.files)


def folder() -> Path:
    """Return the lake's folder."""
    return Path(settings.DATA) / _NAME.get()


@contextmanager
def aside() -> Iterator[None]:
    """Make a new lake beside the present one, which is read until the new one takes its place."""
    token = _NAME.set("lake.new")
    try:
        make_new()
        yield
    finally:
        _NAME.reset(token)
    made, former = folder().with_name("lake.new"), folder().with_name("lake.old")
    shutil.rmtree(former, ignore_errors=True)
    if folder().is_dir():
        folder().rename(former)
    made.rename(folder())
    shutil.rmtree(former, ignore_errors=True)


@contextmanager
def writing(wait: float = 0) -> Iterator[None]:
    """Hold the lake for writing; refuses with LakeBusy where another process still does after so many seconds."""
    folder().mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + wait
    with (folder().parent / "lake.lock").open("a") as lock:
        while not _locked(lock):
            if time.monotonic() >= until:
                raise LakeBusy
            time.sleep(0.2)
        yield


def _locked(lock: TextIO) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def exists() -> bool:
    """Tell whether there is a lake that can be read."""
    try:
        pin()
    except LakeMissing:
        return False
    return True


def pin() -> Pinned:
    """Return the newest version; it stays whole for a day whatever is written since. Refuses with LakeMissing."""
    try:
        facts = DeltaTable(str(folder() / "facts"))
        dimensions = {name: _files(DeltaTable(str(folder() / name))) for name in shape.DIMENSIONS}
        numbers = json.loads((folder() / "kinds.json").read_text(encoding="utf-8"))
    except (DeltaError, OSError, ValueError) as error:
        raise LakeMissing from error
    pinned = Pinned(
        version=facts.version(),
        cursor=facts.transaction_version(_CURSOR) or 0,
        facts=_files(facts, shape.FACT),
        marks=_files(facts, shape.MARK),
        dimensions=dimensions,
        kinds=numbers,
    )
    if not pinned.whole:
        raise LakeMissing
    return pinned


def _files(table: DeltaTable, part: str = "") -> tuple[str, ...]:
    paths = [Path(uri.removeprefix("file://")) for uri in table.file_uris()]
    return tuple(sorted(str(path) for path in paths if not part or path.parent.name == f"part={part}"))


def rows_of(files: Iterable[str]) -> int:
    """Return the number of rows in Parquet files."""
    return sum(pq.read_metadata(file).num_rows for file in files)


def cursor() -> int:
    """Return the last id of the ledger that the lake holds."""
    return DeltaTable(str(folder() / "facts")).transaction_version(_CURSOR) or 0


def kinds() -> Kinds:
    """Return the dictionary of kinds."""
    path = folder() / "kinds.json"
    return Kinds(json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {})


def write_kinds(known: Kinds) -> None:
    """Put the dictionary in place; it goes before the facts that use it, and only grows."""
    path = folder() / "kinds.json"
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(known.numbers, indent=1), encoding="utf-8")
    fresh.replace(path)


def make_new() -> None:
    """Empty the folder and begin an empty table of facts."""
    shutil.rmtree(folder(), ignore_errors=True)
    folder().mkdir(parents=True)
    _commit({}, cursor=0, mode="append")


def append(read: Read) -> None:
    """Add one range in one commit: facts ordered by kind, subject and id, the marks, and the cursor."""
    parts = {shape.FACT: read.facts, shape.MARK: read.marks}
    ordered = {part: table.sort_by(_ORDER).to_batches() for part, table in parts.items() if table.num_rows}
    _commit(ordered, cursor=read.last_id, mode="append")


def write_dimensions(tables: dict[str, pa.Table]) -> None:
    """Replace the dimensions; what they held before is gone within a day."""
    for name, table in tables.items():
        path = str(folder() / name)
        if _same(path, table):
            continue
        write_deltalake(path, table, mode="overwrite", schema_mode="overwrite", writer_properties=_WRITER)
        DeltaTable(path).vacuum(retention_hours=KEEP_HOURS, dry_run=False, enforce_retention_duration=False)


def _same(path: str, table: pa.Table) -> bool:
    """Tell whether a dimension holds just this: then no version is made of it."""
    if not DeltaTable.is_deltatable(path):
        return False
    files = [uri.removeprefix("file://") for uri in DeltaTable(path).file_uris()]
    return len(files) == 1 and Path(files[0]).is_file() and pq.read_table(files[0]).equals(table)


def needs_compaction(pinned: Pinned) -> bool:
    """Tell whether small files or marks have gathered."""
    return len(pinned.facts) > MANY_FILES or len(pinned.marks) > MANY_FILES


def compact() -> None:
    """Write all facts again in their order, marks folded in; one commit, kind after kind, memory of one kind."""
    pinned = pin()
    if not pinned.facts:
        return
    _commit({shape.FACT: _ordered(pinned)}, cursor=pinned.cursor, mode="overwrite")
    table = DeltaTable(str(folder() / "facts"))
    table.vacuum(retention_hours=KEEP_HOURS, dry_run=False, enforce_retention_duration=False, full=True)
    table.create_checkpoint()


def _ordered(pinned: Pinned) -> Iterator[pa.RecordBatch]:
    with duckdb.connect() as con:
        con.read_parquet(list(pinned.facts), hive_partitioning=False).create_view("facts")
        names = ", ".join(f"f.{name}" for name in shape.FACTS.names)
        query = f"SELECT {names} FROM facts f WHERE kind = $kind"  # noqa: S608 -- own names
        if pinned.marks:
            con.read_parquet(list(pinned.marks), hive_partitioning=False).create_view("marks")
            folded = names.replace("f.superseded_at", "coalesce(f.superseded_at, m.since) AS superseded_at")
            query = (
                f"SELECT {folded} FROM facts f LEFT JOIN "  # noqa: S608 -- own names
                "(SELECT id, min(superseded_at) AS since FROM marks GROUP BY id) m ON m.id = f.id WHERE f.kind = $kind"
            )
        for kind in sorted(pinned.kinds.values()):
            answer = con.execute(f"{query} ORDER BY subject_id, f.id", {"kind": kind})
            yield from (batch.cast(shape.FACTS) for batch in answer.to_arrow_reader(ROW_GROUP))


def _commit(parts: Mapping[str, Iterable[pa.RecordBatch]], *, cursor: int, mode: str) -> None:
    """Write the files of each part and make them the table's in one commit; files without a commit count for nothing.

    The files are written here, not by the library, because it does not keep the order of rows.
    """
    table = _facts()
    actions: list[AddAction | RemoveAction] = []
    for part, batches in parts.items():
        actions += _written(part, batches)
    table.create_write_transaction(
        actions=actions,
        mode="append" if mode == "append" else "overwrite",
        schema=Schema.from_arrow(shape.TABLE),
        partition_by=["part"],
        commit_properties=CommitProperties(app_transactions=[Transaction(_CURSOR, cursor)]),
    )


def _facts() -> DeltaTable:
    path = folder() / "facts"
    if not DeltaTable.is_deltatable(str(path)):
        return DeltaTable.create(str(path), schema=Schema.from_arrow(shape.TABLE), partition_by=["part"])
    return DeltaTable(str(path))


def _written(part: str, batches: Iterable[pa.RecordBatch]) -> Iterator[AddAction]:
    """Write batches in the order they come into files of at most FILE_ROWS; yield each finished file."""
    pending = iter(batches)
    batch = next(pending, None)
    while batch is not None:
        name = f"part={part}/{uuid.uuid4().hex}.parquet"
        path = folder() / "facts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        rows = 0
        with pq.ParquetWriter(path, shape.FACTS, compression="zstd", compression_level=1) as writer:
            while batch is not None and rows < FILE_ROWS:
                writer.write_batch(batch, row_group_size=ROW_GROUP)
                rows += batch.num_rows
                batch = next(pending, None)
        found = path.stat()
        stats = json.dumps({"numRecords": rows})
        yield AddAction(name, found.st_size, {"part": part}, round(found.st_mtime * 1000), True, stats)  # noqa: FBT003
