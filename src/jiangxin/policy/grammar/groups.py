"""Sorts made of other sorts: lists, tables, periods."""

from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from jiangxin.kernel import dates
from jiangxin.kernel.words import _
from jiangxin.policy.entries.board import FigurePeriod
from jiangxin.policy.grammar.place import BAD, Place
from jiangxin.policy.grammar.sorts import Day, Sort, Text
from jiangxin.policy.problems import hint


@dataclass(frozen=True)
class ListOf:
    """Several values in order."""

    sort: Sort
    least: int = 1

    def read(self, raw: object, place: Place) -> object:
        """Return the values as a tuple."""
        if not isinstance(raw, list):
            return place.expects(_("一组 […]"), raw)
        if len(raw) < self.least:
            return place.wrong(_("“%(name)s”一项也没有") % {"name": place.name})
        read = tuple(self.sort.read(one, place.at(index)) for index, one in enumerate(raw))
        return BAD if BAD in read else read

    def words(self) -> str:
        """Return the name for the reference."""
        return f"list of: {self.sort.words()}"


@dataclass(frozen=True)
class Parts(ListOf):
    """The parts of an entry: one that is wrong is left out, so that the others are still checked."""

    def read(self, raw: object, place: Place) -> object:
        """Return the parts that are right as a tuple."""
        if not isinstance(raw, list) or len(raw) < self.least:
            return ListOf.read(self, raw, place)
        read = [self.sort.read(one, place.at(index)) for index, one in enumerate(raw)]
        for one, part in zip(raw, read, strict=True):
            if part is BAD:
                place.drops(one)
        return tuple(part for part in read if part is not BAD)


@dataclass(frozen=True)
class OneOrMany:
    """A single id of a list, or several codes."""

    one: Sort
    many: Sort

    def read(self, raw: object, place: Place) -> object:
        """Return the single value, or a tuple."""
        return (self.many if isinstance(raw, list) else self.one).read(raw, place)

    def words(self) -> str:
        """Return the name for the reference."""
        return f"{self.one.words()}, or {self.many.words()}"


@dataclass(frozen=True)
class MapOf:
    """Values by key."""

    key: Sort
    sort: Sort

    def read(self, raw: object, place: Place) -> object:
        """Return the values by key, in the order written."""
        if not isinstance(raw, dict):
            return place.expects(_("一张表 {…}"), raw)
        read = {self.key.read(key, place.at(key)): self.sort.read(one, place.at(key)) for key, one in raw.items()}
        return BAD if BAD in read or BAD in read.values() else MappingProxyType(read)

    def words(self) -> str:
        """Return the name for the reference."""
        return f"table of {self.key.words()} = {self.sort.words()}"


@dataclass(frozen=True)
class PeriodText:
    """A period as text."""

    def read(self, raw: object, place: Place) -> object:
        """Return the period."""
        if not isinstance(raw, str):
            return place.expects(_("文字"), raw)
        try:
            return dates.Period.parse(raw)
        except ValueError:
            asks = _("写成 2024、2024-Q1、2024-06、2024-01-01..2024-09-12 或 ..2024")
            return place.wrong(_("“%(period)s”不是时期；%(asks)s") % {"period": raw, "asks": asks})

    def words(self) -> str:
        """Return the name for the reference."""
        return "period: 2024, 2024-Q1, 2024-06, 2024-01-01..2024-09-12, ..2024"


@dataclass(frozen=True)
class PrintedPeriod:
    """The period of a published figure: a period text, or its words with the days that are printed.

    ``count_from`` and ``count_to`` are the days to count the ledger over where print gives none.
    """

    def read(self, raw: object, place: Place) -> object:
        """Return the period with its words."""
        if isinstance(raw, str):
            period = PeriodText().read(raw, place)
            if not isinstance(period, dates.Period):
                return BAD
            return FigurePeriod(start=period.start, end=period.end, text=period.words())
        return self._table(raw, place) if isinstance(raw, dict) else place.expects(_("时期"), raw)

    def _table(self, raw: dict[str, object], place: Place) -> object:
        read: dict[str, object] = dict.fromkeys(("from", "to", "text", "count_from", "count_to"))
        for key, one in raw.items():
            if key not in read:
                message = _("“%(where)s”里没有“%(name)s”这一项") % {"where": place.name, "name": key}
                return place.at(key).wrong(message, hint(key, read))
            read[key] = (Text() if key == "text" else Day()).read(one, place.at(key))
        if BAD in read.values():
            return BAD
        if read["text"] is None:
            return place.wrong(_("“%(where)s”缺“%(name)s”") % {"where": place.name, "name": "text"})
        days = {key: one for key, one in read.items() if isinstance(one, date)}
        found = FigurePeriod(
            start=days.get("from"),
            end=days.get("to"),
            text=str(read["text"]),
            count_from=days.get("count_from"),
            count_to=days.get("count_to"),
        )
        start, end = found.counted
        if start and end and start > end:
            return place.wrong(_("“%(name)s”的开始晚于结束") % {"name": place.name})
        return found

    def words(self) -> str:
        """Return the name for the reference."""
        return "period, or { text, from?, to?, count_from?, count_to? }"
