"""People and facts that hypothesis makes: month ends, 29 February, open spans, superseded entries, merges."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.person import CODES, LEVELS, made_book
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
DAYS = st.sampled_from(CORNERS) | st.dates(date(2005, 1, 1), date(2025, 6, 30))
ON = st.sampled_from([date(2024, 2, 29), date(2023, 2, 28), date(2024, 9, 12), date(2024, 12, 31), date(2025, 3, 31)])
BIRTHS = st.none() | st.sampled_from([date(1964, 2, 29), date(1965, 1, 31), date(1969, 9, 12), date(1974, 12, 31)]) | (
    st.dates(date(1960, 1, 1), date(2006, 12, 31))
)  # fmt: skip
QUICK = settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


@st.composite
def facts_of(draw, book, number):
    """Return one fact of one of twelve subjects, of a kind of the book."""
    kind = book.kinds[draw(st.sampled_from(sorted(book.kinds)))]
    codes = sorted(book.lists[kind.codes].codes()) if kind.codes in book.lists else list(CODES[:6])
    if kind.id == "ladder.entered":
        codes = [f"{ladder.id}/{stage.id}" for ladder in book.ladders.values() for stage in ladder.stage]
        codes += [f"{ladder}/" for ladder in book.ladders] + [f"{ladder}/gone" for ladder in book.ladders]
    day = draw(DAYS)
    recorded = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=draw(st.integers(0, 2000)))
    later = draw(st.sampled_from([None, None, None, timedelta(0), timedelta(microseconds=1), timedelta(days=300)]))
    long = draw(st.sampled_from([None, 0, 1, 30, 364, 365, 366, 1460, 1461, 5000]))
    return FactRow(
        id=2**53 - 1 - number,
        subject_id=draw(st.integers(1, PEOPLE)),
        kind=kind.id,
        code=draw(st.sampled_from(["", *codes])),
        level=draw(st.sampled_from([None, *range(len(kind.levels) or len(LEVELS))])),
        quantity=draw(st.sampled_from([0, 1, 59, 60, 61, 90, 599, 10**9])),
        happened_on=day,
        ended_on=None if long is None else day + timedelta(days=long),
        precision=draw(st.sampled_from(["day", "day", "day", "month", "year"])),
        proof=draw(st.sampled_from([-1, 0, 1, 1, 1, 2, 2])),
        entry=draw(st.sampled_from(["original", "original", "corrected", "confirmed", "completed", "withdrawn"])),
        recorded_at=recorded,
        superseded_at=None if later is None else recorded + later,
        credited_to=None,
        issuer_id=None,
    )


@st.composite
def people_of(draw, book):
    """Return twelve persons whose attributes are known, half known or unknown."""
    codes = st.sampled_from(["welder", "fitter", *CODES[:6]])
    return [
        PersonView(
            id=one,
            birth_on=draw(BIRTHS),
            sex=draw(st.sampled_from(["", "male", "female"])),
            occupations=tuple(draw(st.lists(codes, max_size=2, unique=True))),
            post_class=draw(st.sampled_from(["", "worker", "technical", "managerial"])),
            unit_attributes=draw(st.sampled_from([{}, {"ownership": "private"}, {"level": "enterprise"}])),
            tags=frozenset(draw(st.lists(st.sampled_from(["cluster:2070", "size:small"]), unique=True))),
            party_member=draw(st.sampled_from([None, True, False])),
        )
        for one in range(1, PEOPLE + 1)
    ]


def many_facts(draw, book, most=150):
    """Draw so many facts with ids that fall as they are drawn."""
    return [draw(facts_of(book, number)) for number in range(draw(st.integers(0, most)))]


@pytest.mark.parametrize("book", [BENCH, GROUND, TOWN, NINGBO], ids=lambda book: book.id)
@QUICK
@given(data=st.data())
def test_made_people_get_the_same_twice(book, data):
    people, facts, on = data.draw(people_of(book)), many_facts(data.draw, book), data.draw(ON)
    known_at = data.draw(st.none() | st.datetimes(datetime(2012, 1, 1), datetime(2025, 1, 1), timezones=st.just(UTC)))
    leaders = data.draw(st.sampled_from([{}, {1: 1, 2: 1}, {3: 3, 5: 3, 12: 3, 4: 4, 6: 4}]))
    occupation = data.draw(st.sampled_from(["", "", "c3"]))
    heads = [person for person in people if leaders.get(person.id, person.id) == person.id]

    assert differences(book, heads, facts, on, known_at=known_at, leaders=leaders, occupation=occupation) == []


@pytest.mark.parametrize("book", [GROUND, NINGBO], ids=lambda book: book.id)
@QUICK
@given(data=st.data())
def test_units_and_works_get_the_same_twice(book, data):
    facts, on = many_facts(data.draw, book), data.draw(ON)

    assert differences(book, list(range(1, PEOPLE + 1)), facts, on) == []


@QUICK
@given(data=st.data())
def test_a_range_of_persons_gets_the_same_as_all(data):
    people, facts, on = data.draw(people_of(BENCH)), many_facts(data.draw, BENCH), data.draw(ON)
    leaders = {2: 2, 11: 2, 9: 9, 10: 9}
    heads = [person for person in people if leaders.get(person.id, person.id) == person.id]

    found = [differences(BENCH, heads, facts, on, leaders=leaders, ranged=ranged) for ranged in ((1, 6), (7, 12))]

    assert found == [[], []]
