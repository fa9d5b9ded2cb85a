from datetime import date, datetime

import pytest

from jiangxin.books import queries as books
from jiangxin.insight.figures import Course, course_of
from jiangxin.insight.indicators import count, scope_of
from jiangxin.insight.queries import indicator
from jiangxin.kernel import clock
from jiangxin.kernel.dates import Period
from jiangxin.ledger import services as ledger
from jiangxin.people import queries as people_queries
from jiangxin.people import services as people
from tests.books.builders import TODAY
from tests.insight.builders import CLERK, city, fact, finished, person

pytestmark = pytest.mark.django_db

YEAR = Period.parse("2024")


def counted(name, unit, period=YEAR, on=TODAY, known_at=None):
    found = count(books.book_in_force("town", TODAY), name, scope_of(unit, period, on, known_at))
    return found.value, sorted(found.facts.values_list("subject_id", flat=True))


def test_a_flow_counts_each_person_once_within_the_period_up_to_the_day():
    place = city()
    one, two = person("一"), person("二")
    finished(one, date(2024, 1, 1), place.mill)
    finished(one, date(2024, 9, 12), place.mill)
    finished(two, date(2023, 12, 31), place.mill)

    found = [counted("trained", place.city), counted("trained", place.city, on=date(2023, 12, 31))]

    assert found == [(1, [one, one]), (0, [])]


def test_a_number_opens_into_as_many_facts_and_leaves_the_neighbour_alone():
    place = city()
    ids = [person(str(k)) for k in range(3)]
    for one in ids[:2]:
        finished(one, date(2024, 3, 1), place.mill)
    finished(ids[2], date(2024, 3, 1), place.city)

    found = [counted("trained", unit) for unit in (place.mill, place.north, place.city)]

    assert found == [(2, ids[:2]), (2, ids[:2]), (3, ids)]


def test_a_sum_adds_quantities():
    place = city()
    one = person()
    for minutes in (120, 45):
        finished(one, date(2024, 3, minutes % 28 + 1), place.mill, minutes)

    assert counted("minutes", place.city)[0] == 165


def test_linked_records_are_one_person_while_the_link_holds():
    place = city()
    one, two = person("一"), person("二")
    for each in (one, two):
        finished(each, date(2024, 3, 1), place.mill)
    with clock.at(datetime(2024, 9, 12, 1, tzinfo=clock.SHANGHAI)):
        link = people.link_persons(actor=CLERK, keep_id=one, other_id=two)

    linked = counted("trained", place.city)[0]
    people.unlink_persons(actor=CLERK, link_id=link.pk)

    assert (linked, counted("trained", place.city)[0]) == (1, 2)


def test_declared_and_withdrawn_facts_do_not_count():
    place = city()
    one, two, three = person("一"), person("二"), person("三")
    finished(one, date(2024, 3, 1), place.mill, proof="declared")
    gone = finished(two, date(2024, 3, 1), place.mill)
    finished(three, date(2024, 3, 1), place.mill)
    known_at = gone.recorded_at

    ledger.withdraw(actor=CLERK, fact_id=gone.pk)

    assert counted("trained", place.city) == (1, [three])
    assert counted("trained", place.city, known_at=known_at) == (1, [two])


def test_a_running_total_counts_from_a_level_on():
    place = city()
    one = person()
    for on, level in ((date(2016, 5, 1), "city"), (date(2020, 5, 1), "province"), (date(2021, 5, 1), "district")):
        fact(one, "honour.awarded", on, place.mill, level=level, code="national-model-worker")

    found = [counted("titles", place.city, Period.parse(period))[0] for period in ("..2019", "..2020", "2024")]

    assert found == [1, 2, 2]


def test_a_stock_is_open_on_its_last_day():
    place = city()
    one, two = person("一"), person("二")
    fact(one, "people.union-joined", date(2016, 5, 1), place.mill, ended_on=date(2023, 12, 31))
    fact(two, "people.union-joined", date(2016, 5, 1), place.mill)

    found = [counted("members", place.city, Period.parse(f"..{day}"))[0] for day in ("2023-12-31", "2024-01-01")]

    assert found == [2, 1]


def test_a_rate_freezes_what_it_is_measured_against():
    place = city()
    ids = [person(str(k)) for k in range(3)]
    for one in ids:
        fact(one, "people.union-joined", date(2016, 5, 1), place.mill)
    late = person("后来")
    fact(late, "people.union-joined", date(2024, 5, 1), place.mill)
    finished(ids[0], date(2024, 3, 1), place.mill)

    assert counted("trained_share", place.city) == (33, [ids[0]])


def test_what_cannot_be_counted_has_no_number():
    place = city()

    assert counted("workers", place.city) == (None, [])


@pytest.mark.parametrize(
    ("precision", "on", "period", "expected"),
    [
        ("year", date(2024, 6, 30), "2024-Q1", 1),
        ("year", date(2024, 6, 30), "2024-06", 0),
        ("month", date(2024, 3, 31), "2024-03-01..2024-03-15", 1),
        ("month", date(2024, 3, 31), "2024-03-02..2024-03-31", 0),
    ],
)
def test_a_day_that_is_not_known_counts_from_the_first(precision, on, period, expected):
    place = city()
    finished(person(), on, place.mill, precision=precision)

    assert counted("trained", place.city, Period.parse(period))[0] == expected


def test_facts_stay_where_the_unit_stood_on_their_day():
    place = city()
    one = person()
    finished(one, date(2024, 3, 1), place.mill)
    south = people.register_unit(
        actor=CLERK,
        new=people.NewUnit(key="south", kind="district", name="南区", since=date(2010, 1, 1), parent_id=place.city),
    ).pk
    people.move_unit(actor=CLERK, unit_id=place.mill, parent_id=south, on=date(2024, 6, 1))
    finished(one, date(2024, 7, 1), place.mill)

    found = {unit: counted("trained", unit)[1] for unit in (place.north, south, place.mill)}

    assert found == {place.north: [one], south: [one], place.mill: [one, one]}


def test_an_indicator_joins_what_is_counted_published_and_intended():
    place = city()
    finished(person(), date(2024, 3, 1), place.mill)
    book, unit = books.book_in_force("town", TODAY), people_queries.unit_on("city", TODAY)

    now = indicator(book, "trained", unit, YEAR, on=TODAY)
    before = indicator(book, "trained", unit, Period.parse("2023"), on=TODAY)

    assert (now.counted, now.reported, now.target, now.bound, now.direction) == (1, None, 20000, "at_least", "up")
    assert (before.counted, before.reported, before.bound, before.difference) == (0, 12000, "more", -12000)


@pytest.mark.parametrize(
    ("counted_now", "on", "expected"),
    [
        (100, date(2024, 7, 1), Course(should=183, ahead_days=-83)),
        (183, date(2024, 7, 1), Course(should=183, ahead_days=0)),
        (366, date(2024, 7, 1), Course(should=183, ahead_days=183)),
        (100, date(2025, 1, 1), None),
    ],
    ids=["behind", "on the day", "done", "after the period"],
)
def test_course_tells_days_ahead_and_behind(counted_now, on, expected):
    assert course_of(counted_now, 366, YEAR, on) == expected
