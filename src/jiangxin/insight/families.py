"""An indicator by a parallel classification: by area, trade, size or whatever a family of tags says of units.

Each fact counts as what its unit was on the fact's day, so that no number has to be entered twice.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Sum

from jiangxin.insight.hiding import FEWEST, hidden_cells, too_small
from jiangxin.insight.indicators import Facts, Scope, matching
from jiangxin.insight.parts import below
from jiangxin.insight.tally import A_DAY, ADDED, about_persons, about_units, frozen, ledger_stamp, share, tallies
from jiangxin.kernel.dates import Period
from jiangxin.people import queries as people
from jiangxin.policy.book import Book
from jiangxin.policy.entries.board import Indicator
from jiangxin.ui.quick import quick as cache

NONE = ""  # what counts as nothing in a family
Cell = tuple[int, str]  # the unit directly below, the code


@dataclass(frozen=True)
class Cut:
    """A whole and its numbers by code; ``small`` are codes of which some unit below has too few persons."""

    whole: int | None
    by_code: dict[str, int | None]
    added: bool
    small: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ShownCut:
    """A cut as one reader may see it."""

    cut: Cut
    hidden: frozenset[str]
    whole_hidden: bool = False


def folds(family: str, listed: Iterable[str]) -> dict[str, str]:
    """Return what each code of a family is counted under: the longest listed code that begins it, else itself."""
    known = sorted(set(listed), key=len, reverse=True)
    codes = people.family_tags(family).codes()
    return {code: next((one for one in known if code.startswith(one)), code) for code in codes}


def cuts_by(
    book: Book, asked: Mapping[str, Period], scope: Scope, family: str, under: Mapping[str, str]
) -> dict[str, Cut]:
    """Return indicators, each over its own period, by the codes of a family.

    Kept until facts, links, tags, the unit's places or the book change.
    """
    tags = people.family_tags(family)
    wanted = sorted((name, str(period)) for name, period in asked.items())
    stamp = (ledger_stamp(), people.links_stamp(), tags.stamp, scope, book.hash, family, sorted(under.items()), wanted)
    key = "cuts:" + hashlib.sha256(repr(stamp).encode()).hexdigest()
    found: dict[str, Cut] | None = cache.get(key)
    if found is None:
        coder = _Coder(tags, under)
        each = ((name, replace(scope, period=period)) for name, period in asked.items())
        found = {name: _cut(book, book.indicators[name], over, coder) for name, over in each}
        cache.set(key, found, A_DAY)
    return found


def shown_cut(book: Book, indicator_id: str, cut: Cut, *, widest: bool) -> ShownCut:
    """Return a cut as a reader sees it who may not see persons.

    He has it for his widest unit alone: with those of units below he could subtract one table from another.
    There a code is hidden where it is small, or where its meeting with a unit below is; and one more if need be.
    """
    if not about_persons(book, book.indicators[indicator_id]):
        return ShownCut(cut, frozenset())
    if not widest:
        return ShownCut(cut, frozenset(cut.by_code), whole_hidden=True)
    whole_hidden = too_small(cut.whole)
    codes = list(cut.by_code)
    values = [1 if code in cut.small else cut.by_code[code] for code in codes]
    places = hidden_cells(values, total_shown=not whole_hidden)
    return ShownCut(cut, frozenset(codes[place] for place in places), whole_hidden)


class _Coder:
    """Says what a fact counts as, by its path and day."""

    def __init__(self, tags: people.Family, under: Mapping[str, str]) -> None:
        self.tags, self.under = tags, under
        self.turning = tags.turning()

    def __call__(self, path: str, day: Any) -> str:
        code = self.tags.code_at(path, day)
        return self.under.get(code, code)


def _cut(book: Book, indicator: Indicator, scope: Scope, coder: _Coder) -> Cut:
    whole = tallies(book, {indicator.id: scope.period}, scope)[indicator.id].value
    if not indicator.counted or not scope.begun:
        return Cut(whole, {}, added=True)
    if indicator.nature == "rate":
        above = _cut(book, book.indicators[indicator.top], scope, coder)
        under = _cut(book, book.indicators[indicator.bottom], frozen(indicator, scope), coder)
        codes = {*above.by_code, *under.by_code}
        shares = {code: share(above.by_code.get(code, 0), under.by_code.get(code)) for code in codes}
        return Cut(whole, shares, added=False, small=above.small | under.small)
    facts = matching(book, indicator, scope).order_by()
    cells = _added(facts, indicator, scope, coder) if indicator.take in ADDED else {}
    sets = {} if indicator.take in ADDED else _sets(book, facts, indicator, scope, coder)
    by_code: dict[str, int | None] = {}
    for (_unit, code), value in cells.items():
        by_code[code] = (by_code.get(code) or 0) + value
    for code in {code for _unit, code in sets}:
        by_code[code] = len(set().union(*(who for (_unit, one), who in sets.items() if one == code)))
    sizes = cells | {cell: len(who) for cell, who in sets.items()}
    small = frozenset(code for (_unit, code), value in sizes.items() if 0 < value < FEWEST)
    return Cut(whole, by_code, indicator.take in ADDED, small)


def _added(facts: Facts, indicator: Indicator, scope: Scope, coder: _Coder) -> dict[Cell, int]:
    taken = Count("pk") if indicator.take == "count" else Sum("quantity")
    found: dict[Cell, int] = defaultdict(int)
    for path, day, value in _rows(facts, coder, lambda rows, *by: rows.values_list(*by).annotate(taken=taken)):
        found[below(path, scope), coder(path, day)] += value or 0
    return dict(found)


def _sets(book: Book, facts: Facts, indicator: Indicator, scope: Scope, coder: _Coder) -> dict[Cell, set[Any]]:
    column = "code" if indicator.take == "distinct-code" else "subject_id"
    if indicator.take == "distinct-unit" and not about_units(book, indicator):
        column = "credited_to_id"
    rows = list(_rows(facts, coder, lambda rows, *by: rows.values_list(*by, column).distinct()))
    merge = indicator.take == "distinct-person"
    joined = people.linked_many({one for _path, _day, one in rows}, scope.known_at) if merge else {}
    found: dict[Cell, set[Any]] = defaultdict(set)
    for path, day, one in rows:
        if one not in (None, ""):
            found[below(path, scope), coder(path, day)].add(min(joined[one]) if merge else one)
    return dict(found)


def _rows(facts: Facts, coder: _Coder, taken: Callable[..., Facts]) -> list[tuple[str, Any, Any]]:
    """Return (path, day, value) rows; days apart only below units whose code is not the same on every day."""
    last = facts.values_list("happened_on", flat=True).order_by("-happened_on").first()
    paths = people.lineage_paths(coder.turning) if coder.turning else []
    moving = people.within("credited_path", paths)
    still = taken(facts.exclude(moving) if paths else facts, "credited_path")
    found = [(path, last, value) for path, value in still]
    if paths:
        found += list(taken(facts.filter(moving), "credited_path", "happened_on"))
    return found
