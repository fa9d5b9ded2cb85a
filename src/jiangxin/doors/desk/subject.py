"""A unit as a subject: what the books print and intend of it, what it was awarded, who belongs to it."""

from dataclasses import dataclass
from datetime import date

from jiangxin.doors.desk.reach import Reach
from jiangxin.doors.desk.words import target_words, title_of
from jiangxin.doors.me.lines import Line, Teller, latest_first
from jiangxin.doors.me.words import said
from jiangxin.kernel.dates import first_day
from jiangxin.ledger import queries as ledger
from jiangxin.people import queries as people
from jiangxin.policy.book import Book
from jiangxin.ui.format import number

COLLECTIVE = frozenset({"team", "workshop", "studio", "association", "academy"})
LATEST = 12


@dataclass(frozen=True)
class Sentence:
    """What was printed or intended of a unit: the number with its words, when, the sentence, where it stands."""

    title: str
    number: str
    when: str
    text: str
    source: str
    intended: bool
    indicator: str


def sentences_of(reach: Reach) -> list[Sentence]:
    """Return what the unit's book prints of it and intends for it, what was printed first."""
    book = reach.book
    if book is None:
        return []
    sources = {name: said(one.title) for name, one in book.sources.items()}
    printed = [
        Sentence(
            said(one.title), number(one.value) + one.unit if one.value is not None else "", one.period.text,
            one.sentence, sources.get(one.source, ""), intended=False, indicator=one.indicator,
        )
        for one in book.figures.values()
        if one.unit_of == reach.unit.key
    ]  # fmt: skip
    intended = [
        Sentence(
            title_of(book.indicators[one.indicator]), target_words(one, book.indicators[one.indicator].unit),
            one.period.words(), one.sentence, sources.get(one.source, ""), intended=True, indicator=one.indicator,
        )
        for one in book.targets.values()
        if one.unit == reach.unit.key
    ]  # fmt: skip
    return [*printed, *intended]


def tag_words(book: Book | None, family: str, code: str, on: date) -> str:
    """Return the title of a unit's tag as the book lists it, the code itself where it lists none."""
    listed = book.lists.get(f"unit-{family}") if book else None
    entry = listed.find(code, on) if listed else None
    return said(entry.title) if entry else code


def own_lines(reach: Reach) -> list[Line]:
    """Return what the ledger holds about the unit itself up to the day, latest first; no reported totals."""
    book = reach.book
    if book is None:
        return []
    rows = [
        row
        for row in ledger.facts_of([reach.unit.id], known_at=reach.stand.known_at)
        if first_day(row.happened_on, row.precision) <= reach.on and row.proof >= 0
    ]
    units = people.names_on({row.credited_to for row in rows if row.credited_to}, reach.on)
    teller = Teller(book, "", rows, units, reach.stand.known_at)
    return latest_first(teller.line(row) for row in rows)
