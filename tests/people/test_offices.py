"""Duties in words for many users, and names of units each on its own day."""

from datetime import date

import pytest

from jiangxin.people import queries, services
from jiangxin.people.queries import Office
from jiangxin.people.services import NewDuty
from tests.people.builders import CLERK, TODAY, town

PASSWORD = "zhe-shi-yi-ge-mi-ma"


@pytest.fixture
def place(db):
    return town()


def user(name, *duties):
    made = services.create_user(actor=CLERK, username=name, password=PASSWORD)
    for duty, unit_id, since, until in duties:
        services.give_duty(actor=CLERK, new=NewDuty(made.pk, duty, unit_id, since, until))
    return made.pk


def test_offices_of_answers_for_many_users_in_one_query(place, django_assert_num_queries):
    one = user("one", ("union.clerk", place.north, date(2020, 1, 1), None), ("auditor", place.city, TODAY, TODAY))
    two = user("two", ("hr", place.mill, date(2019, 1, 1), date(2020, 1, 1)))
    three = user("three", ("hr", place.mill, date(2019, 1, 1), None))
    services.rename_unit(actor=CLERK, unit_id=place.mill, name="新纺织厂", on=date(2024, 10, 1))

    with django_assert_num_queries(1):
        found = queries.offices_of([one, two, three], TODAY)

    assert found == {
        one: (Office("工会经办", "北区", date(2020, 1, 1), None, ""), Office("审计", "甬市", TODAY, TODAY, "")),
        three: (Office("企业人事", "重庆路纺织厂", date(2019, 1, 1), None, ""),),
    }


def test_names_then_answers_each_unit_on_its_own_day(place, django_assert_num_queries):
    services.rename_unit(actor=CLERK, unit_id=place.mill, name="新纺织厂", on=date(2020, 1, 1))
    days = [date(2000, 1, 1), date(2019, 12, 31), date(2020, 1, 1)]

    with django_assert_num_queries(1):
        found = queries.names_then([(place.mill, day) for day in days] + [(place.dock, TODAY), (99, TODAY)])

    assert found == {
        (place.mill, days[0]): "重庆路纺织厂",
        (place.mill, days[1]): "重庆路纺织厂",
        (place.mill, days[2]): "新纺织厂",
        (place.dock, TODAY): "老码头装卸公司",
        (99, TODAY): "99",
    }
