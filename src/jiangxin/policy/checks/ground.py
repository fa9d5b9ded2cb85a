"""A book laid over its parents, entry by entry, and a place to take down what is wrong."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from jiangxin.kernel.words import _
from jiangxin.policy.entries.board import Figure, Indicator, Poster, Target
from jiangxin.policy.entries.common import Entry, Origin
from jiangxin.policy.entries.rules import Amount, Ladder, Measure, Scheme, Score
from jiangxin.policy.entries.stock import CodeList, Kind, Value
from jiangxin.policy.grammar.tables import NAMES
from jiangxin.policy.problems import Problem, hint
from jiangxin.policy.read import ReadBook

E = TypeVar("E", bound=Entry)

TABLE_WORDS = {
    "sources": _("来源"),
    "kinds": _("事项"),
    "lists": _("代码表"),
    "values": _("数值"),
    "measures": _("口径"),
    "scores": _("赋分"),
    "ladders": _("阶梯"),
    "schemes": _("方案"),
    "amounts": _("金额"),
    "indicators": _("指标"),
    "targets": _("目标"),
    "figures": _("上报数"),
    "posters": _("版次"),
}


@dataclass
class Ground:
    """The chain of books, base first; the book that is checked is the last."""

    chain: list[ReadBook]
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.own = self.chain[-1]
        self.tables = merged(self.chain)
        self._books = {book.id: book for book in self.chain}
        self._known = {name: frozenset().union(*(book.declared[name] for book in self.chain)) for name in NAMES}

    @property
    def since(self) -> date:
        """Return the day from which the book is in force."""
        return self.own.header.since if self.own.header else date.max

    def known(self, table: str) -> frozenset[str]:
        """Return the ids of a table, also those of entries that could not be read."""
        return self._known[table]

    def names(self, origin: Origin, key: str, names: Iterable[str]) -> list[str]:
        """Return the names of the parts under a key, with those that could not be read."""
        return [*names, *sorted(self.dropped(origin, key) or ())]

    def dropped(self, origin: Origin, key: str) -> set[str] | None:
        """Return the names of the parts under a key that could not be read, None if all could."""
        book = self._books.get(origin.book, self.own)
        return book.notes.dropped.get((origin.file, (*origin.path, key)))

    def excused(self, table: str) -> bool:
        """Tell whether a file of this table could not be read, so that missing names are not blamed."""
        return any(table in book.broken for book in self.chain)

    def wrong(self, origin: Origin, *path: str | int, message: str, hint: str = "") -> None:
        """Take down a problem at a place inside an entry."""
        book = self._books.get(origin.book, self.own)
        line = book.line(origin.file, (*origin.path, *path))
        file = origin.file if book is self.own else f"{book.id}/{origin.file}"
        self.problems.append(Problem(file, line, message, hint))

    def unknown(self, origin: Origin, *path: str | int, table: str, name: str) -> None:
        """Take down that no entry of a table has this name."""
        message = _("没有叫“%(name)s”的%(what)s") % {"name": name, "what": TABLE_WORDS[table]}
        if not self.excused(table):
            self.wrong(origin, *path, message=message, hint=hint(name, self.known(table)))

    def unique(self, parts: Iterable[tuple[str, Origin]], key: str = "id") -> None:
        """Take down every name that two parts share."""
        seen: dict[str, Origin] = {}
        for name, origin in parts:
            if not name:
                continue
            there = seen.setdefault(name, origin)
            if there is not origin:
                words = {"name": name, "file": there.file, "line": there.line}
                message = _("“%(name)s”已在 %(file)s 第%(line)d行写过；一个名字只写一次") % words
                self.wrong(origin, key, message=message)

    def _typed(self, table: str, kind: type[E]) -> Mapping[str, E]:
        return {name: entry for name, entry in self.tables[table].items() if isinstance(entry, kind)}

    @property
    def kinds(self) -> Mapping[str, Kind]:
        return self._typed("kinds", Kind)

    @property
    def lists(self) -> Mapping[str, CodeList]:
        return self._typed("lists", CodeList)

    @property
    def values(self) -> Mapping[str, Value]:
        return self._typed("values", Value)

    @property
    def measures(self) -> Mapping[str, Measure]:
        return self._typed("measures", Measure)

    @property
    def scores(self) -> Mapping[str, Score]:
        return self._typed("scores", Score)

    @property
    def ladders(self) -> Mapping[str, Ladder]:
        return self._typed("ladders", Ladder)

    @property
    def schemes(self) -> Mapping[str, Scheme]:
        return self._typed("schemes", Scheme)

    @property
    def amounts(self) -> Mapping[str, Amount]:
        return self._typed("amounts", Amount)

    @property
    def indicators(self) -> Mapping[str, Indicator]:
        return self._typed("indicators", Indicator)

    @property
    def targets(self) -> Mapping[str, Target]:
        return self._typed("targets", Target)

    @property
    def figures(self) -> Mapping[str, Figure]:
        return self._typed("figures", Figure)

    @property
    def posters(self) -> Mapping[str, Poster]:
        return self._typed("posters", Poster)


def merged(chain: Collection[ReadBook]) -> dict[str, dict[str, Any]]:
    """Return the tables of a chain of books, each later one laid over the earlier ones entry by entry.

    A kind is never changed: the first book that has it keeps it.
    """
    tables: dict[str, dict[str, Any]] = {name: {} for name in NAMES}
    for book in chain:
        for name in NAMES:
            there, here = tables[name], book.tables[name]
            tables[name] = here | there if name == "kinds" else there | here
    return tables
