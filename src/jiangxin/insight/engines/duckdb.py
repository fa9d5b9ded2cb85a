"""DuckDB, embedded: in memory over the files of one pinned version, never a database file."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa

from jiangxin.insight.compile.inputs import Expr

MEMORY = "6GiB"


class Engine:
    """One connection. Tables are made from files or from columns at hand; ``rows`` and ``write`` run an expression."""

    def __init__(self, backend: Any) -> None:
        self.backend = backend
        self._numbers = count()

    def files(self, paths: Sequence[str]) -> Expr:
        """Return a table over Parquet files."""
        return self.backend.read_parquet(list(paths), hive_partitioning=False)

    def columns(self, table: pa.Table) -> Expr:
        """Return a table over columns at hand."""
        name = f"columns{next(self._numbers)}"
        self.backend.con.register(name, table)
        return self.backend.table(name)

    def named(self, expression: Expr) -> Expr:
        """Return an expression under a name of its own; nothing is computed yet."""
        name = f"step{next(self._numbers)}"
        self.backend.con.execute(f"CREATE TEMP VIEW {name} AS {ibis.to_sql(expression, dialect='duckdb')}")
        return self.backend.table(name)

    def kept(self, expression: Expr) -> Expr:
        """Return what an expression gives, computed once and kept for this connection."""
        name = f"kept{next(self._numbers)}"
        self.backend.con.execute(f"CREATE TEMP TABLE {name} AS {ibis.to_sql(expression, dialect='duckdb')}")
        return self.backend.table(name)

    def rows(self, expression: Expr) -> pa.Table:
        """Run an expression and return its columns."""
        found: pa.Table = self.backend.to_pyarrow(expression)
        return found

    def write(self, expression: Expr, path: Path) -> None:
        """Run an expression into a Parquet file."""
        self.backend.to_parquet(expression, str(path))


@contextmanager
def engine(scratch: Path, *, memory: str = MEMORY, threads: int | None = None) -> Iterator[Engine]:
    """Open an engine; what does not fit into its memory goes to the folder ``scratch``."""
    scratch.mkdir(parents=True, exist_ok=True)
    backend = ibis.duckdb.connect(
        threads=threads or len(os.sched_getaffinity(0)),
        memory_limit=memory,
        temp_directory=str(scratch),
        preserve_insertion_order=False,
    )
    try:
        yield Engine(backend)
    finally:
        backend.disconnect()
