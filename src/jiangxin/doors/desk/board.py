"""The board: the year's indicators of a unit against its book's targets, each ready to be opened."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from jiangxin.books import queries as books
from jiangxin.books.errors import NoBook
from jiangxin.doors.desk import words
from jiangxin.doors.desk.reach import Reach
from jiangxin.doors.me.words import said
from jiangxin.insight.indicators import scope_of
from jiangxin.insight.parts import shown_parts
from jiangxin.insight.queries import course_of
from jiangxin.insight.tally import Series, about_persons, tallies
from jiangxin.kernel.dates import Period
from jiangxin.policy.book import Book
from jiangxin.policy.entries.board import Figure, Indicator, Target
from jiangxin.ui.format import number

ON_TOP = 7  # figures of the first screen where the unit is not the whole union

# What a duty's first screen looks at first: kinds by the beginning of their names.
LOOKS_AT = {
    "academy": ("learning.", "credentials."),
    "examiner": ("credentials.", "learning."),
    "judge": ("contests.",),
    "hr": ("learning.", "credentials.", "contests."),
}


@dataclass(frozen=True)
class Line:
    """One indicator as the board shows it; ``value`` is None where nothing counts it or it is hidden."""

    indicator: Indicator
    target: Target | None
    period: Period
    series: Series
    reading: words.Reading
    hidden: bool = False
    named: bool = True
    reported: Figure | None = None
    done: float = 0
    now: float | None = None
    source: str = ""

    @property
    def id(self) -> str:
        """Return the indicator's id."""
        return self.indicator.id

    @property
    def title(self) -> str:
        """Return the indicator's title."""
        return words.title_of(self.indicator)

    @property
    def definition(self) -> str:
        """Return what is counted."""
        return said(self.indicator.definition)

    @property
    def adding(self) -> str:
        """Say how it was added up."""
        return words.adding_words(self.indicator)

    @property
    def value(self) -> int | None:
        """Return the number counted, None where there is none to show."""
        return None if self.hidden else self.series.value

    @property
    def printed(self) -> str:
        """Return the number as it stands on the page."""
        return _("少于5") if self.hidden and (self.series.value or 0) else number(self.value)

    @property
    def target_words(self) -> str:
        """Return the target with its bound."""
        return words.target_words(self.target, self.indicator.unit) if self.target else ""

    @property
    def met(self) -> bool:
        """Tell whether the target is reached."""
        return self.target is not None and words.met(self.value, self.target)

    @property
    def sentence(self) -> str:
        """Return the sentence of the target, else of what was published."""
        return self.target.sentence if self.target else self.reported.sentence if self.reported else ""

    @property
    def unclear(self) -> bool:
        """Tell whether the print itself is not clear."""
        return bool(self.target and self.target.status == "unclear")

    @property
    def spark(self) -> list[float]:
        """Return the line by months; none where small numbers are hidden from this reader."""
        ends = [float(value) for value in self.series.ends if value is not None]
        shown = not self.hidden and (self.named or self.indicator.nature == "rate")
        return ends if shown and len(ends) == len(self.series.ends) else []

    @property
    def months(self) -> int:
        """Return the months of the period."""
        start = self.period.start or self.period.end.replace(month=1)
        return (self.period.end.year - start.year) * 12 + self.period.end.month - start.month + 1

    @property
    def aim(self) -> float | None:
        """Return where the dashed line of the small chart ends."""
        return float(self.target.value) if self.target else None

    @property
    def finding(self) -> str:
        """Say the gauge in words."""
        return _("%(title)s：%(value)s，目标%(target)s，%(reading)s") % {
            "title": self.title,
            "value": self.printed,
            "target": self.target_words or _("没有"),
            "reading": self.reading.words or _("没有读数"),
        }

    @property
    def spark_finding(self) -> str:
        """Say the small chart in words."""
        return _("%(title)s逐月：%(values)s") % {
            "title": self.title,
            "values": "、".join(number(value) for value in self.spark),
        }


@dataclass(frozen=True)
class Chapter:
    """The indicators of one chapter of the targets."""

    title: str
    lines: tuple[Line, ...]


def book_of(reach: Reach) -> Book | None:
    """Return the book in force for the unit on the day, None where there is none."""
    try:
        return books.book_for(reach.unit.id, reach.on)
    except NoBook:
        return None


def board(reach: Reach, book: Book) -> list[Chapter]:
    """Return the first screen's indicators by chapter: all targets of the whole union, else at most seven."""
    goals = goals_on(book, reach.unit.key, reach.on)
    if reach.whole_union:
        return _chapters(book, lines_of(reach, book, goals))
    wanted = dict.fromkeys(goals[:ON_TOP])
    spare = [one for one in _looked_at(reach, book) if one not in {goal.indicator for goal in goals}]
    lines = lines_of(reach, book, list(wanted))
    more = lines_of(reach, book, [], names=spare)
    some = [one for one in more if one.series.value]
    return _chapters(book, [*lines, *(some or more)][:ON_TOP])


def every_line(reach: Reach, book: Book) -> list[Line]:
    """Return every indicator of the book for a unit: those with a target, those counted, those only published."""
    goals = goals_on(book, reach.unit.key, reach.on)
    aimed = {goal.indicator for goal in goals}
    rest = [name for name in book.indicators if name not in aimed]
    return lines_of(reach, book, goals, names=rest)


def one_line(reach: Reach, book: Book, name: str) -> Line:
    """Return one indicator of a unit."""
    goals = [goal for goal in goals_on(book, reach.unit.key, reach.on) if goal.indicator == name]
    return lines_of(reach, book, goals, names=[] if goals else [name])[0]


def goals_on(book: Book, unit_key: str, on: date) -> list[Target]:
    """Return the targets of a unit whose period holds a day, in the book's order."""
    found: dict[str, Target] = {}
    for goal in book.targets.values():
        if goal.unit == unit_key and goal.period.start and goal.period.start <= on <= goal.period.end:
            found.setdefault(goal.indicator, goal)
    return list(found.values())


def lines_of(reach: Reach, book: Book, goals: Iterable[Target], names: Iterable[str] = ()) -> list[Line]:
    """Return targets and indicators without one as lines, all counted together."""
    aimed = {goal.indicator: goal for goal in goals}
    periods = {name: goal.period for name, goal in aimed.items()} | dict.fromkeys(names, reach.year)
    scope = scope_of(reach.unit.id, reach.year, reach.on, reach.stand.known_at)
    series = tallies(book, periods, scope)
    return [_line(reach, book, name, aimed.get(name), series[name]) for name in periods]


def _line(reach: Reach, book: Book, name: str, goal: Target | None, series: Series) -> Line:
    indicator = book.indicators[name]
    period = goal.period if goal else reach.year
    blind = not reach.named and about_persons(book, indicator)
    hidden = False
    if blind and series.value is not None:
        scope = scope_of(reach.unit.id, period, reach.on, reach.stand.known_at)
        hidden = shown_parts(book, name, scope, list(reach.above)).whole_hidden
    value = None if hidden else series.value
    course = course_of(value, goal.value if goal else None, period, reach.on)
    reported = _published(book, name, reach.unit.key, period)
    source = (goal and goal.source) or (reported and reported.source) or ""
    return Line(
        indicator=indicator,
        target=goal,
        period=period,
        series=series,
        reading=words.reading_of(value, goal, course),
        hidden=hidden,
        named=not blind,
        reported=reported,
        done=100 * (value or 0) / goal.value if goal and goal.value else 0,
        now=_today(period, reach.on) if course else None,
        source=said(book.sources[source].title) if source in book.sources else "",
    )


def _today(period: Period, on: date) -> float:
    """Return the share of the period that has passed, in percent."""
    start = period.start or on
    return 100 * ((on - start).days + 1) / ((period.end - start).days + 1)


def _published(book: Book, name: str, unit_key: str, period: Period) -> Figure | None:
    """Return what was last published of an indicator and unit for days within the period."""
    found = [one for one in book.figures.values() if (one.indicator, one.unit_of) == (name, unit_key)]
    inside = [one for one in found if (end := one.period.counted[1]) and (period.start or date.min) <= end]
    return max(inside, key=lambda one: one.period.counted[1] or date.min, default=None)


def _looked_at(reach: Reach, book: Book) -> list[str]:
    """Return the counted indicators that units above aim at, those a duty looks at first in front."""
    aimed = dict.fromkeys(
        goal.indicator for goal in book.targets.values() if (goal.period.start or reach.on).year == reach.on.year
    )
    counted = [name for name in (aimed or book.indicators) if book.indicators[name].counted]
    mine = {name for grant in reach.request.actor.duties for name in LOOKS_AT.get(grant.name, ())}
    return sorted(counted, key=lambda name: not _begins(book.indicators[name].of, mine))


def _begins(kinds: tuple[str, ...], names: set[str]) -> bool:
    return any(kind.startswith(tuple(names)) for kind in kinds) if names else False


def _chapters(book: Book, lines: list[Line]) -> list[Chapter]:
    """Sort lines by the chapter of the poster that shows their target, else by the clause of the target."""
    printed = {
        f"{poster.year}/{item.target}": said(chapter.title)
        for poster in book.posters.values()
        for chapter, _block, item in poster.items()
        if item.target
    }
    found: dict[str, list[Line]] = {}
    for line in lines:
        goal = line.target
        title = (printed.get(goal.id) or goal.basis.clause or goal.basis.title) if goal else _("没有单独定目标")
        found.setdefault(title, []).append(line)
    return [Chapter(words.chapter_of(title), tuple(held)) for title, held in found.items()]
