"""How quantities, rules, proofs and times are said."""

from datetime import date

import pytest
from django.http import QueryDict
from django.utils import translation

from jiangxin.doors.me import words
from jiangxin.doors.me.errors import WrongMoment
from jiangxin.doors.me.lines import axes_of
from jiangxin.doors.me.stand import stand_of
from jiangxin.kernel import clock
from jiangxin.policy import shipped_book
from tests.doors.me.builders import TODAY


@pytest.fixture(scope="module")
def book():
    return shipped_book("base")


@pytest.mark.parametrize(
    ("unit", "quantity", "said"),
    [
        ("count", 1, ""),
        ("minutes", 2880, "48小时"),
        ("minutes", 100, "1.7小时"),
        ("rank", 2, "第2名"),
        ("fen", 300000, "3,000元"),
        ("pieces", 1, ""),
        ("pieces", 3, "3件"),
        ("persons", 1200, "1,200人"),
        ("person-times", 30, "30人次"),
    ],
)
def test_quantity_is_said_in_its_unit(unit, quantity, said):
    assert words.quantity_words(unit, quantity) == said


@pytest.mark.parametrize(
    ("item", "value", "said"),
    [
        ("skill_level", 5, "“高级技师”记70分"),
        ("skill_level", None, "“学徒工”起记5分"),
        ("years_in_trade", 14, "满10年记10分"),
        ("years_in_trade", 1, "满3年记3分"),
        ("years_in_union", 8, "每1年记0.5分，最多10分"),
        ("class_minutes_2y", 600, "每1小时记0.25分，最多30分"),
        ("apprentices_raised", 2, "每1项记6分，最多36分"),
        ("innovation_prize_level", 3, "“市级”记20分"),
    ],
)
def test_rule_says_the_line_that_applied(book, item, value, said):
    rule = next(one for one in book.scores["portrait"].item if one.measure == item)

    assert words.rule_words(book, rule, value) == said


def test_words_of_the_book_follow_the_readers_language(book):
    with translation.override("en"):
        said = (words.kind_words(book, "honour.awarded"), words.level_words(book, "contests.placed", 3))

    assert said == ("Awarded an honour", "City")


def test_stage_is_said_by_its_ladder(book):
    said = [words.code_words(book, "ladder.entered", code, TODAY) for code in ("three-stations/leading", "gone/1")]

    assert said == ["领航", "gone/1"]


def test_every_kind_an_item_measures_has_an_axis(book):
    axes = axes_of(book, "portrait")

    assert (axes["honour.awarded"], axes["people.trade-spell"], axes.get("people.employed")) == ("德", "技", None)
    assert set(axes.values()) == set("德技学赛创传")


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2024-09-11", "2024-09-11T15:59:59.999999+00:00"),
        ("2024-09-11T08:30", "2024-09-11T00:30:00+00:00"),
        ("2024-09-11T00:30:00Z", "2024-09-11T00:30:00+00:00"),
    ],
)
def test_moment_without_a_zone_is_shanghais_and_a_day_means_all_of_it(today, text, instant):
    stand = stand_of(QueryDict(f"known_at={text}"), "/me/")

    assert (stand.known_at == stand.known_at.fromisoformat(instant), stand.on, stand.now) == (True, TODAY, False)
    assert stand.query == f"?known_at={text.replace(':', '%3A')}"


def test_page_without_times_stands_today(today):
    stand = stand_of(QueryDict("page=2"), "/me/ledger/")

    assert (stand.on, stand.known_at, stand.query, stand.now) == (TODAY, None, "", True)


def test_moment_later_today_is_refused():
    with clock.at(date(2024, 9, 12)), pytest.raises(WrongMoment):
        stand_of(QueryDict("known_at=2024-09-12T23:59:59.999999"), "/me/")
