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
    """One connection. Tables are made from files or from columns at hand; ``rows`` runs an expression."""

    def __init__(self, backend: Any) -> None:
        self.backend = backend
        self._numbers = count()

    def files(self, paths: Sequence[str]) -> Expr:
        """Return a table over Parquet files."""
        return self.backend.read_parquet(list(paths), hive_partitioning=False)

    def columns(self, table: pa.Table) -> Expr:
        """Return a table over columns at hand, copied: DuckDB cannot push every filter down into foreign columns."""
        name = f"columns{next(self._numbers)}"
        self.backend.con.register("at_hand", table)
        self.backend.con.execute(f"CREATE TEMP TABLE {name} AS FROM at_hand")
        self.backend.con.unregister("at_hand")
        return self.backend.table(name)

    def named(self, expression: Expr) -> Expr:
        """Return an expression under a name of its own; nothing is computed yet."""
        name = f"step{next(self._numbers)}"
        self.backend.con.execute(f"CREATE TEMP VIEW {name} AS {self.text(expression)}")
        return self.backend.table(name)

    def exchange(self, table: Expr, expression: Expr) -> None:
        """Put another expression of the same columns under a name that ``named`` gave."""
        name, text = table.get_name(), self.text(expression)
        self.backend.con.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {text}")

    def text(self, expression: Expr) -> str:
        """Return an expression in the engine's own words, to be run again and again."""
        return str(ibis.to_sql(expression, dialect="duckdb"))

    def kept(self, expression: Expr) -> Expr:
        """Return what an expression gives, computed once and kept for this connection."""
        name = f"kept{next(self._numbers)}"
        self.backend.con.execute(f"CREATE TEMP TABLE {name} AS {self.text(expression)}")
        return self.backend.table(name)

    def add(self, table: Expr, expression: Expr) -> None:
        """Add what an expression gives to a table that ``kept`` made, column by column in its order."""
        self.backend.con.execute(f"INSERT INTO {table.get_name()} {self.text(expression)}")

    def drop(self, table: Expr) -> None:
        """Let go of a table that ``kept`` made."""
        self.backend.con.execute(f"DROP TABLE {table.get_name()}")

    def rows(self, expression: Expr) -> pa.Table:
        """Run an expression and return its columns."""
        found: pa.Table = self.backend.to_pyarrow(expression)
        return found

    def answer(self, text: str) -> pa.Table:
        """Run a text of ``text`` and return its columns."""
        return self.backend.con.execute(text).to_arrow_table()

    def write(self, text: str, path: Path) -> None:
        """Run a text of ``text`` into a Parquet file."""
        self.backend.con.execute(f"COPY ({text}) TO '{path}' (FORMAT parquet)")


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
