"""A table as a workbook: typed cells, a head that stays, a sheet that tells what it is; no formula, no macro."""

from collections.abc import Iterable
from datetime import date
from typing import Any, BinaryIO

import xlsxwriter
from django.utils.translation import gettext as _

from jiangxin.kernel import clock
from jiangxin.kernel.dates import day_words
from jiangxin.ui.tables.shape import Column, Row, Table
from jiangxin.ui.tables.shown import cell_text, how_many

LONGEST = 32_767  # signs in one cell
NARROW, BROAD = 9, 42
FONT = {"font_name": "等线", "font_size": 11}


def write_xlsx(table: Table, rows: Iterable[Row], to: BinaryIO) -> int:
    """Write the rows one by one, holding none; return how many."""
    book = xlsxwriter.Workbook(to, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    made = clock.now().astimezone(clock.SHANGHAI).replace(tzinfo=None, microsecond=0)
    book.set_properties({"title": table.title, "author": str(table.by), "created": made})
    book.formats[0].set_font_name(FONT["font_name"])
    sheet = book.add_worksheet(_sheet_name(table.title))
    head = book.add_format({**FONT, "bold": True, "bottom": 1, "valign": "vcenter"})
    looks = {"day": book.add_format({**FONT, "num_format": "yyyy-mm-dd", "align": "left"}), "text": None}
    looks["number"] = book.add_format({**FONT, "num_format": "#,##0"})
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, _width(column))
        sheet.write_string(0, place, str(column.title), head)
    _lay_out(sheet, table)
    count = 0
    for count, row in enumerate(rows, 1):
        for place, column in enumerate(table.columns):
            _write(sheet, (count, place), row.get(column.id), looks)
    if count:
        sheet.autofilter(0, 0, count, len(table.columns) - 1)
    _notes(book, table, count, made.isoformat(" ", "minutes"))
    book.close()
    return count


def _lay_out(sheet: Any, table: Table) -> None:
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    sheet.set_paper(9)  # A4
    if len(table.columns) > 6:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    said = "　".join(part for part in (table.title, table.unit, str(table.on or "")) if part).replace("&", "&&")
    sheet.set_header(f"&L{said}")
    sheet.set_footer("&R&P / &N")


def _write(sheet: Any, place: tuple[int, int], value: Any, looks: dict[str, Any]) -> None:
    """Write one cell by what it is; text is only ever text, also where it begins like a formula."""
    if value is None or value == "":
        return
    if isinstance(value, int | float) and not isinstance(value, bool):
        if abs(value) < 10**15:  # a workbook keeps fifteen digits
            sheet.write_number(*place, value, looks["number"])
            return
        value = str(value)
    if isinstance(value, date) and value.year >= 1900:
        sheet.write_datetime(*place, value, looks["day"])
        return
    sheet.write_string(*place, cell_text(value)[:LONGEST])


def _notes(book: Any, table: Table, count: int, made: str) -> None:
    """Write the sheet that tells what the table is, narrowed to what, as of when, taken by whom."""
    sheet = book.add_worksheet(_("说明"))
    bold = book.add_format({**FONT, "bold": True})
    for line, (what, value) in enumerate(notes(table, count, made)):
        sheet.write_string(line, 0, what, bold)
        sheet.write_string(line, 1, value[:LONGEST])
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 60)


def notes(table: Table, count: int, made: str) -> list[tuple[str, str]]:
    """Return what is said about a table that is taken away, as (what, value)."""
    lines = [(_("表名"), table.title), (_("单位"), table.unit)]
    lines += [(_("数到哪天"), day_words(table.on) if table.on else ""), (_("条数"), how_many(count, table.noun))]
    lines += [*table.filters, (_("导出人"), str(table.by)), (_("导出时间"), made)]
    return [(str(what), str(value)) for what, value in lines if value]


def _width(column: Column) -> int:
    """Return a width in signs of the Latin sort; a sign of Chinese takes two."""
    least = {"number": 10, "day": 12, "link": 16}.get(column.kind, 14)
    return max(NARROW, least, min(BROAD, 2 * len(str(column.title)) + 4), BROAD if column.wide else 0)


def _sheet_name(title: str) -> str:
    """Return a title that a sheet may bear: 31 signs, none of those that workbooks keep for themselves."""
    kept = "".join(sign for sign in title if sign not in "[]:*?/\\").strip("' ")
    return kept[:31] or _("表")
