"""Measures, conditions, scores, ladders, schemes and amounts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from jiangxin.policy.entries.common import Basis, Bound, Entry, Parts, Wording

LEVEL_TAKES = frozenset({"max-level", "latest-level"})
ASKED_OCCUPATION = "@occupation"


@dataclass(frozen=True, kw_only=True)
class Where(Parts):
    """Which facts of its kinds a measure counts."""

    code: str
    code_in: str | tuple[str, ...]
    level_at_least: str
    proof_at_least: str


@dataclass(frozen=True, kw_only=True)
class Measure(Entry):
    """A named aggregate over a subject's standing facts."""

    title: Wording
    definition: Wording
    of: tuple[str, ...]
    take: str
    where: Where | None
    within: str

    @property
    def gives_level(self) -> bool:
        """Tell whether the result is a level's rank, not a number."""
        return self.take in LEVEL_TAKES


@dataclass(frozen=True, kw_only=True)
class Condition(Parts):
    """Something a measure, score or attribute is held against, or several of them together."""

    id: str
    text: Wording | None
    basis: Basis | None
    measure: str
    score: str
    attribute: str
    at_least: Bound | None
    at_most: Bound | None
    equals: Bound | None
    one_of: tuple[Bound, ...]
    any_of: "tuple[Condition, ...]"
    all_of: "tuple[Condition, ...]"
    none_of: "tuple[Condition, ...]"

    @property
    def bounds(self) -> tuple[Bound, ...]:
        """Return every right side."""
        single = (self.at_least, self.at_most, self.equals)
        return (*(bound for bound in single if bound is not None), *self.one_of)

    @property
    def parts(self) -> "tuple[Condition, ...]":
        """Return the conditions inside."""
        return (*self.any_of, *self.all_of, *self.none_of)


@dataclass(frozen=True, kw_only=True)
class Band(Parts):
    """Points from a number on."""

    at_least: int
    points: int


@dataclass(frozen=True, kw_only=True)
class Axis(Parts):
    """One axis of a score; cap in hundredths."""

    id: str
    title: Wording
    cap: int


@dataclass(frozen=True, kw_only=True)
class Earning(Parts):
    """How a measure earns points (hundredths) or money (fen): one of table, each per n, bands."""

    id: str
    measure: str
    table: Mapping[str, int]
    each: int | None
    per: int
    bands: tuple[Band, ...]
    cap: int | None
    basis: Basis
    title: Wording | None


@dataclass(frozen=True, kw_only=True)
class Item(Earning):
    """One item of a score."""

    axis: str


@dataclass(frozen=True, kw_only=True)
class AmountLine(Earning):
    """One line of an amount."""


@dataclass(frozen=True, kw_only=True)
class Score(Entry):
    """Points on axes, in hundredths."""

    title: Wording
    cap: int
    basis: Basis | None
    subject: str
    axis: tuple[Axis, ...]
    item: tuple[Item, ...]
    case: "tuple[Case, ...]"

    def axis_of(self, axis_id: str) -> Axis | None:
        """Return an axis by id."""
        return next((axis for axis in self.axis if axis.id == axis_id), None)


@dataclass(frozen=True, kw_only=True)
class Stage(Parts):
    """A stage of a ladder; without ``after`` one may enter from outside."""

    id: str
    title: Wording
    basis: Basis
    after: tuple[str, ...]
    enter: tuple[Condition, ...]
    leave: tuple[Condition, ...]


@dataclass(frozen=True, kw_only=True)
class Ladder(Entry):
    """Stages with conditions for who is due to enter or leave."""

    title: Wording
    subject: str
    basis: Basis
    switched_on: bool
    stage: tuple[Stage, ...]
    case: "tuple[Case, ...]"

    def stage_of(self, stage_id: str) -> Stage | None:
        """Return a stage by id."""
        return next((stage for stage in self.stage if stage.id == stage_id), None)


@dataclass(frozen=True, kw_only=True)
class Step(Parts):
    """One step of a scheme; ``settings`` holds what its kind of step declares."""

    id: str
    kind: str
    title: Wording | None
    duty: str
    basis: Basis | None
    settings: Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class Outcome(Parts):
    """The fact that a granted case records."""

    fact: str
    code: str
    level: str
    credential: bool


@dataclass(frozen=True, kw_only=True)
class Scheme(Entry):
    """Something one can apply for or be put forward for."""

    title: Wording
    subject: str
    since: date | None
    until: date | None
    basis: Basis
    note: str
    require: tuple[Condition, ...]
    step: tuple[Step, ...]
    outcome: Outcome | None
    case: "tuple[Case, ...]"

    def holds_on(self, day: date) -> bool:
        """Tell whether the scheme itself is open on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, kw_only=True)
class Amount(Entry):
    """Money by measure, in fen; lines are added in ``order`` until the cap is reached."""

    title: Wording
    basis: Basis
    subject: str
    period: str
    line: tuple[AmountLine, ...]
    cap: int | None
    cap_total: int | None
    order: tuple[str, ...]

    def ordered(self) -> tuple[AmountLine, ...]:
        """Return the lines in the order in which they are added."""
        places = {line_id: place for place, line_id in enumerate(self.order)}
        return tuple(sorted(self.line, key=lambda line: places.get(line.id, len(places))))


@dataclass(frozen=True, kw_only=True)
class CaseFact(Parts):
    """A fact of a worked example."""

    kind: str
    on: date
    ended_on: date | None
    code: str
    level: str
    quantity: int
    proof: str
    precision: str
    recorded_on: date | None
    withdrawn_on: date | None


@dataclass(frozen=True, kw_only=True)
class CasePerson(Parts):
    """The person of a worked example."""

    birth: date | None
    sex: str
    occupation: str
    post_class: str
    party_member: bool | None
    unit: Mapping[str, str]
    tags: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Expect(Parts):
    """What a worked example must give."""

    eligible: bool | None
    missing: tuple[str, ...] | None
    points: Mapping[str, int]
    total: int | None
    measures: Mapping[str, Bound]
    due: tuple[str, ...] | None


@dataclass(frozen=True, kw_only=True)
class Case(Parts):
    """A worked example, run by the tests."""

    title: Wording | None
    on: date
    known_at: date | datetime | None
    score: str
    facts: tuple[CaseFact, ...]
    person: CasePerson | None
    expect: Expect
