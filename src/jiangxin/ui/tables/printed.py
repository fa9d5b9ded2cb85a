"""A table set on A4 as a PDF: fonts inside, the head on every page, pages numbered."""

import json
import tempfile
from collections.abc import Iterable
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, BinaryIO

import typst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jiangxin.kernel import clock
from jiangxin.kernel.refusal import Refusal
from jiangxin.kernel.words import _ as lazy
from jiangxin.ui import format as written
from jiangxin.ui.charts import palette
from jiangxin.ui.tables.shape import Column, Row, Table
from jiangxin.ui.tables.shown import cell_text
from jiangxin.ui.tables.workbook import notes

TEMPLATES = files("jiangxin.ui.tables") / "sheets"
SONG = "NotoSerifCJK-Regular.ttc"


class NoFonts(Refusal):
    code = "ui-no-fonts"
    status = 503
    default = lazy("印表用的字体还没备好；先用XLSX或CSV，稍后再取PDF。")


def write_pdf(table: Table, rows: Iterable[Row], to: BinaryIO, fonts: Path | None) -> int:
    """Write the table as a tagged PDF and return its number of rows; all rows are held while it is set."""
    if fonts is None or not fonts.is_dir():
        raise NoFonts()
    lines = [[_printed(row.get(column.id)) for column in table.columns] for row in rows]
    now = clock.now().replace(microsecond=0)
    sheet = {
        "title": table.title,
        "unit": table.unit,
        "seal": _("匠心"),
        "lang": "en" if (get_language() or "zh").startswith("en") else "zh",
        "notes": [
            list(one) for one in notes(table, len(lines), f"{now.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}")[2:]
        ],
        "heads": [str(column.title) for column in table.columns],
        "ends": [column.kind == "number" for column in table.columns],
        "widths": [_width(column, [line[place] for line in lines]) for place, column in enumerate(table.columns)],
        "rows": lines,
        "wide": len(table.columns) > 6,
        "foot": "　".join(part for part in (table.unit, table.title, str(table.on or "")) if part),
        "serif": [*([palette.SERIF] if (fonts / SONG).is_file() else []), palette.SANS],
        "sans": [palette.SANS],
        "colours": palette.LIGHT,
    }
    to.write(_set(sheet, fonts, now))
    return len(lines)


def _set(sheet: dict[str, Any], fonts: Path, now: Any) -> bytes:
    """Set the sheet; its data lies beside a copy of the template, for an argument may not be long."""
    with tempfile.TemporaryDirectory(prefix="jiangxin-sheet-") as place, as_file(TEMPLATES) as templates:
        folder = Path(place)
        (folder / "table.typ").write_bytes((templates / "table.typ").read_bytes())
        (folder / "sheet.json").write_text(json.dumps(sheet, ensure_ascii=False), encoding="utf-8")
        made = typst.compile(
            str(folder / "table.typ"),
            root=str(folder),
            font_paths=[str(fonts)],
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards="ua-1",
            timestamp=now,
        )
    assert isinstance(made, bytes)
    return made


def _printed(value: Any) -> str:
    return written.number(value) if isinstance(value, int | float) else cell_text(value)


def _width(column: Column, cells: list[str]) -> float:
    """Return a column's share of the sheet by its longest cells: Chinese signs count one, others half."""
    longest = max((_signs(cell) for cell in [str(column.title), *cells[:400]]), default=2.0)
    return round(min(max(longest, 2.5), 16.0 if column.wide else 11.0), 1)


def _signs(text: str) -> float:
    return sum(0.55 if sign.isascii() else 1.0 for sign in text)
