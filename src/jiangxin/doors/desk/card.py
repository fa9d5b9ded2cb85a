"""The card of an indicator: what stands behind its number beside where it comes from."""

from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from jiangxin.books import queries as books
from jiangxin.doors.desk import words
from jiangxin.doors.desk.cuts import CodeLine, code_lines, shown_by
from jiangxin.doors.desk.line import Line
from jiangxin.doors.desk.reach import Reach
from jiangxin.doors.desk.tags import family_of
from jiangxin.doors.me.words import said
from jiangxin.insight.families import ShownCut
from jiangxin.insight.pace import whole_year, year_before
from jiangxin.insight.tally import month_ends, tallies
from jiangxin.people import queries as people
from jiangxin.policy.book import Book
from jiangxin.ui.format import number


@dataclass(frozen=True)
class MonthLine:
    """One month: what came in during it (None where a number does not add up over months), how it stood at its end."""

    month: date
    came: int | None
    stood: int | None
    share: float = 0

    @property
    def finding(self) -> str:
        """Say the bar in words."""
        return _("%(month)s月 %(value)s") % {
            "month": self.month.month,
            "value": number(self.stood if self.came is None else self.came),
        }


@dataclass(frozen=True)
class Goal:
    """One target of the unit: for when, how much, where it was printed."""

    period: str
    words: str
    source: str
    here: bool


@dataclass(frozen=True)
class Sort:
    """An indicator by one family: its tab's name, the codes, what is hidden."""

    name: str
    title: str
    lines: tuple[CodeLine, ...]
    shown: ShownCut

    @property
    def sum(self) -> int:
        """Return the codes added up, whatever it means."""
        return sum(value or 0 for value in self.shown.cut.by_code.values())


def months_of(line: Line) -> list[MonthLine]:
    """Return the months of a line's period; none where small numbers are hidden from this reader."""
    if not line.spark:
        return []
    ends = [int(value) for value in line.spark]
    flow = line.indicator.nature == "flow"
    came = [after - before for before, after in zip([0, *ends], ends, strict=False)] if flow else ends
    most = max(came, default=0)
    days = month_ends(line.period, date.max)
    return [
        MonthLine(day.replace(day=1), one if flow else None, end, 96 * max(one, 0) / most if most else 0)
        for day, one, end in zip(days, came, ends, strict=False)
    ]


def baseline_of(reach: Reach, book: Book, line: Line) -> list[tuple[str, str]]:
    """Return what the number stood at a year before, in words: of a flow that year's, else that year's end."""
    if not line.indicator.counted or line.hidden or not line.named or not whole_year(line.period):
        return []
    last = year_before(line.period)
    name, unit = line.id, line.indicator.unit
    whole = tallies(book, {name: last}, replace(reach.scope, period=last, on=last.end))[name].value
    if line.indicator.nature != "flow":
        return [(_("上年末"), words.amount(whole, unit))]
    day = date(last.end.year, reach.on.month, min(reach.on.day, 28) if reach.on.month == 2 else reach.on.day)
    same = tallies(book, {name: last}, replace(reach.scope, period=last, on=day))[name].value
    return [(_("去年全年"), words.amount(whole, unit)), (_("去年到同一天"), words.amount(same, unit))]


def goals_of(reach: Reach, book: Book, line: Line) -> list[Goal]:
    """Return every target of the unit for the indicator, whatever its period."""
    mine = [one for one in book.targets.values() if (one.indicator, one.unit) == (line.id, reach.unit.key)]
    return [
        Goal(
            period=one.period.words(),
            words=words.target_words(one, line.indicator.unit),
            source=said(book.sources[one.source].title) if one.source in book.sources else "",
            here=one == line.target,
        )
        for one in sorted(mine, key=lambda one: one.period.end)
    ]


def owner_of(line: Line, on: date) -> str:
    """Return whose book says the indicator: the unit that owns it, blank for one that nobody owns."""
    held = {row.book_id: row for row in books.books_in_force(on)}
    row = held.get(line.indicator.origin.book)
    return people.name_on(row.owner_id, on) if row and row.owner_id else ""


def sort_of(reach: Reach, book: Book, line: Line) -> Sort | None:
    """Return the indicator by the family asked for, else by the first one the book lists."""
    names = [name for name, _title in reach.families]
    asked = reach.request.GET.get("cut", "")
    name = asked if asked in names else next(iter(names), "")
    family = family_of(book, name, reach.unit.path, reach.on) if name else None
    if family is None or not line.indicator.counted:
        return None
    shown = shown_by(reach, book, {line.id: line.period}, family)[line.id]
    return Sort(name, family.title, tuple(code_lines(reach, book, name, shown)), shown)
