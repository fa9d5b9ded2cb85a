from datetime import date

import pytest

from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor
from jiangxin.ledger import services

TODAY = date(2024, 9, 12)


@pytest.fixture(autouse=True)
def _day():
    with clock.at(TODAY):
        yield


@pytest.fixture
def clerk():
    return Actor(key="user:1")


@pytest.fixture
def checker():
    return Actor(key="user:2")


@pytest.fixture
def person(db, clerk):
    return services.new_subject(actor=clerk, type="person")


@pytest.fixture
def unit(db, clerk):
    return services.new_subject(actor=clerk, type="unit")


@pytest.fixture
def spell(person):
    """A valid fact that may end."""
    return services.NewFact(
        subject_id=person,
        kind="people.trade-spell",
        code="welder",
        happened_on=date(2012, 9, 1),
        source="hr",
        source_key="r1",
    )
