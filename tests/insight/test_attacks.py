"""What a reader who may not see persons could work out from the numbers he is shown."""

from datetime import date

import pytest
from django.core.cache import caches
from hypothesis import given
from hypothesis import strategies as st

from jiangxin.insight.boards.refresh import refresh
from jiangxin.insight.hiding import FEWEST, apart, hidden_cells
from jiangxin.insight.indicators import scope_of
from jiangxin.insight.parts import parts_of, shown_parts
from jiangxin.kernel import clock
from jiangxin.kernel.dates import Period
from jiangxin.people import queries as people
from tests.books.builders import TODAY
from tests.insight.golden_cases import CLERK, World

pytestmark = pytest.mark.django_db
YEAR = Period.parse("2024")


@pytest.fixture(autouse=True)
def _here(settings, tmp_path):
    settings.DATA = tmp_path / "data"
    for name in caches:
        caches[name].clear()
    with clock.at(TODAY):
        yield


@pytest.fixture(params=["counted", "counted ahead"])
def world(request):
    """Return a city of two districts, its boards counted ahead for every other test."""
    made = World()
    made.begin()
    made.ahead = request.param == "counted ahead"
    return made


def finish(world, unit, count, on=date(2024, 3, 1), first=0, n=120):
    """Let so many persons finish a class."""
    for number in range(first, first + count):
        world.record({"who": f"{unit}{number}", "on": on, "unit": unit, "n": n})


def join(world, unit, count):
    """Let so many persons of a unit be members."""
    for number in range(count):
        world.record({"who": f"{unit}{number}", "on": date(2016, 3, 1), "unit": unit, "kind": "joined"})


def seen(world, name, unit, on=TODAY, widest="city"):
    """Return (whole, parts) as one sees them whose widest unit is given; what is hidden is None."""
    if world.ahead:
        refresh(actor=CLERK)
    here = people.unit_by_id(world.units[unit], on)
    above = people.lineage_of(here)
    above = above[[one.key for one in above].index(widest) :]
    shown = shown_parts(world.book, name, scope_of(here.id, YEAR, on), above)
    parts = {one: None if one in shown.hidden else value for one, value in shown.parts.by_unit.items()}
    return None if shown.whole_hidden else shown.parts.whole, world.names(parts)


def test_parent_minus_children_gives_nothing(world):
    finish(world, "mill", 9)
    finish(world, "dock", 3)
    finish(world, "south", 20)

    assert seen(world, "classes", "quay") == (12, {"mill": None, "dock": None})


def test_column_minus_rows_of_another_level_gives_nothing(world):
    finish(world, "south", 3)
    finish(world, "mill", 9)

    assert seen(world, "classes", "city") == (12, {"north": None, "south": None})
    assert seen(world, "classes", "north") == (None, {"quay": None})
    assert seen(world, "classes", "mill") == (None, {"": None})


def test_a_reader_of_the_part_sees_it_where_he_sees_nothing_else(world):
    finish(world, "south", 3)
    finish(world, "mill", 9)

    assert seen(world, "classes", "north", widest="north") == (9, {"quay": 9})


def test_a_sum_tells_nobodys_hours(world):
    finish(world, "mill", 9)
    finish(world, "dock", 1, n=600)

    assert seen(world, "minutes", "dock", widest="dock") == (None, {"": None})
    assert seen(world, "minutes", "quay") == (1680, {"mill": None, "dock": None})


def test_many_facts_of_one_person_are_one_person(world):
    for day in range(1, 10):
        world.record({"who": "a", "on": date(2024, 3, day), "unit": "dock"})

    assert seen(world, "classes", "dock", widest="dock") == (None, {"": None})


def test_a_share_over_a_known_denominator_tells_nobody(world):
    join(world, "mill", 10)
    finish(world, "mill", 1)

    assert seen(world, "share", "mill", widest="mill") == (None, {"": None})


def test_a_share_of_all_but_one_tells_nobody(world):
    join(world, "mill", 10)
    finish(world, "mill", 9)

    assert seen(world, "share", "mill", widest="mill") == (None, {"": None})


def test_a_small_share_of_many_is_shown(world):
    join(world, "mill", 200)
    finish(world, "mill", 6)

    assert seen(world, "share", "mill", widest="mill") == (3, {"": 3})


def test_two_dates_give_nobody(world):
    finish(world, "mill", 20, on=date(2024, 3, 1))
    finish(world, "mill", 2, on=date(2024, 6, 15), first=30)
    finish(world, "mill", 8, on=date(2024, 8, 20), first=40)

    found = {on: seen(world, "trained", "mill", on, "mill")[0]
             for on in (date(2024, 5, 31), date(2024, 6, 14), date(2024, 6, 30), date(2024, 8, 31), TODAY)}  # fmt: skip

    assert list(found.values()) == [None, None, 22, 30, 30]
    shown = [value for value in found.values() if value is not None]
    assert [b - a for a in shown for b in shown if 0 < b - a < FEWEST] == []


def test_a_past_day_is_hidden_with_all_its_parts(world):
    finish(world, "mill", 20)
    finish(world, "dock", 20)

    assert seen(world, "trained", "quay", date(2024, 6, 14)) == (None, {"mill": None, "dock": None})
    assert seen(world, "trained", "quay", date(2024, 6, 30)) == (40, {"mill": 20, "dock": 20})


def test_numbers_without_persons_are_never_hidden(world):
    world.record({"who": "mill", "on": date(2024, 2, 1), "unit": "mill", "kind": "designated", "code": "reform-pilot"})

    assert seen(world, "pilots", "city") == (1, {"north": 1})


def test_what_is_hidden_is_known_to_who_may_see(world):
    finish(world, "dock", 3)
    found = parts_of(world.book, "classes", scope_of(world.units["quay"], YEAR, TODAY))

    assert (found.whole, world.names(found.by_unit)) == (3, {"dock": 3})


@given(st.lists(st.integers(0, 30), min_size=1, max_size=14))
def test_shown_days_never_differ_by_a_few(steps):
    ends = [sum(steps[: place + 1]) for place in range(len(steps))]
    shown = [value for value, far in zip(ends, apart(ends), strict=True) if far]

    assert [b - a for a in shown for b in shown if 0 < b - a < FEWEST] == []
    assert shown[-1] == ends[-1]


@given(st.lists(st.integers(0, 9), min_size=1, max_size=4), st.booleans())
def test_no_small_cell_follows_from_the_others_and_the_total(cells, total_shown):
    hidden = hidden_cells(cells, total_shown=total_shown)
    small = {place for place, value in enumerate(cells) if 0 < value < FEWEST}
    rest = sum(cells[place] for place in hidden)

    assert small <= hidden
    if total_shown and small and sum(cells) >= FEWEST:  # a smaller total is not shown
        assert len([split for split in splits(rest, len(hidden)) if fits(split, hidden, small)]) > 1


def splits(total, count):
    """Return every way to write a total as so many numbers."""
    if count == 1:
        return [(total,)]
    return [(one, *rest) for one in range(total + 1) for rest in splits(total - one, count - 1)]


def fits(split, hidden, small):
    """Tell whether a way agrees with what a reader knows: each small cell is one to four, others are anything."""
    return all(0 < value < FEWEST for place, value in zip(sorted(hidden), split, strict=True) if place in small)
