"""One subject, now, with reasons."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cached_property

from jiangxin.policy.amounts import AmountResult, amount_facts
from jiangxin.policy.book import Book
from jiangxin.policy.conditions import Standpoint
from jiangxin.policy.facts import FactIndex, FactRow
from jiangxin.policy.ladders import StageDue, due_on, stages_now
from jiangxin.policy.measures import MeasureResult, measure_facts
from jiangxin.policy.people import PersonView
from jiangxin.policy.schemes import Eligibility, eligibility
from jiangxin.policy.scores import ScoreResult, score_facts


class Evaluation:
    """One subject's standing under one book on one day, by what was known at an instant.

    Every part is worked out when it is first asked for, and once.
    """

    def __init__(
        self,
        person: PersonView | None,
        facts: Iterable[FactRow],
        book: Book,
        *,
        on: date,
        known_at: datetime | None = None,
        occupation: str | None = None,
    ) -> None:
        self.person = person
        self.book = book
        self.on = on
        self.known_at = known_at
        self.occupation = occupation or (person.occupations[0] if person and person.occupations else None)
        self.index = FactIndex(facts, on, known_at)
        self._measures: dict[str, MeasureResult] = {}
        self._scores: dict[str, ScoreResult] = {}
        self._at = Standpoint(book=book, person=person, on=on, measured=self.measure, scored=self.score)

    def measure(self, name: str) -> MeasureResult:
        """Return the result of one measure."""
        found = self._measures.get(name)
        if found is None:
            found = measure_facts(self.book.measures[name], self.book, self.index, self.on, self.occupation)
            self._measures[name] = found
        return found

    def score(self, name: str) -> ScoreResult:
        """Return the points of one score."""
        found = self._scores.get(name)
        if found is None:
            found = self._scores[name] = score_facts(self.book.scores[name], self.book, self.measure)
        return found

    def scheme(self, name: str) -> Eligibility:
        """Return how the subject stands to one scheme, open or not."""
        return eligibility(self.book.schemes[name], self._at)

    def amount(self, name: str) -> AmountResult:
        """Return what one amount pays."""
        return amount_facts(self.book.amounts[name], self.book, self.measure)

    @cached_property
    def measures(self) -> Mapping[str, MeasureResult]:
        """All measures by id."""
        return {name: self.measure(name) for name in self.book.measures}

    @cached_property
    def scores(self) -> Mapping[str, ScoreResult]:
        """All scores of this kind of subject by id."""
        return {name: self.score(name) for name, score in self.book.scores.items() if self._mine(score.subject)}

    @cached_property
    def stages(self) -> Mapping[str, tuple[str, int]]:
        """The stage held on each ladder and the fact that gave it."""
        return stages_now(self.index)

    @cached_property
    def due(self) -> tuple[StageDue, ...]:
        """What is next on every ladder that is switched on; ``met`` tells what is due."""
        return tuple(
            due
            for ladder in self.book.ladders.values()
            if ladder.switched_on and self._mine(ladder.subject)
            for due in due_on(ladder, self.stages.get(ladder.id, ("", 0))[0], self._at)
        )

    @cached_property
    def schemes(self) -> Mapping[str, Eligibility]:
        """All schemes open on the day for this kind of subject, by id."""
        return {
            name: self.scheme(name)
            for name, scheme in self.book.schemes.items()
            if self._mine(scheme.subject) and scheme.holds_on(self.on)
        }

    @cached_property
    def amounts(self) -> Mapping[str, AmountResult]:
        """All amounts of this kind of subject by id."""
        return {name: self.amount(name) for name, amount in self.book.amounts.items() if self._mine(amount.subject)}

    def _mine(self, subject: str) -> bool:
        return (subject == "person") == (self.person is not None)


def evaluate(
    person: PersonView | None,
    facts: Iterable[FactRow],
    book: Book,
    on: date,
    known_at: datetime | None = None,
    *,
    occupation: str | None = None,
) -> Evaluation:
    """Return one subject's standing on a day; ``person`` is None for a unit or a work.

    ``facts`` are those of all ids that links in force at ``known_at`` join.
    ``occupation`` is the one asked about, by default that of the main spell.
    """
    return Evaluation(person, facts, book, on=on, known_at=known_at, occupation=occupation)


def evaluate_score(
    person: PersonView | None, facts: Iterable[FactRow], book: Book, on: date, score: str
) -> ScoreResult:
    """Return one score by all that is recorded."""
    return evaluate(person, facts, book, on).score(score)


def evaluate_schemes(
    person: PersonView | None, facts: Iterable[FactRow], book: Book, on: date
) -> Mapping[str, Eligibility]:
    """Return all open schemes by all that is recorded."""
    return evaluate(person, facts, book, on).schemes
