"""Steps of a scheme: what each kind of step declares beside its id, kind and duty."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from jiangxin.kernel.words import _
from jiangxin.policy.entries.rules import Step
from jiangxin.policy.grammar import vocabulary as words
from jiangxin.policy.grammar.agreement import in_order
from jiangxin.policy.grammar.groups import ListOf
from jiangxin.policy.grammar.place import BAD, Place
from jiangxin.policy.grammar.shape import BasisText, Field, Shape, Words
from jiangxin.policy.grammar.sorts import DUTY, Choice, Flag, Id, Integer, Ref, Text

_DAYS = Field("working_days", Integer(1, 366), "how many working days it takes at most")
_UNIT_LEVEL = Field("by", Id(), "whose it is: kind of unit, e.g. district")
_DOCUMENTS = Field("documents", ListOf(Text()), "documents that are asked for")
_OFFICES = Field("offices", ListOf(Text()), "offices that are asked")
_PERCENT = Integer(1, 100, "whole number, percent")
_NOTE = Field("note", Text(), "a remark")

RATIO = Shape(
    "ratio",
    "a share of the list, in percent",
    lambda **values: MappingProxyType({key: one for key, one in values.items() if key != "origin"}),
    (
        Field("id", Id(), "its id", required=True),
        Field("title", Words(), "what it is called"),
        Field("tag", Text(), "what is counted above the line"),
        Field("of", Text(), "what is counted below the line (default: all)"),
        Field("at_least", _PERCENT, "this share or more"),
        Field("at_most", _PERCENT, "this share or less"),
        Field("basis", BasisText(), "what it rests on"),
    ),
    (in_order("at_least", "at_most"),),
)

STEP_SETTINGS: Final[Mapping[str, tuple[Field, ...]]] = {
    "endorse": (
        _UNIT_LEVEL,
        _DAYS,
        _DOCUMENTS,
        _NOTE,
        Field("channels", ListOf(Text()), "who may put forward: unit, self, public"),
    ),
    "check": (_UNIT_LEVEL, _DAYS, _DOCUMENTS, _NOTE),
    "consult": (_UNIT_LEVEL, _DAYS, _OFFICES, _NOTE, Field("veto", Flag(), "one objection stops it")),
    "vote": (
        _UNIT_LEVEL,
        _DAYS,
        _NOTE,
        Field("turnout", _PERCENT, "least share of those entitled that must vote"),
        Field("share", _PERCENT, "least share of votes in favour"),
        Field("secret", Flag(), "by secret ballot"),
        Field("public", Flag(), "everybody may vote"),
        Field("weight", _PERCENT, "its weight in the whole mark"),
    ),
    "panel": (
        _UNIT_LEVEL,
        _DAYS,
        _NOTE,
        Field("members", Integer(1, 999), "how many experts"),
        Field("drop_extremes", Flag(), "the highest and lowest mark are left out"),
        Field("pass_mark", Integer(0, 1_000_000), "least mark, in hundredths"),
        Field("sheet", ListOf(Text()), "what is marked"),
        Field("weight", _PERCENT, "its weight in the whole mark"),
    ),
    "rank": (
        _UNIT_LEVEL,
        _DAYS,
        _NOTE,
        Field("quota", Integer(1), "how many at most"),
        Field("more_than_chosen", Flag(), "more are put forward than will be chosen"),
        Field("ratios", ListOf(RATIO), "shares of the list"),
    ),
    "publicity": (_UNIT_LEVEL, _DAYS, _NOTE, Field("channel", Text(), "where it is shown")),
    "decide": (_UNIT_LEVEL, _DAYS, _OFFICES, _NOTE),
    "await": (_UNIT_LEVEL, _DAYS, _DOCUMENTS, _NOTE, Field("body", Text(), "the body outside that decides")),
    "deliver": (
        _UNIT_LEVEL,
        _DAYS,
        _NOTE,
        Field("amount", Ref("amounts"), "what is paid"),
        Field("what", Text(), "what is handed over"),
    ),
}

_COMMON = (
    Field("id", Id(), "its id", required=True),
    Field("kind", Choice(words.STEP_KINDS, "step kinds"), "its kind", required=True),
    Field("title", Words(), "what it is called"),
    Field(
        "duty",
        Id(DUTY, "duty", _("小写字母，可用“.”和“-”分段")),
        "the duty that acts, such as `union.reviewer`",
        required=True,
    ),
    Field("basis", BasisText(), "what it rests on (default: the scheme's)"),
)


def step_shape(kind: str) -> Shape:
    """Return the shape of a step of one kind."""
    return Shape(f"step {kind}", words.STEP_KINDS[kind], _make, (*_COMMON, *STEP_SETTINGS[kind]))


class StepSort:
    """A step: its kind says which settings it may have."""

    def read(self, raw: object, place: Place) -> object:
        """Return the step."""
        kind = raw.get("kind") if isinstance(raw, dict) else None
        if isinstance(kind, str) and kind in STEP_SETTINGS:
            return step_shape(kind).read(raw, place)
        common = {field.key for field in _COMMON}
        known = {key: one for key, one in raw.items() if key in common} if isinstance(raw, dict) else raw
        Shape("step", "", _make, _COMMON).read(known, place)
        return BAD

    def words(self) -> str:
        """Return the name for the reference."""
        return "[step](#step)"


def _make(**values: Any) -> Step:
    fixed = {"id", "kind", "title", "duty", "basis", "origin"}
    settings = {key: one for key, one in values.items() if key not in fixed and one is not None}
    return Step(settings=MappingProxyType(settings), **{key: one for key, one in values.items() if key in fixed})


STEP = StepSort()
COMMON = _COMMON
