"""An indicator by the units below: each fact stands under one of them, as the tree was on the fact's day."""

import hashlib
import itertools
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Sum

from jiangxin.insight.boards.leaf import DAY, leaf_of, month_ends
from jiangxin.insight.boards.reading import reading
from jiangxin.insight.hiding import apart, hidden_cells, too_small
from jiangxin.insight.indicators import Scope, matching, scope_of
from jiangxin.insight.tally import A_DAY, ADDED, about_persons, about_units, frozen, ledger_stamp, share, tallies
from jiangxin.kernel import clock
from jiangxin.kernel.dates import Period
from jiangxin.kernel.ids import from36
from jiangxin.people import queries as people
from jiangxin.people.queries import UnitOn
from jiangxin.policy.book import Book
from jiangxin.policy.entries.board import Indicator
from jiangxin.ui.quick import quick as cache

OWN = 0  # the place of what is credited to the unit itself


@dataclass(frozen=True)
class Parts:
    """The whole and its parts by unit id (0: the unit itself); ``added`` tells whether parts make up the whole."""

    whole: int | None
    by_unit: dict[int, int | None]
    added: bool

    @property
    def sum(self) -> int:
        """Return the parts added up, whatever it means."""
        return sum(value or 0 for value in self.by_unit.values())


@dataclass(frozen=True)
class Shown:
    """Parts as one reader may see them; hidden ones are in ``hidden``, and so may be the whole."""

    parts: Parts
    hidden: frozenset[int]
    whole_hidden: bool


def parts_of(book: Book, indicator_id: str, scope: Scope) -> Parts:
    """Return an indicator's whole and parts; parts of counts and sums add up, shares and distinct counts do not."""
    take = book.indicators[indicator_id].take
    stamp = (ledger_stamp(), people.links_stamp(), scope, book.hash, indicator_id, take)
    key = "parts:" + hashlib.sha256(repr(stamp).encode()).hexdigest()
    found: Parts | None = cache.get(key)
    if found is None:
        found = _parts(book, book.indicators[indicator_id], scope)
        cache.set(key, found, A_DAY)
    return found


def shown_parts(book: Book, indicator_id: str, scope: Scope, above: list[UnitOn]) -> Shown:
    """Return the parts as a reader sees them who may not see persons; ``above`` are the units from his widest down.

    ``above`` ends with the scope's own unit. What is hidden in the table of a unit above stays hidden below. It is
    the persons behind a number that must not be too few; of a share those above, below, and between. A past day is
    shown only where no later one gives a few persons by subtraction.
    """
    parts = parts_of(book, indicator_id, scope)
    if not about_persons(book, book.indicators[indicator_id]):
        return Shown(parts, frozenset(), whole_hidden=False)
    hidden = gives_away(book, indicator_id, scope)
    names = set(parts.by_unit) if hidden else set()
    for upper, lower in itertools.pairwise(above):
        here = scope_of(upper.id, scope.period, scope.on, scope.known_at)
        tables = crowds(book, indicator_id, here)
        hidden = hidden or any(too_small(table.whole) for table in tables)
        hidden = any(lower.id in _hidden(table, whole_hidden=hidden) for table in tables)
    tables = crowds(book, indicator_id, scope)
    hidden = hidden or bool(names) or any(too_small(table.whole) for table in tables)
    names = names.union(*(_hidden(table, whole_hidden=hidden) for table in tables))
    return Shown(parts, frozenset(names & set(parts.by_unit)), hidden)


def crowds(book: Book, indicator_id: str, scope: Scope) -> list[Parts]:
    """Return how many persons stand behind an indicator and its parts; of a share above, below and between."""
    indicator = book.indicators[indicator_id]
    if indicator.nature != "rate":
        return [parts_of(taking(book, indicator_id, "distinct-person"), indicator_id, scope)]
    (top,) = crowds(book, indicator.top, scope)
    (bottom,) = crowds(book, indicator.bottom, frozen(indicator, scope))
    between: dict[int, int | None] = {
        one: max((bottom.by_unit.get(one) or 0) - (top.by_unit.get(one) or 0), 0)
        for one in {*top.by_unit, *bottom.by_unit}
    }
    return [top, bottom, Parts(max((bottom.whole or 0) - (top.whole or 0), 0), between, added=False)]


def gives_away(book: Book, indicator_id: str, scope: Scope) -> bool:
    """Tell whether a number of a past day, taken from one of a later day, gives a few persons or facts.

    Of past days only the ends of months are shown, and of these, from the latest back, those that keep their distance.
    """
    today = clock.today()
    if scope.on >= today:
        return False
    indicator = book.indicators[indicator_id]
    if indicator.nature == "rate":
        return any(gives_away(book, one, scope) for one in (indicator.top, indicator.bottom))
    if (scope.on + DAY).day != 1:
        return True
    flow = indicator.nature == "flow"
    period = scope.period if flow else Period(scope.on.replace(day=1), today)
    counting = book if indicator.take == "distinct-person" else taking(book, indicator_id, "count")
    later = replace(scope, period=period, on=min(today, period.end))
    ends = tallies(counting, {indicator_id: period}, later)[indicator_id].ends
    back = len(month_ends(period, later.on)) - len(month_ends(period, scope.on))
    return not apart(ends)[len(ends) - 1 - back] if ends else False


def taking(book: Book, indicator_id: str, take: str) -> Book:
    """Return a book in which one indicator counts something else of the same facts."""
    indicator = book.indicators[indicator_id]
    if indicator.take == take:
        return book
    return replace(book, indicators={**book.indicators, indicator_id: replace(indicator, take=take)})


def _hidden(parts: Parts, *, whole_hidden: bool) -> frozenset[int]:
    names = list(parts.by_unit)
    places = hidden_cells([parts.by_unit[name] for name in names], total_shown=not whole_hidden)
    return frozenset(names[place] for place in places)


def _parts(book: Book, indicator: Indicator, scope: Scope) -> Parts:
    whole = tallies(book, {indicator.id: scope.period}, scope)[indicator.id].value
    if indicator.nature == "rate":
        above = parts_of(book, indicator.top, scope).by_unit
        under = parts_of(book, indicator.bottom, frozen(indicator, scope)).by_unit
        return Parts(whole, {one: share(above.get(one, 0), under.get(one)) for one in {*above, *under}}, added=False)
    if not indicator.counted or not scope.begun:
        return Parts(whole, {}, added=True)
    here = reading(scope)
    ahead = here.parts(leaf_of(book, indicator.id, scope), scope.last) if here else None
    if ahead is not None:
        return Parts(whole, dict(ahead), added=indicator.take in ADDED)
    facts = matching(book, indicator, scope).order_by()
    if indicator.take in ADDED:
        taken = Count("pk") if indicator.take == "count" else Sum("quantity")
        sums: dict[int, int] = defaultdict(int)
        for path, value in facts.values_list("credited_path").annotate(n=taken):
            sums[below(path, scope)] += value or 0
        return Parts(whole, {unit: value for unit, value in sums.items() if value}, added=True)
    sets: dict[int, set[Any]] = defaultdict(set)
    column = _column(book, indicator)
    rows = list(facts.values_list("credited_path", column).distinct())
    joined = people.linked_many({one for _path, one in rows}, scope.known_at) if column == "subject_id" else {}
    merge = indicator.take == "distinct-person"
    for path, one in rows:
        if one not in (None, ""):
            sets[below(path, scope)].add(min(joined[one]) if merge else one)
    return Parts(whole, {unit: len(found) for unit, found in sets.items()}, added=False)


def _column(book: Book, indicator: Indicator) -> str:
    if indicator.take == "distinct-code":
        return "code"
    if indicator.take == "distinct-unit" and not about_units(book, indicator):
        return "credited_to_id"
    return "subject_id"


def below(path: str, scope: Scope) -> int:
    """Return the unit directly below the scope's that a path goes through, OWN where it ends there."""
    for place in scope.paths:
        if path.startswith(place):
            rest = path[len(place) :]
            return from36(rest.partition("/")[0]) if rest else OWN
    return OWN
