"""A place in a book while it is read: it knows its line and takes down what is wrong and what is referred to."""

from dataclasses import dataclass, field

from jiangxin.kernel.words import _
from jiangxin.policy.entries.common import Origin
from jiangxin.policy.lines import Lines, Path
from jiangxin.policy.problems import Problem


class Bad:
    """Stands for a value that could not be read; why was told."""


BAD = Bad()


@dataclass(frozen=True)
class Reference:
    """An entry names another entry of a table."""

    table: str
    id: str
    file: str
    line: int


@dataclass
class Notes:
    """What one reading takes down."""

    problems: list[Problem] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    dropped: dict[tuple[str, Path], set[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """A path in a file of a book."""

    book: str
    file: str
    lines: Lines
    notes: Notes
    path: Path = ()

    def at(self, *path: str | int) -> "Place":
        """Return a place further inside."""
        return Place(self.book, self.file, self.lines, self.notes, (*self.path, *path))

    @property
    def line(self) -> int:
        """Return the line of this place."""
        return self.lines.find(self.path)

    @property
    def name(self) -> str:
        """Return the name of this place as a reader says it."""
        return label(self.path) or self.file

    def origin(self) -> Origin:
        """Return the origin of an entry that starts here."""
        return Origin(self.book, self.file, self.line, self.path)

    def wrong(self, message: str, hint: str = "") -> Bad:
        """Take down a problem and answer the bad value."""
        self.notes.problems.append(Problem(self.file, self.line, message, hint))
        return BAD

    def expects(self, what: str, raw: object) -> Bad:
        """Take down that another type of value stands here."""
        given = type_words(raw)
        return self.wrong(
            _("“%(name)s”要%(what)s，现在是%(given)s") % {"name": self.name, "what": what, "given": given}
        )

    def drops(self, raw: object) -> None:
        """Take down that a part of this list could not be read, by its id or code if it has one."""
        names = self.notes.dropped.setdefault((self.file, self.path), set())
        if isinstance(raw, dict):
            names.update(name for key in ("id", "code", "measure") if isinstance(name := raw.get(key), str))

    def refers(self, table: str, entry_id: str) -> None:
        """Take down a reference to another entry."""
        self.notes.references.append(Reference(table, entry_id, self.file, self.line))


def label(path: Path) -> str:
    """Return a path as a reader says it: stage[2].enter[1].measure."""
    words = ""
    for part in path:
        words += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if words else part
    return words


def type_words(raw: object) -> str:
    """Return the type of a parsed value as a reader says it."""
    names = {
        "bool": _("true 或 false"),
        "int": _("整数"),
        "Decimal": _("小数"),
        "str": _("文字"),
        "date": _("日期"),
        "datetime": _("时刻"),
        "time": _("钟点"),
        "list": _("一组"),
        "dict": _("一张表"),
    }
    return str(names.get(type(raw).__name__, type(raw).__name__))
