"""What a table is: columns, rows that stream, and what is said about the whole."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, Protocol, Self

from django.utils.functional import Promise
from django.utils.safestring import SafeString

Words = str | Promise
Row = Mapping[str, Any]  # column id -> None, text, number, day, Link or Said; other keys are the maker's own
Kind = Literal["text", "number", "day", "link"]


@dataclass(frozen=True)
class Link:
    """A cell that leads somewhere; in files only its text stands. ``tag`` is a small mark beside it."""

    text: str
    url: str = ""
    tag: str = ""


@dataclass(frozen=True)
class Said:
    """A cell that a page draws otherwise than a file writes it."""

    text: str
    html: SafeString


@dataclass(frozen=True)
class Column:
    """One column. ``shown``: stands in the table unless taken out; ``sorts``: the rows know an order by it."""

    id: str
    title: Words
    kind: Kind = "text"
    shown: bool = True
    sorts: bool = False
    wide: bool = False  # long text: breaks into lines


@dataclass(frozen=True)
class Sort:
    """By which column, and whether from high to low."""

    column: str
    down: bool = False

    @classmethod
    def read(cls, text: str) -> Self:
        """Read ``age`` or ``-age``."""
        return cls(text.removeprefix("-"), down=text.startswith("-"))

    def __str__(self) -> str:
        return f"-{self.column}" if self.down else self.column


class Rows(Protocol):
    """Where rows come from: counted, by pages for a screen, in chunks for a file."""

    def count(self) -> int:
        """Return how many rows there are."""

    def page(self, start: int, stop: int, sort: Sort | None) -> Sequence[Row]:
        """Return rows of a range in an order; None is the source's own."""

    def chunks(self, sort: Sort | None) -> Iterator[Sequence[Row]]:
        """Return all rows in an order, some hundreds at a time."""


@dataclass(frozen=True)
class Table:
    """A table with what stands above it. The first column is the row's head and is never taken out.

    ``person`` is the row's key that holds the id of the person a row is about, blank
    where rows tell nothing personal; ``pick`` the key by which a page lets rows be chosen.
    """

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: Rows
    sort: Sort | None = None
    noun: str = ""  # what one row is: 人, 家, 条
    unit: str = ""
    on: date | None = None
    filters: tuple[tuple[str, str], ...] = ()  # what it is narrowed to, in words
    by: str = ""  # who takes it away
    person: str = ""
    pick: str = ""

    def with_columns(self, ids: Sequence[str]) -> Self:
        """Return the table with these columns in its own order; its first column always stays."""
        wanted = set(ids)
        kept = (self.columns[0], *(one for one in self.columns[1:] if one.id in wanted))
        return replace(self, columns=kept)

    def column(self, name: str) -> Column | None:
        """Return the column of this id."""
        return next((one for one in self.columns if one.id == name), None)
