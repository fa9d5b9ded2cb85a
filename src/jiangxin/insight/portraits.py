"""One person's portrait: six axes, and every point traced to its facts and to the line of policy that gave it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from jiangxin.books import queries as books
from jiangxin.books.errors import NoBook
from jiangxin.kernel.actor import Actor
from jiangxin.kernel.dates import first_day
from jiangxin.ledger import queries as ledger
from jiangxin.people import queries as people
from jiangxin.policy.book import Book
from jiangxin.policy.evaluate import Evaluation, evaluate
from jiangxin.policy.facts import DECLARED, FactRow
from jiangxin.policy.ladders import StageDue
from jiangxin.policy.scores import ItemResult


@dataclass(frozen=True)
class AxisPoints:
    """One axis: points and cap in hundredths."""

    id: str
    title: str
    points: int
    cap: int
    capped: bool


@dataclass(frozen=True)
class Completeness:
    """How much of what the score looks at is on record: items with facts of all items, facts that wait for proof."""

    items: int
    of: int
    waiting: int


@dataclass(frozen=True)
class Portrait:
    """What one book says of one person on a day, by what was known then; points in hundredths."""

    person_id: int
    on: date
    known_at: datetime | None
    book: Book
    score: str
    total: int
    axes: tuple[AxisPoints, ...]
    items: tuple[ItemResult, ...]
    due: tuple[StageDue, ...]
    completeness: Completeness
    facts: tuple[FactRow, ...]
    evaluation: Evaluation

    @property
    def stages(self) -> dict[str, tuple[str, int]]:
        """Return the stage held on each ladder and the fact that gave it."""
        return dict(self.evaluation.stages)

    def as_json(self) -> dict[str, Any]:
        """Return the portrait as ``jx portrait --json`` prints it; points in hundredths."""
        return {
            "person": self.person_id,
            "on": self.on.isoformat(),
            "known_at": self.known_at.isoformat() if self.known_at else None,
            "book": {"id": self.book.id, "hash": self.book.hash},
            "axes": [{"axis": axis.id, "points": axis.points} for axis in self.axes],
            "items": [_item_json(item) for item in self.items],
            "due": [_due_json(due) for due in self.due if due.met],
        }


def seen_by(actor: Actor, person_id: int, on: date, known_at: datetime | None = None) -> frozenset[int] | None:
    """Return the facts of a person that an actor may see; None where those are all."""
    sight = people.sight_of(actor, person_id)
    if sight.own:
        return None
    kinds = book_of_person(person_id, on).kinds.values()
    everything = ledger.standing(known_at).filter(subject_id__in=people.linked_ids(person_id, known_at))
    sensitive = [kind.id for kind in kinds if kind.sensitivity == "sensitive"]
    seen = frozenset(everything.filter(sight.facts()).exclude(kind__in=sensitive).values_list("pk", flat=True))
    return seen if len(seen) < everything.count() else None


def portrait(
    person_id: int, on: date, known_at: datetime | None = None, *, seen: frozenset[int] | None = None
) -> Portrait:
    """Return a person's portrait by the book in force for his main unit on the day; refuses with NoBook.

    With ``seen`` only these facts count: what one reader may see of them.
    """
    book = book_of_person(person_id, on)
    facts = tuple(ledger.facts_of(people.linked_ids(person_id, known_at), known_at=known_at, on=None))
    facts = facts if seen is None else tuple(fact for fact in facts if fact.id in seen)
    evaluation = evaluate(people.person_view(person_id, on), facts, book, on, known_at)
    score = next((one for one in book.scores.values() if one.subject == "person"), None)
    result = evaluation.score(score.id) if score else None
    axes = tuple(
        AxisPoints(axis.id, str(axis.title), result.axes[axis.id], axis.cap, axis.id in result.capped_axes)
        for axis in (score.axis if score and result else ())
        if result
    )
    items = result.items if result else ()
    return Portrait(
        person_id=person_id,
        on=on,
        known_at=known_at,
        book=book,
        score=score.id if score else "",
        total=result.total if result else 0,
        axes=axes,
        items=items,
        due=evaluation.due,
        completeness=_completeness(items, facts, on),
        facts=tuple(fact for fact in facts if first_day(fact.happened_on, fact.precision) <= on),
        evaluation=evaluation,
    )


def book_of_person(person_id: int, on: date) -> Book:
    """Return the book in force where the person's main spell is on the day, else was last, else the widest one."""
    spell = people.main_spell(person_id, on)
    if spell is None:
        earlier = people.spells_of(person_id).filter(since__lte=on).order_by("-since").first()
        spell = earlier
    if spell is not None and spell.unit_id in people.paths_on([spell.unit_id], on):
        return books.book_for(spell.unit_id, on)
    widest = [row for row in books.books_in_force(on) if row.owner_id]
    places = people.paths_on([row.owner_id for row in widest if row.owner_id], on)
    widest.sort(key=lambda row: (len(places.get(row.owner_id or 0, "/" * 99)), row.book_id))
    if not widest:
        raise NoBook(unit=str(person_id), on=on)
    return books.book_in_force(widest[0].book_id, on)


def _completeness(items: tuple[ItemResult, ...], facts: tuple[FactRow, ...], on: date) -> Completeness:
    waiting = sum(fact.proof == DECLARED and fact.happened_on <= on for fact in facts)
    return Completeness(items=sum(bool(item.facts) for item in items), of=len(items), waiting=waiting)


def _item_json(item: ItemResult) -> dict[str, Any]:
    return {
        "axis": item.axis,
        "measure": item.measure,
        "points": item.points,
        "capped": item.capped,
        "basis": {
            "title": item.basis.title,
            "clause": item.basis.clause,
            "source": item.basis.source,
            "file": f"{item.origin.book}/{item.origin.file}",
            "line": item.origin.line,
        },
        "facts": list(item.facts),
    }


def _due_json(due: StageDue) -> dict[str, Any]:
    return {
        "ladder": due.ladder,
        "stage": due.stage,
        "move": due.move,
        "conditions": [{"id": line.id, "text": str(line.text), "met": line.met} for line in due.conditions],
    }
