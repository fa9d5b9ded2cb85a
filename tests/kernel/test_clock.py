"""The one clock: a Chinese civil date, an instant in UTC, and a day that can be fixed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from jiangxin.kernel import clock


@pytest.fixture(autouse=True)
def _running_clock():
    kept = clock.demo_day()
    clock.fix(None)
    yield
    clock.fix(kept)


def test_the_civil_day_begins_at_sixteen_hours_utc():
    with clock.at(datetime(2024, 9, 11, 15, 59, 59, tzinfo=UTC)):
        before = clock.today()
    with clock.at(datetime(2024, 9, 11, 16, 0, tzinfo=UTC)):
        after = clock.today()

    assert (before, after) == (date(2024, 9, 11), date(2024, 9, 12))
    assert clock.start_of(date(2024, 9, 12)) == datetime(2024, 9, 11, 16, 0, tzinfo=UTC)


def test_a_fixed_day_keeps_the_real_time_of_day():
    clock.fix(date(2024, 9, 12))

    real = clock.real_now().astimezone(clock.SHANGHAI)
    fixed = clock.now().astimezone(clock.SHANGHAI)

    assert (clock.today(), clock.demo_day()) == (date(2024, 9, 12), date(2024, 9, 12))
    moved = fixed.replace(year=2000, month=1, day=1) - real.replace(year=2000, month=1, day=1)
    assert abs(moved) < timedelta(minutes=1) or abs(moved) > timedelta(hours=23)


def test_the_clock_runs_again_when_the_day_is_let_go():
    clock.fix(date(2024, 9, 12))
    clock.fix(None)

    assert clock.demo_day() is None
    assert abs(clock.now() - clock.real_now()) < timedelta(minutes=1)


def test_at_holds_within_its_block_and_nests():
    clock.fix(date(2024, 9, 12))
    with clock.at(date(2020, 2, 29)):
        outer = clock.today()
        with clock.at(datetime(2021, 1, 1, tzinfo=UTC)):
            inner = clock.now()
        back = clock.today()

    assert (outer, inner, back) == (date(2020, 2, 29), datetime(2021, 1, 1, tzinfo=UTC), date(2020, 2, 29))
    assert clock.today() == date(2024, 9, 12)


def test_an_instant_without_a_zone_is_an_error():
    with pytest.raises(ValueError, match="time zone"), clock.at(datetime(2024, 9, 12)):
        pass
    with pytest.raises(ValueError, match="time zone"):
        clock.civil(datetime(2024, 9, 12))
