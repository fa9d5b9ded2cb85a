"""One fact on the desk: what it says, every entry of its chain, what it rests on and what rests on it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from jiangxin.books import queries as books
from jiangxin.books.errors import NoBook
from jiangxin.doors.me import lines, who, words
from jiangxin.doors.me.lines import Line, Teller
from jiangxin.insight.drill import rows
from jiangxin.insight.portraits import Portrait, portrait_for
from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor
from jiangxin.ledger import queries as ledger
from jiangxin.ledger.queries import SealedIn
from jiangxin.people import queries as people
from jiangxin.people.access import deciding
from jiangxin.policy.book import Book
from jiangxin.policy.facts import DECLARED, FactRow

PERSON = "person"


@dataclass(frozen=True)
class Step:
    """One entry of a chain: what it did, when, who proposed it and who wrote it, and why where that may be read."""

    id: int
    what: str
    line: Line
    unit: str
    recorded_at: datetime
    proposed: str
    by: str
    why: str
    here: bool
    standing: bool


@dataclass(frozen=True)
class FactPage:
    """A fact with everything this reader may know of it."""

    fact: Any
    line: Line
    spans: bool
    about: str
    person_id: int | None
    kind: str
    definition: str
    code: str
    level: str
    quantity: str
    unit: str
    issuer: str
    source: str
    steps: tuple[Step, ...]
    grounds: tuple[Line, ...]
    resting: tuple[Line, ...]
    unseen: int
    seal: SealedIn | None
    gave: tuple[tuple[str, int], ...]

    @property
    def latest(self) -> Step:
        """Return the entry that stands now, or the withdrawal that ended the chain."""
        return self.steps[-1]

    @property
    def open(self) -> bool:
        """Tell whether this is the entry that stands now."""
        return self.latest.id == self.line.id and self.latest.standing


def page_of(actor: Actor, fact: Any) -> FactPage:
    """Return the page of an entry that is in the actor's sight."""
    chain = ledger.chain_of(fact.pk)
    book = book_of(fact)
    found = {row.id: row for row in rows(ledger.facts_with(one.pk for one in chain))}
    units = people.names_on({one for row in found.values() for one in (row.credited_to, row.issuer_id) if one})
    teller = teller_for(book, units)
    person = ledger.type_of(fact.subject_id) == PERSON
    below, above = list(ledger.grounds_of(found)), list(ledger.resting_on(found))
    kind, row = book.kinds.get(fact.kind), found[fact.pk]
    issuer = words.issuer_of(book, fact.kind, fact.code, fact.happened_on)
    return FactPage(
        fact=fact,
        line=teller.line(row),
        spans=bool(kind and kind.span),
        about=subject_name(actor, fact.subject_id, person=person),
        person_id=fact.subject_id if person else None,
        kind=words.kind_words(book, fact.kind),
        definition=words.said(kind.definition) if kind else "",
        code=words.code_words(book, fact.kind, fact.code, fact.happened_on),
        level=words.level_words(book, fact.kind, fact.level),
        quantity=words.quantity_words(kind.unit, fact.quantity) if kind else str(fact.quantity),
        unit=unit_then(fact),
        issuer=units.get(fact.issuer_id or 0, "") or issuer,
        source=words.source_words(fact.source),
        steps=_steps(actor, chain, found, teller, fact.pk),
        grounds=_seen_lines(actor, below, teller),
        resting=_seen_lines(actor, above, teller),
        unseen=sum(not deciding.sees_fact(actor, one) for one in (*below, *above)),
        seal=ledger.seal_of([fact.pk]).get(fact.pk),
        gave=_gave(actor, fact.subject_id, chain[-1].pk) if person else (),
    )


def book_of(fact: Any) -> Book:
    """Return the book in whose words a fact is said: of the unit it is credited to, else the widest one."""
    today = clock.today()
    paths = people.paths_on([fact.credited_to_id or 0], today)
    if fact.credited_to_id in paths:
        try:
            return books.book_for(fact.credited_to_id, today)
        except NoBook:
            pass
    owned = sorted(books.books_in_force(today), key=lambda one: (one.owner_id is not None, one.book_id))
    if not owned:
        raise NoBook(unit=str(fact.credited_to_id or ""), on=today)
    return books.book_in_force(owned[0].book_id, today)


def teller_for(book: Book, units: Mapping[int, str], facts: Sequence[FactRow] = ()) -> Teller:
    """Return who says facts in the words of a book."""
    score = next((one.id for one in book.scores.values() if one.subject == PERSON), "")
    return Teller(book, score, facts, units)


def subject_name(actor: Actor, subject_id: int, *, person: bool) -> str:
    """Return whom a fact is about; blank for a person outside the actor's sight, and for a work."""
    if person:
        return people.persons_named(actor, [subject_id]).get(subject_id, "")
    return people.names_on([subject_id]).get(subject_id, "")


def unit_then(fact: Any) -> str:
    """Return the name that the credited unit had on the day of the fact."""
    if fact.credited_to_id is None:
        return ""
    return people.names_on([fact.credited_to_id], fact.happened_on).get(fact.credited_to_id, "")


def lines_of(actor: Actor, person_id: int) -> tuple[Portrait, list[Line], int]:
    """Return a person's portrait, the lines of his standing facts in sight, and how many still wait for proof."""
    found = portrait_for(actor, person_id, clock.today())
    units = people.names_on({row.credited_to for row in found.facts if row.credited_to})
    teller = teller_for(found.book, units, found.facts)
    shown = lines.latest_first(map(teller.line, found.facts))
    return found, shown, sum(row.proof == DECLARED for row in found.facts)


def _steps(
    actor: Actor, chain: Sequence[Any], found: Mapping[int, FactRow], teller: Teller, here: int
) -> tuple[Step, ...]:
    led = {one.fact_id: one for one in ledger.drafts().filter(fact_id__in=[entry.pk for entry in chain])}
    makers = [one.proposed_by for one in led.values()]
    by = who.recorders([*(one.recorded_by for one in chain), *makers])
    told = deciding.reads_reasons(actor, chain[-1])
    return tuple(
        Step(
            id=one.pk,
            what=lines.entry_words(one.entry),
            line=teller.line(found[one.pk]),
            unit=unit_then(one),
            recorded_at=one.recorded_at,
            proposed=by[led[one.pk].proposed_by] if one.pk in led else "",
            by=by[one.recorded_by],
            why=led[one.pk].reason if one.pk in led and told else "",
            here=one.pk == here,
            standing=found[one.pk].stands(None),
        )
        for one in chain
    )


def _seen_lines(actor: Actor, facts: Iterable[Any], teller: Teller) -> tuple[Line, ...]:
    seen = [one.pk for one in facts if deciding.sees_fact(actor, one)]
    return tuple(map(teller.line, rows(ledger.facts_with(seen).order_by("happened_on", "pk"))))


def _gave(actor: Actor, person_id: int, fact_id: int) -> tuple[tuple[str, int], ...]:
    """Return the items of the portrait that a fact counts in, with their points."""
    found = portrait_for(actor, person_id, clock.today())
    measures = found.book.measures
    return tuple((words.said(measures[one.measure].title), one.points) for one in found.items if fact_id in one.facts)


def since_days(moment: datetime, today: date) -> int:
    """Return for how many days something has waited."""
    return (today - clock.civil(moment)).days
