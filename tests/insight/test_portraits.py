from datetime import date

import pytest

from jiangxin.insight.queries import portrait
from jiangxin.ledger import services as ledger
from tests.books.builders import FIRM, TODAY, adopt, text
from tests.insight.builders import CLERK, city, fact, finished, person

pytestmark = pytest.mark.django_db


def test_a_portrait_traces_every_point_to_facts_and_policy_lines():
    place = city()
    one = person(unit=place.mill)
    classes = [finished(one, date(2024, month, 1), place.mill).pk for month in (1, 2)]
    title = fact(one, "honour.awarded", date(2020, 5, 1), place.mill, level="city", code="national-model-worker").pk

    found = portrait(one, TODAY).as_json()

    assert found["axes"] == [{"axis": "学", "points": 300}, {"axis": "德", "points": 1000}]
    assert found["items"] == [
        {
            "axis": "学",
            "measure": "class_minutes",
            "points": 400,
            "capped": False,
            "basis": {
                "title": "一份办法",
                "clause": "第三条",
                "source": "",
                "file": "town/scores/portrait.toml",
                "line": 12,
            },
            "facts": classes,
        },
        {
            "axis": "德",
            "measure": "title_count",
            "points": 1000,
            "capped": False,
            "basis": {
                "title": "platform-default",
                "clause": "",
                "source": "",
                "file": "town/scores/portrait.toml",
                "line": 18,
            },
            "facts": [title],
        },
    ]


def test_a_portrait_takes_two_times():
    place = city()
    one = person(unit=place.mill)
    first = finished(one, date(2024, 1, 1), place.mill)
    later = finished(one, date(2024, 6, 1), place.mill)
    ledger.withdraw(actor=CLERK, fact_id=first.pk)

    found = [
        portrait(one, on, known_at).items[0].facts
        for on, known_at in ((TODAY, None), (TODAY, later.recorded_at), (date(2024, 5, 31), later.recorded_at))
    ]

    assert found == [(later.pk,), (first.pk, later.pk), (first.pk,)]


def test_a_firms_book_is_used_in_the_firm_alone():
    place = city()
    adopt(text(FIRM))
    inside, outside, nowhere = person("内", place.mill), person("外", place.north), person("无")

    found = [portrait(one, TODAY).book.id for one in (inside, outside, nowhere)]

    assert found == ["mill", "town", "town"]


def test_what_waits_for_proof_is_told_and_gives_nothing():
    place = city()
    one = person(unit=place.mill)
    finished(one, date(2024, 1, 1), place.mill, proof="declared")

    found = portrait(one, TODAY)

    assert (found.total, found.completeness.waiting, found.completeness.items, found.completeness.of) == (0, 1, 0, 2)
