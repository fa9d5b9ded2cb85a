"""Conditions as true or false, never unknown: what is none meets nothing."""

from collections.abc import Iterable
from functools import reduce
from operator import and_, or_

import ibis

from jiangxin.insight.compile.days import RETIREMENTS, before_retirement, full_years
from jiangxin.insight.compile.inputs import NO, Asked, Expr
from jiangxin.policy.bounds import bound_on
from jiangxin.policy.entries.common import Bound
from jiangxin.policy.entries.rules import Condition
from jiangxin.policy.people import WORKER_POST
from jiangxin.policy.scores import levels_of

_WORDS = {"sex": "sex", "post_class": "post_class", "unit.ownership": "ownership", "unit.level": "unit_level"}


def met(condition: Condition, table: Expr, asked: Asked) -> Expr:
    """Tell whether a condition holds."""
    if condition.parts:
        inner = [met(part, table, asked) for part in condition.parts]
        if condition.all_of:
            return reduce(and_, inner)
        return reduce(or_, inner) if condition.any_of else ~reduce(or_, inner)
    levels = levels_of(asked.book, condition.measure) if condition.measure else ()
    given = (("at_least", condition.at_least), ("at_most", condition.at_most), ("equals", condition.equals))
    bounds = [(side, bound_on(one, levels, asked.book.values, asked.on)) for side, one in given if one is not None]
    several = [bound_on(one, levels, asked.book.values, asked.on) for one in condition.one_of]
    if several:
        return _either([_meets(condition, table, asked, "equals", one) for one in several])
    return reduce(and_, [_meets(condition, table, asked, side, one) for side, one in bounds])


def all_met(conditions: tuple[Condition, ...], table: Expr, asked: Asked) -> Expr:
    """Tell whether all of these hold; nothing to hold is held."""
    return reduce(and_, [met(one, table, asked) for one in conditions], ibis.literal(value=True))


def _either(inner: list[Expr]) -> Expr:
    return reduce(or_, inner, ibis.literal(value=False))


def _meets(condition: Condition, table: Expr, asked: Asked, side: str, bound: Bound | None) -> Expr:
    if bound is None:
        return ibis.literal(value=False)
    if condition.attribute and condition.attribute in (*_WORDS, "unit.tag"):
        return _word_meets(condition.attribute, table, asked, side, bound)
    if isinstance(bound, str):
        return ibis.literal(value=False)
    value = _number(condition, table, asked)
    if value is None:
        return ibis.literal(value=False)
    number = int(bound)
    held = {"equals": value == number, "at_least": value >= number, "at_most": value <= number}[side]
    return held.fill_null(NO)


def _word_meets(attribute: str, table: Expr, asked: Asked, side: str, bound: Bound) -> Expr:
    if side != "equals" or not isinstance(bound, str) or not bound or not asked.persons:
        return ibis.literal(value=False)
    if attribute == "unit.tag":
        return table.tags.contains(bound).fill_null(NO)
    return (table[_WORDS[attribute]] == bound).fill_null(NO)


def _number(condition: Condition, table: Expr, asked: Asked) -> Expr | None:
    """Return the left side as a whole number, none where it is unknown; None where nobody has it."""
    if condition.measure:
        return table[f"m.{condition.measure}"]
    if condition.score:
        return table[f"s.{condition.score}"]
    if not asked.persons:
        return None
    return table[condition.attribute].cast("int64")


def asks_birth(conditions: Iterable[Condition]) -> bool:
    """Tell whether one of these, or one inside them, turns on the day of birth."""
    return any(one.attribute in {"age", "within_retirement"} or asks_birth(one.parts) for one in conditions)


def with_attributes(table: Expr, asked: Asked) -> Expr:
    """Return the table with age and whether the day comes before retirement, unknown where birth or more is."""
    age = full_years(table.birth_on, asked.on)
    return table.mutate(age=age, within_retirement=_within_retirement(table, asked))


def _within_retirement(table: Expr, asked: Asked) -> Expr:
    at = {base: before_retirement(table.birth_on, sex, base, asked.on) for sex, base in RETIREMENTS}
    worker = table.post_class == WORKER_POST
    return ibis.cases(
        (table.sex == "male", at[60]),
        ((table.sex == "female") & worker, at[50]),
        ((table.sex == "female") & (table.post_class != ""), at[55]),
    )
