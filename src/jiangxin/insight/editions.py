"""The editions of posters that books in force hold, and the one that was asked for."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from jiangxin.books import queries as books
from jiangxin.insight.errors import NoEdition
from jiangxin.insight.poster.meaning import Edition
from jiangxin.people import queries as people
from jiangxin.people.errors import UnknownUnit
from jiangxin.people.queries import UnitOn
from jiangxin.policy.book import Book
from jiangxin.policy.entries.board import Poster


@dataclass(frozen=True)
class EditionAsked:
    """Which edition: a year, and a unit (key, name or part of it), a book id or an edition id, where given."""

    year: int | None = None
    unit: str = ""
    book: str = ""
    edition: str = ""

    @property
    def words(self) -> str:
        """Return what was asked for, as a reader says it."""
        year = str(_("%(year)s年")) % {"year": self.year} if self.year else ""
        return "".join(part for part in (self.unit or self.book, year, self.edition) if part) or _("所要")


def editions_on(on: date, known_at: datetime | None = None) -> list[Edition]:
    """Return every edition of every book in force on a day, the widest unit first, newest first."""
    found = []
    for row in books.books_in_force(on):
        book = books.book_in_force(row.book_id, on)
        for poster in book.posters.values():
            unit = _unit(poster.unit, on)
            if poster.origin.book == book.id and unit is not None:
                found.append(Edition(book, poster, unit, on, known_at))
    return sorted(found, key=lambda one: (one.unit.path.count("/"), one.unit.key, -one.poster.year))


def edition_asked(asked: EditionAsked, on: date, known_at: datetime | None = None) -> Edition:
    """Return the edition that was asked for; refuses with NoEdition, naming those there are."""
    there = editions_on(on, known_at)
    fitting = [one for one in there if _fits(one, asked)]
    if asked.unit:
        exact = [one for one in fitting if asked.unit in (one.unit.key, one.unit.name)]
        fitting = exact or fitting
    if not fitting:
        raise NoEdition(asked=asked.words, there="、".join(_label(one) for one in there) or "—")
    return fitting[0]


def poster_by_id(book: Book, edition: str) -> Poster | None:
    """Return a poster of a book by its id."""
    return book.posters.get(edition)


def _fits(edition: Edition, asked: EditionAsked) -> bool:
    if asked.year is not None and edition.poster.year != asked.year:
        return False
    if asked.edition and edition.poster.id != asked.edition:
        return False
    if asked.book and edition.book.id != asked.book:
        return False
    # A book's name alone asks for what the book's owner publishes.
    return not asked.unit or asked.unit == edition.unit.key or asked.unit in edition.unit.name


def _label(edition: Edition) -> str:
    return f"{edition.unit.name}{edition.poster.year}"


def _unit(key: str, on: date) -> UnitOn | None:
    try:
        return people.unit_on(key, on)
    except UnknownUnit:
        return None
