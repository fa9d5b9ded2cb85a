"""The stage each subject holds, and what it is due for."""

from functools import reduce
from operator import or_

import ibis

from jiangxin.insight.compile import rows as facts
from jiangxin.insight.compile.conditions import all_met
from jiangxin.insight.compile.inputs import Asked, Expr, Tables
from jiangxin.insight.compile.measures import latest
from jiangxin.policy.entries.rules import Ladder, Stage
from jiangxin.policy.facts import CONFIRMED
from jiangxin.policy.ladders import ENTERED


def stage_pass(asked: Asked, tables: Tables, ladder: Ladder) -> Expr | None:
    """Return the place of the stage held, from 1, 0 for one that the ladder lacks; None where nobody ever entered."""
    if ENTERED not in asked.kinds:
        return None
    rows = facts.standing(asked, tables, [ENTERED], CONFIRMED)
    rows = rows.filter((rows.code == ladder.id) | rows.code.startswith(f"{ladder.id}/"))
    places = [(rows.code == f"{ladder.id}/{stage.id}", place) for place, stage in enumerate(ladder.stage, start=1)]
    rows = rows.mutate(place=ibis.cases(*places, else_=0))
    return rows.group_by("key").agg(place=latest(rows, rows.place, None))


def due(table: Expr, asked: Asked, ladder: Ladder) -> dict[str, Expr]:
    """Return what is due by column; the table's ``l.<ladder>`` is the place of the stage held, 0 outside."""
    place = table[f"l.{ladder.id}"]
    numbers = {stage.id: number for number, stage in enumerate(ladder.stage, start=1)}
    moves = {}
    for stage in ladder.stage:
        entering = _may_enter(stage, place, numbers) & all_met(stage.enter, table, asked)
        moves[f"d.{ladder.id}.{stage.id}.enter"] = entering
        if stage.leave:
            leaving = (place == numbers[stage.id]) & all_met(stage.leave, table, asked)
            moves[f"d.{ladder.id}.{stage.id}.leave"] = leaving
    return moves


def _may_enter(stage: Stage, place: Expr, numbers: dict[str, int]) -> Expr:
    if not stage.after:
        return place == 0
    return reduce(or_, [place == numbers[one] for one in stage.after if one in numbers], ibis.literal(value=False))
