"""The written rule for each corner of a measure."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiangxin.policy.entries.rules import Measure
from jiangxin.policy.facts import FactIndex
from jiangxin.policy.measures import measure_facts
from tests.policy.facts import GROUND, ON, at, fact, measured

PLACED = 'of = ["contest.placed"]\n'
CLASS = 'of = ["learning.class-finished"]\n'
TRADE = 'of = ["people.trade-spell"]\n'
LEVEL = 'of = ["skills.level-verified"]\n'
TAKES = ["count", "sum", "max-level", "latest-level", "distinct-code", "years-since-first", "years-since-last"]


def ids(*facts):
    """Return the ids of facts in order."""
    return tuple(sorted(one.id for one in facts))


@pytest.mark.parametrize(
    ("take", "nothing"),
    [
        ("count", 0),
        ("sum", 0),
        ("distinct-code", 0),
        ("max-level", None),
        ("latest-level", None),
        ("years-since-first", None),
        ("years-since-last", None),
    ],
)
def test_of_nothing(take, nothing):
    assert measured(f'{PLACED}take = "{take}"', []) == (nothing, ())


def test_of_nothing_no_years_are_covered():
    assert measured(f'{TRADE}take = "years-covered"', []) == (0, ())


def test_count_and_sum_name_every_fact_that_counted():
    one = fact("learning.class-finished", date(2024, 1, 1), quantity=90)
    two = fact("learning.class-finished", ON, quantity=45)
    other = fact("contest.placed", ON)

    assert measured(f'{CLASS}take = "count"', [two, other, one]) == (2, ids(one, two))
    assert measured(f'{CLASS}take = "sum"', [two, other, one]) == (135, ids(one, two))


def test_what_happens_after_the_day_does_not_count():
    today, tomorrow = fact("contest.placed", ON), fact("contest.placed", ON + timedelta(days=1))

    assert measured(f'{PLACED}take = "count"', [today, tomorrow]) == (1, ids(today))


@pytest.mark.parametrize(
    ("within", "first_out", "first_in"),
    [
        ("2y", date(2022, 9, 12), date(2022, 9, 13)),
        ("6m", date(2024, 3, 12), date(2024, 3, 13)),
        ("30d", date(2024, 8, 13), date(2024, 8, 14)),
    ],
)
def test_within_leaves_out_its_first_day_and_takes_the_day_asked_about(within, first_out, first_in):
    out, inside, today = (fact("contest.placed", day) for day in (first_out, first_in, ON))

    assert measured(f'{PLACED}take = "count"\nwithin = "{within}"', [out, inside, today]) == (2, ids(inside, today))


def test_within_a_year_of_29_february_begins_after_28_february():
    out, inside = fact("contest.placed", date(2023, 2, 28)), fact("contest.placed", date(2023, 3, 1))

    assert measured(f'{PLACED}take = "count"\nwithin = "1y"', [out, inside], on=date(2024, 2, 29)) == (1, ids(inside))


def test_a_fact_of_a_month_or_year_counts_from_its_first_day():
    month = fact("contest.placed", date(2022, 9, 30), precision="month")
    year = fact("contest.placed", date(2024, 12, 31), precision="year")
    body = f'{PLACED}take = "count"\nwithin = "2y"'

    assert measured(body, [month, year]) == (1, ids(year))
    assert measured(f'{PLACED}take = "years-since-first"', [month]) == (2, ids(month))
    assert measured(f'{PLACED}take = "years-since-first"', [month], on=date(2024, 9, 1)) == (2, ids(month))


def test_max_level_names_the_facts_at_the_top():
    low = fact("skills.level-verified", date(2020, 1, 1), level=0)
    top, again = (fact("skills.level-verified", day, level=2) for day in (date(2021, 1, 1), date(2022, 1, 1)))
    bare = fact("skills.level-verified", ON)

    assert measured(f'{LEVEL}take = "max-level"', [low, again, bare, top]) == (2, ids(top, again))


def test_latest_level_takes_the_later_day_then_the_later_entry_and_passes_over_facts_without_level():
    early = fact("skills.level-verified", date(2020, 1, 1), level=2)
    first, second = (fact("skills.level-verified", date(2023, 1, 1), level=level) for level in (1, 0))
    bare = fact("skills.level-verified", ON)

    assert measured(f'{LEVEL}take = "latest-level"', [second, bare, first, early]) == (0, ids(second))
    assert measured(f'{LEVEL}take = "latest-level"', [bare]) == (None, ())


def test_distinct_codes_pass_over_facts_without_code():
    one, two, again = (fact("contest.placed", ON, code=code) for code in ("a", "b", "a"))
    bare = fact("contest.placed", ON)

    assert measured(f'{PLACED}take = "distinct-code"', [one, two, again, bare]) == (2, ids(one, two, again))


def test_years_since_first_and_last_are_full_years():
    first, last = fact("contest.placed", date(2020, 2, 29)), fact("contest.placed", date(2022, 9, 13))

    assert measured(f'{PLACED}take = "years-since-first"', [last, first]) == (4, ids(first))
    assert measured(f'{PLACED}take = "years-since-last"', [last, first]) == (1, ids(last))
    assert measured(f'{PLACED}take = "years-since-first"', [first], on=date(2023, 2, 28)) == (3, ids(first))


def test_years_covered_merge_overlaps_and_end_on_the_day_asked_about():
    one = fact("people.trade-spell", date(2010, 1, 1), ended_on=date(2014, 12, 31))
    inside = fact("people.trade-spell", date(2012, 1, 1), ended_on=date(2013, 12, 31))
    still = fact("people.trade-spell", date(2020, 1, 1))
    body = f'{TRADE}take = "years-covered"'

    assert measured(body, [inside, one]) == (4, ids(one, inside))
    assert measured(body, [still, inside, one]) == (9, ids(one, inside, still))
    assert measured(body, [one], on=date(2011, 12, 31)) == (1, ids(one))


def test_only_confirmed_facts_and_better_count_unless_the_measure_says_otherwise():
    reported, declared, confirmed, verified = (fact("contest.placed", ON, proof=proof) for proof in (-1, 0, 1, 2))
    facts = [reported, declared, confirmed, verified]

    assert measured(f'{PLACED}take = "count"', facts) == (2, ids(confirmed, verified))
    assert measured(f'{PLACED}take = "count"\nwhere = {{ proof_at_least = "verified" }}', facts) == (1, ids(verified))
    assert measured(f'{PLACED}take = "count"\nwhere = {{ proof_at_least = "declared" }}', facts) == (
        3,
        ids(declared, confirmed, verified),
    )


def test_level_at_least_leaves_out_lower_levels_and_none():
    low, high, bare = (fact("contest.placed", ON, level=level) for level in (0, 1, None))

    assert measured(f'{PLACED}take = "count"\nwhere = {{ level_at_least = "second" }}', [low, high, bare]) == (
        1,
        ids(high),
    )


def test_codes_are_taken_by_name_by_several_or_by_the_list_of_the_day():
    welder, fitter, old = (fact("people.trade-spell", date(2023, 1, 1), code=code) for code in ("welder", "fitter", ""))
    facts = [welder, fitter, old]
    honours = [fact("honour.awarded", date(2020, 1, 1), code=code) for code in ("city-craftsman", "old-craftsman")]
    listed = 'of = ["honour.awarded"]\ntake = "count"\nwhere = { code_in = "honours" }'

    assert measured(f'{TRADE}take = "count"\nwhere = {{ code = "welder" }}', facts) == (1, ids(welder))
    assert measured(f'{TRADE}take = "count"\nwhere = {{ code_in = ["welder", "fitter"] }}', facts) == (
        2,
        ids(welder, fitter),
    )
    assert measured(listed, honours) == (1, ids(honours[0]))
    assert measured(listed, honours, on=date(2021, 12, 31)) == (2, ids(*honours))


def test_the_occupation_asked_about_is_the_only_one_that_counts():
    welder, fitter = (fact("people.trade-spell", date(2020, 1, 1), code=code) for code in ("welder", "fitter"))
    body = f'{TRADE}take = "count"\nwhere = {{ code = "@occupation" }}'

    assert measured(body, [welder, fitter], occupation="fitter") == (1, ids(fitter))
    assert measured(body, [welder, fitter]) == (0, ())


def test_several_kinds_are_taken_together():
    body = 'of = ["contest.placed", "honour.awarded"]\ntake = "years-since-first"'
    contest, honour = fact("contest.placed", date(2021, 1, 1)), fact("honour.awarded", date(2019, 1, 1))

    assert measured(body, [contest, honour]) == (5, ids(honour))


def test_a_quantity_sum_stays_exact_beyond_32_bits():
    facts = [fact("pay.bonus-paid", ON, quantity=10**9) for _number in range(50)]

    assert measured('of = ["pay.bonus-paid"]\ntake = "sum"', facts) == (50 * 10**9, ids(*facts))


DAYS = st.dates(date(2018, 1, 1), date(2025, 12, 31))


@st.composite
def entries(draw):
    """Draw facts of one kind with days, levels, codes and ends of their own."""
    return [
        fact(
            "people.trade-spell",
            draw(DAYS),
            code=draw(st.sampled_from(["", "welder", "fitter"])),
            level=draw(st.none() | st.integers(0, 2)),
            quantity=draw(st.integers(0, 5)),
            ended_on=draw(st.none() | DAYS),
            precision=draw(st.sampled_from(["day", "month", "year"])),
        )
        for _number in range(draw(st.integers(0, 6)))
    ]


@settings(max_examples=150)
@given(
    facts=entries(), order=st.randoms(use_true_random=False), take=st.sampled_from([*TAKES, "years-covered"]), on=DAYS
)
def test_the_order_of_facts_never_matters(facts, order, take, on):
    plain = GROUND.measures["years_in_trade"]
    measure = Measure(**{name: getattr(plain, name) for name in plain.__dataclass_fields__} | {"take": take})
    shuffled = list(facts)
    order.shuffle(shuffled)

    found = [measure_facts(measure, GROUND, FactIndex(rows, on), on, None) for rows in (facts, shuffled)]

    assert found[0] == found[1]


def test_an_index_keeps_facts_by_kind_in_order_of_day_and_entry():
    later, early = fact("contest.placed", ON), fact("contest.placed", date(2020, 1, 1))
    same = fact("contest.placed", ON)

    assert FactIndex([same, later, early], ON).of("contest.placed") == [early, later, same]
    assert FactIndex([later], ON, at(date(2024, 9, 11))).of("contest.placed") == []
    assert FactIndex([], ON).of("contest.placed") == []
