"""Dated values: no hole between the day an entry comes into force and the first line of the value it uses."""

from collections.abc import Iterator
from datetime import date

from jiangxin.kernel.words import _
from jiangxin.policy.checks.ground import Ground
from jiangxin.policy.entries.common import Origin
from jiangxin.policy.entries.rules import Condition


def check(ground: Ground) -> None:
    """Check that each value is there from the day on which it is first used."""
    for since, condition in uses(ground):
        for bound in condition.bounds:
            if isinstance(bound, str) and bound in ground.values:
                _check_from(ground, bound, since, condition.origin)
    for poster in ground.posters.values():
        for _chapter, _block, item in poster.items():
            if item.value in ground.values:
                _check_from(ground, item.value, date(poster.year, 12, 31), item.origin)


def uses(ground: Ground) -> Iterator[tuple[date, Condition]]:
    """Yield every condition, inner ones too, with the day from which it is in force."""
    for ladder in ground.ladders.values():
        for stage in ladder.stage:
            for condition in (*stage.enter, *stage.leave):
                yield from ((ground.since, one) for one in unfolded(condition))
    for scheme in ground.schemes.values():
        since = max(ground.since, scheme.since or date.min)
        for condition in scheme.require:
            yield from ((since, one) for one in unfolded(condition))


def unfolded(condition: Condition) -> Iterator[Condition]:
    """Yield a condition and all conditions inside it."""
    yield condition
    for part in condition.parts:
        yield from unfolded(part)


def _check_from(ground: Ground, name: str, since: date, user: Origin) -> None:
    value = ground.values[name]
    if value.days[0] <= since:
        return
    words = {"name": name, "user": user.file, "line": user.line, "since": since, "first": value.days[0]}
    message = _("“%(name)s”有空档：%(user)s 第%(line)d行从%(since)s起要用，第一行从%(first)s才有") % words
    origin = value.origin if value.origin.book == ground.own.id else user
    ground.wrong(origin, *(("on", value.days[0].isoformat()) if origin is value.origin else ()), message=message)
