"""What is checked once a book and its parents lie together."""

from collections.abc import Callable

from jiangxin.policy.checks import amounts, board, conditions, facts, ladders, measures, names, schemes, scores, values
from jiangxin.policy.checks.ground import Ground
from jiangxin.policy.problems import Problem

CHECKS: tuple[Callable[[Ground], None], ...] = (
    names.check,
    facts.check,
    measures.check,
    values.check,
    conditions.check,
    scores.check,
    ladders.check,
    schemes.check,
    amounts.check,
    board.check,
)


def run(ground: Ground) -> list[Problem]:
    """Return all that is wrong with a book whose files could be read."""
    for check in CHECKS:
        check(ground)
    return ground.problems
