"""Counting an indicator for a unit and a period over the ledger: the number, and the facts it opens into."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from jiangxin.kernel.dates import Period, add_months
from jiangxin.kernel.ids import to36
from jiangxin.kernel.marks import half_up
from jiangxin.ledger import queries as ledger
from jiangxin.people import queries as people
from jiangxin.policy.book import Book
from jiangxin.policy.entries.board import Indicator
from jiangxin.policy.entries.rules import Where
from jiangxin.policy.facts import CONFIRMED, PROOF_RANKS

Facts = QuerySet[Any]


@dataclass(frozen=True)
class Scope:
    """For which unit and period, seen on which day by what was known when.

    ``paths`` are all places the unit ever had: a fact is counted where the unit stood on the fact's day.
    """

    unit_id: int
    paths: tuple[str, ...]
    period: Period
    on: date
    known_at: datetime | None = None

    @property
    def last(self) -> date:
        """Return the last day that counts: the period's, or the day asked about if that comes first."""
        return min(self.period.end, self.on)

    @property
    def begun(self) -> bool:
        """Tell whether any day of the period has come."""
        return self.period.start is None or self.period.start <= self.on


@dataclass(frozen=True)
class Counted:
    """A counted number (None where nothing can count it) and the facts behind it; a rate opens into those above."""

    value: int | None
    facts: Facts
    below: int | None = None


def scope_of(unit_id: int, period: Period, on: date, known_at: datetime | None = None) -> Scope:
    """Return the scope of a unit by id."""
    own = f"/{to36(unit_id)}/"
    paths = tuple(path for path in people.lineage_paths([unit_id]) if path.endswith(own))
    return Scope(unit_id, paths, period, on, known_at)


def count(book: Book, indicator_id: str, scope: Scope) -> Counted:
    """Return what the ledger counts; a share is whole percent, half up, and None over nothing."""
    indicator = book.indicators[indicator_id]
    if not indicator.counted or not scope.begun:
        nothing = None if not indicator.counted else 0
        return Counted(nothing, ledger.standing().none())
    if indicator.nature == "rate":
        return _rate(book, indicator, scope)
    facts = matching(book, indicator, scope)
    return Counted(_taken(book, indicator, facts, scope), facts)


def matching(book: Book, indicator: Indicator, scope: Scope) -> Facts:
    """Return the standing facts that an indicator counts over."""
    where = indicator.where
    proof = PROOF_RANKS[where.proof_at_least] if where and where.proof_at_least else CONFIRMED
    facts = ledger.standing(scope.known_at).filter(proof__gte=proof, kind__in=indicator.of)
    facts = facts.filter(people.within("credited_path", scope.paths), _time(indicator.nature, scope))
    return facts.filter(_where(book, indicator.of, where, scope.last)) if where else facts


def course(book: Book, indicator_id: str, scope: Scope, days: Iterable[date]) -> list[tuple[date, int | None]]:
    """Return the number as it stood at the end of each of these days."""
    return [(day, count(book, indicator_id, replace(scope, on=min(day, scope.on))).value) for day in days]


def _rate(book: Book, indicator: Indicator, scope: Scope) -> Counted:
    above = count(book, indicator.top, scope)
    frozen = scope
    if indicator.scope_on:
        frozen = replace(scope, period=Period(None, indicator.scope_on), on=min(scope.on, indicator.scope_on))
    below = count(book, indicator.bottom, frozen)
    if not below.value or above.value is None:
        return Counted(None, above.facts, below.value)
    return Counted(half_up(100 * above.value, below.value), above.facts, below.value)


def _time(nature: str, scope: Scope) -> Q:
    last = scope.last
    if nature == "flow":
        return begun_by(last) & begun_from(scope.period.start)
    if nature == "stock":
        return begun_by(last) & (Q(ended_on=None) | Q(ended_on__gte=last))
    return begun_by(last)


def begun_by(day: date) -> Q:
    """Facts that count from this day or earlier; where only the month or year is known, its first day counts."""
    month_end = add_months(day.replace(day=1), 1) - timedelta(days=1)
    return (
        Q(precision="day", happened_on__lte=day)
        | Q(precision="month", happened_on__lte=month_end)
        | Q(precision="year", happened_on__lte=date(day.year, 12, 31))
    )


def begun_from(day: date | None) -> Q:
    """Facts that count from this day or later."""
    if day is None:
        return Q()
    month = day if day.day == 1 else add_months(day.replace(day=1), 1)
    year = day if (day.month, day.day) == (1, 1) else date(day.year + 1, 1, 1)
    return (
        Q(precision="day", happened_on__gte=day)
        | Q(precision="month", happened_on__gte=month)
        | Q(precision="year", happened_on__gte=year)
    )


def _where(book: Book, kinds: tuple[str, ...], where: Where, day: date) -> Q:
    found = Q()
    if where.code:
        found &= Q(code=where.code)
    elif isinstance(where.code_in, tuple) and where.code_in:
        found &= Q(code__in=where.code_in)
    elif isinstance(where.code_in, str) and where.code_in:
        found &= Q(code__in=sorted(book.lists[where.code_in].codes_on(day)))
    if where.level_at_least:
        reached = Q(pk__in=[])
        for kind in kinds:
            rank = book.kinds[kind].rank(where.level_at_least)
            reached |= Q(kind=kind, level__gte=rank) if rank is not None else Q(pk__in=[])
        found &= reached
    return found


def _taken(book: Book, indicator: Indicator, facts: Facts, scope: Scope) -> int:
    if indicator.take == "count":
        return facts.count()
    if indicator.take == "sum":
        return int(facts.aggregate(total=Sum("quantity"))["total"] or 0)
    if indicator.take == "distinct-code":
        return int(facts.exclude(code="").aggregate(found=Count("code", distinct=True))["found"])
    if indicator.take == "distinct-person":
        return _persons(facts, scope)
    # A fact about a unit counts that unit; one about a person counts the unit it is credited to.
    about = all("unit" in book.kinds[kind].subject for kind in indicator.of)
    column = "subject_id" if about else "credited_to_id"
    return int(facts.aggregate(found=Count(column, distinct=True))["found"])


def _persons(facts: Facts, scope: Scope) -> int:
    """Count different persons; records that links join are one."""
    ids = list(facts.order_by().values_list("subject_id", flat=True).distinct())
    return len({min(joined) for joined in people.linked_many(ids, scope.known_at).values()})
