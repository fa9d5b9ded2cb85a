"""Where a year's number should be by a day: evenly, or as the year before came in."""

from datetime import date

import pytest

from jiangxin.doors.desk.words import Lights, pace_of
from jiangxin.insight.figures import Course, course_of
from jiangxin.insight.pace import Season, course_in, season_of, whole_year, year_before
from jiangxin.kernel.dates import Period

YEAR = Period(date(2024, 1, 1), date(2024, 12, 31))
EVEN = Season(tuple(range(1, 13)))
# A year that came in slowly at first: a fifth in the first quarter.
SLOW_START = Season((3000, 7000, 12000, 17000, 22000, 27000, 32000, 37000, 43000, 49000, 55000, 60000))
LIGHTS = Lights(even=7, red=30)


@pytest.mark.parametrize(
    ("ends", "known"),
    [
        ((1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), True),
        ((0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), False),  # nothing came
        ((1, 2, 3), False),  # not the whole year
        ((5, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), False),  # went down
        ((1, None, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), False),
    ],
)
def test_season_is_known_only_from_a_whole_growing_year(ends, known):
    assert (season_of(ends) is not None) is known


def test_even_months_expect_what_the_days_of_the_month_say():
    shares = [EVEN.share(2024, day) for day in (date(2024, 1, 31), date(2024, 2, 29), date(2024, 12, 31))]

    assert [(one.numerator, one.denominator) for one in shares] == [(1, 12), (1, 6), (1, 1)]


def test_first_quarter_of_14078_is_yellow_by_days_and_green_by_season():
    quarter = date(2024, 3, 31)
    counted, target = 14_078, 60_000
    evenly = course_of(counted, target, YEAR, quarter)
    seasonal = course_in(SLOW_START, counted, target, YEAR, quarter)

    assert (evenly, seasonal) == (Course(should=14918, ahead_days=-5), Course(should=12000, ahead_days=12))
    behind = course_of(12_500, target, YEAR, quarter)
    assert [pace_of(12_500, target, behind, LIGHTS).light, pace_of(counted, target, seasonal, LIGHTS).light] == [
        "yellow",
        "green",
    ]


def test_month_without_anything_expected_puts_nobody_ahead_or_behind():
    idle = Season((10, 20, 30, 40, 50, 60, 60, 60, 70, 80, 90, 100))  # nothing comes in July and August

    assert course_in(idle, 60, 100, YEAR, date(2024, 7, 20)) == Course(should=60, ahead_days=0)


def test_season_says_nothing_outside_a_calendar_year():
    two_years = Period(date(2023, 1, 1), date(2024, 12, 31))

    assert (whole_year(two_years), course_in(EVEN, 5, 10, two_years, date(2024, 3, 1))) == (False, None)
    assert (course_in(EVEN, None, 10, YEAR, date(2024, 3, 1)), course_in(EVEN, 5, 0, YEAR, date(2024, 3, 1))) == (
        None,
    ) * 2
    assert year_before(YEAR) == Period(date(2023, 1, 1), date(2023, 12, 31))


@pytest.mark.parametrize(
    ("value", "target", "course", "light", "look"),
    [
        (95, 100, Course(97, -7), "green", "even"),
        (90, 100, Course(97, -8), "yellow", "slow"),
        (80, 100, Course(97, -30), "yellow", "slow"),
        (79, 100, Course(97, -31), "red", "slow"),
        (99, 100, Course(90, 9), "green", "fast"),
        (3, 10, Course(4, -60), "yellow", "slow"),  # small: one missing
        (2, 10, Course(4, -90), "red", "slow"),  # small: two missing
    ],
)
def test_light_follows_the_days_and_of_small_targets_the_whole_numbers(value, target, course, light, look):
    reading = pace_of(value, target, course, LIGHTS)

    assert (reading.light, reading.look, reading.days) == (light, look, course.ahead_days)
