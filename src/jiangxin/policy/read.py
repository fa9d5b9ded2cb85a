"""A book's text to entries: every file, every problem."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jiangxin.kernel.words import _
from jiangxin.policy import toml
from jiangxin.policy.entries.common import Entry, Origin
from jiangxin.policy.grammar.place import Notes, Place
from jiangxin.policy.grammar.stock import HEADER, Header
from jiangxin.policy.grammar.tables import NAMES, Table, file_patterns, table_of
from jiangxin.policy.lines import Lines, Path
from jiangxin.policy.problems import Problem, hint
from jiangxin.policy.text import BOOK_FILE, BookText


@dataclass(frozen=True)
class ReadBook:
    """One book as read, before its parents are laid under it.

    ``declared`` also knows the entries that could not be read, and ``broken``
    the tables of which a whole file could not: what refers to them is not
    blamed twice.
    """

    id: str
    header: Header | None
    tables: dict[str, dict[str, Entry]]
    declared: dict[str, dict[str, Origin]]
    broken: frozenset[str]
    notes: Notes
    lines: dict[str, Lines]

    @property
    def problems(self) -> list[Problem]:
        """Return what reading found wrong."""
        return self.notes.problems

    def line(self, file: str, path: Path) -> int:
        """Return the line of a path in a file."""
        return self.lines[file].find(path) if file in self.lines else 1


class _Reading:
    def __init__(self, text: BookText) -> None:
        self.text = text
        self.notes = Notes()
        self.lines: dict[str, Lines] = {}
        self.tables: dict[str, dict[str, Entry]] = {name: {} for name in NAMES}
        self.declared: dict[str, dict[str, Origin]] = {name: {} for name in NAMES}
        self.broken: set[str] = set()
        self.header: Header | None = None
        self.id = text.id

    def run(self) -> ReadBook:
        self._read_header()
        for file in sorted(self.text.files):
            table = table_of(file)
            if file == BOOK_FILE:
                continue
            if table is None:
                message = _("不认得“%(file)s”这个文件") % {"file": file}
                self.notes.problems.append(Problem(file, 1, message, hint(file, file_patterns())))
            else:
                self._read_file(file, table)
        broken = frozenset(self.broken)
        return ReadBook(self.id, self.header, self.tables, self.declared, broken, self.notes, self.lines)

    def _parse(self, file: str) -> tuple[dict[str, Any], Place, bool]:
        text = self.text.files[file].removeprefix("\ufeff")
        self.lines[file] = Lines(text)
        raw, problems = toml.parse(text, file, self.lines[file])
        self.notes.problems.extend(problems)
        return raw, Place(self.id, file, self.lines[file], self.notes), not problems

    def _read_header(self) -> None:
        if BOOK_FILE not in self.text.files:
            self.notes.problems.append(Problem(BOOK_FILE, 1, _("没有 book.toml")))
            return
        raw, place, good = self._parse(BOOK_FILE)
        read = HEADER.read(raw, place) if good else None
        if isinstance(read, Header):
            self.header = read
            self.id = read.id

    def _read_file(self, file: str, table: Table) -> None:
        raw, place, good = self._parse(file)
        stem = file.rpartition("/")[2].removesuffix(".toml")
        if not good:
            self.broken.add(table.name)
            if table.layout == "file":
                self._declare(table.name, stem, place)
            return
        if table.layout == "file":
            self._read_whole(raw, place, table, stem)
            return
        for key, one in raw.items():
            if table.layout in ("pairs", "year-pairs"):
                self._read_pairs(key, one, place, table)
            else:
                self._read_entry(key, one, place.at(key), table)

    def _read_whole(self, raw: dict[str, Any], place: Place, table: Table, stem: str) -> None:
        if raw.get("id", stem) != stem:
            words = {"id": raw["id"], "stem": stem}
            place.at("id").wrong(_("id“%(id)s”要和文件名“%(stem)s”一样") % words, hint(str(raw["id"]), [stem]))
        self._read_entry(stem, raw, place, table)

    def _read_pairs(self, first: str, raw: object, place: Place, table: Table) -> None:
        if not isinstance(raw, dict) or not all(isinstance(one, dict) for one in raw.values()):
            words = {"name": first, "form": "[kinds.id]" if table.name == "kinds" else "[indicator.unit]"}
            place.at(first).wrong(_("“%(name)s”要写成两段的表头，如 %(form)s") % words)
            return
        for second, one in raw.items():
            if table.name == "targets":
                place.at(first).refers("indicators", first)
            self._read_entry(f"{first}.{second}", one, place.at(first, second), table)

    def _read_entry(self, name: str, raw: object, place: Place, table: Table) -> None:
        if any(table.key.read(part, place) is not part for part in name.split(".")):
            return
        entry_id = f"{_year(place.file)}/{name}" if table.layout == "year-pairs" else name
        if not self._declare(table.name, entry_id, place):
            return
        values = table.shape.values(raw, place)
        if values is None:
            return
        if table.layout == "year-pairs":
            indicator, _dot, unit = name.partition(".")
            values |= {"year": _year(place.file), "indicator": indicator, "unit": unit}
        entry = table.shape.make(**(values | {"id": entry_id, "origin": place.origin()}))
        assert isinstance(entry, Entry)
        self.tables[table.name][entry_id] = entry

    def _declare(self, table: str, entry_id: str, place: Place) -> bool:
        there = self.declared[table].get(entry_id)
        if there is None:
            self.declared[table][entry_id] = place.origin()
            return True
        words = {"name": entry_id, "file": there.file, "line": there.line}
        place.wrong(_("“%(name)s”已在 %(file)s 第%(line)d行写过；一个名字只写一次") % words)
        return False


def _year(file: str) -> int:
    return int(file.rpartition("/")[2].removesuffix(".toml"))


@lru_cache(maxsize=64)
def read(text: BookText) -> ReadBook:
    """Return a book's entries and all that is wrong with them; its parents are not looked at."""
    return _Reading(text).run()
