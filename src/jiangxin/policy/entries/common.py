"""What every entry has: where it came from, its words, what it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from jiangxin.policy.lines import Path

PLATFORM_DEFAULT = "platform-default"

# What a condition, a value or a table may be held against: a number, the id of a level or value, a word, yes or no.
Bound = int | str


@dataclass(frozen=True)
class Origin:
    """The book, file and line of an entry."""

    book: str
    file: str
    line: int
    path: Path = field(default=(), compare=False, repr=False)

    def __str__(self) -> str:
        return f"{self.book}/{self.file}:{self.line}"


@dataclass(frozen=True)
class Wording:
    """Words in simplified Chinese, and in other languages where the book gives them."""

    zh_hans: str
    en: str = ""

    def __str__(self) -> str:
        return self.zh_hans

    def in_language(self, language: str) -> str:
        """Return the words in a language ("en", "zh-hans"); Chinese where there are none."""
        return (self.en if language.lower().startswith("en") else "") or self.zh_hans

    def filled(self, name: str, value: str) -> "Wording":
        """Return the words with the place {name} filled in."""
        place = "{" + name + "}"
        return Wording(self.zh_hans.replace(place, value), self.en.replace(place, value))


@dataclass(frozen=True)
class Basis:
    """What a rule rests on: a document and clause, or the platform's own default."""

    title: str
    clause: str = ""
    source: str = ""

    @property
    def platform_default(self) -> bool:
        """Tell whether nobody's rule but our own proposal stands behind it."""
        return self.title == PLATFORM_DEFAULT

    def __str__(self) -> str:
        return f"{self.title} {self.clause}".strip()


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One named entry of a book."""

    id: str
    origin: Origin


@dataclass(frozen=True, kw_only=True)
class Source(Entry):
    """A document, article or page that entries rest on."""

    title: Wording
    author: str = ""
    published: str = ""
    page: str = ""
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class Parts:
    """Parts inside an entry know their place, too."""

    origin: Origin


Words = Mapping[str, Wording]
