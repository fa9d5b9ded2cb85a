"""measures.toml, scores/*.toml, ladders/*.toml, schemes/*.toml, amounts/*.toml."""

from jiangxin.policy.entries.rules import (
    ASKED_OCCUPATION,
    Amount,
    AmountLine,
    Axis,
    Band,
    Item,
    Ladder,
    Measure,
    Outcome,
    Scheme,
    Score,
    Stage,
    Where,
)
from jiangxin.policy.grammar import vocabulary as words
from jiangxin.policy.grammar.agreement import in_order, one_of
from jiangxin.policy.grammar.cases import CASE
from jiangxin.policy.grammar.conditions import CONDITION, REQUIREMENT
from jiangxin.policy.grammar.groups import ListOf, MapOf, OneOrMany, Parts
from jiangxin.policy.grammar.shape import BasisText, Field, Shape, Words
from jiangxin.policy.grammar.sorts import AXIS_ID, Choice, Code, Day, Flag, Id, Integer, Ref, Span, Text
from jiangxin.policy.grammar.steps import STEP

WHERE = Shape(
    "where",
    "which facts of its kinds count",
    Where,
    (
        Field("code", Code(), f"only this code; `{ASKED_OCCUPATION}` is the occupation asked about", default=""),
        Field("code_in", OneOrMany(Ref("lists"), ListOf(Code())), "only codes of this list, or these", default=""),
        Field("level_at_least", Id(), "only this level or higher; facts without level do not count", default=""),
        Field("proof_at_least", Choice(words.PROOFS, "proofs"), "only this grade of proof or better", default=""),
    ),
    (one_of("code", "code_in", at_least=False),),
)

MEASURE = Shape(
    "measure",
    "a named aggregate over a subject's standing facts that happened up to the day asked about",
    Measure,
    (
        Field("title", Words(), "what it is called", required=True),
        Field("definition", Words(), "how it is counted", required=True),
        Field("of", ListOf(Ref("kinds")), "the kinds it counts", required=True),
        Field("take", Choice(words.TAKES, "takes"), "how it counts", required=True),
        Field("where", WHERE, "which of them"),
        Field("within", Span(), "only (day - span, day]", default=""),
    ),
)

BAND = Shape(
    "band",
    "points from a number on",
    Band,
    (
        Field("at_least", Integer(), "from this number on", required=True),
        Field("points", Integer(), "hundredths, or fen", required=True),
    ),
)

AXIS = Shape(
    "axis",
    "one axis of a score",
    Axis,
    (
        Field("id", Id(AXIS_ID), "its id; one to four Chinese characters will do", required=True),
        Field("title", Words(), "what it is called", required=True),
        Field("cap", Integer(), "most points on it, in hundredths", required=True),
    ),
)


def _earning(what: str) -> tuple[Field, ...]:
    return (
        Field("measure", Ref("measures"), "what is measured", required=True),
        Field("table", MapOf(Id(), Integer()), f"{what} by level", default={}),
        Field("each", Integer(), f"{what} per `per`, rounded half up once"),
        Field("per", Integer(1), "how many of the measure earn `each` (default 1)", default=1),
        Field("bands", ListOf(BAND), "the highest band that the measure reaches", default=()),
        Field("cap", Integer(), f"most {what} of this line"),
        Field("basis", BasisText(), "what it rests on", required=True),
        Field("title", Words(), "words for it (default: the measure's)"),
    )


ITEM = Shape(
    "item",
    "one item of a score: exactly one of table, each, bands",
    Item,
    (
        Field("id", Id(), "its id (default: the measure's)", default=""),
        Field("axis", Id(AXIS_ID), "the axis it adds to", required=True),
        *_earning("points in hundredths"),
    ),
    (one_of("table", "each", "bands"),),
)

SCORE = Shape(
    "score",
    "points on axes, hundredths; capped by item, then axis, then total",
    Score,
    (
        Field("title", Words(), "what it is called", required=True),
        Field("cap", Integer(), "most points in all, in hundredths", required=True),
        Field("basis", BasisText(), "what it rests on"),
        Field("subject", Choice(words.SUBJECTS, "subjects"), "whom it scores", default="person"),
        Field("axis", Parts(AXIS), "its axes, in order", required=True),
        Field("item", Parts(ITEM), "its items", required=True),
        Field("case", Parts(CASE), "worked examples", default=()),
    ),
)

STAGE = Shape(
    "stage",
    "a stage of a ladder",
    Stage,
    (
        Field("id", Id(), "its id", required=True),
        Field("title", Words(), "what it is called", required=True),
        Field("basis", BasisText(), "what it rests on", required=True),
        Field("after", ListOf(Id()), "stages from which one may come; none = entry stage", default=()),
        Field("enter", Parts(CONDITION), "all must hold for one to be due to enter", default=()),
        Field("leave", Parts(CONDITION), "all must hold for one to be due to leave", default=()),
    ),
)

LADDER = Shape(
    "ladder",
    "says who is due; the stage itself is the latest ladder.entered fact, code `<ladder>/<stage>`",
    Ladder,
    (
        Field("title", Words(), "what it is called", required=True),
        Field("subject", Choice(words.SUBJECTS, "subjects"), "who climbs it", default="person"),
        Field("basis", BasisText(), "what it rests on", required=True),
        Field("switched_on", Flag(), "shown and evaluated (default true)", default=True),
        Field("stage", Parts(STAGE), "its stages", required=True),
        Field("case", Parts(CASE), "worked examples", default=()),
    ),
)

OUTCOME = Shape(
    "outcome",
    "the fact that a granted case records",
    Outcome,
    (
        Field("fact", Ref("kinds"), "kind of the fact", required=True),
        Field("code", Code(), "its code", default=""),
        Field("level", Id(), "its level", default=""),
        Field("credential", Flag(), "a certificate is signed", default=False),
    ),
)

SCHEME = Shape(
    "scheme",
    "something one can apply for or be put forward for",
    Scheme,
    (
        Field("title", Words(), "what it is called", required=True),
        Field("subject", Choice(words.SUBJECTS, "subjects"), "who may apply", required=True),
        Field("from", Day(), "open from this day (default: with the book)", attribute="since"),
        Field("until", Day(), "open up to and with this day"),
        Field("basis", BasisText(), "what it rests on", required=True),
        Field("note", Text(), "a remark", default=""),
        Field("require", Parts(REQUIREMENT), "all must hold", default=()),
        Field("step", Parts(STEP), "the way of a case, in order", default=()),
        Field("outcome", OUTCOME, "what it ends in"),
        Field("case", Parts(CASE), "worked examples", default=()),
    ),
    (in_order("since", "until"),),
)

AMOUNT_LINE = Shape(
    "amount line",
    "money for one measure: exactly one of table, each, bands; in fen",
    AmountLine,
    (Field("id", Id(), "its id", required=True), *_earning("fen")),
    (one_of("table", "each", "bands"),),
)

AMOUNT = Shape(
    "amount",
    "money by measure, in fen; capped by line, then for the period, then in total",
    Amount,
    (
        Field("title", Words(), "what it is called", required=True),
        Field("basis", BasisText(), "what it rests on", required=True),
        Field("subject", Choice(words.SUBJECTS, "subjects"), "who gets it", default="person"),
        Field("period", Choice(words.PERIODS, "periods"), "how often it is paid", required=True),
        Field("line", Parts(AMOUNT_LINE), "its lines", required=True),
        Field("cap", Integer(), "most fen a period"),
        Field("cap_total", Integer(), "most fen ever"),
        Field("order", ListOf(Id()), "ids of lines, in the order they are added up to the cap", default=()),
    ),
)
