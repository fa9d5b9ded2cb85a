"""A table as a file: commas, a workbook, or a printed sheet. A file is whole before its first byte leaves."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from jiangxin.kernel.refusal import Refusal
from jiangxin.kernel.words import _
from jiangxin.ui.tables.commas import write_csv
from jiangxin.ui.tables.printed import write_pdf
from jiangxin.ui.tables.shape import Row, Table
from jiangxin.ui.tables.workbook import write_xlsx

LARGE = {"xlsx": 3_000, "csv": 3_000, "pdf": 500}  # rows; a longer file is written by a job
MOST = {"xlsx": 1_000_000, "csv": 1_000_000, "pdf": 5_000}
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
}
Watch = Callable[[Sequence[Row], int], None]  # the rows about to be written, and how many were before them


class UnknownFormat(Refusal):
    code = "ui-unknown-format"
    default = _("没有“%(name)s”这种表格文件；从XLSX、CSV、PDF里选一种。")


class TooManyRows(Refusal):
    code = "ui-too-many-rows"
    default = _("这张表有%(count)s行，%(name)s最多%(most)s行；加一个条件缩小，或改用XLSX。")


def write(table: Table, name: str, to: BinaryIO, *, fonts: Path | None = None, watch: Watch | None = None) -> int:
    """Write the table in a format and return its number of rows; ``watch`` may raise to stop it. ``fonts`` for PDF."""
    if name not in TYPES:
        raise UnknownFormat(name=name[:20])
    count = table.rows.count()
    if count > MOST[name]:
        raise TooManyRows(count=f"{count:,}", name=name.upper(), most=f"{MOST[name]:,}")
    rows = _watched(table, watch)
    if name == "csv":
        return write_csv(table, rows, to)
    return write_xlsx(table, rows, to) if name == "xlsx" else write_pdf(table, rows, to, fonts)


def is_large(table: Table, name: str) -> bool:
    """Tell whether a file is better written by a job than while its asker waits."""
    return name in LARGE and table.rows.count() > LARGE[name]  # what is no format is refused at once


def content_type(name: str) -> str:
    """Return the type of a format's files."""
    return TYPES[name]


def file_name(table: Table, name: str) -> str:
    """Return what the file is called: title, unit, day."""
    parts = (table.title, table.unit, str(table.on or ""))
    return "-".join(part for part in parts if part).replace("/", "／") + f".{name}"


def _watched(table: Table, watch: Watch | None) -> Iterator[Row]:
    done = 0
    for chunk in table.rows.chunks(table.sort):
        if watch:
            watch(chunk, done)
        yield from chunk
        done += len(chunk)
