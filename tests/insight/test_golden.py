"""Forty-odd cases of adding up over time and tree: of the ledger directly, and of figures counted ahead."""

import pytest
from django.core.cache import caches

from jiangxin.doors.desk.words import adding_words
from jiangxin.insight import parts as counting_parts
from jiangxin.insight import tally
from jiangxin.insight.boards.leaf import leaves_of
from jiangxin.insight.boards.refresh import refresh
from jiangxin.insight.indicators import count
from jiangxin.insight.parts import parts_of
from jiangxin.insight.tally import tallies
from jiangxin.kernel import clock
from tests.books.builders import TODAY
from tests.insight.golden_cases import CLERK, World, cases

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _here(settings, tmp_path):
    settings.DATA = tmp_path / "data"
    for name in caches:
        caches[name].clear()
    with clock.at(TODAY):
        yield


def started(case):
    """Return the world of a case before what comes later."""
    world = World()
    world.begin()
    for step in case.get("first", []):
        world.do(step)
    for told in case["facts"]:
        world.record(told)
    return world


def later(world, case):
    """Do what comes later; return the instant before it."""
    before = clock.now()
    for step in case.get("then", []):
        world.do(step)
    return before


def answered(world, case, before):
    """Return what is told of every question, in the shape of the table."""
    found = []
    for ask in case["asks"]:
        scope = world.scope(ask, before)
        series = tallies(world.book, {ask["indicator"]: scope.period}, scope)[ask["indicator"]]
        told = {name: ask[name] for name in ("indicator", "unit", "period", "on", "known", "live") if name in ask}
        told |= {} if series.value is None else {"value": series.value}
        if "ends" in ask:
            told["ends"] = list(series.ends)
        if "parts" in ask:
            told["parts"] = world.names(parts_of(world.book, ask["indicator"], scope).by_unit)
        if "words" in ask:
            told["words"] = adding_words(world.book.indicators[ask["indicator"]])
        found.append(told)
    return found


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["id"])
def test_a_case_counted_from_the_ledger(case):
    world = started(case)
    before = later(world, case)

    assert answered(world, case, before) == case["asks"]
    assert [count(world.book, ask["indicator"], world.scope(ask, before)).value for ask in case["asks"]] == [
        ask.get("value") for ask in case["asks"]
    ]


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["id"])
def test_a_case_counted_ahead_then_topped_up_then_counted_again(case):
    world = started(case)
    refresh(actor=CLERK)
    before = later(world, case)

    assert answered(world, case, before) == case["asks"]
    assert [from_ahead(world, ask, before) for ask in case["asks"]] == [is_ahead(ask) for ask in case["asks"]]
    if "then" in case:
        refresh(actor=CLERK)

        assert answered(world, case, before) == case["asks"]


def is_ahead(ask):
    """Tell whether a question is one that boards ask today."""
    return "known" not in ask and "period" not in ask and not ask.get("live")


def from_ahead(world, ask, before):
    """Tell whether a question is answered without counting anything."""
    scope = world.scope(ask, before)
    wanted = leaves_of(world.book, ask["indicator"], scope)
    if "period" in ask:
        return False
    return len(tally.ahead(world.book, wanted, scope)) == len(wanted)


def test_there_are_at_least_forty_cases_and_every_nature_is_among_them():
    book = World()
    book.begin()
    asked = {ask["indicator"] for case in cases() for ask in case["asks"]}

    assert (len(cases()) >= 40, set(book.book.indicators) - asked) == (True, set())
    assert counting_parts.OWN == 0
