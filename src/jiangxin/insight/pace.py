"""Where a number should be by a day: by the even pace of the year, or by the seasons of the year before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from jiangxin.insight.figures import Course
from jiangxin.kernel.dates import Period, add_months
from jiangxin.kernel.marks import half_up

DAY = timedelta(days=1)
MONTHS = 12


@dataclass(frozen=True)
class Season:
    """How a year comes in: the whole of it that had come in by the end of each month, twelve growing numbers."""

    ends: tuple[int, ...]

    def share(self, year: int, day: date) -> Fraction:
        """Return the share of a year expected by the end of a day; within a month it grows evenly."""
        first = date(year, day.month, 1)
        days = (add_months(first, 1) - first).days
        before = self.ends[day.month - 2] if day.month > 1 else 0
        grown = Fraction((self.ends[day.month - 1] - before) * day.day, days)
        return (before + grown) / self.ends[-1]


def season_of(ends: Sequence[int | None]) -> Season | None:
    """Return the season of a year's month ends; None where it was not whole, brought nothing or went down."""
    numbers = [value for value in ends if value is not None]
    whole = len(numbers) == len(ends) == MONTHS and numbers[-1] > 0
    growing = all(before <= after for before, after in pairwise(numbers))
    return Season(tuple(numbers)) if whole and growing else None


def whole_year(period: Period) -> bool:
    """Tell whether a period is a calendar year, the only one that has seasons."""
    start, end = period.start, period.end
    return start is not None and (start, end) == (date(end.year, 1, 1), date(end.year, 12, 31))


def year_before(period: Period) -> Period:
    """Return the calendar year before a period's end."""
    year = period.end.year - 1
    return Period(date(year, 1, 1), date(year, 12, 31))


def course_in(season: Season, counted: int | None, target: int | None, period: Period, on: date) -> Course | None:
    """Return how a count stands to its target on a day, were the year to come in as the season says.

    Days ahead are those between the day and the nearest one at whose end the count was expected.
    """
    if counted is None or not target or not whole_year(period) or on not in period:
        return None
    year = on.year
    expected = target * season.share(year, on)
    days = [date(year, 1, 1) + DAY * k for k in range((period.end - date(year, 1, 1)).days + 1)]
    shares = [target * season.share(year, day) for day in days]
    passed = days.index(on) + 1
    least = sum(one < counted for one in shares)
    most = sum(one <= counted for one in shares)
    reached = min(max(passed, least), max(most, least))
    return Course(should=half_up(expected.numerator, expected.denominator), ahead_days=reached - passed)
