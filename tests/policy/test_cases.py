from datetime import UTC, date, datetime

import pytest

from jiangxin.policy import run_cases
from jiangxin.policy.cases import known_instant
from tests.policy.books import changed
from tests.policy.facts import book_with

SCHEME = changed("ground").files["schemes/craftsman.toml"]
SCORE = changed("ground").files["scores/portrait.toml"]
LADDER = changed("ground").files["ladders/stations.toml"]


@pytest.mark.parametrize(
    ("file", "text", "right", "wrong", "told"),
    [
        (
            "schemes__craftsman",
            SCHEME,
            'eligible = false, missing = ["level", "merit"]',
            'eligible = true, missing = ["merit"]',
            [
                "ground/schemes/craftsman.toml:78: craftsman: eligible 应是 True，算得 False",
                "ground/schemes/craftsman.toml:78: craftsman: missing 应是 ('merit',)，算得 ('level', 'merit')",
            ],
        ),
        (
            "schemes__craftsman",
            SCHEME,
            "years_in_trade = 11",
            "years_in_trade = 12",
            ["ground/schemes/craftsman.toml:78: craftsman: measures.years_in_trade 应是 12，算得 11"],
        ),
        (
            "scores__portrait",
            SCORE,
            'points = { "技" = 3500, "学" = 150 }, total = 3650',
            'points = { "技" = 3500, "学" = 151 }, total = 3651',
            [
                "ground/scores/portrait.toml:43: portrait: points.学 应是 151，算得 150",
                "ground/scores/portrait.toml:43: portrait: total 应是 3651，算得 3650",
            ],
        ),
        (
            "scores__portrait",
            SCORE,
            'skill_level = "senior"',
            'skill_level = "technician"',
            ["ground/scores/portrait.toml:43: portrait: measures.skill_level 应是 technician，算得 senior"],
        ),
        (
            "ladders__stations",
            LADDER,
            'due = ["stations/out"]',
            "due = []",
            ["ground/ladders/stations.toml:33: stations: due 应是 ()，算得 ('stations/out',)"],
        ),
    ],
    ids=["scheme", "measure", "score", "level", "ladder"],
)
def test_an_example_that_gives_something_else_is_told_with_its_line(file, text, right, wrong, told):
    assert right in text

    failures = run_cases(book_with(**{file: text.replace(right, wrong)}))

    assert [str(failure) for failure in failures] == told


def test_a_day_known_at_stands_for_its_end_in_shanghai():
    assert known_instant(date(2024, 3, 1)) == datetime(2024, 3, 1, 15, 59, 59, 999999, tzinfo=UTC)
    assert known_instant(datetime(2024, 3, 1, tzinfo=UTC)) == datetime(2024, 3, 1, tzinfo=UTC)
    assert known_instant(None) is None
