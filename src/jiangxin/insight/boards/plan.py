"""What is counted ahead: every number that a board of today or tomorrow asks for, by all books in force."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from jiangxin.books import queries as books
from jiangxin.insight.boards.leaf import DAY, PERSON, Leaf, about_persons, leaf_of, leaves_of, month_ends
from jiangxin.insight.indicators import Scope
from jiangxin.kernel.dates import Period
from jiangxin.policy.book import Book

MOST_DAYS = 62  # a day is one bit of a 64-bit integer


@dataclass(frozen=True)
class Wanted:
    """A leaf, the days it is counted on in order, and those of them that the parts of a unit are wanted for."""

    leaf: Leaf
    days: tuple[date, ...]
    last: tuple[date, ...]


@dataclass(frozen=True)
class Plan:
    """What is wanted; ``names`` say who asks: (place in ``wanted``, book, indicator, period); ``books`` with hashes."""

    on: date
    wanted: tuple[Wanted, ...]
    names: tuple[tuple[int, str, str, str], ...]
    books: tuple[tuple[str, str], ...]


def plan_on(on: date) -> Plan:
    """Return the plan of a day for the books in force on it."""
    return plan_of([books.book_in_force(row.book_id, on) for row in books.books_in_force(on)], on)


def plan_of(asking: Iterable[Book], on: date) -> Plan:
    """Return the plan for these books: this day and the next, each month's end before it, each day that is frozen."""
    days: dict[Leaf, set[date]] = defaultdict(set)
    last: dict[Leaf, set[date]] = defaultdict(set)
    asked: dict[tuple[Leaf, str, str, str], None] = {}
    held = {book.id: book for book in asking}
    for book in held.values():
        for day in (on, on + DAY):
            for name, period in _periods(book, day):
                for one, scope in leaves_of(book, name, Scope(0, (), period, day)):
                    leaf, ends = leaf_of(book, one, scope), month_ends(scope.period, scope.on)
                    days[leaf].update(ends)
                    last[leaf].add(ends[-1])
                    asked[leaf, book.id, one, str(scope.period)] = None
                    if leaf.take != PERSON and about_persons(book, book.indicators[one]):
                        behind = replace(leaf, take=PERSON)  # whether they are too few to be shown
                        days[behind].add(ends[-1])
                        last[behind].add(ends[-1])
                        asked[behind, book.id, one, str(scope.period)] = None
    places = {leaf: place for place, leaf in enumerate(days)}
    return Plan(
        on=on,
        wanted=tuple(
            Wanted(leaf, tuple(sorted(found)[-MOST_DAYS:]), tuple(sorted(last[leaf]))) for leaf, found in days.items()
        ),
        names=tuple((places[leaf], book_id, name, period) for leaf, book_id, name, period in asked),
        books=tuple((book.id, book.hash) for book in held.values()),
    )


def _periods(book: Book, on: date) -> Iterator[tuple[str, Period]]:
    """Yield each indicator with the year of a day, and with the period of each of its targets that holds the day."""
    year = Period(date(on.year, 1, 1), date(on.year, 12, 31))
    for name in book.indicators:
        yield name, year
    for goal in book.targets.values():
        if goal.period.start and goal.period.start <= on <= goal.period.end and goal.period != year:
            yield goal.indicator, goal.period
