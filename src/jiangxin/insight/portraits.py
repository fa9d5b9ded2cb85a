"""One person's portrait: six axes, and every point traced to its facts and to the line of policy that gave it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from jiangxin.books import queries as books
from jiangxin.books.errors import NoBook
from jiangxin.kernel.actor import Actor
from jiangxin.kernel.dates import first_day
from jiangxin.ledger import queries as ledger
from jiangxin.people import queries as people
from jiangxin.people.kinds import PARTY_JOINED
from jiangxin.people.queries import Known, Sight
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
    """What one book says of one person on a day, by what was known then; points in hundredths.

    ``cut`` tells that the reader may not see all the facts there are: only those in his sight count.
    """

    person_id: int
    known: Known
    path: str  # of his main unit on the day, blank where it has no place in the tree
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
    cut: bool = False

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


def portrait(person_id: int, on: date, known_at: datetime | None = None) -> Portrait:
    """Return a person's portrait by the book in force for his main unit on the day; refuses with NoBook."""
    return _drawn(people.known_person(person_id), on, known_at, None)


def portrait_for(actor: Actor, about: Known | int, on: date, known_at: datetime | None = None) -> Portrait:
    """Return the portrait that one reader may see: only the facts in his sight count; ``cut`` if some lack."""
    person = about if isinstance(about, Known) else people.known_person(about)
    sight = people.sight_of(actor, person.person.pk, ids=person.ids)
    return _drawn(person, on, known_at, None if sight.own else sight)


def _drawn(person: Known, on: date, known_at: datetime | None, sight: Sight | None) -> Portrait:
    path = _path_of(person, on)
    book = _book_of(person, path, on)
    ids = person.ids if known_at is None else people.linked_ids(person.person.pk, known_at)
    facts = tuple(ledger.facts_of(ids, known_at=known_at))
    seen = facts if sight is None else _seen(facts, ids, known_at, sight, book)
    view = people.view_of(person, on, party=_in_party(person, facts, on, known_at))
    evaluation = evaluate(view, seen, book, on, known_at)
    score = next((one for one in book.scores.values() if one.subject == "person"), None)
    result = evaluation.score(score.id) if score else None
    axes = tuple(
        AxisPoints(axis.id, str(axis.title), result.axes[axis.id], axis.cap, axis.id in result.capped_axes)
        for axis in (score.axis if score and result else ())
        if result
    )
    items = result.items if result else ()
    return Portrait(
        person_id=person.person.pk,
        known=person,
        path=path,
        on=on,
        known_at=known_at,
        book=book,
        score=score.id if score else "",
        total=result.total if result else 0,
        axes=axes,
        items=items,
        due=evaluation.due,
        completeness=_completeness(items, seen, on),
        facts=tuple(fact for fact in seen if first_day(fact.happened_on, fact.precision) <= on),
        evaluation=evaluation,
        cut=len(seen) < len(facts),
    )


def _seen(
    facts: tuple[FactRow, ...], ids: Iterable[int], known_at: datetime | None, sight: Sight, book: Book
) -> tuple[FactRow, ...]:
    sorts = {kind.id: kind.sensitivity for kind in book.kinds.values()}
    inside = ledger.standing(known_at).filter(sight.facts_by(sorts), subject_id__in=ids)
    seen = set(inside.values_list("pk", flat=True))
    return tuple(fact for fact in facts if fact.id in seen)


def _in_party(person: Known, facts: tuple[FactRow, ...], on: date, known_at: datetime | None) -> bool:
    """Tell of the attribute by all that is recorded by now, as the lake does."""
    now = facts if known_at is None else ledger.facts_of(person.ids, kinds=[PARTY_JOINED], on=on)
    return any(row.kind == PARTY_JOINED and first_day(row.happened_on, row.precision) <= on for row in now)


def book_of_person(person_id: int, on: date) -> Book:
    """Return the book in force where the person's main spell is on the day, else was last, else the widest one."""
    person = people.known_person(person_id)
    return _book_of(person, _path_of(person, on), on)


def _path_of(person: Known, on: date) -> str:
    spell = person.last(on)
    return people.paths_on([spell.unit_id], on).get(spell.unit_id, "") if spell else ""


def _book_of(person: Known, path: str, on: date) -> Book:
    if path:
        return books.book_at(path, on)
    widest = [row for row in books.books_in_force(on) if row.owner_id]
    places = people.paths_on([row.owner_id for row in widest if row.owner_id], on)
    widest.sort(key=lambda row: (len(places.get(row.owner_id or 0, "/" * 99)), row.book_id))
    if not widest:
        raise NoBook(unit=str(person.person.pk), on=on)
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
