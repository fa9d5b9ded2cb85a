"""A table with commas between its cells, as spreadsheets open it without a question."""

import csv
from collections.abc import Iterable
from io import TextIOWrapper
from typing import Any, BinaryIO

from jiangxin.ui.tables.shape import Row, Table
from jiangxin.ui.tables.shown import cell_text

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(table: Table, rows: Iterable[Row], to: BinaryIO) -> int:
    """Write the rows under their heads, in UTF-8 with its mark; return how many."""
    text = TextIOWrapper(to, encoding="utf-8-sig", newline="", write_through=True)
    lines = csv.writer(text)
    lines.writerow([str(column.title) for column in table.columns])
    count = 0
    for row in rows:
        lines.writerow([plain(row.get(column.id)) for column in table.columns])
        count += 1
    text.detach()
    return count


def plain(value: Any) -> str | int | float:
    """Return a cell that no spreadsheet takes for a formula; numbers are left alone."""
    if isinstance(value, int | float):
        return value
    text = cell_text(value)
    return f"'{text}" if text.startswith(FORMULA) else text
