"""Whether anybody can meet a list of conditions: ranges and words that are left on each day values change."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from jiangxin.policy.bounds import bound_on
from jiangxin.policy.checks.ground import Ground
from jiangxin.policy.checks.measures import levels_of, most
from jiangxin.policy.checks.values import unfolded
from jiangxin.policy.entries.common import Bound
from jiangxin.policy.entries.rules import Condition
from jiangxin.policy.grammar.vocabulary import NUMBER_ATTRIBUTES

_MOST_BRANCHES = 256
_OLDEST = 150
_MOST_POINTS = 2**62


@dataclass(frozen=True)
class Clash:
    """The condition that leaves nobody, and the first day it does."""

    condition: Condition
    day: date


@dataclass(frozen=True)
class _Left:
    """What is still allowed of one thing: numbers in a closed range, or words; ``chosen`` None stands for all."""

    numeric: bool = True
    low: int = 0
    high: int = 0
    chosen: frozenset[Bound] | None = None
    barred: frozenset[Bound] = frozenset()

    @property
    def empty(self) -> bool:
        if self.chosen is not None:
            return not any(self._allows(one) for one in self.chosen - self.barred)
        return self.numeric and (self.low > self.high or (self.low == self.high and self.low in self.barred))

    def _allows(self, one: Bound) -> bool:
        return not self.numeric or (isinstance(one, int) and self.low <= one <= self.high)


@dataclass
class _Room:
    """What is left of everything on one day."""

    ground: Ground
    day: date
    left: dict[str, _Left] = field(default_factory=dict)
    needed: set[str] = field(default_factory=set)

    def copy(self) -> "_Room":
        return _Room(self.ground, self.day, dict(self.left), set(self.needed))


def contradiction(ground: Ground, conditions: Sequence[Condition]) -> Clash | None:
    """Return the first clash in a list of which all must hold, or None."""
    for day in _days(ground, conditions):
        room = _Room(ground, day)
        culprit = _narrow_all(room, list(conditions), [_MOST_BRANCHES])
        if culprit is not None:
            return Clash(culprit, day)
    return None


def _days(ground: Ground, conditions: Sequence[Condition]) -> list[date]:
    bounds = {bound for condition in conditions for one in unfolded(condition) for bound in one.bounds}
    values = [ground.values[bound] for bound in bounds if isinstance(bound, str) and bound in ground.values]
    return sorted({ground.since, *(day for value in values for day in value.days if day > ground.since)})


def _narrow_all(room: _Room, conditions: list[Condition], budget: list[int]) -> Condition | None:
    """Narrow by conditions in turn; where one of several may hold, try each. Answer the one that leaves nobody."""
    conditions = sorted(conditions, key=lambda condition: bool(condition.none_of))
    for place, condition in enumerate(conditions):
        if condition.all_of:
            return _narrow_all(room, [*condition.all_of, *conditions[place + 1 :]], budget)
        if condition.any_of:
            return _narrow_any(room, condition, conditions[place + 1 :], budget)
        if condition.none_of:
            for barred in condition.none_of:
                if not _bar(room, barred):
                    return condition
        elif not _narrow(room, condition):
            return condition
    return None


def _narrow_any(room: _Room, condition: Condition, rest: list[Condition], budget: list[int]) -> Condition | None:
    culprit: Condition | None = None
    for branch in condition.any_of:
        budget[0] -= 1
        if budget[0] < 0:
            return None
        culprit = _narrow_all(room.copy(), [branch, *rest], budget)
        if culprit is None:
            return None
    return culprit if culprit in rest else condition


def _narrow(room: _Room, condition: Condition) -> bool:
    name = _name(condition)
    left = room.left.get(name) or _all_of(room.ground, condition)
    if left is None:
        return True
    room.needed.add(name)
    sides = dict(_sides(room, condition, left))
    for low in sides.get("at_least", ()):
        left = replace(left, low=max(left.low, int(low)))
    for high in sides.get("at_most", ()):
        left = replace(left, high=min(left.high, int(high)))
    chosen = frozenset((*sides.get("equals", ()), *sides.get("one_of", ())))
    if chosen:
        left = replace(left, chosen=chosen if left.chosen is None else left.chosen & chosen)
    room.left[name] = left
    return not left.empty


def _bar(room: _Room, condition: Condition) -> bool:
    """Take away what must not hold; what is none never holds, so it counts only where another condition needs it."""
    name = _name(condition)
    left = room.left.get(name)
    if left is None or name not in room.needed:
        return True
    sides = dict(_sides(room, condition, left))
    if len(sides) != 1:
        return True
    side, bounds = next(iter(sides.items()))
    if side == "at_least":
        left = replace(left, high=min(left.high, int(bounds[0]) - 1))
    elif side == "at_most":
        left = replace(left, low=max(left.low, int(bounds[0]) + 1))
    else:
        left = replace(left, barred=left.barred | frozenset(bounds))
    room.left[name] = left
    return not left.empty


def _name(condition: Condition) -> str:
    return condition.measure or condition.score or f"attribute {condition.attribute}"


def _all_of(ground: Ground, condition: Condition) -> _Left | None:
    """Return everything that a measure, score or attribute can be, or None if it is not known."""
    measure = ground.measures.get(condition.measure)
    if measure is not None:
        levels = levels_of(ground, measure) if measure.gives_level else None
        return _Left(high=len(levels) - 1 if levels else most(ground, measure))
    if condition.score:
        return _Left(high=_MOST_POINTS)
    if condition.attribute in NUMBER_ATTRIBUTES:
        return _Left(high=_OLDEST)
    return _Left(numeric=False) if condition.attribute else None


def _sides(room: _Room, condition: Condition, left: _Left) -> Iterator[tuple[str, tuple[Bound, ...]]]:
    measure = room.ground.measures.get(condition.measure)
    levels = (levels_of(room.ground, measure) or ()) if measure and measure.gives_level else ()
    for name in ("at_least", "at_most", "equals", "one_of"):
        given = getattr(condition, name)
        bounds = given if isinstance(given, tuple) else () if given is None else (given,)
        found = [bound_on(bound, levels, room.ground.values, room.day) for bound in bounds]
        fits = [
            one
            for one in found
            if one is not None and isinstance(one, int) == (left.numeric or one is True or one is False)
        ]
        if found and len(fits) == len(found):
            yield name, tuple(fits)
