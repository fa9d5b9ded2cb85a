"""What was known when: standing entries at an instant."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangxin.policy.facts import FactIndex
from tests.policy.facts import ON, at, fact

DAY = date(2024, 1, 1)
BEFORE, THEN, AFTER = (at(DAY + timedelta(days=days)) for days in (-1, 0, 1))


def counted(facts, known_at=None):
    """Return the ids that count."""
    return [row.id for row in FactIndex(facts, ON, known_at).of("contest.placed")]


@pytest.mark.parametrize(
    ("entry", "superseded_at", "seen"),
    [
        ("original", None, [False, True, True, True]),
        ("completed", None, [False, True, True, True]),
        ("confirmed", None, [False, True, True, True]),
        ("corrected", None, [False, True, True, True]),
        ("withdrawn", None, [False, False, False, False]),
        ("original", AFTER, [False, True, False, False]),
        ("original", THEN, [False, False, False, False]),
    ],
)
def test_an_entry_stands_from_its_recording_until_it_is_superseded(entry, superseded_at, seen):
    row = fact("contest.placed", DAY, recorded_at=THEN, superseded_at=superseded_at, entry=entry)

    assert [bool(counted([row], known_at)) for known_at in (BEFORE, THEN, AFTER, None)] == seen


def test_a_correction_takes_the_place_of_what_it_corrects():
    wrong = fact("contest.placed", DAY, level=2, recorded_at=BEFORE, superseded_at=AFTER)
    right = fact("contest.placed", DAY, level=1, recorded_at=AFTER, entry="corrected")

    assert [counted([wrong, right], known_at) for known_at in (BEFORE, THEN, AFTER, None)] == [
        [wrong.id],
        [wrong.id],
        [right.id],
        [right.id],
    ]


def test_a_withdrawal_leaves_nothing_standing():
    wrong = fact("contest.placed", DAY, recorded_at=BEFORE, superseded_at=AFTER)
    gone = fact("contest.placed", DAY, recorded_at=AFTER, entry="withdrawn")

    assert [counted([wrong, gone], known_at) for known_at in (THEN, AFTER, None)] == [[wrong.id], [], []]


HOURS = st.integers(0, 40)


@given(rows=st.lists(st.tuples(HOURS, st.none() | HOURS, st.booleans()), max_size=8), asked=HOURS)
def test_what_stands_agrees_with_reading_the_log(rows, asked):
    hours = [at(DAY) + timedelta(hours=hour) for hour in range(41)]
    facts = [
        fact(
            "contest.placed",
            DAY,
            recorded_at=hours[recorded],
            superseded_at=None if gone is None else hours[max(gone, recorded)],
            entry="withdrawn" if withdrawal else "original",
        )
        for recorded, gone, withdrawal in rows
    ]
    log = []
    for row in facts:
        log.append((row.recorded_at, 0, row))
        if row.superseded_at is not None:
            log.append((row.superseded_at, 1, row))
    standing = set()
    for instant, superseded, row in sorted(log, key=lambda line: line[:2]):
        if instant <= hours[asked]:
            standing = standing - {row} if superseded else standing | {row}

    assert counted(facts, hours[asked]) == sorted(row.id for row in standing if row.entry != "withdrawn")


@given(recorded=st.lists(HOURS, max_size=8), one=HOURS, other=HOURS)
def test_without_supersession_more_is_known_later(recorded, one, other):
    facts = [fact("contest.placed", DAY, recorded_at=at(DAY) + timedelta(hours=hour)) for hour in recorded]
    early, late = (at(DAY) + timedelta(hours=hour) for hour in sorted((one, other)))

    assert set(counted(facts, early)) <= set(counted(facts, late)) <= set(counted(facts))
