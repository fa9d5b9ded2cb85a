"""Stages that people entered: most are entered where they stand, some are still due."""

from collections.abc import Iterator

import numpy as np

from jiangxin.demo.city.block import Block
from jiangxin.demo.city.chance import between
from jiangxin.demo.city.days import day
from jiangxin.demo.city.facts import CONFIRMED, Rows
from jiangxin.demo.city.grades import OPENS
from jiangxin.demo.city.source import plan
from jiangxin.demo.city.spells import TODAY

ENTERED = "ladder.entered"


def ladder_rows(block: Block) -> Iterator[Rows]:
    """Yield the stage of each last grade, some days after it, and a first station for who is long in a trade."""
    rng, line = block.rng("ladders"), plan("totals")["ladders"]
    days = np.where(block.grades.days <= TODAY, block.grades.days, 0)
    on = days.max(axis=1) + between(rng, 5, 45, len(days))
    told = block.drawn & (days.max(axis=1) >= OPENS) & (on <= TODAY) & (on <= block.last)
    who = np.flatnonzero(told & (rng.random(len(days)) < line["grade_share"]))
    yield Rows(
        "stage",
        ENTERED,
        on[who],
        who=who,
        code=days[who].argmax(axis=1),
        codes=tuple(f"{line['grades']}/{stage}" for stage in line["stages"]),
        proof=CONFIRMED,
    )
    since = day(line["since"])
    begun = np.maximum(block.people.begin + int(line["years"] * 365.25) + 10, since)
    able = block.drawn & (begun + 300 <= np.minimum(block.last, TODAY)) & (rng.random(len(days)) < line["first_share"])
    who = np.flatnonzero(able)
    on = begun[who] + between(rng, 0, 280, len(who))
    yield Rows("first-station", ENTERED, on, who=who, code=line["first"], proof=CONFIRMED)
