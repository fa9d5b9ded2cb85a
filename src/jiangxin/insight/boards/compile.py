"""A plan as expressions over the lake: one grouped pass per kind and sort of count, added up along the tree.

A fact stands on some of the plan's days: one bit each. What counts a person once takes the bits of all his
facts together, first under each path; only who has several paths is put together again for each unit.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_, or_
from typing import Any

import ibis

from jiangxin.insight.boards.leaf import ANY_LEVEL, CODE, CREDITED, PERSON, SUM, Leaf
from jiangxin.insight.boards.plan import Plan
from jiangxin.insight.compile.inputs import NO, Expr
from jiangxin.insight.engines.duckdb import Engine


@dataclass(frozen=True)
class Sources:
    """The lake's facts and numbers of kinds; who is joined to whom (id, leader_id); the tables of ``tree.Under``."""

    facts: Expr
    kinds: Mapping[str, int]
    links: Expr | None
    paths: Expr
    units: Expr
    parts: Expr
    copies: Expr


@dataclass(frozen=True)
class Found:
    """Figures by (leaf, unit_id) and (leaf, unit_id, part_id), a column ``v<n>`` for each day of the plan."""

    whole: Expr
    parts: Expr


@dataclass
class Gathered:
    """Numbers by mask of days: by path, to be added up; by unit and by part, final."""

    by_path: list[Expr]
    by_unit: list[Expr]
    by_part: list[Expr]


def figures(run: Engine, sources: Sources, plan: Plan) -> Found | None:
    """Return all figures of a plan; None where there is no fact of any of its kinds."""
    gathered = Gathered([], [], [])
    for members in _groups(plan, sources.kinds):
        _count(run, sources, plan, members, gathered)
    if not gathered.by_path:
        return None
    days = range(len(plan.days))
    by_path = run.kept(_by_days(ibis.union(*gathered.by_path) if len(gathered.by_path) > 1 else gathered.by_path[0],
                                ["leaf", "path_no"], days))  # fmt: skip
    whole = [_up(by_path, sources.units, ["leaf", "unit_id"], days)]
    parts = [_up(by_path, sources.parts, ["leaf", "unit_id", "part_id"], days)]
    whole += [_by_days(one, ["leaf", "unit_id"], days) for one in gathered.by_unit]
    parts += [_by_days(one, ["leaf", "unit_id", "part_id"], days) for one in gathered.by_part]
    wholes = run.kept(_added(whole, ["leaf", "unit_id"], days))
    under = sources.copies.rename(upper="unit_id")
    copied = wholes.inner_join(under, wholes.unit_id == under.part_id)
    values = [f"v{day}" for day in days]
    copied = copied.select("leaf", "part_id", *values, unit_id=copied.upper)
    copied = copied.select("leaf", "unit_id", "part_id", *values)
    return Found(wholes, _added([*parts, copied], ["leaf", "unit_id", "part_id"], days))


def _groups(plan: Plan, kinds: Mapping[str, int]) -> Iterator[list[tuple[int, Leaf]]]:
    """Yield leaves that one pass can count: of the same kinds, nature, first day, and sort of what is counted."""
    found: dict[tuple[object, ...], list[tuple[int, Leaf]]] = defaultdict(list)
    for place, leaf in enumerate(plan.leaves):
        known = tuple(kind for kind, _least in leaf.kinds if kind in kinds)
        if known and leaf.codes != ():
            found[known, leaf.nature == "stock", leaf.start, "" if leaf.added else leaf.take].append((place, leaf))
    yield from found.values()


def _count(run: Engine, sources: Sources, plan: Plan, members: list[tuple[int, Leaf]], gathered: Gathered) -> None:
    rows = _rows(sources, plan, [leaf for _place, leaf in members])
    if members[0][1].added:
        grouped = run.kept(
            rows.group_by("path_no", "mask").agg(
                **{f"n{place}": _amount(rows, leaf, sources.kinds) for place, leaf in members}
            )
        )
        for place, _leaf in members:
            mine = grouped.filter(grouped[f"n{place}"] != 0)
            gathered.by_path.append(mine.select(leaf=_literal(place), path_no="path_no", mask="mask", n=f"n{place}"))
        return
    pairs = run.kept(
        rows.group_by("key", "path_no").agg(
            **{f"m{place}": rows.mask.bit_or(where=_fits(rows, leaf, sources.kinds)) for place, leaf in members}
        )
    )
    places = [place for place, _leaf in members]
    several = run.kept(pairs.group_by("key").agg(paths=pairs.count()).filter(lambda one: one.paths > 1).select("key"))
    single, many = pairs.anti_join(several, "key"), pairs.semi_join(several, "key")
    gathered.by_path += [_holders(single, place, ["path_no"]) for place in places]
    for table, keys, into in (
        (sources.units, ["unit_id"], gathered.by_unit),
        (sources.parts, ["unit_id", "part_id"], gathered.by_part),
    ):
        joined = many.inner_join(table, "path_no")
        together = run.kept(
            joined.group_by("key", *keys).agg(**{f"m{one}": joined[f"m{one}"].bit_or() for one in places})
        )
        into += [_holders(together, place, keys) for place in places]


def _holders(table: Expr, place: int, keys: Sequence[str]) -> Expr:
    """Return how many of those counted once stand on the same days."""
    mine = (
        table.filter(table[f"m{place}"].fill_null(0) != 0)
        .group_by(*keys, mask=table[f"m{place}"])
        .agg(n=ibis._.count())
    )
    return mine.select(*keys, leaf=_literal(place), mask="mask", n="n").select("leaf", *keys, "mask", "n")


def _rows(sources: Sources, plan: Plan, leaves: list[Leaf]) -> Expr:
    """Return the standing facts of these leaves' kinds with their path's number, days as bits, and whom they count."""
    facts, first = sources.facts, leaves[0]
    numbers = sorted({sources.kinds[kind] for kind, _least in first.kinds if kind in sources.kinds})
    rows = facts.filter(
        facts.kind == numbers[0] if len(numbers) == 1 else facts.kind.isin(numbers),
        facts.superseded_at.isnull(),
        facts.proof >= min(leaf.proof for leaf in leaves),
        facts.day <= ibis.literal(plan.days[-1]),
    )
    if first.start:
        rows = rows.filter(rows.day >= ibis.literal(first.start))
    mask = _begun(rows.day, plan.days)
    if first.nature == "stock":
        rows = rows.filter(rows.ended_on.isnull() | (rows.ended_on >= ibis.literal(plan.days[0])))
        mask = mask & _open(rows.ended_on, plan.days)
    rows = rows.mutate(mask=mask)
    if not first.added:
        rows = _keyed(rows, first.take, sources.links)
    joined = rows.inner_join(sources.paths, "credited_path")
    columns = ["path_no", "mask", "kind", "code", "level", "proof", "quantity"]
    return joined.select(*columns, *([] if first.added else ["key"])).filter(lambda one: one.mask != 0)


def _keyed(rows: Expr, take: str, links: Expr | None) -> Expr:
    if take == CODE:
        return rows.filter(rows.code != "").mutate(key=rows.code)
    if take == CREDITED:
        return rows.filter(rows.credited_to.notnull()).mutate(key=rows.credited_to)
    if take != PERSON or links is None:
        return rows.mutate(key=rows.subject_id)
    joined = rows.left_join(links, rows.subject_id == links.id)
    return joined.mutate(key=ibis.coalesce(joined.leader_id, joined.subject_id)).drop("leader_id")


def _begun(day: Expr, days: Sequence[date]) -> Expr:
    """Return the bits of the days on which something has begun."""
    full = (1 << len(days)) - 1
    cases = [(day <= ibis.literal(one), (full >> place) << place) for place, one in enumerate(days)]
    return ibis.cases(*cases, else_=0).cast("int64")


def _open(ended: Expr, days: Sequence[date]) -> Expr:
    """Return the bits of the days on which something has not ended."""
    full = (1 << len(days)) - 1
    cases = [(ended.isnull(), full)]
    cases += [(ended >= ibis.literal(days[place]), full & ((2 << place) - 1)) for place in range(len(days) - 1, -1, -1)]
    return ibis.cases(*cases, else_=0).cast("int64")


def _fits(rows: Expr, leaf: Leaf, kinds: Mapping[str, int]) -> Expr | None:
    """Return which rows a leaf takes, beside their days."""
    conditions = [rows.proof >= leaf.proof]
    if leaf.codes is not None:
        conditions.append(rows.code.isin(leaf.codes))
    if any(least != ANY_LEVEL for _kind, least in leaf.kinds):
        several = len(leaf.kinds) > 1
        reached = [
            (rows.kind == kinds[kind]) & (rows.level >= least) if several else rows.level >= least
            for kind, least in leaf.kinds
            if kind in kinds
        ]
        conditions.append(reduce(or_, reached).fill_null(NO))
    return reduce(and_, conditions)


def _amount(rows: Expr, leaf: Leaf, kinds: Mapping[str, int]) -> Expr:
    where = _fits(rows, leaf, kinds)
    found = rows.quantity.sum(where=where) if leaf.take == SUM else rows.count(where=where)
    return _whole(found)


def _by_days(table: Expr, keys: Sequence[str], days: Sequence[int]) -> Expr:
    """Return numbers by mask as numbers by day."""
    held = {f"v{day}": _whole(table.n.sum(where=(table.mask & (1 << day)) != 0)) for day in days}
    return table.group_by(*keys).agg(**held)


def _up(by_path: Expr, under: Expr, keys: Sequence[str], days: Sequence[int]) -> Expr:
    return _summed(by_path.inner_join(under, "path_no"), keys, days)


def _added(tables: Sequence[Expr], keys: Sequence[str], days: Sequence[int]) -> Expr:
    columns = [*keys, *(f"v{day}" for day in days)]
    return _summed(
        ibis.union(*[table.select(*columns) for table in tables]) if len(tables) > 1 else tables[0], keys, days
    )


def _summed(table: Expr, keys: Sequence[str], days: Sequence[int]) -> Expr:
    return table.group_by(*keys).agg(**{f"v{day}": _whole(table[f"v{day}"].sum()) for day in days})


def _whole(number: Expr) -> Expr:
    """Return a sum as a 64-bit integer: the engine adds up in 128 bits, which the exclamation mark makes it cast."""
    return number.fill_null(0).cast("!int64").cast("int64")


def _literal(place: int) -> Any:
    return ibis.literal(place, type="int32")
