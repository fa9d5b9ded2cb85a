"""Rules between the fields of one entry."""

from collections.abc import Mapping
from typing import Any

from jiangxin.kernel.words import _
from jiangxin.policy.grammar.place import Place
from jiangxin.policy.grammar.shape import Rule


def one_of(*keys: str, at_least: bool = True) -> Rule:
    """Return the rule that exactly one of these attributes is given (or at most one)."""

    def check(values: Mapping[str, Any], place: Place) -> bool:
        names = "、".join(key.removesuffix("_of") for key in keys)
        given = [key for key in keys if values.get(key) not in (None, "", (), {})]
        if len(given) == 1 or (not given and not at_least):
            return True
        if given:
            place.wrong(_("“%(where)s”里 %(names)s 只能写一样") % {"where": place.name, "names": names})
        else:
            place.wrong(_("“%(where)s”里 %(names)s 要写一样") % {"where": place.name, "names": names})
        return False

    return check


def needs(key: str, *others: str) -> Rule:
    """Return the rule that a given attribute asks for others."""

    def check(values: Mapping[str, Any], place: Place) -> bool:
        missing = [other for other in others if values.get(other) in (None, "", (), {})]
        if values.get(key) in (None, "", (), {}) or not missing:
            return True
        words = {"where": place.name, "key": key, "missing": "、".join(missing)}
        place.wrong(_("“%(where)s”写了 %(key)s，还要写 %(missing)s") % words)
        return False

    return check


def in_order(first: str, last: str) -> Rule:
    """Return the rule that one day is not after another."""

    def check(values: Mapping[str, Any], place: Place) -> bool:
        start, end = values.get(first), values.get(last)
        if start is None or end is None or start <= end:
            return True
        place.wrong(_("“%(name)s”的开始晚于结束") % {"name": place.name})
        return False

    return check
