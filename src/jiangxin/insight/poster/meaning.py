"""What each number of a poster means: a published figure, an intention, a dated value, or money by rule."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from jiangxin.insight.indicators import count, scope_of
from jiangxin.insight.poster.view import ViewPeriod
from jiangxin.kernel.dates import Period, day_words
from jiangxin.people import queries as people
from jiangxin.people.errors import UnknownUnit
from jiangxin.people.queries import UnitOn
from jiangxin.policy.book import Book
from jiangxin.policy.entries.board import Figure, Poster, PosterItem, Target
from jiangxin.policy.entries.common import Basis

BOUNDS = {"equals": "exact"}


@dataclass(frozen=True)
class Edition:
    """A poster of a book for a unit, seen on a day by what was known at an instant."""

    book: Book
    poster: Poster
    unit: UnitOn
    on: date
    known_at: datetime | None = None


@dataclass(frozen=True)
class Meaning:
    """What a number of the poster means, before it is printed."""

    value: int | None
    unit: str
    nature: str = ""
    bound: str = "exact"
    counted: int | None = None
    counted_over: str = ""
    reported: int | None = None
    target: int | None = None
    direction: str = ""
    indicator: str = ""
    period: ViewPeriod | None = None
    sentence: str = ""
    basis: str = ""
    source: str = ""
    status: str = "ok"
    note: str = ""
    definition: str = ""
    origin: str = ""


def meaning_of(edition: Edition, item: PosterItem) -> Meaning | None:
    """Return what an item's number means; None for an item of words."""
    book = edition.book
    counted = _counted(edition, item)
    if item.figure:
        return _of_figure(edition, book.figures[item.figure], counted)
    if item.target:
        indicator, _dot, unit = item.target.partition(".")
        target = book.target(indicator, unit, edition.poster.year)
        return _of_target(edition, target, counted) if target else None
    if item.value:
        value = book.values[item.value]
        setting = value.on(edition.on)
        return Meaning(
            value=setting if isinstance(setting, int) else None,
            unit=item.unit,
            period=ViewPeriod(None, None, day_words(edition.on)),
            basis=str(value.basis),
            source=value.basis.source,
            sentence=value.basis.clause,
            note=value.note,
            origin=str(value.origin),
        )
    return _of_amount(edition, item) if item.amount else None


def period_of(edition: Edition, item: PosterItem) -> tuple[str, str, Period] | None:
    """Return the indicator, unit key and period that an item is counted by; None where nothing counts it."""
    if item.figure:
        figure = edition.book.figures[item.figure]
        found = (figure.indicator, figure.unit_of, counted_over(figure, edition.on))
    elif item.target:
        indicator, _dot, unit = item.target.partition(".")
        target = edition.book.target(indicator, unit, edition.poster.year)
        if target is None:
            return None
        found = (indicator, unit, target.period)
    else:
        return None
    entry = edition.book.indicators.get(found[0])
    return found if entry is not None and entry.counted else None


def counted_over(figure: Figure, on: date) -> Period:
    """Return the days that the ledger is counted over beside a figure, up to ``on`` where no end is known."""
    start, end = figure.period.counted
    return Period(start, end or on)


def _of_figure(edition: Edition, figure: Figure, counted: int | None) -> Meaning:
    indicator = edition.book.indicators.get(figure.indicator)
    goal = edition.book.target(figure.indicator, figure.unit_of, edition.poster.year) if indicator else None
    if goal is not None and goal.period != counted_over(figure, edition.on):
        goal = None  # an intention for other days is not this figure's
    return Meaning(
        value=figure.value,
        unit=figure.unit,
        nature=figure.nature,
        bound=figure.bound,
        counted=counted,
        counted_over=counted_over(figure, edition.on).words() if counted is not None else "",
        reported=figure.value,
        target=goal.value if goal else None,
        direction=indicator.direction if indicator else "",
        indicator=figure.indicator,
        period=ViewPeriod(_iso(figure.period.start), _iso(figure.period.end), figure.period.text),
        sentence=figure.sentence,
        basis=str(figure.basis or ""),
        source=figure.source,
        status=figure.status,
        note=figure.note,
        definition=str(indicator.definition) if indicator else "",
        origin=str(figure.origin),
    )


def _of_target(edition: Edition, target: Target, counted: int | None) -> Meaning:
    indicator = edition.book.indicators[target.indicator]
    period = target.period
    return Meaning(
        value=target.value,
        unit=indicator.unit,
        nature=indicator.nature,
        bound=BOUNDS.get(target.bound, target.bound),
        counted=counted,
        counted_over=Period(period.start, min(period.end, edition.on)).words() if counted is not None else "",
        target=target.value,
        direction=indicator.direction,
        indicator=target.indicator,
        period=ViewPeriod(_iso(period.start), _iso(period.end), period.words()),
        sentence=target.sentence,
        basis=str(target.basis),
        source=target.source,
        status=target.status,
        note=target.note,
        definition=str(indicator.definition),
        origin=str(target.origin),
    )


def _of_amount(edition: Edition, item: PosterItem) -> Meaning:
    """Return a rule's money in yuan: a line's, or the cap of a period or in all."""
    name, _dot, part = item.amount.partition(".")
    amount = edition.book.amounts[name]
    line = next((one for one in amount.line if one.id == part), None)
    caps = {"cap": amount.cap, "cap_total": amount.cap_total}
    fen = (line.each if line.each is not None else line.cap) if line else caps.get(part)
    basis: Basis = line.basis if line else amount.basis
    words = {"month": _("每月"), "year": _("每年"), "once": _("一次")}
    return Meaning(
        value=None if fen is None else fen // 100,
        unit=_("元"),
        period=ViewPeriod(None, None, words[amount.period]),
        sentence=basis.clause,
        basis=str(basis),
        source=basis.source,
        definition=str(amount.title),
        origin=str(line.origin if line else amount.origin),
    )


def _counted(edition: Edition, item: PosterItem) -> int | None:
    """Return what the ledger counts; None where nothing can count it, or the unit is not on the roster."""
    asked = period_of(edition, item)
    if asked is None:
        return None
    indicator, unit_key, period = asked
    try:
        unit = people.unit_on(unit_key, edition.on)
    except UnknownUnit:
        return None
    return count(edition.book, indicator, scope_of(unit.id, period, edition.on, edition.known_at)).value


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
