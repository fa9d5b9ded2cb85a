"""Ladders: somebody can enter, and every stage can be reached."""

from jiangxin.kernel.words import _
from jiangxin.policy.checks.ground import Ground
from jiangxin.policy.entries.rules import Ladder
from jiangxin.policy.problems import hint


def check(ground: Ground) -> None:
    """Check every ladder."""
    for ladder in ground.ladders.values():
        if _check_after(ground, ladder) and ground.dropped(ladder.origin, "stage") is None:
            _check_reach(ground, ladder)


def _check_after(ground: Ground, ladder: Ladder) -> bool:
    stages, good = ground.names(ladder.origin, "stage", (stage.id for stage in ladder.stage)), True
    for stage in ladder.stage:
        for index, before in enumerate(stage.after):
            if before not in stages:
                message = _("阶梯“%(ladder)s”没有“%(stage)s”这一站") % {"ladder": ladder.id, "stage": before}
                ground.wrong(stage.origin, "after", index, message=message, hint=hint(before, stages))
                good = False
    return good


def _check_reach(ground: Ground, ladder: Ladder) -> None:
    reached = {stage.id for stage in ladder.stage if not stage.after}
    if not reached:
        message = _("阶梯“%(ladder)s”没有人能进：每一站都写了 after，至少要有一站不写") % {"ladder": ladder.id}
        ground.wrong(ladder.origin, message=message)
        return
    grown = True
    while grown:
        more = {stage.id for stage in ladder.stage if reached & set(stage.after)} - reached
        grown = bool(more)
        reached |= more
    for stage in ladder.stage:
        if stage.id not in reached:
            words = {"ladder": ladder.id, "stage": stage.id}
            message = _("阶梯“%(ladder)s”的“%(stage)s”没有人能进：它前面的站都到不了") % words
            ground.wrong(stage.origin, "after", message=message)
