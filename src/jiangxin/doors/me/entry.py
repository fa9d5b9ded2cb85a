"""One fact opened: what it says, who stands behind it, and every entry of its chain."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from jiangxin.doors.me import lines, who, words
from jiangxin.doors.me.kinds import CERTIFICATES
from jiangxin.doors.me.lines import Line, Teller
from jiangxin.insight.queries import Portrait
from jiangxin.kernel import clock
from jiangxin.kernel.dates import first_day
from jiangxin.ledger import queries as ledger
from jiangxin.ledger.queries import SealedIn
from jiangxin.people import queries as people
from jiangxin.policy.facts import FactRow
from jiangxin.ui.format import mask_serial

ORIGINAL = "original"
SHORTEST_SERIAL = 8  # a shorter one is a row of an import, no certificate's number


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
    why: str = ""


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
    lasting: bool
    grounds: tuple[Line, ...]
    steps: tuple[Step, ...]
    seal: SealedIn | None

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
        source=words.source_words(fact.source),
        serial=_serial(fact.source_key or ""),
        lasting=fact.kind in CERTIFICATES,
        grounds=tuple(teller.line(rows[one]) for one in grounds if one in rows),
        steps=_steps(chain, rows, teller, fact.pk),
        seal=ledger.seal_of([fact.pk]).get(fact.pk),
    )


def _serial(key: str) -> str:
    return mask_serial(key) if len(key) >= SHORTEST_SERIAL else ""


def every_entry(portrait: Portrait) -> list[FactRow]:
    """Return every entry of a portrait's person recorded by then, superseded ones and withdrawals too."""
    rows = ledger.history_of(people.linked_ids(portrait.person_id, portrait.known_at))
    known = [row for row in rows if portrait.known_at is None or row.recorded_at <= portrait.known_at]
    return [row for row in known if first_day(row.happened_on, row.precision) <= portrait.on]


def with_afterwards(shown: Sequence[Line]) -> list[Line]:
    """Return lines that say what became of those which no longer stand (when, by whom, what), and why."""
    gone = [line.id for line in shown if not line.standing]
    facts = list(ledger.facts_with(gone).exclude(superseded_by=None).select_related("superseded_by"))
    later: dict[int, Any] = {fact.pk: fact.superseded_by for fact in facts}
    by = who.recorders(one.recorded_by for one in later.values())
    entries = {line.id: later[line.id].pk if line.id in later else line.id for line in shown}
    why = ledger.reasons_of(entries.values())
    return [replace(line, note=_note(line, later.get(line.id), by, why.get(entries[line.id], ""))) for line in shown]


def _note(line: Line, later: Any | None, by: Mapping[str, str], why: str) -> str:
    if later is not None:
        words_of = {"day": clock.civil(later.recorded_at), "by": by[later.recorded_by]}
        said = _("%(day)s由%(by)s%(what)s") % {**words_of, "what": lines.entry_words(later.entry)}
    else:
        said = lines.entry_words(line.entry) if line.entry != ORIGINAL else ""
    return _("%(said)s：%(why)s") % {"said": said, "why": why} if said and why else said


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
    why = ledger.reasons_of(one.pk for one in chain)
    return tuple(
        Step(
            id=one.pk,
            what=lines.entry_words(one.entry),
            line=teller.line(rows[one.pk]),
            recorded_at=one.recorded_at,
            by=by[one.recorded_by],
            here=one.pk == here,
            standing=rows[one.pk].stands(None),
            why=why.get(one.pk, ""),
        )
        for one in chain
    )
