"""What one counted number means: which facts, what of them is taken, from which day on; whatever book asked for it."""

from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any, Self

from jiangxin.insight.indicators import Scope
from jiangxin.kernel.dates import Period, add_months
from jiangxin.policy.book import Book
from jiangxin.policy.entries.board import Indicator
from jiangxin.policy.facts import CONFIRMED, PROOF_RANKS

COUNT, SUM = "count", "sum"  # what may be added up
PERSON, SUBJECT, CREDITED, CODE = "person", "subject", "credited", "code"  # whom or what is counted once
ANY_LEVEL = -1
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Leaf:
    """A flow, running total or stock of facts: ``kinds`` with the least level each; ``codes`` None for all of them."""

    nature: str
    take: str
    kinds: tuple[tuple[str, int], ...]
    codes: tuple[str, ...] | None
    proof: int
    start: date | None = None

    @property
    def added(self) -> bool:
        """Tell whether its parts may be added up."""
        return self.take in {COUNT, SUM}

    def fits(self, kind: str, code: str, level: int | None, proof: int) -> bool:
        """Tell whether a fact is one of those counted, its days aside."""
        if proof < self.proof or (self.codes is not None and code not in self.codes):
            return False
        least = dict(self.kinds).get(kind)
        return least is not None and (least == ANY_LEVEL or (level is not None and level >= least))

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return asdict(self) | {"start": self.start.isoformat() if self.start else None}

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Self:
        """Read it back."""
        return cls(
            nature=told["nature"],
            take=told["take"],
            kinds=tuple((kind, least) for kind, least in told["kinds"]),
            codes=None if told["codes"] is None else tuple(told["codes"]),
            proof=told["proof"],
            start=date.fromisoformat(told["start"]) if told["start"] else None,
        )


def leaves_of(book: Book, name: str, scope: Scope) -> list[tuple[str, Scope]]:
    """Return the counts an indicator is made of: itself, or what a share is above and below; none of no facts."""
    indicator = book.indicators[name]
    if not indicator.counted or not scope.begun:
        return []
    if indicator.nature != "rate":
        return [(name, scope)]
    return [(indicator.top, scope), (indicator.bottom, frozen(indicator, scope))]


def frozen(indicator: Indicator, scope: Scope) -> Scope:
    """Return the scope of what a share is over: the day it was frozen on, where it was."""
    if not indicator.scope_on:
        return scope
    return replace(scope, period=Period(None, indicator.scope_on), on=min(scope.on, indicator.scope_on))


def month_ends(period: Period, on: date) -> tuple[date, ...]:
    """Return the last day of each month of a period up to ``on``, the last one being that day itself."""
    last = min(period.end, on)
    day = (period.start or last.replace(month=1, day=1)).replace(day=1)
    found = []
    while day <= last:
        day = add_months(day, 1)
        found.append(min(day - DAY, last))
    return tuple(found)


def leaf_of(book: Book, name: str, scope: Scope) -> Leaf:
    """Return what an indicator that is no share counts over a scope, the unit aside."""
    indicator = book.indicators[name]
    where = indicator.where
    level = where.level_at_least if where else ""
    ranks = [(kind, book.kinds[kind].rank(level) if level else ANY_LEVEL) for kind in indicator.of]
    return Leaf(
        nature=indicator.nature,
        take=_take(book, indicator),
        kinds=tuple(sorted((kind, rank) for kind, rank in ranks if rank is not None)),
        codes=codes_of(book, indicator, scope.last),
        proof=PROOF_RANKS[where.proof_at_least] if where and where.proof_at_least else CONFIRMED,
        start=scope.period.start if indicator.nature == "flow" else None,
    )


def codes_of(book: Book, indicator: Indicator, last: date) -> tuple[str, ...] | None:
    """Return the codes an indicator counts, in order; None for all; those of a dated list as on a day."""
    where = indicator.where
    if where is None:
        return None
    if where.code:
        return (where.code,)
    if isinstance(where.code_in, str):
        return tuple(sorted(book.lists[where.code_in].codes_on(last))) if where.code_in else None
    return tuple(sorted(where.code_in)) or None


def about_units(book: Book, indicator: Indicator) -> bool:
    """Tell whether the indicator's facts are about units themselves."""
    return all("unit" in book.kinds[kind].subject for kind in indicator.of)


def about_persons(book: Book, indicator: Indicator) -> bool:
    """Tell whether the indicator counts facts about persons, whose small numbers could point at somebody."""
    names = (indicator.top, indicator.bottom) if indicator.nature == "rate" else ()
    kinds = [kind for name in names if name for kind in book.indicators[name].of] or list(indicator.of)
    return any("person" in book.kinds[kind].subject for kind in kinds)


def _take(book: Book, indicator: Indicator) -> str:
    if indicator.take == "distinct-unit":
        return SUBJECT if about_units(book, indicator) else CREDITED
    return {"distinct-person": PERSON, "distinct-code": CODE}.get(indicator.take, indicator.take)
