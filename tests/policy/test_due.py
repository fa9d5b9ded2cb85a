"""Who is due on a ladder, and what money a measure brings."""

from datetime import date

from jiangxin.policy import evaluate
from tests.policy.books import changed
from tests.policy.facts import MAN, ON, book_with, evaluated, fact, senior, spell, win

GROUND_LADDER = changed("ground").files["ladders/stations.toml"]


def due(facts):
    """Return what is next on the stations."""
    return [(one.stage, one.move, one.met) for one in evaluated(facts).due]


def test_a_ladder_tells_who_is_due_and_never_moves_anybody():
    year, points = spell(date(2023, 9, 1)), senior()
    out = fact("ladder.entered", date(2024, 1, 1), code="stations/out")
    lead = fact("ladder.entered", date(2024, 2, 1), code="stations/lead")

    assert due([]) == [("out", "enter", False)]
    assert due([year, points]) == [("out", "enter", True)]
    assert due([year, points, out]) == [("lead", "enter", True)]
    assert due([year, out]) == [("lead", "enter", False)]
    assert due([out, lead, win(date(2019, 9, 12))]) == [("lead", "leave", True)]
    assert due([lead, out, win(date(2019, 9, 13))]) == [("lead", "leave", False)]
    assert evaluated([out, lead]).stages == {"stations": ("lead", lead.id)}
    assert str(evaluated([]).due[0].conditions[0].text) == "从业满1年"


def test_a_stage_left_by_a_fact_without_stage_begins_anew():
    out = fact("ladder.entered", date(2024, 1, 1), code="stations/out")
    left = fact("ladder.entered", date(2024, 2, 1), code="stations/")

    assert due([out, left]) == [("out", "enter", False)]


def test_a_ladder_that_is_switched_off_tells_nothing():
    text = GROUND_LADDER.replace('subject = "person"', 'subject = "person"\nswitched_on = false')
    text = text[: text.index("[[case]]")]

    assert evaluate(MAN, [], book_with(ladders__stations=text), ON).due == ()


def test_money_is_added_in_order_up_to_the_cap():
    skill, wins = senior(level=2), [win(), win()]

    found = evaluated([skill, *wins]).amounts["machine"]

    assert (found.fen, found.period) == (160000, "month")
    assert [(one.id, one.fen, one.uncapped, one.capped) for one in found.lines] == [
        ("level", 100000, 120000, True),
        ("contests", 60000, 100000, True),
    ]
    assert [one.facts for one in found.lines] == [(skill.id,), tuple(one.id for one in wins)]
