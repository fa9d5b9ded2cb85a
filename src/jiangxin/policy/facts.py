"""Facts as the evaluators see them, and an index of those that count."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final, NamedTuple

from jiangxin.kernel.dates import first_day

REPORTED: Final = -1
DECLARED: Final = 0
CONFIRMED: Final = 1
VERIFIED: Final = 2
PROOF_RANKS: Final = {"declared": DECLARED, "confirmed": CONFIRMED, "verified": VERIFIED, "reported": REPORTED}
ENTRIES: Final = ("original", "completed", "confirmed", "corrected", "withdrawn")
WITHDRAWN: Final = "withdrawn"


class FactRow(NamedTuple):
    """One entry of the ledger. ``level`` is a rank from 0; ``quantity`` is in the kind's smallest unit."""

    id: int
    subject_id: int
    kind: str
    code: str
    level: int | None
    quantity: int
    happened_on: date
    ended_on: date | None
    precision: str
    proof: int
    entry: str
    recorded_at: datetime
    superseded_at: datetime | None
    credited_to: int | None
    issuer_id: int | None

    def stands(self, known_at: datetime | None) -> bool:
        """Tell whether the entry held by what was known at an instant; without one, by all that is recorded."""
        if self.entry == WITHDRAWN:
            return False
        if known_at is None:
            return self.superseded_at is None
        return self.recorded_at <= known_at and (self.superseded_at is None or self.superseded_at > known_at)


class FactIndex:
    """The standing facts up to a day, by kind, in order of day and entry.

    A fact of which only the month or year is known counts from its first day.
    Reported totals never count.
    """

    def __init__(self, facts: Iterable[FactRow], on: date, known_at: datetime | None = None) -> None:
        by_kind: dict[str, list[FactRow]] = {}
        for fact in facts:
            if fact.precision != "day":
                fact = fact._replace(happened_on=first_day(fact.happened_on, fact.precision))  # noqa: PLW2901
            if fact.happened_on <= on and fact.proof >= DECLARED and fact.stands(known_at):
                by_kind.setdefault(fact.kind, []).append(fact)
        for rows in by_kind.values():
            rows.sort(key=_by_day)
        self._by_kind = by_kind

    def of(self, kind: str) -> list[FactRow]:
        """Return the facts of a kind, earliest first."""
        return self._by_kind.get(kind, [])


def _by_day(fact: FactRow) -> tuple[date, int]:
    return fact.happened_on, fact.id
