"""Tables: what a page shows of them, and what each sort of file holds."""

import csv
import json
import os
import zipfile
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from xml.etree import ElementTree

import pypdf
import pytest
from django.http import QueryDict
from django.utils.safestring import mark_safe

from jiangxin.kernel.refusal import Refusal
from jiangxin.ui import tables
from jiangxin.ui.tables import Column, Link, ListRows, Said, Sort, Table
from jiangxin.ui.tables.printed import NoFonts

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
COLUMNS = (
    Column("name", "姓名", "link", sorts=True),
    Column("age", "年龄", "number", sorts=True),
    Column("since", "从哪天", "day"),
    Column("note", "说明", shown=False, wide=True),
)
ROWS = [
    {"id": 7, "name": Link("沈知墨", "/p/7/"), "age": 34, "since": date(2015, 3, 1), "note": "=1+1"},
    {"id": 8, "name": Link("袁定波", "/p/8/", "示例"), "age": None, "since": None, "note": "@cmd"},
    {
        "id": 9,
        "name": Link("钱牧野", "/p/9/"),
        "age": 29,
        "since": date(2020, 1, 2),
        "note": Said("核", mark_safe("<b>核</b>")),
    },
]


def table(rows=ROWS, **more):
    return Table("roster", "人员", COLUMNS, ListRows(rows), noun="人", unit="甬市", on=date(2024, 9, 12), **more)


def written(name, asked, **more):
    to = BytesIO()
    count = tables.write(asked, name, to, **more)
    return count, to.getvalue()


def sheets(content):
    """Return every sheet of a workbook as rows of (type, text)."""
    book = zipfile.ZipFile(BytesIO(content))
    shared = []
    if "xl/sharedStrings.xml" in book.namelist():
        shared = ["".join(one.itertext()) for one in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))]
    found = []
    for name in sorted(name for name in book.namelist() if name.startswith("xl/worksheets/sheet")):
        rows = ElementTree.fromstring(book.read(name)).iter(f"{MAIN}row")
        found.append([[cell_of(cell, shared) for cell in row] for row in rows])
    return found


def cell_of(cell, shared):
    kind, text = cell.get("t", "n"), "".join(cell.itertext())
    return ("s", shared[int(text)]) if kind == "s" else ("s" if kind == "inlineStr" else kind, text)


def test_page_shows_the_columns_it_begins_with():
    shown = tables.shown(table(), QueryDict("unit=city"))

    assert [head.title for head in shown.heads] == ["姓名", "年龄", "从哪天"]
    assert [[line.head.text, *(cell.text for cell in line.cells)] for line in shown.lines] == [
        ["沈知墨", "34", "2015-03-01"],
        ["袁定波", "–", "–"],
        ["钱牧野", "29", "2020-01-02"],
    ]
    assert (shown.counted, shown.carried) == ("3人", [("unit", "city")])


def test_columns_chosen_stand_in_the_tables_order_and_its_head_stays():
    shown = tables.shown(table(), QueryDict("col=note&col=age&col=nonsense"))

    assert [head.id for head in shown.heads] == ["name", "age", "note"]
    assert [(one.id, one.on, one.fixed) for one in shown.choices] == [
        ("name", True, True), ("age", True, False), ("since", False, False), ("note", True, False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "names", "order"),
    [
        ("sort=age", ["钱牧野", "沈知墨", "袁定波"], "ascending"),
        ("sort=-age", ["沈知墨", "钱牧野", "袁定波"], "descending"),
        ("sort=since", ["沈知墨", "袁定波", "钱牧野"], ""),
        ("sort=nonsense", ["沈知墨", "袁定波", "钱牧野"], ""),
    ],
)
def test_rows_are_sorted_by_columns_that_sort(asked, names, order):
    shown = tables.shown(table(), QueryDict(asked))

    assert ([line.head.text for line in shown.lines], shown.heads[1].sorted) == (names, order)


def test_head_turns_the_order_and_carries_the_rest():
    shown = tables.shown(table(), QueryDict("unit=city&sort=age&page=2&col=age"))

    assert shown.heads[1].url == "?unit=city&col=age&sort=-age"


def test_page_beyond_the_last_shows_the_last():
    shown = tables.shown(table(), QueryDict("page=99"), 2)

    assert [line.head.text for line in shown.lines] == ["钱牧野"]


def test_commas_hold_no_formula():
    count, content = written("csv", table().with_columns(["age", "since", "note"]))

    assert (count, content[:3]) == (3, b"\xef\xbb\xbf")
    assert list(csv.reader(StringIO(content.decode("utf-8-sig")))) == [
        ["姓名", "年龄", "从哪天", "说明"],
        ["沈知墨", "34", "2015-03-01", "'=1+1"],
        ["袁定波", "", "", "'@cmd"],
        ["钱牧野", "29", "2020-01-02", "核"],
    ]


def test_workbook_has_typed_cells_and_no_formula():
    count, content = written("xlsx", table())
    first = sheets(content)[0]
    text = zipfile.ZipFile(BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()

    assert count == 3
    assert first == [
        [("s", "姓名"), ("s", "年龄"), ("s", "从哪天"), ("s", "说明")],
        [("s", "沈知墨"), ("n", "34"), ("n", "42064"), ("s", "=1+1")],
        [("s", "袁定波"), ("s", "@cmd")],
        [("s", "钱牧野"), ("n", "29"), ("n", "43832"), ("s", "核")],
    ]
    assert ("<f>" in text, 'state="frozen"' in text, "<autoFilter" in text) == (False, True, True)


def test_workbook_tells_what_it_is_and_who_took_it():
    asked = table(filters=(("工种", "钳工"),), by="陈语山")
    said = [[text for _kind, text in row] for row in sheets(written("xlsx", asked)[1])[1]]

    assert said[:6] == [
        ["表名", "人员"], ["单位", "甬市"], ["数到哪天", "2024年9月12日"], ["条数", "3人"], ["工种", "钳工"],
        ["导出人", "陈语山"],
    ]  # fmt: skip
    assert [row[0] for row in said[6:]] == ["导出时间"]


def test_workbook_without_rows_is_whole():
    count, content = written("xlsx", table([]))

    assert (count, sheets(content)[0]) == (0, [[("s", "姓名"), ("s", "年龄"), ("s", "从哪天"), ("s", "说明")]])


def fonts():
    """Return the folder of fonts that this machine has made already, or None."""
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return next((one for one in (home / "jiangxin").glob("fonts-*") if list(one.glob("*.ttf"))), None)


@pytest.mark.skipif(fonts() is None, reason="the fonts are not made on this machine yet")
def test_printed_sheet_repeats_its_head_and_holds_its_fonts():
    many = [{**ROWS[0], "name": f"沈知墨{number}"} for number in range(90)]
    count, content = written("pdf", table(many, by="陈语山"), fonts=fonts())
    pages = pypdf.PdfReader(BytesIO(content)).pages
    embedded = {
        "FontFile2" in str(one["/DescendantFonts"][0].get_object()["/FontDescriptor"])
        or "FontFile3" in str(one["/DescendantFonts"][0].get_object()["/FontDescriptor"])
        for page in pages
        for one in (found.get_object() for found in page["/Resources"]["/Font"].values())
    }

    assert (count, len(pages) > 1, embedded) == (90, True, {True})
    assert all("从哪天" in page.extract_text() for page in pages)
    assert [round(float(side)) for side in pages[0].mediabox[2:]] == [595, 842]


def test_printed_sheet_without_fonts_is_refused():
    to = BytesIO()
    with pytest.raises(NoFonts):
        tables.write(table(), "pdf", to)

    assert to.getvalue() == b""


@pytest.mark.parametrize("name", ["exe", "pdf"])
def test_file_that_cannot_be_is_refused(name):
    many = ListRows([ROWS[0]] * 5_001)
    to = BytesIO()
    with pytest.raises(Refusal):
        tables.write(Table("roster", "人员", COLUMNS, many), name, to)

    assert to.getvalue() == b""


def test_watch_sees_every_row_before_it_is_written_and_may_stop():
    seen = []

    def watch(rows, before):
        seen.append((len(rows), before))
        if before:
            raise RuntimeError

    with pytest.raises(RuntimeError):
        tables.write(table([ROWS[0]] * 700), "csv", BytesIO(), watch=watch)

    assert seen == [(500, 0), (200, 500)]


def test_name_of_a_file_says_title_unit_and_day():
    assert tables.file_name(table(), "xlsx") == "人员-甬市-2024-09-12.xlsx"


def test_default_order_is_shown_and_can_be_turned():
    shown = tables.shown(table(sort=Sort("age", down=True)), QueryDict())

    assert (shown.counted, shown.heads[1].sorted) == ("3人，按年龄从高到低", "descending")
    assert json.dumps([line.head.text for line in shown.lines], ensure_ascii=False) == '["沈知墨", "钱牧野", "袁定波"]'
