"""Worked examples of a book, run through an evaluator."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from jiangxin.kernel.clock import start_of
from jiangxin.kernel.words import _
from jiangxin.policy.book import Book
from jiangxin.policy.entries.common import Bound, Origin
from jiangxin.policy.entries.rules import Case, CaseFact, Ladder, Scheme, Score
from jiangxin.policy.evaluate import Evaluation, evaluate
from jiangxin.policy.facts import PROOF_RANKS, FactRow
from jiangxin.policy.people import PersonView
from jiangxin.policy.scores import levels_of

Owner = Scheme | Score | Ladder
Evaluate = Callable[[PersonView, list[FactRow], Book, Case], Evaluation]


@dataclass(frozen=True)
class CaseFailure:
    """An example that gives something else than it says."""

    owner: str
    case: Case
    origin: Origin
    message: str

    def __str__(self) -> str:
        return f"{self.origin}: {self.owner}: {self.message}"


def cases(book: Book) -> Iterator[tuple[Owner, Case]]:
    """Yield every example of a book with the scheme, score or ladder it stands in."""
    owners: list[Owner] = [*book.schemes.values(), *book.scores.values(), *book.ladders.values()]
    yield from ((owner, case) for owner in owners for case in owner.case)


def run_cases(book: Book) -> list[CaseFailure]:
    """Return the examples that fail; none on an empty answer."""
    return [failure for owner, case in cases(book) for failure in run_case(book, owner, case)]


def run_case(book: Book, owner: Owner, case: Case) -> list[CaseFailure]:
    """Return what one example gives otherwise than it says."""
    person, facts = case_subject(book, owner, case)
    found = evaluate(person, facts, book, case.on, known_instant(case.known_at))
    expected, given = _expected(book, owner, case, found)
    return [
        CaseFailure(owner.id, case, case.expect.origin, _("%(name)s 应是 %(want)s，算得 %(got)s") % {
            "name": name, "want": expected[name], "got": given[name]
        })
        for name in expected
        if expected[name] != given[name]
    ]  # fmt: skip


def case_subject(book: Book, owner: Owner, case: Case) -> tuple[PersonView | None, list[FactRow]]:
    """Return the subject and facts of an example."""
    person = None
    if owner.subject == "person":
        asked = case.person
        person = PersonView(id=1)
        if asked is not None:
            person = PersonView(
                id=1,
                birth_on=asked.birth,
                sex=asked.sex,
                occupations=(asked.occupation,) if asked.occupation else (),
                post_class=asked.post_class,
                unit_attributes=dict(asked.unit),
                tags=frozenset(asked.tags),
                party_member=asked.party_member,
            )
    return person, [_row(book, fact, number) for number, fact in enumerate(case.facts, start=1)]


def known_instant(known_at: date | datetime | None) -> datetime | None:
    """Return an instant; a day stands for its end in Shanghai."""
    if known_at is None or isinstance(known_at, datetime):
        return known_at
    return start_of(known_at + timedelta(days=1)) - timedelta(microseconds=1)


def _row(book: Book, fact: CaseFact, number: int) -> FactRow:
    return FactRow(
        id=number,
        subject_id=1,
        kind=fact.kind,
        code=fact.code,
        level=book.kinds[fact.kind].rank(fact.level) if fact.level else None,
        quantity=fact.quantity,
        happened_on=fact.on,
        ended_on=fact.ended_on,
        precision=fact.precision,
        proof=PROOF_RANKS[fact.proof],
        entry="original",
        recorded_at=start_of(fact.recorded_on or fact.on),
        superseded_at=start_of(fact.withdrawn_on) if fact.withdrawn_on else None,
        credited_to=None,
        issuer_id=None,
    )


def _expected(book: Book, owner: Owner, case: Case, found: Evaluation) -> tuple[dict[str, object], dict[str, object]]:
    """Return what an example says and what was found, under the same names."""
    expect = case.expect
    want: dict[str, object] = {}
    got: dict[str, object] = {}
    if isinstance(owner, Scheme) and (expect.eligible is not None or expect.missing is not None):
        answer = found.scheme(owner.id)
        asked: dict[str, object] = {"eligible": expect.eligible, "missing": expect.missing}
        want |= {name: one for name, one in asked.items() if one is not None}
        got |= {"eligible": answer.eligible, "missing": answer.missing}
    if expect.points or expect.total is not None:
        points = found.score(_score_of(book, owner, case))
        want |= {f"points.{axis}": one for axis, one in expect.points.items()}
        got |= {f"points.{axis}": points.axes.get(axis) for axis in expect.points}
        got["total"] = points.total
        if expect.total is not None:
            want["total"] = expect.total
    want |= {f"measures.{name}": one for name, one in expect.measures.items()}
    got |= {f"measures.{name}": _value(book, found, name) for name in expect.measures}
    if expect.due is not None:
        want["due"] = tuple(sorted(expect.due))
        got["due"] = _due(owner, found)
    return want, got


def _due(owner: Owner, found: Evaluation) -> tuple[str, ...]:
    """Return the stages one is due to enter; in a ladder's own example those of that ladder."""
    own = owner.id if isinstance(owner, Ladder) else ""
    due = [one for one in found.due if one.met and one.move == "enter" and (not own or one.ladder == own)]
    return tuple(sorted(f"{one.ladder}/{one.stage}" for one in due))


def _score_of(book: Book, owner: Owner, case: Case) -> str:
    if case.score or isinstance(owner, Score):
        return case.score or owner.id
    return next(iter(book.scores))


def _value(book: Book, found: Evaluation, name: str) -> Bound | None:
    value, levels = found.measure(name).value, levels_of(book, name)
    return levels[value] if levels and value is not None else value
