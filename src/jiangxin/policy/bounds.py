"""Right sides of conditions: numbers, levels and dated values, as of a day."""

from collections.abc import Mapping
from datetime import date

from jiangxin.policy.entries.common import Bound
from jiangxin.policy.entries.stock import Value


def bound_on(bound: Bound, levels: tuple[str, ...], values: Mapping[str, Value], day: date) -> Bound | None:
    """Return a right side as it stands on a day: a number, a level's rank or a word; None before a value's first line.

    ``levels`` are those of the measure, empty for what has no levels.
    """
    if not isinstance(bound, str):
        return bound
    if bound in values and bound not in levels:
        setting = values[bound].on(day)
        return levels.index(setting) if isinstance(setting, str) and setting in levels else setting
    return levels.index(bound) if bound in levels else bound
