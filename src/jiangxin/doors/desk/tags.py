"""Parallel classifications on the desk: the families a book lists, and the one code a page may be narrowed to.

A list of the book named ``unit-<family>`` says what units may count as in that family; its title is the family's.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from jiangxin.doors.me.words import said
from jiangxin.insight.families import NONE, folds
from jiangxin.people import queries as people
from jiangxin.policy.book import Book

LISTED = "unit-"
REST = "-"  # what stands in an address for units that count as nothing


@dataclass(frozen=True)
class Family:
    """One family as it is read from a unit: what each code is counted under."""

    name: str
    title: str
    under: dict[str, str]

    def takes_in(self, code: str) -> tuple[str, ...]:
        """Return the codes of units that are counted under a code."""
        return tuple(sorted(one for one, head in self.under.items() if head == code))


@dataclass(frozen=True)
class Tag:
    """One code of a family that a page is narrowed to, with every code of the units that it takes in."""

    family: Family
    code: str
    title: str
    codes: tuple[str, ...]

    @property
    def key(self) -> str:
        """Return how it stands in an address."""
        return f"{self.family.name}:{self.code}"


def families_of(book: Book) -> list[tuple[str, str]]:
    """Return the families a book lists with their titles."""
    lists = sorted(name for name in book.lists if name.startswith(LISTED))
    return [(name.removeprefix(LISTED), said(book.lists[name].title)) for name in lists]


def family_of(book: Book, name: str, path: str, on: date) -> Family | None:
    """Return a family as it is read from the unit at a path: where that unit lies in a listed code, code by code."""
    listed = book.lists.get(LISTED + name)
    if listed is None:
        return None
    codes = listed.codes()
    own = people.family_tags(name).code_at(path, on)
    inside = any(own.startswith(code) for code in codes) if own else False
    return Family(name, said(listed.title), folds(name, () if inside else codes))


def titles_in(book: Book, family: str, codes: Iterable[str], on: date) -> dict[str, str]:
    """Return the titles of codes: of the list, else the name of the widest unit that carries it, else the code."""
    listed = book.lists[LISTED + family]
    found = {code: said(entry.title) for code in codes if (entry := listed.find(code, on))}
    missing = {code for code in codes if code not in found and code != NONE}
    named = people.named_by_tag(family, missing, on) if missing else {}
    return found | {code: named.get(code, code) for code in missing} | {NONE: _("没有标的")}


def tag_of(book: Book, text: str, path: str, on: date) -> Tag | None:
    """Return the tag written ``family:code``, None where there is no such family or no unit counts as it."""
    name, _colon, code = text.partition(":")
    family = family_of(book, name, path, on)
    codes = family.takes_in(code) if family and code else ()
    if family is None or not codes:
        return None
    return Tag(family, code, titles_in(book, name, [code], on)[code], codes)
