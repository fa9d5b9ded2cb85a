"""Where a subject stands on a ladder, and what it is due for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from jiangxin.policy.conditions import Line, Standpoint, check_all
from jiangxin.policy.entries.rules import Ladder
from jiangxin.policy.facts import CONFIRMED, FactIndex

ENTERED: Final = "ladder.entered"


@dataclass(frozen=True, slots=True)
class StageDue:
    """A stage one may enter next (or must leave), whether all its conditions are met, and each of them."""

    ladder: str
    stage: str
    met: bool
    conditions: tuple[Line, ...]
    move: str = "enter"


def stages_now(index: FactIndex) -> Mapping[str, tuple[str, int]]:
    """Return the stage on each ladder by the latest ladder.entered fact, with that fact's id."""
    stages: dict[str, tuple[str, int]] = {}
    for fact in index.of(ENTERED):
        ladder, _slash, stage = fact.code.partition("/")
        if fact.proof >= CONFIRMED:
            stages[ladder] = (stage, fact.id)
    return {ladder: stage for ladder, stage in stages.items() if stage[0]}


def due_on(ladder: Ladder, stage: str, at: Standpoint) -> list[StageDue]:
    """Return what is next on a ladder from a stage ("" = not on it yet)."""
    due: list[StageDue] = []
    here = ladder.stage_of(stage)
    for one in ladder.stage:
        if (here is not None and here.id in one.after) or (here is None and not one.after):
            lines = check_all(one.enter, at)
            due.append(StageDue(ladder.id, one.id, all(line.met for line in lines), lines))
    if here is not None and here.leave:
        lines = check_all(here.leave, at)
        due.append(StageDue(ladder.id, here.id, all(line.met for line in lines), lines, move="leave"))
    return due
