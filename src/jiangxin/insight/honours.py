"""The honour wall: titles as the ledger holds them, by year; names as far as their holders agreed."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Min, QuerySet

from jiangxin.ledger import queries as ledger
from jiangxin.people import queries as people
from jiangxin.people.queries.public import named_in_public, public_names
from jiangxin.policy import Book

AWARDED = "honour.awarded"
HONOURS = "honours"
CONFIRMED = 1
YEARS_A_PAGE = 3
NAMES_SHOWN = 48
TOTALS_SHOWN = 6
LOWEST_IN_TOTALS = "city"


@dataclass(frozen=True)
class Honour:
    """A title in words: its level, who grants it."""

    code: str
    title: str
    level: str
    issuer: str
    rank: int


@dataclass(frozen=True)
class Total:
    """How many hold a title, up to a day."""

    honour: Honour
    count: int


@dataclass(frozen=True)
class Holder:
    """One line of the wall: a person or a unit, and where he worked on the day."""

    name: str
    in_full: bool
    unit: str
    example: bool


@dataclass(frozen=True)
class Group:
    """One title in one year: how many, and those shown."""

    honour: Honour
    count: int
    holders: tuple[Holder, ...]
    units: bool


@dataclass(frozen=True)
class Asked:
    """What the wall is asked for; blank or None means all."""

    on: date
    code: str = ""
    year: int | None = None
    name: str = ""
    page: int = 1


@dataclass(frozen=True)
class Wall:
    """The years of one page with their groups, and how many titles were found in all."""

    total: int
    page: Page[int]
    years: tuple[tuple[int, tuple[Group, ...]], ...]


def honours_in(book: Book, language: str = "zh-hans") -> dict[str, Honour]:
    """Return every title of the book by its code."""
    kind = book.kinds[AWARDED]
    found = {}
    for entry in book.lists[HONOURS].entry:
        found[entry.code] = Honour(
            entry.code,
            entry.title.in_language(language),
            kind.level_title(entry.level).in_language(language),
            entry.issuer,
            -1 if (rank := kind.rank(entry.level)) is None else rank,
        )
    return found


def totals(book: Book, on: date, language: str = "zh-hans") -> list[Total]:
    """Return the persons' titles held most up to a day, at most six: of the levels that the widest unit looks up to.

    Programmes of one name are told together: one name may stand for two programmes at different times.
    """
    known = honours_in(book, language)
    lowest = book.kinds[AWARDED].rank(LOWEST_IN_TOTALS) or 0
    counts = _awards(on).values_list("code").annotate(n=Count("pk"), one=Min("subject_id")).order_by()
    rows = [row for row in counts if row[0] in known and known[row[0]].rank >= lowest]
    persons = public_names(one for _code, _count, one in rows)
    held: Counter[str] = Counter()
    for code, count, one in rows:
        held[same_name(known, code)[0]] += count if one in persons else 0
    top = sorted(held.items(), key=lambda row: (-row[1], row[0]))[:TOTALS_SHOWN]
    found = [Total(known[code], count) for code, count in top if count]
    return sorted(found, key=lambda one: (-one.honour.rank, -one.count))


def same_name(known: dict[str, Honour], code: str) -> list[str]:
    """Return the codes of all programmes whose title has the name of this one, in the order of their codes."""
    return sorted(one.code for one in known.values() if one.title == known[code].title) if code in known else [code]


def years_of(on: date) -> list[int]:
    """Return the years in which titles were granted, latest first."""
    return [one.year for one in _awards(on).dates("happened_on", "year", order="DESC")]


def wall(book: Book, asked: Asked, language: str = "zh-hans") -> Wall:
    """Return one page of the wall; a search by name finds only persons who agreed to be named, and units."""
    known = honours_in(book, language)
    awards = _found(asked, same_name(known, asked.code))
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for year, code, count in awards.values_list("happened_on__year", "code").annotate(n=Count("pk")).order_by():
        counts[year][code] += count
    page = Paginator(sorted(counts, reverse=True), YEARS_A_PAGE).get_page(asked.page)
    lines = _lines(awards, list(page.object_list), None if asked.code and asked.year else NAMES_SHOWN)
    said = _Said(lines, asked.on)
    years = tuple(
        (year, said.groups({code: lines[year, code] for code in counts[year]}, counts[year], known))
        for year in page.object_list
    )
    return Wall(sum(sum(one.values()) for one in counts.values()), page, years)


Line = tuple[int, int | None]  # who holds the title, and the unit it was credited to
Lines = dict[tuple[int, str], list[Line]]


def _lines(awards: QuerySet[Any], years: list[int], shown: int | None) -> Lines:
    """Return who holds each title of these years in the order of the days, cut at ``shown``; one query."""
    found: Lines = defaultdict(list)
    rows = awards.filter(happened_on__year__in=years).order_by("happened_on", "pk")
    for day, code, subject, credited in rows.values_list("happened_on", "code", "subject_id", "credited_to_id"):
        if shown is None or len(found[day.year, code]) < shown:
            found[day.year, code].append((subject, credited))
    return found


class _Said:
    """The names on one page of the wall, fetched at once."""

    def __init__(self, lines: Lines, on: date) -> None:
        pairs = [pair for held in lines.values() for pair in held]
        self.persons = public_names(subject for subject, _credited in pairs)
        others = {one for pair in pairs for one in pair if one is not None and one not in self.persons}
        self.units = people.names_on(others, on)

    def groups(self, held: dict[str, list[Line]], counts: Counter[str], known: dict[str, Honour]) -> tuple[Group, ...]:
        """Return a year's groups, the highest level first."""
        groups = (
            Group(
                known.get(code) or Honour(code, code, "", "", -1),
                counts[code],
                tuple(self.holder(*line) for line in lines),
                all(subject not in self.persons for subject, _credited in lines),
            )
            for code, lines in held.items()
        )
        return tuple(sorted(groups, key=lambda group: (-group.honour.rank, -group.count, group.honour.code)))

    def holder(self, subject: int, credited: int | None) -> Holder:
        """Return one line of the wall."""
        person = self.persons.get(subject)
        if person is None:
            return Holder(self.units.get(subject, ""), in_full=True, unit="", example=False)
        return Holder(person.name, person.in_full, self.units.get(credited or 0, ""), person.is_example)


def _awards(on: date) -> QuerySet[Any]:
    return ledger.standing().filter(kind=AWARDED, proof__gte=CONFIRMED, happened_on__lte=on)


def _found(asked: Asked, codes: list[str]) -> QuerySet[Any]:
    awards = _awards(asked.on)
    if asked.code:
        awards = awards.filter(code__in=codes)
    if asked.year:
        awards = awards.filter(happened_on__year=asked.year)
    if asked.name:
        units = {unit.id for unit in people.find_units(asked.name, asked.on)}
        awards = awards.filter(subject_id__in=named_in_public(asked.name) | units)
    return awards
