"""Conditions: each right side fits what it is held against, and together they can be met."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from jiangxin.kernel.words import _
from jiangxin.policy.checks.chance import contradiction
from jiangxin.policy.checks.facts import check_level
from jiangxin.policy.checks.ground import Ground
from jiangxin.policy.checks.measures import levels_of
from jiangxin.policy.checks.values import unfolded
from jiangxin.policy.entries.common import Bound
from jiangxin.policy.entries.rules import Condition
from jiangxin.policy.grammar.vocabulary import FLAG_ATTRIBUTES, NUMBER_ATTRIBUTES, SEXES
from jiangxin.policy.problems import hint

_PLACES = ("{line}",)


@dataclass(frozen=True)
class _Side:
    """One right side and its path inside the condition."""

    path: tuple[str | int, ...]
    bound: Bound


def check(ground: Ground) -> None:
    """Check every condition alone, then each list of conditions together."""
    for conditions in _lists(ground):
        before = len(ground.problems)
        for condition in conditions:
            for one in unfolded(condition):
                _check_alone(ground, one)
        if len(ground.problems) == before:
            _check_together(ground, conditions)


def _check_alone(ground: Ground, condition: Condition) -> None:
    _check_text(ground, condition)
    for subject, checked in _CHECKS.items():
        if getattr(condition, subject):
            checked(ground, condition)


def sides(condition: Condition) -> Iterator[_Side]:
    """Yield the right sides of a condition."""
    for name in ("at_least", "at_most", "equals"):
        bound = getattr(condition, name)
        if bound is not None:
            yield _Side((name,), bound)
    yield from (_Side(("one_of", index), bound) for index, bound in enumerate(condition.one_of))


def score_cap(ground: Ground, name: str) -> int | None:
    """Return the most points of a score or of one axis (<score>.<axis>), or None if there is none."""
    score_id, _dot, axis_id = name.partition(".")
    score = ground.scores.get(score_id)
    if score is None or not axis_id:
        return score.cap if score else None
    axis = score.axis_of(axis_id)
    return min(axis.cap, score.cap) if axis else None


def _check_text(ground: Ground, condition: Condition) -> None:
    if condition.text is None:
        return
    for words in (condition.text.zh_hans, condition.text.en):
        for place in places_in(words):
            if place not in _PLACES:
                message = _("文字里的“%(place)s”填不上") % {"place": place}
                ground.wrong(condition.origin, "text", message=message, hint=hint(place, _PLACES))


def places_in(words: str) -> list[str]:
    """Return the {places} in a text."""
    return ["{" + part.split("}")[0] + "}" for part in words.split("{")[1:]]


def _check_measure(ground: Ground, condition: Condition) -> None:
    measure = ground.measures.get(condition.measure)
    if measure is None:
        return
    if not measure.gives_level:
        _check_numbers(ground, condition)
        return
    kinds = [ground.kinds[name] for name in measure.of if name in ground.kinds]
    for side in sides(condition):
        value = ground.values.get(side.bound) if isinstance(side.bound, str) else None
        if not isinstance(side.bound, str):
            words = {"measure": measure.id, "levels": "、".join(levels_of(ground, measure) or ())}
            message = _("“%(measure)s”给的是级别，不能和整数比；可用：%(levels)s") % words
            ground.wrong(condition.origin, *side.path, message=message)
        elif value is None and side.bound not in ground.known("values"):
            for kind in kinds[:1]:
                check_level(ground, condition.origin, *side.path, kind=kind, level=side.bound)
        elif value is not None and kinds:
            for setting in value.settings:
                check_level(ground, condition.origin, *side.path, kind=kinds[0], level=str(setting))


def _check_numbers(ground: Ground, condition: Condition) -> None:
    for side in sides(condition):
        if isinstance(side.bound, bool):
            message = _("“%(id)s”要整数或数值名") % {"id": condition.id or side.path[0]}
            ground.wrong(condition.origin, *side.path, message=message)
        elif isinstance(side.bound, str):
            value = ground.values.get(side.bound)
            if value is None and side.bound not in ground.known("values"):
                ground.unknown(condition.origin, *side.path, table="values", name=side.bound)
            elif value is not None and isinstance(value.settings[0], str):
                message = _("数值“%(name)s”是文字，不能和整数比") % {"name": side.bound}
                ground.wrong(condition.origin, *side.path, message=message)


def _check_score(ground: Ground, condition: Condition) -> None:
    score_id, _dot, axis_id = condition.score.partition(".")
    if score_id not in ground.known("scores"):
        ground.unknown(condition.origin, "score", table="scores", name=score_id)
        return
    score = ground.scores.get(score_id)
    if score is None:
        return
    cap = score_cap(ground, condition.score)
    axes = ground.names(score.origin, "axis", (axis.id for axis in score.axis))
    if cap is None and axis_id in axes:
        return
    if cap is None:
        message = _("赋分“%(score)s”没有“%(axis)s”这一维") % {"score": score_id, "axis": axis_id}
        ground.wrong(condition.origin, "score", message=message, hint=hint(axis_id, axes))
        return
    _check_numbers(ground, condition)
    for side in sides(condition):
        if side.path[0] == "at_most":
            continue
        value = ground.values.get(side.bound) if isinstance(side.bound, str) else None
        for need in value.settings if value else (side.bound,):
            if isinstance(need, int) and need > cap:
                words = {"score": condition.score, "cap": cap, "need": need}
                message = _("“%(score)s”封顶%(cap)d，要不到%(need)d") % words
                ground.wrong(condition.origin, *side.path, message=message)


def _check_attribute(ground: Ground, condition: Condition) -> None:
    name = condition.attribute
    if name in NUMBER_ATTRIBUTES:
        _check_numbers(ground, condition)
        return
    for side in sides(condition):
        if side.path[0] in ("at_least", "at_most"):
            message = _("“%(name)s”不分大小，只能写 equals 或 one_of") % {"name": name}
            ground.wrong(condition.origin, *side.path, message=message)
        elif name in FLAG_ATTRIBUTES:
            if not isinstance(side.bound, bool):
                message = _("“%(name)s”只能是 true 或 false") % {"name": name}
                ground.wrong(condition.origin, *side.path, message=message)
        elif not isinstance(side.bound, str):
            message = _("“%(name)s”要文字") % {"name": name}
            ground.wrong(condition.origin, *side.path, message=message)
        elif name == "sex" and side.bound not in SEXES and side.bound not in ground.known("values"):
            message = _("“%(name)s”不认得“%(word)s”") % {"name": name, "word": side.bound}
            ground.wrong(condition.origin, *side.path, message=message, hint=hint(side.bound, SEXES))


_CHECKS: dict[str, Callable[[Ground, Condition], None]] = {
    "measure": _check_measure,
    "score": _check_score,
    "attribute": _check_attribute,
}


def _lists(ground: Ground) -> Iterator[tuple[Condition, ...]]:
    for ladder in ground.ladders.values():
        for stage in ladder.stage:
            yield stage.enter
            yield stage.leave
    for scheme in ground.schemes.values():
        yield scheme.require


def _check_together(ground: Ground, conditions: tuple[Condition, ...]) -> None:
    clash = contradiction(ground, conditions)
    if clash is not None:
        words = {"id": clash.condition.id, "day": clash.day}
        message = _("“%(id)s”和同组别的条件对不上：%(day)s没有人能全部满足") % words
        ground.wrong(clash.condition.origin, message=message)
