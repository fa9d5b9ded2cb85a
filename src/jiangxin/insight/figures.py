"""An indicator of a unit and period whole: counted, published, intended, the difference, and the course by days."""

from dataclasses import dataclass
from datetime import date, datetime

from jiangxin.insight.indicators import Facts, count, scope_of
from jiangxin.kernel.dates import Period
from jiangxin.kernel.marks import half_up
from jiangxin.people.queries import UnitOn
from jiangxin.policy.book import Book
from jiangxin.policy.entries.board import Figure, Target


@dataclass(frozen=True)
class Course:
    """Where a number that grows evenly should be by the day, and by how many days it is ahead (negative: behind)."""

    should: int
    ahead_days: int


@dataclass(frozen=True)
class IndicatorFigure:
    """One indicator for one unit and period; ``bound`` is that of what was published, else of what is intended."""

    indicator: str
    unit_id: int
    period: Period
    on: date
    counted: int | None
    facts: Facts
    reported: int | None
    bound: str
    target: int | None
    direction: str
    course: Course | None
    figure: Figure | None = None
    goal: Target | None = None

    @property
    def difference(self) -> int | None:
        """Counted minus published; None where one of them is missing."""
        return None if self.counted is None or self.reported is None else self.counted - self.reported

    @property
    def met(self) -> bool | None:
        """Tell whether the target is reached by what is counted; None without one."""
        if self.target is None or self.counted is None:
            return None
        return self.counted <= self.target if self.bound == "at_most" else self.counted >= self.target


def indicator_figure(
    book: Book, indicator_id: str, unit: UnitOn, period: Period, *, on: date, known_at: datetime | None = None
) -> IndicatorFigure:
    """Return all that is known of an indicator for a unit and a period on a day."""
    found = count(book, indicator_id, scope_of(unit.id, period, on, known_at))
    figure = _published(book, indicator_id, unit.key, period)
    goal = book.target(indicator_id, unit.key, period.end.year)
    target = goal.value if goal else None
    return IndicatorFigure(
        indicator=indicator_id,
        unit_id=unit.id,
        period=period,
        on=on,
        counted=found.value,
        facts=found.facts,
        reported=figure.value if figure else None,
        bound=figure.bound if figure else goal.bound if goal else "exact",
        target=target,
        direction=book.indicators[indicator_id].direction,
        course=course_of(found.value, target, goal.period if goal else period, on),
        figure=figure,
        goal=goal,
    )


def course_of(counted: int | None, target: int | None, period: Period, on: date) -> Course | None:
    """Return how a count stands to its target on a day, were it to grow by the same number each day."""
    if counted is None or not target or period.start is None or not period.start <= on <= period.end:
        return None
    days = (period.end - period.start).days + 1
    passed = (on - period.start).days + 1
    reached = min(half_up(counted * days, target), days)
    return Course(should=half_up(target * passed, days), ahead_days=reached - passed)


def _published(book: Book, indicator_id: str, unit_key: str, period: Period) -> Figure | None:
    """Return the published figure of exactly this indicator, unit and period."""
    for figure in book.figures.values():
        said = (figure.indicator, figure.unit_of, *figure.period.counted)
        if said == (indicator_id, unit_key, period.start, period.end):
            return figure
    return None
