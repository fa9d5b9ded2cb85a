"""Conditions: the same shape for requirements, stages and inside one another."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from jiangxin.kernel.words import _
from jiangxin.policy.entries.rules import Condition
from jiangxin.policy.grammar import vocabulary as words
from jiangxin.policy.grammar.agreement import one_of
from jiangxin.policy.grammar.groups import ListOf
from jiangxin.policy.grammar.place import Place
from jiangxin.policy.grammar.shape import BasisText, Field, Later, Shape, Words
from jiangxin.policy.grammar.sorts import Bounds, Choice, Id, Ref, Sort, Text

_SUBJECTS = ("measure", "score", "attribute")
_SIDES = ("at_least", "at_most", "equals", "one_of")


def _sides_fit(values: Mapping[str, Any], place: Place) -> bool:
    """A measure, score or attribute has a right side; a group of conditions has none."""
    given = [side for side in _SIDES if values[side] not in (None, ())]
    compared = any(values[subject] for subject in _SUBJECTS)
    if compared and not given:
        place.wrong(_("“%(where)s”没有写要求：at_least、at_most、equals 或 one_of") % {"where": place.name})
    elif given and not compared:
        place.wrong(_("“%(where)s”是一组条件，不能再写 %(names)s") % {"where": place.name, "names": "、".join(given)})
    elif len(given) > 1 and set(given) != {"at_least", "at_most"}:
        place.wrong(_("“%(where)s”里 %(names)s 只能写一样") % {"where": place.name, "names": "、".join(given)})
    else:
        return True
    return False


def _inner() -> Sort:
    return INNER


_GROUP = ListOf(Later(_inner, "inner condition"))

_FIELDS = (
    Field("id", Id(), "its id, told when it is missing", required=True),
    Field("text", Words(), "words for it, with a place `{line}` for the right side in force"),
    Field("basis", BasisText(), "what it rests on"),
    Field("measure", Ref("measures"), "a measure", default=""),
    Field("score", Text(), "a score, or one axis of it as `<score>.<axis>`; the right side in hundredths", default=""),
    Field("attribute", Choice(words.ATTRIBUTES, "attributes"), "an attribute of the person", default=""),
    Field("at_least", Bounds(), "this or more; none fails"),
    Field("at_most", Bounds(), "this or less; none fails"),
    Field("equals", Bounds(), "this very one"),
    Field("one_of", ListOf(Bounds()), "one of these", default=()),
    Field("any", _GROUP, "one of these conditions holds", default=(), attribute="any_of"),
    Field("all", _GROUP, "all of these conditions hold", default=(), attribute="all_of"),
    Field("none", _GROUP, "none of these conditions holds", default=(), attribute="none_of"),
)


def _shape(name: str, meaning: str, *, id_required: bool, basis_required: bool) -> Shape:
    fields = list(_FIELDS)
    fields[0] = replace(fields[0], required=id_required, default="")
    fields[2] = replace(fields[2], required=basis_required)
    rules = (one_of(*_SUBJECTS, "any_of", "all_of", "none_of"), _sides_fit)
    return Shape(name, meaning, Condition, tuple(fields), rules)


CONDITION = _shape(
    "condition",
    "exactly one of measure, score, attribute (with a right side), any, all, none",
    id_required=True,
    basis_required=False,
)
REQUIREMENT = _shape("requirement", "a condition with its basis", id_required=True, basis_required=True)
INNER = _shape("inner condition", "a condition inside another", id_required=False, basis_required=False)
