"""Kinds of facts, code lists and dated values."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from jiangxin.policy.entries.common import Basis, Bound, Entry, Parts, Wording, Words


@dataclass(frozen=True, kw_only=True)
class Kind(Entry):
    """A kind of fact; a kind's shape never changes. ``levels`` are ids, lowest first; a level's rank is its place."""

    title: Wording
    definition: Wording
    subject: tuple[str, ...]
    unit: str
    sensitivity: str
    levels: tuple[str, ...]
    level_titles: Words
    codes: str
    span: bool
    body: Mapping[str, str]
    max: int

    def rank(self, level: str) -> int | None:
        """Return the rank of a level id, or None if the kind has no such level."""
        return self.levels.index(level) if level in self.levels else None

    def level_title(self, level: str) -> Wording:
        """Return the words for a level, its id if there are none."""
        return self.level_titles.get(level) or Wording(level)


@dataclass(frozen=True, kw_only=True)
class ListEntry(Parts):
    """One code of a list, with the days from and until which it is in the list (both inclusive)."""

    code: str
    title: Wording
    since: date | None
    until: date | None
    group: str
    also: tuple[str, ...]
    issuer: str
    programme: str
    level: str
    note: str

    def holds_on(self, day: date) -> bool:
        """Tell whether the code is in the list on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, kw_only=True)
class CodeList(Entry):
    """A dated list of codes."""

    title: Wording
    basis: Basis | None
    entry: tuple[ListEntry, ...]

    def codes_on(self, day: date) -> frozenset[str]:
        """Return the codes in the list on a day."""
        return frozenset(entry.code for entry in self.entry if entry.holds_on(day))

    def codes(self) -> frozenset[str]:
        """Return all codes that the list ever had."""
        return frozenset(entry.code for entry in self.entry)

    def find(self, code: str, day: date | None = None) -> ListEntry | None:
        """Return the entry of a code as it stood on a day; without a day, or outside its days, the latest."""
        mine = [entry for entry in self.entry if entry.code == code]
        held = [entry for entry in mine if day is not None and entry.holds_on(day)]
        found = held or sorted(mine, key=lambda entry: entry.since or date.min)
        return found[-1] if found else None


@dataclass(frozen=True, kw_only=True)
class Value(Entry):
    """A dated constant: the latest line not after the day asked about is in force."""

    title: Wording | None
    basis: Basis
    note: str
    days: tuple[date, ...]
    settings: tuple[Bound, ...]

    def on(self, day: date) -> Bound | None:
        """Return the value in force on a day, or None before its first line."""
        place = bisect_right(self.days, day)
        return self.settings[place - 1] if place else None
