"""Civil dates as expressions: full years, covered years, retirement; the rules are those of ``kernel.dates``."""

import calendar
from datetime import date
from functools import cache

import ibis

from jiangxin.insight.compile.inputs import Expr
from jiangxin.kernel.dates import DAYS_IN_400_YEARS, add_months, retirement_on


def full_years(day: Expr, on: date) -> Expr:
    """Return the completed anniversaries from a day up to ``on``; none for none, 0 for a later day."""
    place = day.month().cast("int64") * 100 + day.day().cast("int64")
    if not calendar.isleap(on.year):
        place = (place == 229).ifelse(228, place)
    years = ibis.literal(on.year) - day.year().cast("int64") - (place > on.month * 100 + on.day).cast("int64")
    return (day >= ibis.literal(on)).ifelse(0, years)


def days_between(start: Expr, end: Expr) -> Expr:
    """Return the days from one day to another."""
    return end.delta(start, unit="day")


def years_of_days(days: Expr) -> Expr:
    """Return full years of a number of days."""
    return (days * 400) // DAYS_IN_400_YEARS


RETIREMENTS = (("male", 60), ("female", 55), ("female", 50))


@cache
def delays(sex: str, base: int) -> tuple[int, int, int]:
    """Return the first month of birth (from year 0) that is delayed, months of birth a month of delay, most of it."""
    points: list[int] = []
    for month in range(1950 * 12, 2010 * 12):
        birth = date(month // 12, month % 12 + 1, 1)
        late = retirement_on(sex, birth, base)
        delay = (late.year - birth.year) * 12 + late.month - birth.month - base * 12
        points += [month] * (delay - len(points))
    first, step = points[0], points[1] - points[0]
    if points != [first + step * count for count in range(len(points))]:
        raise ValueError(f"the delays of {sex} {base} do not grow by one pace")
    return first, step, len(points)


def births_retiring(on: date) -> frozenset[tuple[int, int]]:
    """Return the years and months of birth of those who retire, by some rule, within the month of a day."""
    asked, found = on.year * 12 + on.month - 1, set()
    for sex, base in RETIREMENTS:
        first, step, most = delays(sex, base)
        for month in range(asked - base * 12 - most, asked - base * 12 + 1):
            if month + base * 12 + min(max((month - first + step) // step, 0), most) == asked:
                found.add((month // 12, month % 12 + 1))
    return frozenset(found)


def before_retirement(birth: Expr, sex: str, base: int, on: date) -> Expr:
    """Tell whether a day comes before the statutory retirement of one born on ``birth``."""
    first, step, most = delays(sex, base)
    month = birth.year().cast("int64") * 12 + birth.month().cast("int64") - 1
    late = ibis.least(ibis.greatest((month - first + step) // step, 0), most)
    due = month + base * 12 + late
    asked = on.year * 12 + on.month - 1
    month_end = add_months(on.replace(day=1), 1).toordinal() - on.replace(day=1).toordinal()
    return (due > asked) | ((due == asked) & (ibis.least(birth.day().cast("int64"), month_end) > on.day))
