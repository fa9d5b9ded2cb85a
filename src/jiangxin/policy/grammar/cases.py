"""Worked examples, run by the tests through the evaluators."""

from jiangxin.policy.entries.rules import Case, CaseFact, CasePerson, Expect
from jiangxin.policy.grammar import vocabulary as words
from jiangxin.policy.grammar.agreement import in_order
from jiangxin.policy.grammar.groups import ListOf, MapOf
from jiangxin.policy.grammar.shape import Field, Shape, Words
from jiangxin.policy.grammar.sorts import AXIS_ID, Bounds, Choice, Code, Day, DayOrMoment, Flag, Id, Integer, Ref, Text

CASE_FACT = Shape(
    "case fact",
    "a fact of a worked example",
    CaseFact,
    (
        Field("kind", Ref("kinds"), "its kind", required=True),
        Field("on", Day(), "happened on", required=True),
        Field("ended_on", Day(), "ended on"),
        Field("code", Code(), "its code", default=""),
        Field("level", Id(), "its level", default=""),
        Field("quantity", Integer(), "its quantity (default 1)", default=1),
        Field("proof", Choice(words.PROOFS, "proofs"), "grade of proof (default confirmed)", default="confirmed"),
        Field("precision", Choice(words.PRECISIONS, "precisions"), "how well the day is known", default="day"),
        Field("recorded_on", Day(), "recorded on (default: the day it happened)"),
        Field("withdrawn_on", Day(), "withdrawn on"),
    ),
    (in_order("on", "ended_on"),),
)

CASE_PERSON = Shape(
    "case person",
    "the person of a worked example",
    CasePerson,
    (
        Field("birth", Day(), "birth date"),
        Field("sex", Choice(words.SEXES, "sexes"), "sex", default=""),
        Field("occupation", Code(), "the occupation asked about", default=""),
        Field("post_class", Id(), "class of the post", default=""),
        Field("party_member", Flag(), "a Party member"),
        Field("unit", MapOf(Id(), Text()), "ownership and level of the unit", default={}),
        Field("tags", ListOf(Text()), "tags of the unit, `family:code`", default=()),
    ),
)

EXPECT = Shape(
    "expect",
    "what a worked example must give",
    Expect,
    (
        Field("eligible", Flag(), "meets all requirements of this scheme"),
        Field("missing", ListOf(Id(), least=0), "ids of requirements that are not met"),
        Field("points", MapOf(Id(AXIS_ID), Integer()), "points on axes, hundredths", default={}),
        Field("total", Integer(), "points in all, hundredths"),
        Field("measures", MapOf(Id(), Bounds(flags=False)), "results of measures", default={}),
        Field(
            "due", ListOf(Text(), least=0), "stages due to enter, `<ladder>/<stage>`; in a ladder those of that ladder"
        ),
    ),
)

CASE = Shape(
    "case",
    "a worked example",
    Case,
    (
        Field("title", Words(), "what it shows"),
        Field("on", Day(), "the day asked about", required=True),
        Field("known_at", DayOrMoment(), "what was recorded by then (default: everything)"),
        Field("score", Ref("scores"), "the score that points are of", default=""),
        Field("facts", ListOf(CASE_FACT, least=0), "the facts", default=()),
        Field("person", CASE_PERSON, "the person"),
        Field("expect", EXPECT, "what it must give", required=True),
    ),
)
