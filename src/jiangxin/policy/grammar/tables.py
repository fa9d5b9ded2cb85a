"""The files of a book: which table each holds, and how its entries lie in it. The folder is the table of contents."""

import re
from dataclasses import dataclass, field
from typing import Final

from jiangxin.policy.grammar import board, rules, stock
from jiangxin.policy.grammar.shape import Shape
from jiangxin.policy.grammar.sorts import ID, Id

YEAR = re.compile(r"[0-9]{4}", re.ASCII)


@dataclass(frozen=True)
class Table:
    """One kind of file.

    ``layout``: "entries" = [<id>] in one file; "pairs" = [<id>.<id>] in one
    file; "file" = the whole file is one entry named by the file; "years" and
    "year-pairs" = entries in one file a year.
    """

    name: str
    layout: str
    shape: Shape
    meaning: str
    key: Id = field(default_factory=Id)

    @property
    def pattern(self) -> str:
        """Return the name of its files as the reference prints it."""
        if self.layout in ("entries", "pairs"):
            return f"{self.name}.toml"
        return f"{self.name}/<{'id' if self.layout == 'file' else 'year'}>.toml"

    def holds(self, file: str) -> bool:
        """Tell whether a file of the folder belongs to this table."""
        if self.layout in ("entries", "pairs"):
            return file == f"{self.name}.toml"
        folder, slash, rest = file.partition("/")
        stem = rest.removesuffix(".toml")
        names = ID if self.layout == "file" else YEAR
        return bool(slash) and folder == self.name and stem != rest and names.fullmatch(stem) is not None


TABLES: Final = (
    Table("sources", "entries", stock.SOURCE, "what the book rests on", stock.SOURCE_KEY),
    Table("kinds", "pairs", stock.KIND, "kinds of facts that this book adds"),
    Table("lists", "file", stock.CODE_LIST, "dated code lists"),
    Table("values", "entries", stock.VALUE, "dated constants"),
    Table("measures", "entries", rules.MEASURE, "named aggregates over a subject's facts"),
    Table("scores", "file", rules.SCORE, "points on axes"),
    Table("ladders", "file", rules.LADDER, "stages and who is due"),
    Table("schemes", "file", rules.SCHEME, "what one can apply for"),
    Table("amounts", "file", rules.AMOUNT, "money by measure"),
    Table("indicators", "entries", board.INDICATOR, "what is counted for units and periods"),
    Table("targets", "year-pairs", board.TARGET, "what is intended"),
    Table("figures", "years", board.FIGURE, "what was published"),
    Table("posters", "file", board.POSTER, "editions of the poster"),
)
NAMES: Final = tuple(table.name for table in TABLES)


def table_of(file: str) -> Table | None:
    """Return the table a file belongs to, or None if no book has such a file."""
    return next((table for table in TABLES if table.holds(file)), None)


def file_patterns() -> list[str]:
    """Return the names of all files a book may have."""
    return ["book.toml", *(table.pattern for table in TABLES)]
