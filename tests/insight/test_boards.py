"""Figures counted ahead: equal to counting at once, whatever comes since and whatever is lost; proved at night."""

import shutil
from datetime import date, datetime, timedelta

import pytest
from django.core.cache import caches
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from jiangxin.insight import lake, tally, tasks
from jiangxin.insight.boards import reading, shelf, status
from jiangxin.insight.boards.leaf import leaves_of
from jiangxin.insight.boards.recount import recount
from jiangxin.insight.boards.refresh import refresh
from jiangxin.insight.boards.topup import TooMuch, TopUp
from jiangxin.insight.indicators import scope_of
from jiangxin.insight.models import Recount
from jiangxin.insight.tally import tallies
from jiangxin.jobs.kinds import Run
from jiangxin.jobs.models import Job
from jiangxin.kernel import clock
from jiangxin.kernel.dates import Period
from jiangxin.ledger import services as ledger
from jiangxin.people import services as people
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


@pytest.fixture
def world():
    """Return the small tree with its book and a few facts."""
    made = World()
    made.begin()
    for who, unit, day in (("a", "mill", 1), ("b", "mill", 2), ("b", "dock", 3), ("c", "south", 4)):
        made.record({"who": who, "unit": unit, "on": date(2024, 3, day)})
        made.record({"who": who, "unit": unit, "on": date(2016, 3, day), "kind": "joined"})
    return made


def both(world, unit="city"):
    """Return what is answered as a board does, and what the ledger says."""
    scope = scope_of(world.units[unit], YEAR, TODAY)
    wanted = [leaf for name in world.book.indicators for leaf in leaves_of(world.book, name, scope)]
    found = tally.ahead(world.book, wanted, scope)
    return found, tally.counted(world.book, wanted, scope)


def agree(world, unit="city"):
    """Tell whether both say the same; how many codes are new only the ledger can say."""
    found, counted = both(world, unit)
    left = {name for name, _scope in set(counted) - set(found)}
    return found == {leaf: counted[leaf] for leaf in found} and left <= {"courses"} and bool(found)


@pytest.mark.parametrize("unit", ["city", "north", "quay", "mill", "south"])
def test_figures_counted_ahead_are_those_of_the_ledger(world, unit):
    refresh(actor=CLERK)

    ahead, counted = both(world, unit)

    assert ahead == counted


def test_a_correction_is_on_the_board_at_once(world):
    refresh(actor=CLERK)
    before = tallies(world.book, {"trained": YEAR}, scope_of(world.units["city"], YEAR, TODAY))["trained"].value

    ledger.withdraw(actor=CLERK, fact_id=world.facts[0][0])
    after = tallies(world.book, {"trained": YEAR}, scope_of(world.units["city"], YEAR, TODAY))["trained"].value

    assert (before, after) == (3, 2)
    assert agree(world)


def test_without_a_lake_boards_stay_right(world):
    refresh(actor=CLERK)
    shutil.rmtree(lake.store.folder())
    world.record({"who": "d", "unit": "mill", "on": date(2024, 5, 1)})

    assert agree(world)
    assert refresh(actor=CLERK).about.head == world.facts[-1][0]


def test_without_figures_boards_count(world):
    refresh(actor=CLERK)
    shutil.rmtree(shelf.folder())

    assert both(world)[0] == {}
    assert tallies(world.book, {"trained": YEAR}, scope_of(world.units["city"], YEAR, TODAY))["trained"].value == 3


@pytest.mark.parametrize("file", ["whole.arrow", "about.json", "units.arrow"])
def test_a_broken_file_is_no_figure(world, file):
    made = refresh(actor=CLERK)
    reading._open.clear()
    path = shelf.folder() / made.name / file
    path.write_bytes(path.read_bytes()[:20])

    assert both(world)[0] == {}


def test_figures_of_another_ledger_are_not_shown(world):
    made = refresh(actor=CLERK)
    about = shelf.folder() / made.name / "about.json"
    about.write_text(about.read_text(encoding="utf-8").replace(made.about.root, "0" * 64), encoding="utf-8")
    reading._open.clear()

    assert (both(world)[0], reading.current()) == ({}, None)


def test_a_unit_that_came_since_is_counted(world):
    refresh(actor=CLERK)
    new = people.NewUnit(
        key="yard", kind="enterprise", name="船厂", since=date(2024, 1, 1), parent_id=world.units["quay"]
    )
    world.units["yard"] = people.register_unit(actor=CLERK, new=new).pk
    world.record({"who": "e", "unit": "yard", "on": date(2024, 6, 1)})

    assert both(world, "yard")[0] == {}
    assert agree(world, "quay")


def test_too_much_since_is_counted_instead(world):
    made = refresh(actor=CLERK)
    world.record({"who": "d", "unit": "mill", "on": date(2024, 5, 1)})
    world.record({"who": "e", "unit": "mill", "on": date(2024, 5, 1)})

    with pytest.raises(TooMuch):
        TopUp(made, most=1).update()


def test_the_former_figures_stay_until_the_next_but_one(world):
    names = [refresh(actor=CLERK).name for _time in range(3)]

    assert {one.name for one in shelf.folder().iterdir() if one.is_dir()} == set(names[1:])


def test_a_recount_finds_nothing_and_says_what_it_compared(world):
    refresh(actor=CLERK)
    world.record({"who": "d", "unit": "mill", "on": date(2024, 5, 1)})
    ledger.withdraw(actor=CLERK, fact_id=world.facts[0][0])

    proof = recount(actor=CLERK)

    assert (proof.differing, proof.rows, proof.compared > 0) == (0, [], True)


def test_a_recount_names_the_figure_that_differs(world):
    made = refresh(actor=CLERK)
    whole = made.whole.to_pylist()
    place = next(one for one, (_leaf, _book, name, _period) in enumerate(made.about.names) if name == "trained")
    leaf = made.about.names[place][0]
    for row in whole:
        if row["unit_id"] == world.units["mill"] and row["leaf"] == leaf:
            row["values"][-1] += 7
    shelf.write(
        made.about,
        {"whole": made.whole.from_pylist(whole, made.whole.schema), "parts": made.parts, "leaders": made.leaders},
        made.unit_by_path,
    )

    proof = recount(actor=CLERK)

    found = {name: proof.rows[0][name] for name in ("indicator", "period", "unit", "stored", "counted")}
    assert (proof.differing, found) == (
        1,
        {"indicator": "trained", "period": "2024", "unit": "纺织厂", "stored": 9, "counted": 2},
    )


def test_the_nightly_work_puts_right_what_differs(world):
    made = refresh(actor=CLERK)
    broken = made.whole.slice(0, 1)
    shelf.write(made.about, {"whole": broken, "parts": made.parts, "leaders": made.leaders}, made.unit_by_path)

    tasks.prove_boards(Run(1, CLERK, {}, lambda *_said: None))

    assert Recount.objects.get().differing > 0
    assert agree(world)


def test_the_clock_asks_for_figures_when_there_are_none_and_once(world):
    tasks.boards_due()
    tasks.boards_due()

    assert [job.name for job in Job.objects.filter(name=tasks.BOARDS)] == [tasks.BOARDS]
    tasks.count_boards(Run(1, CLERK, {}, lambda *_said: None))
    assert status.is_due() is False


def test_figures_are_due_on_another_day(world):
    refresh(actor=CLERK)

    with clock.at(TODAY + timedelta(days=1)):
        assert status.is_due() is True


def test_status_tells_what_came_since(world):
    empty = status.status()
    refresh(actor=CLERK)
    world.record({"who": "d", "unit": "mill", "on": date(2024, 5, 1)})
    found = status.status()

    assert (empty.there, empty.head, empty.waiting) == (False, 0, 0)
    assert (found.there, found.on, found.waiting, found.books) == (True, "2024-09-12", 1, ("base", "town"))
    assert datetime.fromisoformat(found.made_at).tzinfo is not None


KINDS = st.sampled_from(["finished", "registered", "joined"])
DAYS = st.dates(date(2023, 11, 1), TODAY)
FACTS = st.builds(
    lambda who, unit, kind, on, length, precision: {
        "who": who, "unit": unit, "kind": kind, "on": on, "precision": precision,
        "ended": min(on + timedelta(days=length), TODAY) if kind == "joined" and length else None,
    },
    st.sampled_from("abcd"), st.sampled_from(["mill", "dock", "quay", "south"]), KINDS, DAYS, st.integers(0, 200),
    st.sampled_from(["day", "day", "month", "year"]),
)  # fmt: skip
LATER = st.one_of(
    FACTS.map(lambda fact: {"do": "record", **fact}),
    st.builds(lambda place: {"do": "withdraw", "fact": place}, st.integers(0, 3)),
    st.builds(lambda place, on: {"do": "correct", "fact": place, "on": on, "ended": None}, st.integers(0, 3), DAYS),
    st.builds(lambda place, unit: {"do": "correct", "fact": place, "unit": unit}, st.integers(0, 3),
              st.sampled_from(["dock", "south"])),
    st.builds(lambda one, other: {"do": "link", "who": one, "other": other}, st.sampled_from("ab"),
              st.sampled_from("cd")),
)  # fmt: skip


@settings(
    max_examples=3,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(FACTS, min_size=4, max_size=8), st.lists(LATER, max_size=3))
def test_whatever_comes_since_both_ways_agree(facts, later):
    from django.db import transaction

    with transaction.atomic():
        made = World()
        made.begin()
        for one in facts:
            made.record(one)
        refresh(actor=CLERK)
        gone = set()
        for step in later:
            if step.get("fact") in gone or (step["do"] == "link" and made.links):
                continue
            made.do(step)
            gone |= {step["fact"]} if step["do"] == "withdraw" else set()
            assert [agree(made, unit) for unit in ("city", "north", "mill")] == [True, True, True]
        transaction.set_rollback(True)
    shutil.rmtree(shelf.folder(), ignore_errors=True)
    shutil.rmtree(lake.store.folder(), ignore_errors=True)
