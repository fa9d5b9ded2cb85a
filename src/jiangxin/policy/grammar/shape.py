"""The shape of an entry: its fields, and the reader that all entries share."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from jiangxin.kernel.words import _
from jiangxin.policy.entries.common import Basis, Wording
from jiangxin.policy.grammar.place import BAD, Place
from jiangxin.policy.grammar.sorts import Ref, Sort, Text
from jiangxin.policy.problems import hint

Rule = Callable[[Mapping[str, Any], Place], bool]


@dataclass(frozen=True)
class Field:
    """One field: its key in the file, its sort, whether it must be there, what it means."""

    key: str
    sort: Sort
    meaning: str
    required: bool = False
    default: object = None
    attribute: str = ""

    @property
    def name(self) -> str:
        """Return the name of the attribute it becomes."""
        return self.attribute or self.key.replace("-", "_")


@dataclass(frozen=True)
class Shape:
    """A table with named fields, made into one frozen value."""

    name: str
    meaning: str
    make: Callable[..., object]
    fields: tuple[Field, ...]
    rules: tuple[Rule, ...] = field(default=(), compare=False)

    def read(self, raw: object, place: Place) -> object:
        """Return the value of a table; every field that is wrong is told, not only the first."""
        values = self.values(raw, place)
        return BAD if values is None else self.make(**values, origin=place.origin())

    def values(self, raw: object, place: Place) -> dict[str, Any] | None:
        """Return the values of a table by attribute, or None if something was wrong."""
        if not isinstance(raw, dict):
            place.expects(_("一张表 {…}"), raw)
            return None
        good = self._no_unknown(raw, place)
        values: dict[str, Any] = {}
        for one in self.fields:
            read = one.default
            if one.key in raw:
                read = one.sort.read(raw[one.key], place.at(one.key))
            elif one.required:
                read = _missing(one.key, place)
            if read is BAD:
                read = _STAND_INS.get(type(one.sort), BAD)
            good = good and read is not BAD
            values[one.name] = read
        if not good:
            return None
        kept = [rule(values, place) for rule in self.rules]
        return values if all(kept) else None

    def keys(self) -> list[str]:
        """Return the keys that may stand in the table."""
        return [one.key for one in self.fields]

    def words(self) -> str:
        """Return the name for the reference."""
        return f"[{self.name}](#{self.name.replace(' ', '-')})"

    def _no_unknown(self, raw: Mapping[str, object], place: Place) -> bool:
        unknown = [key for key in raw if key not in self.keys()]
        for key in unknown:
            message = _("“%(where)s”里没有“%(name)s”这一项") % {"where": place.name, "name": key}
            missing = [known for known in self.keys() if known not in raw]
            place.at(key).wrong(message, hint(key, missing))
        return not unknown


@dataclass(frozen=True)
class Later:
    """A shape that is named before it is made: conditions hold conditions."""

    shape: Callable[[], Sort]
    name: str

    def read(self, raw: object, place: Place) -> object:
        """Return the value of a table."""
        return self.shape().read(raw, place)

    def words(self) -> str:
        """Return the name for the reference."""
        return f"[{self.name}](#{self.name.replace(' ', '-')})"


@dataclass(frozen=True)
class Words:
    """Words for readers: a text, or { zh-hans, en }."""

    def read(self, raw: object, place: Place) -> object:
        """Return the wording."""
        if isinstance(raw, str):
            text = Text().read(raw, place)
            return text if text is BAD else Wording(str(text))
        if not isinstance(raw, dict):
            return place.expects(_("文字，或 { zh-hans = …, en = … }"), raw)
        unknown = [key for key in raw if key not in ("zh-hans", "en")]
        for key in unknown:
            message = _("“%(where)s”里没有“%(name)s”这一项") % {"where": place.name, "name": key}
            place.at(key).wrong(message, hint(key, ("zh-hans", "en")))
        read = {key: Text().read(one, place.at(key)) for key, one in raw.items() if key not in unknown}
        if "zh-hans" not in raw:
            return place.wrong(_("“%(where)s”缺“%(name)s”") % {"where": place.name, "name": "zh-hans"})
        return BAD if unknown or BAD in read.values() else Wording(str(read["zh-hans"]), str(read.get("en", "")))

    def words(self) -> str:
        """Return the name for the reference."""
        return "words: text, or { zh-hans, en? }"


@dataclass(frozen=True)
class BasisText:
    """What a rule rests on: a text, platform-default, or { title, clause?, source? }."""

    def read(self, raw: object, place: Place) -> object:
        """Return the basis."""
        if isinstance(raw, str):
            text = Text().read(raw, place)
            return text if text is BAD else Basis(str(text))
        values = _BASIS.values(raw, place) if isinstance(raw, dict) else None
        if values is None:
            return BAD if isinstance(raw, dict) else place.expects(_("文字，或 { title, clause, source }"), raw)
        return Basis(**values)

    def words(self) -> str:
        """Return the name for the reference."""
        return "basis: text, `platform-default`, or { title, clause?, source? }"


_BASIS = Shape(
    name="basis",
    meaning="what a rule rests on",
    make=Basis,
    fields=(
        Field("title", Text(), "the document", required=True),
        Field("clause", Text(), "clause or page", default=""),
        Field("source", Ref("sources"), "entry of sources.toml", default=""),
    ),
)


# Stand where words or a basis are wrong, so that the rest of the entry is still checked; the book is refused anyway.
_STAND_INS: dict[type, object] = {Words: Wording("…"), BasisText: Basis("…")}


def _missing(key: str, place: Place) -> object:
    if key == "basis":
        hint_ = _("没有出处就写 platform-default")
        return place.wrong(_("“%(where)s”没有写依据（basis）") % {"where": place.name}, hint_)
    return place.wrong(_("“%(where)s”缺“%(name)s”") % {"where": place.name, "name": key})
