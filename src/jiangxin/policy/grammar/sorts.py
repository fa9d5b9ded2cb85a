"""Sorts of values: how each is read, and how the reference names it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from jiangxin.kernel import dates
from jiangxin.kernel.words import _
from jiangxin.policy.grammar.place import Place
from jiangxin.policy.problems import hint

MOST = 2**63 - 1
ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}", re.ASCII)
SOURCE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}", re.ASCII)
KIND_ID = re.compile(r"[a-z0-9][a-z0-9_-]*\.[a-z0-9][a-z0-9_-]*", re.ASCII)
AXIS_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}|[一-鿿]{1,4}")
DUTY = re.compile(r"[a-z]+([.-][a-z]+)*", re.ASCII)
CODE = re.compile(r"[^\s\x00-\x1f]{1,64}")


class Sort(Protocol):
    """One sort of value."""

    def read(self, raw: object, place: Place) -> object:
        """Return the value, or BAD after telling the place what is wrong."""

    def words(self) -> str:
        """Return the name of this sort for the reference."""


@dataclass(frozen=True)
class Text:
    """Words for readers or ids of other systems, never empty."""

    most: int = 2000

    def read(self, raw: object, place: Place) -> object:
        """Return the text without blanks around it."""
        if not isinstance(raw, str):
            return place.expects(_("文字"), raw)
        if not raw.strip():
            return place.wrong(_("“%(name)s”是空的") % {"name": place.name})
        if len(raw) > self.most:
            return place.wrong(_("“%(name)s”太长；最多%(most)d字") % {"name": place.name, "most": self.most})
        return raw.strip()

    def words(self) -> str:
        """Return the name for the reference."""
        return "text"


@dataclass(frozen=True)
class Id:
    """An id: lower-case letters, digits, - and _."""

    pattern: re.Pattern[str] = ID
    name: str = "id"
    asks: str = _("小写字母、数字、“-”和“_”")

    def read(self, raw: object, place: Place) -> object:
        """Return the id."""
        if not isinstance(raw, str):
            return place.expects(_("文字"), raw)
        if not self.pattern.fullmatch(raw):
            return place.wrong(_("“%(id)s”不能作名；只用%(asks)s") % {"id": raw, "asks": self.asks})
        return raw

    def words(self) -> str:
        """Return the name for the reference."""
        return self.name


@dataclass(frozen=True)
class Code:
    """A code: up to 64 signs without blanks."""

    def read(self, raw: object, place: Place) -> object:
        """Return the code."""
        if not isinstance(raw, str):
            return place.expects(_("文字"), raw)
        if not CODE.fullmatch(raw):
            return place.wrong(_("“%(code)s”不能作代码；不留空格，最多64个字") % {"code": raw[:80]})
        return raw

    def words(self) -> str:
        """Return the name for the reference."""
        return "code"


@dataclass(frozen=True)
class Ref:
    """The id of an entry of another table."""

    table: str
    aside: tuple[str, ...] = ()  # words that may stand here beside an id

    def read(self, raw: object, place: Place) -> object:
        """Return the id; whether there is such an entry is checked once all is read."""
        if not isinstance(raw, str):
            return place.expects(_("文字"), raw)
        if raw not in self.aside:
            place.refers(self.table, raw)
        return raw

    def words(self) -> str:
        """Return the name for the reference."""
        return " or ".join([f"id of {self.table}", *(f"`{word}`" for word in self.aside)])


@dataclass(frozen=True)
class Integer:
    """A whole number within bounds."""

    low: int = 0
    high: int = MOST
    name: str = "whole number"

    def read(self, raw: object, place: Place) -> object:
        """Return the number."""
        if isinstance(raw, bool) or not isinstance(raw, int):
            return place.expects(_("整数"), raw)
        if raw < self.low:
            return place.wrong(_("“%(name)s”不能小于%(low)d") % {"name": place.name, "low": self.low})
        if raw > self.high:
            return place.wrong(_("“%(name)s”不能大于%(high)d") % {"name": place.name, "high": self.high})
        return raw

    def words(self) -> str:
        """Return the name for the reference."""
        return self.name


@dataclass(frozen=True)
class Flag:
    """True or false."""

    def read(self, raw: object, place: Place) -> object:
        """Return the flag."""
        return raw if isinstance(raw, bool) else place.expects(_("true 或 false"), raw)

    def words(self) -> str:
        """Return the name for the reference."""
        return "true or false"


@dataclass(frozen=True)
class Day:
    """A civil date."""

    def read(self, raw: object, place: Place) -> object:
        """Return the date."""
        if isinstance(raw, date) and not isinstance(raw, datetime):
            return raw
        return place.expects(_("日期，不加引号，如 2024-09-12"), raw)

    def words(self) -> str:
        """Return the name for the reference."""
        return "date"


@dataclass(frozen=True)
class DayOrMoment:
    """A civil date (up to its end) or an instant with its offset."""

    def read(self, raw: object, place: Place) -> object:
        """Return the date or the instant."""
        if isinstance(raw, datetime) and raw.tzinfo is None:
            return place.wrong(_("“%(name)s”的时刻要带时区，如 2024-09-12T08:00:00+08:00") % {"name": place.name})
        return raw if isinstance(raw, date) else place.expects(_("日期，不加引号，如 2024-09-12"), raw)

    def words(self) -> str:
        """Return the name for the reference."""
        return "date or instant"


@dataclass(frozen=True)
class Span:
    """A calendar span."""

    def read(self, raw: object, place: Place) -> object:
        """Return the span."""
        if not isinstance(raw, str):
            return place.expects(_("文字"), raw)
        if dates.is_span(raw):
            return raw
        return place.wrong(_("“%(span)s”不是时段；写成 2y（年）、6m（月）或 30d（天）") % {"span": raw})

    def words(self) -> str:
        """Return the name for the reference."""
        return "span: 2y, 6m, 30d"


@dataclass(frozen=True)
class Choice:
    """One of a closed list of words."""

    options: Mapping[str, str]
    name: str

    def read(self, raw: object, place: Place) -> object:
        """Return the word."""
        if not isinstance(raw, str):
            return place.expects(_("文字"), raw)
        if raw in self.options:
            return raw
        message = _("“%(name)s”不认得“%(word)s”") % {"name": place.name, "word": raw}
        return place.wrong(message, hint(raw, self.options))

    def words(self) -> str:
        """Return the name for the reference."""
        return f"one of [{self.name}](#{self.name.replace(' ', '-')})"


@dataclass(frozen=True)
class Bounds:
    """A right side: a number, the id of a level or of a value, a word, true or false."""

    flags: bool = True

    def read(self, raw: object, place: Place) -> object:
        """Return the right side; strings are understood once all is read."""
        if isinstance(raw, bool) and self.flags:
            return raw
        if isinstance(raw, str):
            return Text().read(raw, place)
        if isinstance(raw, int) and not isinstance(raw, bool):
            return Integer(-MOST).read(raw, place)
        return place.expects(_("整数、级别或数值名"), raw)

    def words(self) -> str:
        """Return the name for the reference."""
        return "whole number, id of a level, id of a value, or word"
