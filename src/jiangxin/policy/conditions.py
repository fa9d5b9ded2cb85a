"""Conditions against measures, scores and attributes, each with what is there and what is needed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from jiangxin.kernel.marks import points_words
from jiangxin.kernel.money import yuan
from jiangxin.policy.book import Book
from jiangxin.policy.bounds import bound_on
from jiangxin.policy.entries.common import Basis, Bound, Origin, Wording
from jiangxin.policy.entries.rules import Condition
from jiangxin.policy.measures import MeasureResult
from jiangxin.policy.people import PersonView, attribute_of
from jiangxin.policy.scores import ScoreResult, levels_of

NOT_YET = "—"  # stands where a dated value has no line yet


@dataclass(frozen=True, slots=True)
class Line:
    """One condition as it stands: ``have`` and ``need`` are numbers, ids of levels, or words.

    ``need`` is the right side that decides (of a range the one not met), None
    for a group or where its value has no line yet on that day; of ``one_of``
    it is the tuple of all.
    """

    id: str
    text: Wording
    met: bool
    have: Bound | None
    need: Bound | tuple[Bound, ...] | None
    facts: tuple[int, ...]
    basis: Basis | None
    origin: Origin
    lines: "tuple[Line, ...]" = ()


@dataclass(frozen=True)
class Standpoint:
    """What conditions are held against: one subject on one day."""

    book: Book
    person: PersonView | None
    on: date
    measured: Callable[[str], MeasureResult]
    scored: Callable[[str], ScoreResult]


@dataclass(slots=True)
class _Subject:
    """The left side of a condition."""

    values: frozenset[int | str]
    facts: tuple[int, ...] = ()
    levels: tuple[str, ...] = ()
    unit: str = ""
    kind: str = ""
    shown: Bound | None = field(default=None)


def check_all(conditions: Sequence[Condition], at: Standpoint) -> tuple[Line, ...]:
    """Return one line for each condition."""
    return tuple(check_one(condition, at) for condition in conditions)


def check_one(condition: Condition, at: Standpoint) -> Line:
    """Return how one condition stands; what is none or unknown meets nothing."""
    if condition.parts:
        return _group(condition, at)
    subject = _subject(condition, at)
    met, need = _held(condition, subject, at)
    text = condition.text or _title(condition, at.book)
    return Line(
        id=condition.id,
        text=text.filled("line", _words(_deciding(condition, subject, at), subject, at.book)),
        met=met,
        have=subject.shown,
        need=need,
        facts=subject.facts,
        basis=condition.basis,
        origin=condition.origin,
    )


def _title(condition: Condition, book: Book) -> Wording:
    """Return the words for a condition that has none of its own."""
    if condition.measure:
        return book.measures[condition.measure].title
    if condition.score:
        return book.scores[condition.score.partition(".")[0]].title
    return Wording(condition.attribute)


def _group(condition: Condition, at: Standpoint) -> Line:
    lines = check_all(condition.parts, at)
    if condition.any_of:
        met = any(line.met for line in lines)
    elif condition.all_of:
        met = all(line.met for line in lines)
    else:
        met = not any(line.met for line in lines)
    counted = lines if condition.none_of else [line for line in lines if line.met]
    return Line(
        id=condition.id,
        text=condition.text or Wording("；".join(str(line.text) for line in lines)),
        met=met,
        have=None,
        need=None,
        facts=tuple(sorted({fact for line in counted for fact in line.facts})),
        basis=condition.basis,
        origin=condition.origin,
        lines=lines,
    )


def _subject(condition: Condition, at: Standpoint) -> _Subject:
    if condition.measure:
        return _measured(condition.measure, at)
    if condition.score:
        return _scored(condition.score, at)
    values = attribute_of(at.person, condition.attribute, at.on)
    shown: Bound | None = "、".join(sorted(map(str, values))) if len(values) > 1 else next(iter(values), None)
    return _Subject(values=values, shown=shown)


def _measured(name: str, at: Standpoint) -> _Subject:
    result, measure = at.measured(name), at.book.measures[name]
    kind = at.book.kinds[measure.of[0]]
    levels = levels_of(at.book, name)
    shown: Bound | None = result.value
    if levels and result.value is not None:
        shown = levels[result.value] if result.value < len(levels) else None
    return _Subject(
        values=frozenset() if result.value is None else frozenset((result.value,)),
        facts=result.facts,
        levels=levels,
        unit=kind.unit if measure.take == "sum" else "",
        kind=kind.id,
        shown=shown,
    )


def _scored(name: str, at: Standpoint) -> _Subject:
    score_id, _dot, axis = name.partition(".")
    result = at.scored(score_id)
    points = result.axes[axis] if axis else result.total
    facts = {fact for item in result.items if not axis or item.axis == axis for fact in item.facts}
    return _Subject(values=frozenset((points,)), facts=tuple(sorted(facts)), unit="points", shown=points)


def _sides(condition: Condition, subject: _Subject, at: Standpoint) -> list[tuple[str, Bound | None]]:
    given = (("at_least", condition.at_least), ("at_most", condition.at_most), ("equals", condition.equals))
    sides = [(side, bound) for side, bound in given if bound is not None]
    sides += [("one_of", bound) for bound in condition.one_of]
    return [(side, bound_on(bound, subject.levels, at.book.values, at.on)) for side, bound in sides]


def _held(condition: Condition, subject: _Subject, at: Standpoint) -> tuple[bool, Bound | tuple[Bound, ...] | None]:
    sides = _sides(condition, subject, at)
    if condition.one_of:
        needs = tuple(bound for _side, bound in sides if bound is not None)
        return bool(subject.values & frozenset(needs)), tuple(_shown(bound, subject) for bound in needs)
    failed = [bound for side, bound in sides if not _meets(side, bound, subject.values)]
    need = failed[0] if failed else sides[0][1]
    return not failed, None if need is None else _shown(need, subject)


def _meets(side: str, bound: Bound | None, values: frozenset[int | str]) -> bool:
    if bound is None:
        return False
    if side == "equals":
        return bound in values
    if isinstance(bound, str):
        return False
    numbers = [value for value in values if isinstance(value, int)]
    return any(value >= bound if side == "at_least" else value <= bound for value in numbers)


def _shown(bound: Bound, subject: _Subject) -> Bound:
    """Return a right side as it is told: a level by its id."""
    if isinstance(bound, int) and not isinstance(bound, bool) and 0 <= bound < len(subject.levels):
        return subject.levels[bound]
    return bound


def _deciding(condition: Condition, subject: _Subject, at: Standpoint) -> list[Bound | None]:
    return [bound for _side, bound in _sides(condition, subject, at)]


def _words(bounds: Sequence[Bound | None], subject: _Subject, book: Book) -> str:
    """Return right sides as a text says them: fen as yuan, minutes as hours, hundredths as points, levels by title."""
    return "、".join(_word(bound, subject, book) for bound in bounds if bound is not None) or NOT_YET


def _word(bound: Bound, subject: _Subject, book: Book) -> str:
    if isinstance(bound, (str, bool)):
        return str(bound)
    if subject.levels:
        return book.level_title(subject.kind, bound)
    if subject.unit == "points":
        return points_words(bound)
    if subject.unit == "fen":
        return yuan(bound)
    if subject.unit == "minutes":
        return points_words(bound * 100 // 60)
    return str(bound)
