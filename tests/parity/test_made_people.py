"""People and facts that hypothesis makes: month ends, 29 February, open spans, superseded entries, merges."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.person import CODES, LEVELS, made_book
from jiangxin.insight.compile import measures, rows
from jiangxin.kernel.dates import span_before
from jiangxin.policy import FactRow, PersonView, parents_in, policies_folder, read_folder, resolve
from tests.parity.both import differences
from tests.policy.books import PARENTS

BENCH = made_book(100)
GROUND = resolve(PARENTS("ground"), PARENTS)
TOWN = resolve(PARENTS("town"), PARENTS)
NINGBO = resolve(read_folder(policies_folder() / "ningbo"), parents_in())
PEOPLE = 12
CORNERS = [
    date(year, month, day)
    for year in (2008, 2012, 2019, 2020, 2022, 2023, 2024)
    for month, day in ((1, 1), (1, 31), (2, 28), (2, 29), (3, 1), (6, 30), (8, 31), (9, 12), (12, 31))
    if (month, day) != (2, 29) or year % 4 == 0
]
ON = st.sampled_from([date(2024, 2, 29), date(2023, 2, 28), date(2024, 9, 12), date(2024, 12, 31), date(2025, 3, 31)])
BIRTHS = [date(1964, 2, 29), date(1965, 1, 31), date(1969, 9, 12), date(1974, 12, 31)]
QUICK = settings(max_examples=3, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def made_fact(dice, book, number):
    """Return one fact of one of twelve subjects, of a kind of the book."""
    kind = book.kinds[dice.choice(sorted(book.kinds))]
    codes = sorted(book.lists[kind.codes].codes()) if kind.codes in book.lists else list(CODES[:6])
    if kind.id == "ladder.entered":
        codes = [f"{ladder.id}/{stage.id}" for ladder in book.ladders.values() for stage in ladder.stage]
        codes += [f"{ladder}/" for ladder in book.ladders] + [f"{ladder}/gone" for ladder in book.ladders]
    day = dice.choice(CORNERS) if dice.random() < 0.6 else date(2005, 1, 1) + timedelta(days=dice.randrange(7500))
    recorded = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=dice.randrange(2000))
    later = dice.choice([None, None, None, timedelta(0), timedelta(microseconds=1), timedelta(days=300)])
    long = dice.choice([None, 0, 1, 30, 364, 365, 366, 1460, 1461, 5000])
    return FactRow(
        id=2**53 - 1 - number,
        subject_id=dice.randint(1, PEOPLE),
        kind=kind.id,
        code=dice.choice(["", *codes]),
        level=dice.choice([None, *range(len(kind.levels) or len(LEVELS))]),
        quantity=dice.choice([0, 1, 59, 60, 61, 90, 599, 10**9]),
        happened_on=day,
        ended_on=None if long is None else day + timedelta(days=long),
        precision=dice.choice(["day", "day", "day", "month", "year"]),
        proof=dice.choice([-1, 0, 1, 1, 1, 2, 2]),
        entry=dice.choice(["original", "original", "corrected", "confirmed", "completed", "withdrawn"]),
        recorded_at=recorded,
        superseded_at=None if later is None else recorded + later,
        credited_to=None,
        issuer_id=None,
    )


def made_people(dice):
    """Return twelve persons whose attributes are known, half known or unknown."""
    codes = ["welder", "fitter", *CODES[:6]]
    return [
        PersonView(
            id=one,
            birth_on=dice.choice([None, *BIRTHS, date(1960, 1, 1) + timedelta(days=dice.randrange(16000))]),
            sex=dice.choice(["", "male", "female"]),
            occupations=tuple(dice.sample(codes, dice.randint(0, 2))),
            post_class=dice.choice(["", "worker", "technical", "managerial"]),
            unit_attributes=dice.choice([{}, {"ownership": "private"}, {"level": "enterprise"}]),
            tags=frozenset(dice.sample(["cluster:2070", "size:small"], dice.randint(0, 2))),
            party_member=dice.choice([None, True, False]),
        )
        for one in range(1, PEOPLE + 1)
    ]


@st.composite
def towns(draw, book):
    """Return twelve persons and their facts: hypothesis gives seed and number, so that every example has many."""
    dice = Random(draw(st.integers(0, 2**32 - 1)))
    people = made_people(dice)
    number = PEOPLE * len(book.kinds) * draw(st.sampled_from([3, 1]))
    return people, [made_fact(dice, book, number) for number in range(number)]


@pytest.mark.parametrize("book", [BENCH, GROUND, TOWN, NINGBO], ids=lambda book: book.id)
@QUICK
@given(data=st.data())
def test_made_people_get_the_same_twice(book, data):
    (people, facts), on = data.draw(towns(book)), data.draw(ON)
    known_at = data.draw(st.sampled_from([None, *(fact.superseded_at for fact in facts[:30] if fact.superseded_at)]))
    leaders = data.draw(st.sampled_from([{}, {1: 1, 2: 1}, {3: 3, 5: 3, 12: 3, 4: 4, 6: 4}]))
    occupation = data.draw(st.sampled_from(["", "", "c3"]))
    heads = [person for person in people if leaders.get(person.id, person.id) == person.id]

    assert differences(book, heads, facts, on, known_at=known_at, leaders=leaders, occupation=occupation) == []


@pytest.mark.parametrize("book", [GROUND, NINGBO], ids=lambda book: book.id)
@QUICK
@given(data=st.data())
def test_units_and_works_get_the_same_twice(book, data):
    (_people, facts), on = data.draw(towns(book)), data.draw(ON)

    assert differences(book, list(range(1, PEOPLE + 1)), facts, on) == []


@QUICK
@given(data=st.data())
def test_ranges_of_persons_get_the_same_as_all(data):
    (people, facts), on = data.draw(towns(BENCH)), data.draw(ON)
    leaders = {2: 2, 11: 2, 9: 9, 10: 9}
    heads = [person for person in people if leaders.get(person.id, person.id) == person.id]

    assert differences(BENCH, heads, facts, on, leaders=leaders, at_once=4) == []


def _late(on, span):
    return span_before(on, span) - timedelta(days=1)


@pytest.mark.parametrize(
    ("module", "name", "wrong"),
    [
        (rows, "span_before", _late),
        (measures, "years_of_days", lambda days: days // 365),
        (rows, "floor_of", lambda _: 1),
    ],
    ids=["within", "covered", "proof"],
)
def test_a_rule_that_is_wrong_is_told(monkeypatch, module, name, wrong):
    dice = Random(1)
    people = made_people(dice)
    facts = [made_fact(dice, BENCH, number) for number in range(PEOPLE * len(BENCH.kinds) * 5)]
    monkeypatch.setattr(module, name, wrong)

    assert differences(BENCH, people, facts, date(2024, 9, 12)) != []
