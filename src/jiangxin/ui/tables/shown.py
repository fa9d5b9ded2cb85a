"""A table as a page shows it: the columns chosen, the order, one page of rows, and the addresses to change them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jiangxin.ui import format as written
from jiangxin.ui.tables.shape import Column, Link, Row, Said, Sort, Table

LINES = 50
FORMATS = (("xlsx", lazy("XLSX，用WPS或Excel打开")), ("csv", lazy("CSV")), ("pdf", lazy("PDF，打印用")))
OWN = ("col", "sort", "page")  # the parameters that are the table's, not its maker's


@dataclass(frozen=True)
class Head:
    """A column's head: its title, the address that sorts by it, and how it is sorted now."""

    id: str
    title: str
    kind: str
    url: str
    sorted: str


@dataclass(frozen=True)
class Cell:
    """One cell as drawn."""

    title: str
    kind: str
    wide: bool
    text: str
    url: str = ""
    tag: str = ""
    html: SafeString | None = None


@dataclass(frozen=True)
class ShownRow:
    """A row: the key to pick it by, its head, its other cells."""

    pick: str
    head: Cell
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Choice:
    """A column in the chooser."""

    id: str
    title: str
    on: bool
    fixed: bool


class Shown:
    """A table on a page. ``params`` are those of the address; all that are not the table's own are carried on."""

    def __init__(self, table: Table, params: QueryDict, lines: int = LINES) -> None:
        self.all, self.params = table, params
        self.table = chosen(table, params)
        pages: Paginator[Row] = Paginator(_Paged(self.table), lines)
        self.page: Page[Row] = pages.get_page(params.get("page"))

    @property
    def title(self) -> str:
        """Return the table's title."""
        return self.table.title

    @property
    def heads(self) -> list[Head]:
        """Return the heads of the columns chosen."""
        return [self._head(column) for column in self.table.columns]

    @property
    def lines(self) -> list[ShownRow]:
        """Return the rows of this page."""
        return [_row(self.table, row) for row in self.page.object_list]

    @property
    def choices(self) -> list[Choice]:
        """Return every column for the chooser."""
        on = {column.id for column in self.table.columns}
        first = self.all.columns[0].id
        return [Choice(one.id, str(one.title), one.id in on, one.id == first) for one in self.all.columns]

    @property
    def carried(self) -> list[tuple[str, str]]:
        """Return the parameters that a form of the table carries on: all but page and columns."""
        return [(name, value) for name, value in _pairs(self.params) if name not in {"page", "col"}]

    @property
    def asked_columns(self) -> list[str]:
        """Return the columns that the address names, for a form that carries them on."""
        return [value for value in self.params.getlist("col") if value]

    @property
    def formats(self) -> tuple[tuple[str, Any], ...]:
        """Return the formats it can be taken away in, with their titles."""
        return FORMATS

    @property
    def plain(self) -> str:
        """Return the address of the table with the columns it begins with."""
        return _address(pair for pair in _pairs(self.params) if pair[0] not in {"page", "col"})

    @property
    def query(self) -> str:
        """Return the parameters by which this table can be made again: all but the page."""
        return _address(pair for pair in _pairs(self.params) if pair[0] != "page").removeprefix("?")

    @property
    def counted(self) -> str:
        """Return how many rows of what, and the order they stand in."""
        total = how_many(self.page.paginator.count, self.table.noun)
        by = self.table.column(self.table.sort.column) if self.table.sort else None
        if by is None or self.table.sort is None:
            return total
        way = _("从高到低") if self.table.sort.down else _("从低到高")
        return _("%(total)s，按%(column)s%(way)s") % {"total": total, "column": by.title, "way": way}

    def _head(self, column: Column) -> Head:
        now = self.table.sort
        here = now is not None and now.column == column.id
        url = ""
        if column.sorts:
            turned = Sort(column.id, down=here and now is not None and not now.down)
            kept = [pair for pair in _pairs(self.params) if pair[0] not in {"page", "sort"}]
            url = _address([*kept, ("sort", str(turned))])
        order = ("descending" if now.down else "ascending") if here and now is not None else ""
        return Head(column.id, str(column.title), column.kind, url, order)


class _Paged:
    """The rows of a table as a paginator takes them."""

    ordered = True

    def __init__(self, table: Table) -> None:
        self._table = table

    def count(self) -> int:
        """Return how many rows there are."""
        return self._table.rows.count()

    def __len__(self) -> int:
        return self.count()

    def __iter__(self) -> Iterator[Row]:
        return iter(self[: self.count()])

    def __getitem__(self, part: Any) -> Any:
        return self._table.rows.page(part.start, part.stop, self._table.sort)


def shown(table: Table, params: QueryDict, lines: int = LINES) -> Shown:
    """Return a table as a page shows it, by ``col`` (repeated), ``sort`` and ``page``; unknown words change nothing."""
    return Shown(table, params, lines)


def chosen(table: Table, params: Mapping[str, Any] | QueryDict) -> Table:
    """Return the table with the columns and the order that the parameters ask for."""
    listed = params.getlist("col") if isinstance(params, QueryDict) else list(params.get("col", ()))
    known = [name for name in listed if table.column(name)]
    found = table.with_columns(known or [one.id for one in table.columns if one.shown])
    asked = Sort.read(str(params.get("sort") or ""))
    column = table.column(asked.column)
    return replace(found, sort=asked) if column is not None and column.sorts else found


def how_many(count: int, noun: str) -> str:
    """Return a number of rows with what one row is."""
    return (
        _("%(count)s%(noun)s") % {"count": written.number(count), "noun": noun.strip()}
        if noun
        else written.number(count)
    )


def cell_text(value: Any) -> str:
    """Return a cell as a file writes it in words."""
    if value is None:
        return ""
    if isinstance(value, Link | Said):
        return value.text
    return written.day(value) if isinstance(value, date) else str(value)


def _row(table: Table, row: Row) -> ShownRow:
    cells = tuple(_cell(column, row.get(column.id)) for column in table.columns)
    return ShownRow(str(row[table.pick]) if table.pick else "", cells[0], cells[1:])


def _cell(column: Column, value: Any) -> Cell:
    text = written.number(value) if isinstance(value, int | float) else cell_text(value)
    drawn = Cell(str(column.title), column.kind, column.wide, text or "–")
    if isinstance(value, Link):
        return replace(drawn, url=value.url, tag=value.tag)
    return replace(drawn, html=value.html) if isinstance(value, Said) else drawn


def _pairs(params: QueryDict) -> Iterator[tuple[str, str]]:
    for name, values in params.lists():
        for value in values:
            if value:
                yield name, str(value)


def _address(pairs: Any) -> str:
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value)
    return f"?{query.urlencode()}"
