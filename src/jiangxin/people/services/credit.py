"""Entries follow their units: what happened from the day of a change on is credited to where the unit stands then."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from jiangxin.kernel.actor import Actor
from jiangxin.kernel.dates import first_day
from jiangxin.ledger import kinds as ledger_kinds
from jiangxin.ledger import queries as ledger_queries
from jiangxin.ledger import services as ledger
from jiangxin.people.errors import TooManyFacts
from jiangxin.people.queries.units import within

MOST = 3_000  # entries that one change of a unit credits anew
PROOFS = {0: "declared", 1: "confirmed", 2: "verified"}

Credit = tuple[int, str]  # a unit and its path


def facts_since(path: str, on: date) -> list[Any]:
    """Return the standing entries credited within this subtree that count from the day or later; no reported totals."""
    found = ledger_queries.standing().filter(within("credited_path", [path]), happened_on__gte=on, proof__in=PROOFS)
    return [fact for fact in found.order_by("pk") if first_day(fact.happened_on, fact.precision) >= on]


def credit_anew(*, actor: Actor, facts: list[Any], to: Callable[[Any], Credit], on: date) -> int:
    """Correct the credit of entries, nothing else of them; return how many. Both entries of each stay to be seen."""
    moved = [(fact, to(fact)) for fact in facts]
    moved = [(fact, credit) for fact, credit in moved if (fact.credited_to_id, fact.credited_path) != credit]
    if len(moved) > MOST:
        raise TooManyFacts(on=on, count=len(moved), most=MOST)
    for fact, credit in moved:
        ledger.correct(actor=actor, fact_id=fact.pk, new=said_again(fact, credited_to=credit))
    return len(moved)


def under(pairs: Sequence[tuple[str, str]]) -> Callable[[Any], Credit]:
    """Return the credit of an entry whose unit went, with everything below it, from an old path to a new one."""

    def to(fact: Any) -> Credit:
        for old, new in pairs:
            if fact.credited_path.startswith(old):
                return fact.credited_to_id, new + fact.credited_path[len(old) :]
        return fact.credited_to_id, fact.credited_path

    return to


def said_again(fact: Any, **other: Any) -> ledger.NewFact:
    """Return what an entry says, some of it said otherwise."""
    levels = ledger_kinds.catalogue()[fact.kind].levels
    words: dict[str, Any] = {
        "subject_id": fact.subject_id,
        "kind": fact.kind,
        "code": fact.code,
        "level": None if fact.level is None else levels[fact.level],
        "quantity": fact.quantity,
        "happened_on": fact.happened_on,
        "precision": fact.precision,
        "ended_on": fact.ended_on,
        "credited_to": (fact.credited_to_id, fact.credited_path) if fact.credited_to_id else None,
        "proof": PROOFS[fact.proof],
        "issuer_id": fact.issuer_id,
        "source": fact.source,
        "body": fact.body,
    }
    return ledger.NewFact(**(words | other))
