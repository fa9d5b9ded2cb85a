"""The whole way: ledger, lake, everybody at once; against the portrait's evaluator one by one."""

from datetime import date

import pytest

from jiangxin.insight import lake
from jiangxin.insight.lake.everyone import Question, evaluate_all
from jiangxin.kernel.actor import Actor
from jiangxin.ledger import queries as ledger
from jiangxin.ledger import services as entries
from jiangxin.people import queries, services
from jiangxin.policy import shipped_book
from tests.books.conftest import _day, _no_kinds_left  # noqa: F401 -- the same day, the same clean catalogue
from tests.insight.builders import CLERK, city, fact, finished, person
from tests.parity.both import told

pytestmark = pytest.mark.django_db
SYNCER = Actor.machine("lake")
ON = date(2024, 9, 1)
BOOK = shipped_book("base")


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.DATA = tmp_path / "data"


def town():
    """Make six persons, two of them one, with facts; return those who stand for themselves."""
    place = city()
    people = [person(f"沈知{number}", place.mill) for number in range(6)]
    for number, one in enumerate(people):
        for month in range(1, 2 + number):
            finished(one, date(2023, month, 28), place.mill, minutes=45 * month)
        fact(one, "people.trade-spell", date(2012, 2, 29), place.mill, code="welder")
    gone = finished(people[0], date(2024, 3, 1), place.north)
    entries.withdraw(actor=CLERK, fact_id=gone.pk)
    fact(people[3], "people.party-joined", date(2020, 7, 1), place.mill)
    services.link_persons(actor=CLERK, keep_id=people[1], other_id=people[4])
    return [one for one in people if one != people[4]]


def alone(one, on):
    """Return what the plain evaluator says of one person; age and retirement by the month of birth, as in the lake."""
    facts = ledger.history_of(queries.linked_ids(one))
    return told(BOOK, queries.person_view(one, on), facts, on)


@pytest.mark.parametrize("at_once", [2, 100])
def test_everybody_at_once_is_as_one_by_one(at_once):
    heads = town()
    lake.sync(actor=SYNCER)

    rows = [row for table in evaluate_all(Question(BOOK, ON), at_once=at_once) for row in table.to_pylist()]

    assert {row.pop("id"): row for row in rows} == {one: alone(one, ON) for one in heads}


def test_marks_count_before_they_are_folded_in():
    heads = town()
    lake.sync(actor=SYNCER)
    for entry in ledger.facts_of(heads[:2], kinds=["learning.class-finished"]):
        entries.withdraw(actor=CLERK, fact_id=entry.id)
    lake.sync(actor=SYNCER)

    rows = [row for table in evaluate_all(Question(BOOK, ON)) for row in table.to_pylist()]

    assert {row.pop("id"): row for row in rows} == {one: alone(one, ON) for one in heads}
