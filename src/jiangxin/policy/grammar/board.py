"""indicators.toml, targets/*.toml, figures/*.toml, posters/*.toml."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from jiangxin.kernel.dates import Period
from jiangxin.kernel.words import _
from jiangxin.policy.entries.board import Block, Chapter, Figure, Indicator, Poster, PosterItem, Target
from jiangxin.policy.grammar import vocabulary as words
from jiangxin.policy.grammar.agreement import one_of
from jiangxin.policy.grammar.groups import ListOf, Parts, PeriodText, PrintedPeriod
from jiangxin.policy.grammar.place import Place
from jiangxin.policy.grammar.rules import WHERE
from jiangxin.policy.grammar.shape import BasisText, Field, Shape, Words
from jiangxin.policy.grammar.sorts import MOST, Choice, Day, Flag, Id, Integer, Ref, Text

_YEAR = Integer(1900, 2200, "year")


def _nature_fits(values: Mapping[str, Any], place: Place) -> bool:
    """A rate is made of two indicators; anything counted names its kinds and how it counts."""
    rate = values["nature"] == "rate"
    needed = ("top", "bottom") if rate else ("of", "take")
    barred = ("of", "take") if rate else ("top", "bottom", "scope_on")
    missing = [key for key in needed if values["counted"] and not values[key]]
    given = [key for key in barred if values[key]]
    if missing:
        words_ = {"where": place.name, "nature": values["nature"], "names": "、".join(missing)}
        place.wrong(_("“%(where)s”是 %(nature)s，要写 %(names)s；只报不数的写 counted = false") % words_)
    if given:
        words_ = {"where": place.name, "nature": values["nature"], "names": "、".join(given)}
        place.wrong(_("“%(where)s”是 %(nature)s，不能写 %(names)s") % words_)
    return not missing and not given


INDICATOR = Shape(
    "indicator",
    "what is counted for a unit and a period, from facts of proof confirmed and better",
    Indicator,
    (
        Field("title", Words(), "what it is called", required=True),
        Field("definition", Words(), "what counts as one", required=True),
        Field("nature", Choice(words.NATURES, "natures"), "how it stands to time", required=True),
        Field("unit", Text(20), "unit as printed: 人, 人次, 家, 场 …", required=True),
        Field("of", ListOf(Ref("kinds")), "the kinds it counts", default=()),
        Field("take", Choice(words.INDICATOR_TAKES, "indicator takes"), "how it counts", default=""),
        Field("where", WHERE, "which of them"),
        Field("by", ListOf(Choice(words.CUTS, "cuts")), "how it may be cut", default=()),
        Field("direction", Choice(words.DIRECTIONS, "directions"), "which way is better", default=""),
        Field("top", Ref("indicators"), "rate: above the line", default=""),
        Field("bottom", Ref("indicators"), "rate: below the line", default=""),
        Field("scope_on", Day(), "rate: the denominator is frozen on this day"),
        Field("counted", Flag(), "false where no fact can count it (only reported)", default=True),
        Field("baseline", Integer(0, MOST, "baseline"), "what it was before the first target, in its unit"),
        Field("owner", Text(60), "the office that answers for it", default=""),
        Field("note", Text(400), "how old numbers carry on, where its nature changes", default=""),
    ),
    (_nature_fits,),
)


def _target(**values: Any) -> Target:
    bound = next(name for name in words.TARGET_BOUNDS if values[name] is not None)
    numbers = {name: values.pop(name) for name in words.TARGET_BOUNDS}
    year, indicator, unit = values["year"], values["indicator"], values["unit"]
    period = values.pop("period") or Period(date(year, 1, 1), date(year, 12, 31))
    values["id"] = f"{year}/{indicator}.{unit}"
    return Target(bound=bound, value=numbers[bound], period=period, **values)


TARGET = Shape(
    "target",
    "what is intended, `[<indicator>.<unit key>]`; exactly one of at_least, at_most, about, equals",
    _target,
    (
        *(Field(name, Integer(), meaning) for name, meaning in words.TARGET_BOUNDS.items()),
        Field("period", PeriodText(), "its period (default: the year of the file)"),
        Field("sentence", Text(), "the sentence as printed", required=True),
        Field("basis", BasisText(), "what it rests on", required=True),
        Field("source", Ref("sources"), "where it was printed", required=True),
        Field("status", Choice(words.STATUSES, "statuses"), "how clear it is", default="ok"),
        Field("title", Words(), "words for it (default: the indicator's)"),
        Field("note", Text(), "a remark", default=""),
    ),
    (one_of(*words.TARGET_BOUNDS),),
)


def _value_there(values: Mapping[str, Any], place: Place) -> bool:
    if values["value"] is not None or values["status"] == "unclear":
        return True
    message = _('“%(where)s”缺“%(name)s”；看不清的写 status = "unclear"')
    place.wrong(message % {"where": place.name, "name": "value"})
    return False


FIGURE = Shape(
    "figure",
    "a published figure; adopting the book records it as a fact of proof reported",
    Figure,
    (
        Field("title", Words(), "what it is called", required=True),
        Field("indicator", Ref("indicators"), "the indicator it reports", default=""),
        Field("value", Integer(-MOST), "the number in base units; may be left out where status is unclear"),
        Field("unit", Text(20), "unit as printed: 人, 人次, 元 …", required=True),
        Field("unit_of", Id(), "key of the unit it is about", required=True),
        Field("period", PrintedPeriod(), "its period", required=True),
        Field("nature", Choice(words.NATURES, "natures"), "how it stands to time", required=True),
        Field("bound", Choice(words.FIGURE_BOUNDS, "figure bounds"), "how exact it was printed", required=True),
        Field("sentence", Text(), "the sentence as printed", required=True),
        Field("basis", BasisText(), "what it rests on, beside the source"),
        Field("source", Ref("sources"), "where it was printed", required=True),
        Field("status", Choice(words.STATUSES, "statuses"), "how clear it is", default="ok"),
        Field("note", Text(), "a remark", default=""),
    ),
    (_value_there,),
)

POSTER_ITEM = Shape(
    "poster item",
    "one item of a block; at most one of figure, target, value, amount",
    PosterItem,
    (
        Field("id", Id(), "its id, one of a kind in the poster", required=True),
        Field("title", Words(), "what it is called", required=True),
        Field("figure", Ref("figures"), "a published figure", default=""),
        Field("target", Text(), "a target of the poster's year, `<indicator>.<unit key>`", default=""),
        Field("value", Ref("values"), "a dated value", default=""),
        Field("amount", Text(), "`<amount>.<line id>`, `<amount>.cap` or `<amount>.cap_total`", default=""),
        Field("wording", Words(), "words with a place `{value}`"),
        Field("text", Words(), "words beside it"),
        Field("note", Words(), "a note that travels with it"),
        Field("unit", Text(20), "unit to print with a value", default=""),
    ),
    (one_of("figure", "target", "value", "amount", at_least=False),),
)

BLOCK = Shape(
    "block",
    "one drawing or text",
    Block,
    (
        Field("id", Id(), "its id", required=True),
        Field("kind", Choice(words.BLOCK_KINDS, "block kinds"), "how it is drawn", required=True),
        Field("title", Words(), "its title"),
        Field("text", Words(), "words of it"),
        Field("note", Words(), "a note under it"),
        Field("item", Parts(POSTER_ITEM), "its items", default=()),
    ),
)

CHAPTER = Shape(
    "chapter",
    "one chapter of a poster",
    Chapter,
    (
        Field("id", Id(), "its id", required=True),
        Field("title", Words(), "its title", required=True),
        Field("lead", Words(), "a sentence under the title"),
        Field("keyword", Words(), "the keyword beside it"),
        Field("block", Parts(BLOCK), "its blocks", required=True),
    ),
)

POSTER = Shape(
    "poster",
    "an edition of the public poster",
    Poster,
    (
        Field("id", Id(), "the same as the file's name"),
        Field("year", _YEAR, "the year it stands for", required=True),
        Field("unit", Id(), "key of the unit it is about", required=True),
        Field("title", Words(), "its title", required=True),
        Field("kicker", Words(), "small words above the title"),
        Field("masthead", Words(), "who publishes it"),
        Field("source", Ref("sources"), "the article it follows", required=True),
        Field("colophon", Words(), "words at the foot"),
        Field("chapter", Parts(CHAPTER), "its chapters", required=True),
    ),
)
