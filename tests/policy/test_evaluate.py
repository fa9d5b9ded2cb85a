"""Scores, conditions, ladders, schemes and amounts of the sample book."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiangxin.policy import PersonView, evaluate, evaluate_schemes, evaluate_score
from jiangxin.policy.entries.common import Basis, Wording
from tests.policy.books import changed
from tests.policy.facts import GROUND, MAN, NOBODY, ON, book_with, evaluated, fact, lesson, senior, spell, win


def test_points_keep_their_whole_trace():
    skill, first, second = senior(), lesson(1000), lesson(891)

    found = evaluated([second, skill, first]).score("portrait")

    assert (found.total, found.axes) == (6000, {"技": 3500, "学": 2500})
    assert [(one.id, one.axis, one.measure, one.value, one.facts) for one in found.items] == [
        ("skill_level", "技", "skill_level", 1, (skill.id,)),
        ("contests", "技", "contests", 0, ()),
        ("hours", "学", "class_minutes", 1891, (first.id, second.id)),
    ]
    assert [(one.points, one.uncapped, one.capped) for one in found.items] == [
        (3500, 3500, False),
        (0, 0, False),
        (2500, 3152, True),
    ]
    assert [str(one.origin) for one in found.items] == [
        "ground/scores/portrait.toml:15",
        "ground/scores/portrait.toml:21",
        "ground/scores/portrait.toml:27",
    ]
    assert found.items[2].basis == Basis("选树通知", "", "N")


@pytest.mark.parametrize(
    ("minutes", "points"), [(0, 0), (1, 2), (29, 48), (30, 50), (90, 150), (1500, 2500), (1501, 2500)]
)
def test_points_are_rounded_half_up_once_per_item(minutes, points):
    assert evaluated([lesson(minutes)] if minutes else []).score("portrait").axes["学"] == points


@pytest.mark.parametrize(("wins", "points"), [(0, 0), (1, 1000), (2, 1000), (3, 2500), (9, 2500)])
def test_the_highest_band_that_is_reached_counts(wins, points):
    assert evaluated([win() for _number in range(wins)]).score("portrait").axes["技"] == points


def test_caps_cut_the_item_then_the_axis_then_the_total():
    facts = [senior(level=2), *[win() for _number in range(3)], lesson(6000)]
    text = evaluated([]).book.scores["portrait"]

    found = evaluated(facts).score("portrait")

    assert (found.axes, found.total, found.capped_axes, found.capped) == ({"技": 6000, "学": 2500}, 8500, {"技"}, False)
    assert sum(one.points for one in found.items if one.axis == "技") == 7500
    assert text.cap == 10000


@settings(max_examples=60)
@given(order=st.randoms(use_true_random=False))
def test_the_order_of_facts_never_matters_to_points(order):
    facts = [senior(), senior(level=2), win(), win(level=0), lesson(45), lesson(46), spell()]
    shuffled = list(facts)
    order.shuffle(shuffled)

    assert evaluated(shuffled).scores == evaluated(facts).scores


def test_requirements_tell_what_is_there_what_is_needed_and_which_facts_counted():
    trade, skill = spell(), senior()

    found = evaluated([trade, skill], person=MAN).schemes["craftsman"]

    assert (found.eligible, found.missing) == (False, ("merit",))
    assert [(line.id, str(line.text), line.met, line.have, line.need, line.facts) for line in found.lines] == [
        ("years", "从业满10年", True, 12, 10, (trade.id,)),
        ("level", "等级在高级工以上", True, "senior", "senior", (skill.id,)),
        ("age", "法定退休年龄以内", True, True, True, ()),
        ("merit", "获奖次数；学时；unit.tag", False, None, None, ()),
        ("fresh", "称号数", True, None, None, ()),
    ]
    assert found.lines[0].text == Wording("从业满10年", "10 years")
    assert found.lines[0].basis == Basis("选树通知")
    assert str(found.lines[0].origin) == "ground/schemes/craftsman.toml:6"


def test_a_dated_value_counts_as_it_stood_on_the_day():
    lines = [
        evaluate(MAN, [spell()], GROUND, on).scheme("craftsman").lines[0]
        for on in (date(2021, 12, 31), date(2022, 1, 1), date(2018, 9, 19))
    ]

    assert [(str(line.text), line.have, line.need, line.met) for line in lines] == [
        ("从业满15年", 9, 15, False),
        ("从业满10年", 9, 10, False),
        ("从业满—年", 6, None, False),
    ]


def test_either_branch_of_any_will_do():
    tagged = PersonView(id=1, birth_on=date(1980, 5, 5), sex="male", tags=frozenset({"cluster:2070"}))
    base = [spell(), senior()]

    met = [
        evaluated([*base, win()], person=MAN).schemes["craftsman"].eligible,
        evaluated([*base, lesson(1200)], person=MAN).schemes["craftsman"].eligible,
        evaluated([*base, lesson(1200)], person=tagged).schemes["craftsman"].eligible,
        evaluated([*base, lesson(1199)], person=tagged).schemes["craftsman"].eligible,
    ]

    assert met == [True, False, True, False]


def test_none_fails_when_one_of_them_holds():
    honour = fact("honour.awarded", date(2020, 1, 1), code="city-craftsman", level=1)

    found = evaluated([spell(), senior(), win(), honour], person=MAN).schemes["craftsman"]

    assert (found.missing, found.lines[4].facts) == (("fresh",), (honour.id,))


@pytest.mark.parametrize(
    ("person", "met", "have"),
    [
        (PersonView(id=1, birth_on=date(1964, 9, 13), sex="male"), True, True),
        (PersonView(id=1, birth_on=date(1964, 9, 12), sex="male"), False, False),
        (PersonView(id=1, birth_on=date(1970, 1, 1), sex="female", post_class="worker"), False, False),
        (PersonView(id=1, birth_on=date(1970, 1, 1), sex="female", post_class="technical"), True, True),
        (PersonView(id=1, birth_on=date(1970, 1, 1), sex="female"), False, None),
        (PersonView(id=1, sex="male"), False, None),
        (PersonView(id=1, birth_on=date(1970, 1, 1)), False, None),
        (None, False, None),
    ],
)
def test_within_retirement_needs_birth_sex_and_for_women_the_post_class(person, met, have):
    line = evaluate(person, [], GROUND, ON).scheme("craftsman").lines[2]

    assert (line.met, line.have) == (met, have)


GROUND_TEXT = changed("ground").files["measures.toml"]
SCHEME = 'title = "方案"\nsubject = "person"\nbasis = "通知"\n[[require]]\nid = "a"\nbasis = "通知"\n'
VIEW = PersonView(
    id=1,
    birth_on=date(1984, 9, 13),
    sex="female",
    post_class="worker",
    party_member=True,
    unit_attributes={"ownership": "private", "level": "enterprise"},
    tags=frozenset({"size:large", "cluster:2070"}),
)


@pytest.mark.parametrize(
    ("condition", "met", "have", "need"),
    [
        ('attribute = "age"\nat_least = 39', True, 39, 39),
        ('attribute = "age"\nat_least = 40', False, 39, 40),
        ('attribute = "age"\nat_least = 30\nat_most = 38', False, 39, 38),
        ('attribute = "age"\nat_least = 30\nat_most = 40', True, 39, 30),
        ('attribute = "sex"\nequals = "female"', True, "female", "female"),
        ('attribute = "sex"\none_of = ["male"]', False, "female", ("male",)),
        ('attribute = "post_class"\nequals = "worker"', True, "worker", "worker"),
        ('attribute = "party_member"\nequals = true', True, True, True),
        ('attribute = "party_member"\nequals = false', False, True, False),
        ('attribute = "unit.ownership"\none_of = ["private", "foreign"]', True, "private", ("private", "foreign")),
        ('attribute = "unit.level"\nequals = "district"', False, "enterprise", "district"),
        ('attribute = "unit.tag"\nequals = "size:large"', True, "cluster:2070、size:large", "size:large"),
        ('measure = "skill_level"\nat_most = "senior"', True, "senior", "senior"),
        ('measure = "skill_level"\nequals = "junior"', False, "senior", "junior"),
        ('measure = "skill_level"\none_of = ["junior", "senior"]', True, "senior", ("junior", "senior")),
        ('measure = "latest_level"\nat_most = "technician"', True, "senior", "technician"),
        ('measure = "since_last_contest"\nat_most = 50', False, None, 50),
        ('measure = "contests"\nequals = 0', True, 0, 0),
        ('score = "portrait"\nat_least = 3600', True, 3600, 3600),
        ('score = "portrait.学"\nat_least = 101', False, 100, 101),
    ],
)
def test_a_condition_holds_or_fails(condition, met, have, need):
    book = book_with(schemes__mine=SCHEME + condition)
    line = evaluate(VIEW, [senior(), lesson(60)], book, ON).scheme("mine").lines[0]

    assert (line.met, line.have, line.need) == (met, have, need)


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ('measure = "class_minutes"\nat_least = 1500', "要25"),
        ('measure = "bonus"\nat_least = 160000', "要1,600"),
        ('score = "portrait"\nat_least = 3550', "要35.5"),
        ('measure = "skill_level"\none_of = ["senior", "technician"]', "要高级工、技师"),
        ('measure = "contests"\nat_least = 1\nat_most = 3', "要1、3"),
    ],
)
def test_a_text_says_the_right_side_in_the_units_people_use(condition, words):
    bonus = '\n[bonus]\ntitle = "奖金"\ndefinition = "合计"\nof = ["pay.bonus-paid"]\ntake = "sum"\n'
    measures = GROUND_TEXT + bonus
    book = book_with(schemes__mine=f'{SCHEME}text = "要{{line}}"\n{condition}', measures=measures)

    assert str(evaluate(VIEW, [], book, ON).scheme("mine").lines[0].text) == words


def test_only_schemes_open_on_the_day_and_for_the_subject_are_answered():
    unit = 'title = "方案"\nsubject = "unit"\nbasis = "通知"\n'
    past = 'title = "方案"\nsubject = "person"\nbasis = "通知"\nuntil = 2024-09-11\n'
    book = book_with(schemes__for_units=unit, schemes__past=past)

    assert list(evaluate(MAN, [], book, ON).schemes) == ["craftsman"]
    assert list(evaluate(MAN, [], book, date(2020, 5, 31)).schemes) == ["past"]
    assert list(evaluate(None, [], book, ON).schemes) == ["for_units"]
    assert list(evaluate(MAN, [], book, date(2020, 5, 31)).scheme("craftsman").missing) == ["years", "level", "merit"]


def test_the_occupation_asked_about_is_that_of_the_main_spell_by_default():
    facts = [spell(date(2020, 1, 1)), spell(date(2010, 1, 1), code="fitter", ended_on=date(2019, 12, 31))]

    years = [
        evaluate(person, facts, GROUND, ON, occupation=asked).measure("years_as_asked").value
        for person, asked in ((MAN, None), (MAN, "fitter"), (NOBODY, None))
    ]

    assert years == [4, 9, 0]


def test_short_ways_answer_the_same():
    facts = [senior(), spell()]

    assert evaluate_score(MAN, facts, GROUND, ON, "portrait") == evaluated(facts, person=MAN).scores["portrait"]
    assert evaluate_schemes(MAN, facts, GROUND, ON) == evaluated(facts, person=MAN).schemes


def test_everything_is_answered_for_somebody_without_any_fact():
    found = evaluated([])

    assert {name: result.value for name, result in found.measures.items()} == {
        "years_in_trade": 0,
        "years_as_asked": 0,
        "skill_level": None,
        "latest_level": None,
        "class_minutes": 0,
        "contests": 0,
        "honours": 0,
        "since_first_contest": None,
        "since_last_contest": None,
    }
    assert (found.scores["portrait"].total, found.amounts["machine"].fen) == (0, 0)
    assert found.schemes["craftsman"].missing == ("years", "level", "age", "merit")
