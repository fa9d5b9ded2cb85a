"""Columns in: what a bulk load answers, and how its rows are read and refused."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import pyarrow as pa
from django.utils.translation import gettext as _

from jiangxin.people.errors import RowsRefused

CHUNK = 5_000  # rows in one transaction: other writers get their turn in between
Progress = Callable[[int], None]  # told how many rows were done since it was told last
Item = TypeVar("Item")


@dataclass(frozen=True)
class BulkResult:
    """``ids`` stand in the order of the rows; ``written`` are new, ``same`` were there before."""

    ids: list[int]
    written: int
    same: int


def rows_of(table: pa.Table, columns: Sequence[str], needed: Sequence[str]) -> list[dict[str, Any]]:
    """Return the table's rows with exactly these columns, None where one is left out."""
    unknown = sorted(set(table.column_names) - set(columns))
    missing = sorted(set(needed) - set(table.column_names))
    if unknown or missing:
        raise RowsRefused(
            count=table.num_rows,
            row=0,
            why=_("列名不对：%(names)s") % {"names": "、".join(unknown or missing)},
            rows=[],
        )
    have = {name: table.column(name).to_pylist() for name in columns if name in table.column_names}
    blank = dict.fromkeys(columns)
    return [blank | dict(zip(have, values, strict=True)) for values in zip(*have.values(), strict=True)]


def refuse(problems: list[tuple[int, str]]) -> None:
    """Refuse the whole load when any row cannot stand; rows count from 1."""
    if problems:
        row, why = problems[0]
        raise RowsRefused(count=len(problems), row=row, why=why, rows=problems)


def chunks(items: Sequence[Item], size: int = CHUNK) -> Iterator[Sequence[Item]]:
    """Return runs of at most this many items."""
    for at in range(0, len(items), size):
        yield items[at : at + size]


def text(value: Any) -> str:
    """Return a cell as text; blank for an empty one."""
    return "" if value is None else str(value).strip()


def told(progress: Progress | None, count: int) -> None:
    """Tell the progress, if anybody asked."""
    if progress:
        progress(count)


def distinct(values: Iterable[Any]) -> list[Any]:
    """Return values once each, in the order they came, without None."""
    return [value for value in dict.fromkeys(values) if value is not None]
