"""What a change would do before it is made: points of the portrait, figures of the board, editions it marks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from jiangxin.books import queries as books
from jiangxin.books.errors import NoBook
from jiangxin.insight import portraits, snapshots
from jiangxin.insight.editions import editions_on
from jiangxin.insight.indicators import count, scope_of
from jiangxin.insight.models import Snapshot
from jiangxin.insight.poster.meaning import Edition
from jiangxin.kernel.actor import Actor
from jiangxin.kernel.dates import Period
from jiangxin.ledger import queries as ledger
from jiangxin.ledger import services
from jiangxin.ledger.services import Proposal
from jiangxin.people.queries import UnitOn
from jiangxin.policy.book import Book
from jiangxin.policy.entries.board import Indicator
from jiangxin.policy.entries.common import Wording


@dataclass(frozen=True)
class Move:
    """One number before and after; ``period`` is blank for points (hundredths)."""

    id: str
    title: Wording
    before: int | None
    after: int | None
    period: str = ""
    unit: str = ""

    @property
    def moved(self) -> bool:
        """Tell whether the number changes."""
        return self.before != self.after


@dataclass(frozen=True)
class Effect:
    """What a change would do: the axes of one reader's portrait, the board of one unit, the posters it marks."""

    axes: tuple[Move, ...]
    figures: tuple[Move, ...]
    editions: tuple[Wording, ...]

    @property
    def nothing(self) -> bool:
        """Tell whether no number and no poster would change."""
        return not (self.axes or self.figures or self.editions)


@transaction.atomic
def effect_of(actor: Actor, proposal: Proposal, unit: UnitOn | None, on: date) -> Effect:
    """Return what a proposal would change if it were written now; nothing is left written.

    Points are those of the portrait this actor sees; figures those of ``unit``, none without one.
    """
    target = ledger.facts_with([proposal.fact_id or 0]).get()
    days = [target.happened_on, *([proposal.fact.happened_on] if proposal.fact else [])]
    asked = list(_indicators(unit, target.kind, days, on)) if unit else []
    shown = _shown_editions(on)
    person = ledger.type_of(target.subject_id) == "person"
    before = _points(actor, target.subject_id, on) if person else {}
    counted = [_value(book, one, unit, period, on) for book, one, period in asked if unit]
    with services.rehearsal(actor=actor, proposal=proposal):
        after = _points(actor, target.subject_id, on) if person else {}
        then = [_value(book, one, unit, period, on) for book, one, period in asked if unit]
        marked = tuple(edition.poster.title for edition, row in shown if snapshots.corrections(row, edition))
    axes = [Move(axis, title, points, after.get(axis, (title, 0))[1]) for axis, (title, points) in before.items()]
    figures = [
        Move(one.id, one.title, old, new, str(period.end.year), one.unit)
        for (_book, one, period), old, new in zip(asked, counted, then, strict=True)
    ]
    return Effect(
        tuple(move for move in axes if move.moved),
        tuple(move for move in figures if move.moved),
        marked,
    )


def _points(actor: Actor, person_id: int, on: date) -> dict[str, tuple[Wording, int]]:
    found = portraits.portrait_for(actor, person_id, on)
    score = found.book.scores.get(found.score)
    titles = {axis.id: axis.title for axis in (score.axis if score else ())}
    return {axis.id: (titles[axis.id], axis.points) for axis in found.axes}


def _indicators(unit: UnitOn, kind: str, days: Iterable[date], on: date) -> Iterator[tuple[Book, Indicator, Period]]:
    """Walk the counted indicators that look at a kind, for this year and the years of the days."""
    try:
        book = books.book_for(unit.id, on)
    except NoBook:
        return
    years = sorted({on.year, *(day.year for day in days if day.year <= on.year)})
    for indicator in book.indicators.values():
        if kind not in _kinds(book, indicator):
            continue
        for year in years if indicator.nature == "flow" else years[-1:]:
            yield book, indicator, Period(date(year, 1, 1), date(year, 12, 31))


def _kinds(book: Book, indicator: Indicator) -> tuple[str, ...]:
    if not indicator.counted:
        return ()
    if indicator.nature == "rate":
        return (*book.indicators[indicator.top].of, *book.indicators[indicator.bottom].of)
    return indicator.of


def _value(book: Book, indicator: Indicator, unit: UnitOn, period: Period, on: date) -> int | None:
    return count(book, indicator.id, scope_of(unit.id, period, min(on, period.end))).value


def _shown_editions(on: date) -> list[tuple[Edition, Snapshot]]:
    """Return the editions that the public reads now and that nothing has marked yet, each with its snapshot."""
    found = []
    for edition in editions_on(on):
        row = snapshots.newest_approved(edition)
        if row is not None and not snapshots.corrections(row, edition):
            found.append((edition, row))
    return found
