"""One fact opened: what it says, who stands behind it, and every entry of its chain."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import Http404

from jiangxin.doors.me import lines, who, words
from jiangxin.doors.me.lines import Line, Teller
from jiangxin.insight.queries import Portrait
from jiangxin.ledger import queries as ledger
from jiangxin.people import queries as people
from jiangxin.policy.facts import FactRow
from jiangxin.ui.format import mask_serial


@dataclass(frozen=True)
class Step:
    """One entry of a chain: what it did, what it said, when and by whom it was written."""

    id: int
    what: str
    line: Line
    recorded_at: datetime
    by: str
    here: bool
    standing: bool


@dataclass(frozen=True)
class Opened:
    """A fact with everything known of it; ``steps`` are its entries, the first one first."""

    line: Line
    kind: str
    definition: str
    code: str
    level: str
    quantity: str
    day: date
    precision: str
    ended_on: date | None
    span: bool
    unit: str
    issuer: str
    source: str
    serial: str
    grounds: tuple[Line, ...]
    steps: tuple[Step, ...]

    @property
    def latest(self) -> Step:
        """Return the entry that stands now, or the withdrawal that ended the chain."""
        return self.steps[-1]

    @property
    def here(self) -> Step:
        """Return the entry that was asked for."""
        return next(step for step in self.steps if step.here)


def teller_of(portrait: Portrait, rows: Sequence[FactRow]) -> Teller:
    """Return who says these facts: the portrait's book, and the names of their units today."""
    units = people.names_on({row.credited_to for row in rows if row.credited_to})
    return Teller(portrait.book, portrait.score, rows, units, portrait.known_at)


def open_fact(portrait: Portrait, fact_id: int) -> Opened:
    """Return one fact of the portrait's person; anybody else's is not found (404)."""
    mine = people.linked_ids(portrait.person_id)
    fact = ledger.facts_with([fact_id]).filter(subject_id__in=mine).first()
    if fact is None:
        raise Http404
    chain = _chain(fact)
    grounds = list(fact.grounds.values_list("rests_on_id", flat=True))
    rows = {row.id: row for row in ledger.history_of(mine)}
    teller = teller_of(portrait, list(rows.values()))
    names = people.names_on([one for one in (fact.credited_to_id, fact.issuer_id) if one], fact.happened_on)
    book, kind, row = portrait.book, portrait.book.kinds.get(fact.kind), rows[fact.pk]
    return Opened(
        line=teller.line(row),
        kind=words.kind_words(book, fact.kind),
        definition=words.said(kind.definition) if kind else "",
        code=words.code_words(book, fact.kind, fact.code, fact.happened_on),
        level=words.level_words(book, fact.kind, fact.level),
        quantity=words.quantity_words(kind.unit, fact.quantity) if kind else str(fact.quantity),
        day=fact.happened_on,
        precision=fact.precision,
        ended_on=fact.ended_on,
        span=bool(kind and kind.span),
        unit=names.get(fact.credited_to_id or 0, ""),
        issuer=names.get(fact.issuer_id or 0, "") or words.issuer_of(book, fact.kind, fact.code, fact.happened_on),
        source=fact.source,
        serial=mask_serial(fact.source_key) if fact.source_key else "",
        grounds=tuple(teller.line(rows[one]) for one in grounds if one in rows),
        steps=_steps(chain, rows, teller, fact.pk),
    )


def _chain(fact: Any) -> list[Any]:
    """Return the entries before and after one, in order."""
    chain = [fact]
    while chain[0].supersedes is not None:
        chain.insert(0, chain[0].supersedes)
    while (later := getattr(chain[-1], "superseded_by", None)) is not None:
        chain.append(later)
    return chain


def _steps(chain: Sequence[Any], rows: dict[int, FactRow], teller: Teller, here: int) -> tuple[Step, ...]:
    by = who.recorders(one.recorded_by for one in chain)
    return tuple(
        Step(
            id=one.pk,
            what=lines.entry_words(one.entry),
            line=teller.line(rows[one.pk]),
            recorded_at=one.recorded_at,
            by=by[one.recorded_by],
            here=one.pk == here,
            standing=rows[one.pk].stands(None),
        )
        for one in chain
    )
