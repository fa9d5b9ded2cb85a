"""One table, four faces: a page, commas, a workbook, a printed sheet. See docs/tables.md."""

from jiangxin.ui.tables.files import Watch, content_type, file_name, is_large, write
from jiangxin.ui.tables.registry import AskedTable, add_table, maker_of
from jiangxin.ui.tables.rows import ListRows, QueryRows
from jiangxin.ui.tables.shape import Column, Link, Row, Rows, Said, Sort, Table
from jiangxin.ui.tables.shown import FORMATS, Shown, chosen, shown

__all__ = [
    "FORMATS", "AskedTable", "Column", "Link", "ListRows", "QueryRows", "Row", "Rows", "Said", "Shown", "Sort", "Table",
    "Watch", "add_table", "chosen", "content_type", "file_name", "is_large", "maker_of", "shown", "write",
]  # fmt: skip
