"""Many indicators at once give what one at a time gives, month by month."""

import pytest

from jiangxin.books import queries as books
from jiangxin.insight.hiding import hidden_cells
from jiangxin.insight.indicators import count, course, scope_of
from jiangxin.insight.parts import parts_of
from jiangxin.insight.tally import month_ends, tallies
from jiangxin.kernel import clock
from jiangxin.kernel.dates import Period
from jiangxin.ui.quick import quick as cache
from tests.doors.desk import builders
from tests.people.builders import TODAY

YEAR = Period(TODAY.replace(month=1, day=1), TODAY.replace(month=12, day=31))


@pytest.fixture
def desk(db):
    clock.fix(TODAY)
    cache.clear()
    yield builders.desk()
    clock.fix(None)


def test_tallies_equal_single_counts_at_every_month_end(desk):
    book = books.book_for(desk.town.city, TODAY)
    days = month_ends(YEAR, TODAY)
    for unit in (desk.town.city, desk.town.north, desk.town.mill):
        scope = scope_of(unit, YEAR, TODAY)
        found = tallies(book, dict.fromkeys(book.indicators, YEAR), scope)
        single = {name: count(book, name, scope).value for name in book.indicators}
        ends = {name: [value for _day, value in course(book, name, scope, days)] for name in found if found[name].ends}

        assert {name: one.value for name, one in found.items()} == single
        assert {name: list(found[name].ends) for name in ends} == ends


def test_tallies_follow_the_ledger(desk):
    book = books.book_for(desk.town.city, TODAY)
    scope = scope_of(desk.town.city, YEAR, TODAY)
    before = tallies(book, {"contests": YEAR}, scope)["contests"].value
    credit = (desk.town.city, scope.paths[0])
    builders.record(desk.town.city, "contests.held", "2024-09-01", "elite-city", "district", credited_to=credit)

    assert (before, tallies(book, {"contests": YEAR}, scope)["contests"].value) == (2, 3)


def test_parts_of_counts_and_sums_add_up_with_what_is_the_units_own(desk):
    book = books.book_for(desk.town.city, TODAY)
    scope = scope_of(desk.town.north, YEAR, TODAY)
    credit = (desk.town.north, scope.paths[0])
    builders.record(desk.town.north, "contests.held", "2024-09-01", "elite-city", "district", credited_to=credit)
    parts = parts_of(book, "contests", scope)

    assert (parts.whole, parts.by_unit, parts.added) == (2, {desk.town.quay: 1, 0: 1}, True)


@pytest.mark.parametrize(
    ("cells", "total_shown", "hidden"),
    [
        ([9, 8, 7], True, set()),
        ([9, 3, 7], True, {1, 2}),
        ([9, 3, 2], True, {1, 2}),
        ([9, 1, 1], True, {0, 1, 2}),
        ([9, 4, 4, 6], True, {1, 2, 3}),
        ([9, 3, 0], True, {0, 1}),
        ([3], False, {0}),
        ([9, 8], False, {1}),
        ([9, 3], False, {1}),
        ([None, 0, 0], True, set()),
    ],
)
def test_small_cells_are_hidden_so_that_none_follows(cells, total_shown, hidden):
    assert hidden_cells(cells, total_shown=total_shown) == hidden
