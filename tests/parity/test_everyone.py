"""The whole way: ledger, lake, everybody at once; against the portrait's evaluator one by one."""

import shutil
from datetime import date, timedelta

import pytest

from jiangxin.insight import lake
from jiangxin.insight.lake import store
from jiangxin.insight.lake.errors import LakeMissing
from jiangxin.insight.lake.everyone import Question, evaluate_all
from jiangxin.kernel.actor import Actor
from jiangxin.kernel.dates import span_before
from jiangxin.ledger import queries as ledger
from jiangxin.ledger import services as entries
from jiangxin.people import queries, services
from jiangxin.policy import BookText, resolve, shipped_book
from tests.books.conftest import _day, _no_kinds_left  # noqa: F401 -- the same day, the same clean catalogue
from tests.insight.builders import CLERK, city, fact, finished, person
from tests.parity.both import told

pytestmark = pytest.mark.django_db
SYNCER = Actor.machine("lake")
ON = date(2024, 9, 1)
BOOK = shipped_book("base")
AGES = resolve(
    BookText(
        "ages",
        {
            "book.toml": 'id = "ages"\ntitle = "ages"\nowner = "city"\nfrom = 2010-01-01\n',
            "schemes/elders.toml": """
title = "elders"
subject = "person"
basis = "platform-default"

[[require]]
id = "sixty"
attribute = "age"
at_least = 60
basis = "platform-default"

[[require]]
id = "working"
attribute = "within_retirement"
equals = true
basis = "platform-default"
""",
        },
    ),
    lambda _name: None,
)


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


def alone(one, on, book=BOOK):
    """Return what the plain evaluator says of one person."""
    facts = ledger.history_of(queries.linked_ids(one))
    return told(book, queries.person_view(one, on), facts, on)


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


@pytest.mark.parametrize(
    "on", [date(2024, 2, 28), date(2024, 2, 29), date(2025, 2, 28), date(2024, 9, 12), date(2029, 4, 15)], ids=str
)
def test_days_of_birth_count_though_the_lake_knows_the_month_alone(on):
    place = city()
    births = [day + timedelta(days=more) for years in (50, 55, 60, 61, 63)
              for day in (span_before(on, f"{years}y"), span_before(on, f"{years}y").replace(day=1))
              for more in (-1, 0, 1)]  # fmt: skip
    births += [date(1964, 2, 29), date(1964, 3, 1)]
    made = [services.NewPerson(name=f"沈{number}", sex=sex, birth_on=birth)
            for number, birth in enumerate(births) for sex in ("male", "female")]  # fmt: skip
    people = [services.register_person(actor=CLERK, new=new).pk for new in made]
    for one in people:
        new = services.NewSpell(one, place.mill, date(2015, 3, 1), main=True, post_class="worker")
        services.start_spell(actor=CLERK, new=new)
    lake.sync(actor=SYNCER)

    rows = [row for table in evaluate_all(Question(AGES, on)) for row in table.to_pylist()]

    found = {row.pop("id"): row for row in rows}
    assert found == {one: alone(one, on, AGES) for one in people}
    assert len({row["e.elders.sixty"] for row in found.values()}) == 2


def test_a_lake_that_goes_while_it_is_read_is_told_and_made_again():
    heads = town()
    lake.sync(actor=SYNCER)
    before = {row["id"]: row for table in evaluate_all(Question(BOOK, ON)) for row in table.to_pylist()}
    reading = evaluate_all(Question(BOOK, ON), at_once=2)
    next(reading)
    shutil.rmtree(store.folder())

    with pytest.raises(LakeMissing):
        list(reading)
    with pytest.raises(LakeMissing):
        next(evaluate_all(Question(BOOK, ON)))
    lake.sync(actor=SYNCER)

    after = {row["id"]: row for table in evaluate_all(Question(BOOK, ON)) for row in table.to_pylist()}
    assert (len(after), after) == (len(heads), before)
