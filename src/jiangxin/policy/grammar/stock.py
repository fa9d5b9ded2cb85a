"""book.toml, sources.toml, kinds.toml, lists/*.toml, values.toml."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from jiangxin.kernel.words import _
from jiangxin.policy.entries.common import Basis, Bound, Origin, Source, Wording
from jiangxin.policy.entries.stock import CodeList, Kind, ListEntry, Value
from jiangxin.policy.grammar import vocabulary as words
from jiangxin.policy.grammar.agreement import in_order
from jiangxin.policy.grammar.groups import ListOf, MapOf, Parts
from jiangxin.policy.grammar.place import BAD, Place
from jiangxin.policy.grammar.shape import BasisText, Field, Shape, Words
from jiangxin.policy.grammar.sorts import SOURCE_ID, Bounds, Choice, Code, Day, Flag, Id, Integer, Ref, Text

DEFAULT_MAX = 10**9


@dataclass(frozen=True, kw_only=True)
class Header:
    """What book.toml says."""

    origin: Origin
    id: str
    title: Wording
    owner: str
    extends: str
    since: date
    basis: Basis | None
    sources: tuple[str, ...]


HEADER = Shape(
    "book",
    "the book itself",
    Header,
    (
        Field("id", Id(), "id of the book", required=True),
        Field("title", Words(), "its title", required=True),
        Field("owner", Id(), "key of the unit that owns it; it is in force in that unit's subtree", required=True),
        Field("extends", Id(), "the book it builds on, entry by entry", default=""),
        Field("from", Day(), "in force from this day", required=True, attribute="since"),
        Field("basis", BasisText(), "what the book as a whole rests on"),
        Field("sources", ListOf(Ref("sources"), least=0), "the sources it mainly rests on", default=()),
    ),
)

SOURCE = Shape(
    "source",
    "a document, article or page",
    Source,
    (
        Field("title", Words(), "its title", required=True),
        Field("author", Text(), "who wrote or issued it", default=""),
        Field("published", Text(), "when, as printed", default=""),
        Field("page", Text(), "page or section", default=""),
        Field("address", Text(), "address in words; never fetched", default=""),
    ),
)


def _levels_fit(values: Mapping[str, Any], place: Place) -> bool:
    levels, good = values["levels"], True
    if len(set(levels)) < len(levels):
        place.at("levels").wrong(_("“%(name)s”里有级别写了两次") % {"name": place.name})
        good = False
    for level in values["level_titles"]:
        if level not in levels:
            place.at("level_titles", level).wrong(
                _("“%(where)s”没有级别“%(level)s”") % {"where": place.name, "level": level}
            )
            good = False
    return good


KIND = Shape(
    "kind",
    "a kind of fact; a book may add kinds, never change one",
    Kind,
    (
        Field("title", Words(), "what it is called", required=True),
        Field("definition", Words(), "what counts as one, and its day", required=True),
        Field("subject", ListOf(Choice(words.SUBJECTS, "subjects")), "whom such a fact may be about", required=True),
        Field(
            "unit", Text(), "what quantity counts: count, minutes, fen, persons, person-times, pieces …", required=True
        ),
        Field("levels", ListOf(Id()), "ids of levels, lowest first; the rank is the place, from 0", default=()),
        Field("level_titles", MapOf(Id(), Words()), "words for the levels", default={}),
        Field("codes", Ref("lists"), "the list that codes come from; without it any code", default=""),
        Field("span", Flag(), "a fact may have ended_on", default=False),
        Field("body", MapOf(Id(), Choice(words.BODY_TYPES, "body types")), "declared further fields", default={}),
        Field("sensitivity", Choice(words.SENSITIVITIES, "sensitivities"), "who may see it", required=True),
        Field("max", Integer(1), f"largest quantity (default {DEFAULT_MAX})", default=DEFAULT_MAX),
    ),
    (_levels_fit,),
)

LIST_ENTRY = Shape(
    "list entry",
    "one code",
    ListEntry,
    (
        Field("code", Code(), "the code", required=True),
        Field("title", Words(), "what it stands for", required=True),
        Field("from", Day(), "in the list from this day", attribute="since"),
        Field("until", Day(), "in the list up to and with this day"),
        Field("group", Id(), "a group within the list", default=""),
        Field("also", ListOf(Text()), "other names to find it by", default=()),
        Field("issuer", Text(), "who grants the title", default=""),
        Field("programme", Text(), "the programme the title belongs to", default=""),
        Field("level", Id(), "the level the title stands at", default=""),
        Field("note", Text(), "a remark", default=""),
    ),
    (in_order("since", "until"),),
)

CODE_LIST = Shape(
    "list",
    "a dated list of codes; a measure's code_in takes the codes in the list on the day asked about",
    CodeList,
    (
        Field("title", Words(), "what it lists", required=True),
        Field("basis", BasisText(), "where it comes from"),
        Field("entry", Parts(LIST_ENTRY), "the codes", required=True),
    ),
)


class Settings:
    """The dated lines of a value, in order of days."""

    def read(self, raw: object, place: Place) -> object:
        """Return (days, settings)."""
        if not isinstance(raw, dict):
            return place.expects(_("一张表 {…}"), raw)
        if not raw:
            return place.wrong(_("“%(name)s”一项也没有") % {"name": place.name})
        lines: list[tuple[date, Bound]] = []
        good = True
        for key, one in raw.items():
            setting = Bounds(flags=False).read(one, place.at(key))
            day = _day(key)
            if day is None:
                place.at(key).wrong(_("“%(key)s”不是日期；写成 2024-09-12 = …") % {"key": key})
            good = good and day is not None and setting is not BAD
            if day is not None and isinstance(setting, (int, str)):
                lines.append((day, setting))
        if len({type(setting) for _day_, setting in lines}) > 1:
            return place.wrong(_("“%(name)s”前后要同一类：都写整数，或都写文字") % {"name": place.name})
        return tuple(sorted(lines, key=lambda line: line[0])) if good else BAD

    def words(self) -> str:
        """Return the name for the reference."""
        return "table of date = whole number, id of a level, or text"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _value(*, on: tuple[tuple[date, Bound], ...], **values: Any) -> Value:
    return Value(days=tuple(day for day, _line in on), settings=tuple(setting for _line, setting in on), **values)


VALUE = Shape(
    "value",
    "a dated constant: the latest line not after the day asked about is in force",
    _value,
    (
        Field("title", Words(), "what it is"),
        Field("basis", BasisText(), "what it rests on", required=True),
        Field("note", Text(), "a remark", default=""),
        Field("on", Settings(), "the lines, `[<id>.on]` then `2018-09-20 = 15`", required=True),
    ),
)

SOURCE_KEY = Id(SOURCE_ID, "id", _("字母、数字、“-”和“_”"))
