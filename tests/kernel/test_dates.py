from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangxin.kernel.dates import (
    Period,
    add_months,
    first_day,
    full_years,
    is_span,
    retirement_on,
    span_before,
    years_covered,
)

DAYS = st.dates(date(1990, 1, 1), date(2030, 12, 31))


def naive_full_years(start, end):
    """Walk every day and count the anniversaries met."""
    years, day = 0, start
    while day < end:
        day += timedelta(days=1)
        month, number = start.month, start.day
        if (month, number) == (2, 29) and not _leap(day.year):
            number = 28
        if (day.month, day.day) == (month, number):
            years += 1
    return years


def naive_years_covered(intervals, on):
    """Colour every day that lies in an interval."""
    days = set()
    for start, end in intervals:
        day = start
        while day <= min(end or on, on):
            days.add(day)
            day += timedelta(days=1)
    return len(days) * 400 // 146097


def _leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


@given(start=DAYS, end=DAYS)
def test_full_years_agree_with_walking_every_day(start, end):
    assert full_years(start, end) == naive_full_years(start, end)


@given(
    intervals=st.lists(st.tuples(DAYS, st.none() | DAYS), max_size=6),
    on=DAYS,
)
def test_years_covered_agree_with_colouring_every_day(intervals, on):
    assert years_covered(intervals, on) == naive_years_covered(intervals, on)


@given(on=DAYS, months=st.integers(1, 240))
def test_span_before_moves_whole_months_and_keeps_the_day_where_the_month_has_it(on, months):
    before = span_before(on, f"{months}m")

    assert (on.year - before.year) * 12 + on.month - before.month == months
    last = (before.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    assert before.day == min(on.day, last.day)


@given(on=DAYS, days=st.integers(1, 3000))
def test_span_before_of_days_is_plain(on, days):
    assert span_before(on, f"{days}d") == on - timedelta(days=days)


@pytest.mark.parametrize(
    ("on", "span", "before"),
    [
        (date(2024, 2, 29), "1y", date(2023, 2, 28)),
        (date(2024, 2, 29), "4y", date(2020, 2, 29)),
        (date(2024, 3, 31), "1m", date(2024, 2, 29)),
        (date(2024, 9, 12), "2y", date(2022, 9, 12)),
        (date(2024, 1, 31), "30d", date(2024, 1, 1)),
        (date(2024, 1, 1), "9999y", date.min),
    ],
)
def test_span_before_at_corners(on, span, before):
    assert span_before(on, span) == before


@pytest.mark.parametrize("text", ["", "2", "y", "0y", "-1y", "2w", "2 y", "２y", "1.5y", "2Y"])
def test_span_before_refuses_what_is_no_span(text):
    assert not is_span(text)
    with pytest.raises(ValueError, match="not a span"):
        span_before(date(2024, 1, 1), text)


@pytest.mark.parametrize(
    ("start", "end", "years"),
    [
        (date(2020, 2, 29), date(2021, 2, 27), 0),
        (date(2020, 2, 29), date(2021, 2, 28), 1),
        (date(2020, 2, 29), date(2024, 2, 28), 3),
        (date(2020, 2, 29), date(2024, 2, 29), 4),
        (date(2020, 5, 1), date(2020, 5, 1), 0),
        (date(2020, 5, 1), date(2019, 5, 1), 0),
    ],
)
def test_full_years_at_corners(start, end, years):
    assert full_years(start, end) == years


@pytest.mark.parametrize(
    ("intervals", "years"),
    [
        ([], 0),
        ([(date(2001, 1, 1), date(2400, 12, 31))], 23),
        ([(date(2014, 9, 12), None)], 10),
        ([(date(2014, 9, 13), None)], 10),
        ([(date(2014, 9, 20), None)], 9),
        ([(date(2010, 1, 1), date(2014, 12, 31)), (date(2012, 1, 1), date(2014, 12, 31))], 4),
        ([(date(2010, 1, 1), date(2014, 12, 31)), (date(2015, 1, 1), date(2015, 1, 1))], 5),
        ([(date(2025, 1, 1), None)], 0),
        ([(date(2020, 1, 1), date(2019, 1, 1))], 0),
    ],
)
def test_years_covered_at_corners(intervals, years):
    assert years_covered(intervals, date(2024, 9, 12)) == years


def test_a_fact_of_a_month_or_year_counts_from_its_first_day():
    day = date(2024, 2, 29)

    assert [first_day(day, precision) for precision in ("day", "month", "year")] == [
        date(2024, 2, 29),
        date(2024, 2, 1),
        date(2024, 1, 1),
    ]


def test_add_months_crosses_years_both_ways():
    assert add_months(date(2024, 11, 30), 3) == date(2025, 2, 28)
    assert add_months(date(2024, 1, 31), -2) == date(2023, 11, 30)


@pytest.mark.parametrize(
    ("sex", "birth", "base", "retires"),
    [
        ("male", date(1964, 12, 31), 60, date(2024, 12, 31)),
        ("male", date(1965, 1, 1), 60, date(2025, 2, 1)),
        ("male", date(1965, 4, 30), 60, date(2025, 5, 30)),
        ("male", date(1965, 5, 1), 60, date(2025, 7, 1)),
        ("male", date(1976, 8, 15), 60, date(2039, 7, 15)),
        ("male", date(1976, 9, 15), 60, date(2039, 9, 15)),
        ("male", date(1990, 1, 1), 60, date(2053, 1, 1)),
        ("female", date(1969, 12, 1), 55, date(2024, 12, 1)),
        ("female", date(1970, 1, 1), 55, date(2025, 2, 1)),
        ("female", date(1981, 9, 1), 55, date(2039, 9, 1)),
        ("female", date(2000, 2, 29), 55, date(2058, 2, 28)),
        ("female", date(1974, 12, 1), 50, date(2024, 12, 1)),
        ("female", date(1975, 1, 31), 50, date(2025, 2, 28)),
        ("female", date(1975, 2, 1), 50, date(2025, 3, 1)),
        ("female", date(1975, 3, 1), 50, date(2025, 5, 1)),
        ("female", date(1984, 10, 1), 50, date(2039, 9, 1)),
        ("female", date(1984, 11, 1), 50, date(2039, 11, 1)),
        ("female", date(1999, 11, 1), 50, date(2054, 11, 1)),
    ],
)
def test_retirement_slides_as_the_published_table_says(sex, birth, base, retires):
    assert retirement_on(sex, birth, base) == retires


@given(birth=st.dates(date(1950, 1, 1), date(2005, 12, 31)), case=st.sampled_from([("male", 60), ("female", 55)]))
def test_retirement_is_never_later_than_three_years_after_the_base(birth, case):
    sex, base = case
    delay = retirement_on(sex, birth, base) - add_months(birth, base * 12)

    assert timedelta(0) <= delay <= timedelta(days=3 * 366)


def test_retirement_refuses_a_base_nobody_has():
    with pytest.raises(ValueError, match="no statutory base"):
        retirement_on("male", date(1970, 1, 1), 55)


@pytest.mark.parametrize(
    ("text", "start", "end", "words"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31), "2024年"),
        ("2024-Q1", date(2024, 1, 1), date(2024, 3, 31), "2024年一季度"),
        ("2024-Q4", date(2024, 10, 1), date(2024, 12, 31), "2024年四季度"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "2024年2月"),
        ("2024-09-12", date(2024, 9, 12), date(2024, 9, 12), "2024年9月12日"),
        ("2024-01-01..2024-09-12", date(2024, 1, 1), date(2024, 9, 12), "2024年1月1日至9月12日"),
        ("2023-01-01..2024-12-31", date(2023, 1, 1), date(2024, 12, 31), "2023年1月1日至2024年12月31日"),
        ("..2024", None, date(2024, 12, 31), "截至2024年底"),
        ("..2024-06", None, date(2024, 6, 30), "截至2024年6月底"),
        ("..2024-09-12", None, date(2024, 9, 12), "截至2024年9月12日"),
    ],
)
def test_a_period_is_read_printed_and_said(text, start, end, words):
    period = Period.parse(text)

    assert (period.start, period.end, str(period), period.words()) == (start, end, text, words)


def test_periods_between_points_take_whole_points():
    assert Period.parse("2023..2024-Q2") == Period(date(2023, 1, 1), date(2024, 6, 30))
    assert str(Period.parse("2024-01..2024-12")) == "2024"


@pytest.mark.parametrize(
    "text", ["", "..", "24", "2024-13", "2024-Q5", "2024-02-30", "2024..", "2024-1", "２０２４", "2024..2023"]
)
def test_a_period_refuses_what_is_none(text):
    with pytest.raises(ValueError, match="not a period"):
        Period.parse(text)


def test_a_period_knows_its_days():
    period, running = Period.parse("2024"), Period.parse("..2024")

    assert [date(2023, 12, 31) in period, date(2024, 1, 1) in period, date(2025, 1, 1) in period] == [
        False,
        True,
        False,
    ]
    assert [date(1990, 1, 1) in running, date(2024, 12, 31) in running, date(2025, 1, 1) in running] == [
        True,
        True,
        False,
    ]
    assert (period.running, running.running) == (False, True)
