import pytest

from jiangxin.books import queries
from jiangxin.kernel import clock
from jiangxin.ledger import kinds
from tests.books.builders import TODAY


@pytest.fixture(autouse=True)
def _day():
    with clock.at(TODAY):
        yield


@pytest.fixture(autouse=True)
def _no_kinds_left(monkeypatch):
    """What a test's books add to the ledger goes with the test."""
    monkeypatch.setattr(kinds, "_added", {})
    monkeypatch.setattr(kinds, "_codes", {})
    queries._read.cache_clear()
