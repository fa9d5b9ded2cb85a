"""The lines of the desk: a unit's indicators against its book's targets, each ready to be opened."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from jiangxin.doors.desk import words
from jiangxin.doors.desk.cuts import shown_by
from jiangxin.doors.desk.line import Line
from jiangxin.doors.desk.reach import Reach
from jiangxin.doors.desk.roles import ON_TOP, PUBLISHED, TARGETS, UNCLEAR, Screen, screen_of
from jiangxin.doors.me.words import said
from jiangxin.insight.families import ShownCut
from jiangxin.insight.hiding import too_small
from jiangxin.insight.pace import Season, course_in, season_of, whole_year, year_before
from jiangxin.insight.parts import shown_parts
from jiangxin.insight.queries import course_of
from jiangxin.insight.tally import Series, about_persons, tallies
from jiangxin.kernel.dates import Period
from jiangxin.kernel.marks import half_up
from jiangxin.policy.book import Book
from jiangxin.policy.entries.board import Figure, Indicator, Target

SEASONAL = "season"  # the pace that follows the year before


@dataclass(frozen=True)
class Chapter:
    """The indicators of one chapter of the targets."""

    title: str
    lines: tuple[Line, ...]


def book_of(reach: Reach) -> Book | None:
    """Return the book in force for the unit on the day, None where there is none."""
    return reach.book


@dataclass(frozen=True)
class Front:
    """The figures of a first screen, and how all targets of the unit stand: how many of each light."""

    lines: tuple[Line, ...]
    targets: int = 0
    red: int = 0
    yellow: int = 0
    green: int = 0
    met: int = 0

    @property
    def blank(self) -> int:
        """Return how many targets have no reading."""
        return self.targets - self.red - self.yellow - self.green - self.met


def board(reach: Reach, book: Book) -> list[Chapter]:
    """Return the first figures of a unit's page by chapter."""
    return chapters_of(book, list(front_of(reach, book, screen_of(reach.request.actor)).lines))


def front_of(reach: Reach, book: Book, screen: Screen) -> Front:
    """Return at most seven figures for a duty: targets that lag first, else what it looks at."""
    goals = goals_on(book, reach.unit.key, reach.on)
    names = _spare(reach, book, screen, goals)
    lines = lines_of(reach, book, goals if screen.look == TARGETS else [], names=names)
    lines = beside(reach, book, lines) if screen.look == PUBLISHED else lines
    aimed = [line for line in lines if line.target]
    others = [line for line in lines if not line.target]
    shown = sorted(aimed, key=_urgency) + sorted(others, key=lambda line: not line.series.value)
    if screen.kinds:
        shown.sort(key=lambda line: not _begins(line.indicator.of, screen.kinds))
    counted = [line for line in shown if line.target or line.series.value or line.reported]
    count = Counter(line.reading.look if line.reading.look == "met" else line.reading.light for line in aimed)
    tally = (count["red"], count["yellow"], count["green"], count["met"])
    return Front(tuple((counted or shown)[:ON_TOP]), len(aimed), *tally)


def every_line(reach: Reach, book: Book) -> list[Line]:
    """Return every indicator of the book for a unit: those with a target, those counted, those only published."""
    goals = goals_on(book, reach.unit.key, reach.on)
    aimed = {goal.indicator for goal in goals}
    rest = [name for name in book.indicators if name not in aimed]
    return lines_of(reach, book, goals, names=rest)


def one_line(reach: Reach, book: Book, name: str) -> Line:
    """Return one indicator of a unit."""
    goals = [goal for goal in goals_on(book, reach.unit.key, reach.on) if goal.indicator == name]
    return beside(reach, book, lines_of(reach, book, goals, names=[] if goals else [name]))[0]


def beside(reach: Reach, book: Book, lines: list[Line]) -> list[Line]:
    """Return lines with what the ledger counts over the period of what was published, where persons may be seen."""
    asked = {}
    for line in lines:
        start, end = line.reported.period.counted if line.reported else (None, None)
        if end and line.named and line.indicator.counted and not reach.tag:
            asked[line.id] = Period(start, end)
    found = tallies(book, asked, reach.scope) if asked else {}
    return [replace(line, beside=found[line.id].value) if line.id in found else line for line in lines]


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
    if reach.tag:
        cuts = shown_by(reach, book, periods, reach.tag.family)
        return [_narrowed(reach, book.indicators[name], period, cuts[name]) for name, period in periods.items()]
    series = tallies(book, periods, reach.scope)
    seasons = _seasons(reach, book, aimed)
    lights = words.lights_of(book, reach.on)
    return [
        _line(reach, book, aimed.get(name), _Told(name, series[name], seasons.get(name), lights)) for name in periods
    ]


@dataclass(frozen=True)
class _Told:
    """What is known of one indicator before a reader sees it."""

    name: str
    series: Series
    season: Season | None
    lights: words.Lights


def _seasons(reach: Reach, book: Book, aimed: dict[str, Target]) -> dict[str, Season]:
    """Return the seasons of the year before, where the reader asked for them and there are any."""
    if reach.request.GET.get("pace") != SEASONAL:
        return {}
    asked = {
        name: year_before(goal.period)
        for name, goal in aimed.items()
        if book.indicators[name].nature == "flow" and whole_year(goal.period)
    }
    if not asked:
        return {}
    last = year_before(reach.year)
    series = tallies(book, asked, replace(reach.scope, period=last, on=last.end))
    return {name: season for name in asked if (season := season_of(series[name].ends))}


def _line(reach: Reach, book: Book, goal: Target | None, told: _Told) -> Line:
    indicator = book.indicators[told.name]
    period = goal.period if goal else reach.year
    blind = not reach.named and about_persons(book, indicator)
    hidden = False
    if blind and reach.widest:
        hidden = too_small(told.series.value)
    elif blind and told.series.value is not None:
        scope = replace(reach.scope, period=period)
        hidden = shown_parts(book, told.name, scope, list(reach.above)).whole_hidden
    value = None if hidden else told.series.value
    aim = goal.value if goal else None
    course = course_of(value, aim, period, reach.on)
    season = told.season if course and told.season and not blind else None
    if season:
        course = course_in(season, value, aim, period, reach.on)
    reported = _published(book, told.name, reach.unit.key, period)
    source = (goal and goal.source) or (reported and reported.source) or ""
    return Line(
        indicator=indicator,
        target=goal,
        period=period,
        series=told.series,
        reading=words.reading_of(value, goal, course, told.lights),
        hidden=hidden,
        named=not blind,
        reported=reported,
        course=course,
        season=season,
        done=100 * (value or 0) / goal.value if goal and goal.value else 0,
        now=_today(period, reach.on, season) if course else None,
        source=said(book.sources[source].title) if source in book.sources else "",
    )


def _narrowed(reach: Reach, indicator: Indicator, period: Period, shown: ShownCut) -> Line:
    """Return an indicator of the units that count as the page's classification: no target is set for them."""
    code = reach.tag.code if reach.tag else ""
    value = shown.cut.by_code.get(code, 0 if indicator.counted else None)
    hidden = code in shown.hidden or shown.whole_hidden
    told = value is not None and not hidden and indicator.nature != "rate"
    return Line(
        indicator=indicator,
        target=None,
        period=period,
        series=Series(value),
        reading=words.NONE,
        hidden=hidden,
        named=reach.named,
        of_all=half_up(100 * (value or 0), shown.cut.whole) if told and shown.cut.whole else None,
    )


def _today(period: Period, on: date, season: Season | None) -> float:
    """Return the share of the period that is expected by the day, in percent."""
    if season:
        return float(100 * season.share(on.year, on))
    start = period.start or on
    return 100 * ((on - start).days + 1) / ((period.end - start).days + 1)


def _published(book: Book, name: str, unit_key: str, period: Period) -> Figure | None:
    """Return what was last published of an indicator and unit for days within the period."""
    found = [one for one in book.figures.values() if (one.indicator, one.unit_of) == (name, unit_key)]
    inside = [one for one in found if (end := one.period.counted[1]) and (period.start or date.min) <= end]
    return max(inside, key=lambda one: one.period.counted[1] or date.min, default=None)


def _spare(reach: Reach, book: Book, screen: Screen, goals: list[Target]) -> list[str]:
    """Return the indicators without a target of the unit's own that a first screen may show, the nearest first."""
    if screen.look == UNCLEAR:
        targets = [one.indicator for one in book.targets.values() if one.status == "unclear"]
        figures = [one.indicator for one in book.figures.values() if one.status == "unclear" and one.indicator]
        return list(dict.fromkeys(targets + figures))
    if screen.look == PUBLISHED:
        found = {name: _published(book, name, reach.unit.key, reach.year) for name in book.indicators}
        return [name for name, one in found.items() if one and book.indicators[name].counted]
    if len(goals) >= ON_TOP and not screen.kinds:
        return []
    mine = {goal.indicator for goal in goals}
    above = dict.fromkeys(
        goal.indicator for goal in book.targets.values() if (goal.period.start or reach.on).year == reach.on.year
    )
    counted = [name for name in (above or book.indicators) if book.indicators[name].counted and name not in mine]
    return sorted(counted, key=lambda name: not _begins(book.indicators[name].of, screen.kinds))


def _urgency(line: Line) -> tuple[int, int]:
    """Order targets: red, yellow, those on their way, those reached, those without a reading; the slowest first."""
    reading = line.reading
    rank = {"slow": 0 if reading.light == "red" else 1, "even": 2, "fast": 2, "met": 3}.get(reading.look, 4)
    return rank, reading.days


def _begins(kinds: tuple[str, ...], names: tuple[str, ...]) -> bool:
    return any(kind.startswith(names) for kind in kinds) if names else False


def chapters_of(book: Book, lines: list[Line]) -> list[Chapter]:
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
