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

import ibis
import pyarrow as pa

from jiangxin.insight.boards.leaf import ANY_LEVEL, CODE, CREDITED, PERSON, SUM, Leaf
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


Member = tuple[int, Leaf]  # a leaf with its place in the plan


@dataclass(frozen=True)
class Found:
    """Figures by (leaf, unit_id) and (leaf, unit_id, part_id), a column ``v<n>`` for each day asked about."""

    whole: Expr
    parts: Expr


@dataclass(frozen=True)
class Gathered:
    """Numbers by leaf and mask of days: by path, to be added up; by unit and by part, final."""

    by_path: Expr
    by_unit: Expr
    by_part: Expr


def figures(run: Engine, sources: Sources, members: Sequence[Member], days: Sequence[date]) -> Found:
    """Return the figures of leaves that are all counted on the same days."""
    gathered = Gathered(
        *(run.columns(_nothing(*keys)) for keys in (("path_no",), ("unit_id",), ("unit_id", "part_id")))
    )
    for group in _groups(members, sources.kinds):
        _count(run, sources, group, days, gathered)
    places = range(len(days))
    by_path = run.kept(_by_days(gathered.by_path, ["leaf", "path_no"], places))
    whole = run.kept(_up(by_path, sources.units, gathered.by_unit, ["leaf", "unit_id"], places))
    parts = run.kept(_up(by_path, sources.parts, gathered.by_part, ["leaf", "unit_id", "part_id"], places))
    under = sources.copies.rename(upper="unit_id")
    copied = whole.inner_join(under, whole.unit_id == under.part_id)
    run.add(parts, copied.select("leaf", copied.upper, "part_id", *(f"v{day}" for day in places)))
    for table in (gathered.by_path, gathered.by_unit, gathered.by_part, by_path):
        run.drop(table)
    return Found(whole, parts)


def _nothing(*keys: str) -> pa.Table:
    """Return a table of numbers by mask without a row."""
    return pa.schema([("leaf", pa.int32()), *((name, pa.int64()) for name in (*keys, "mask", "n"))]).empty_table()


def _groups(members: Sequence[Member], kinds: Mapping[str, int]) -> Iterator[list[Member]]:
    """Yield leaves that one pass can count: of the same kinds, nature, first day, and sort of what is counted."""
    found: dict[tuple[object, ...], list[Member]] = defaultdict(list)
    for place, leaf in members:
        known = tuple(kind for kind, _least in leaf.kinds if kind in kinds)
        if known and leaf.codes != ():
            found[known, leaf.nature == "stock", leaf.start, "" if leaf.added else leaf.take].append((place, leaf))
    yield from found.values()


def _count(run: Engine, sources: Sources, group: list[Member], days: Sequence[date], gathered: Gathered) -> None:
    rows = _rows(sources, [leaf for _place, leaf in group], days)
    if group[0][1].added:
        taken = {f"n{place}": _amount(rows, leaf, sources.kinds) for place, leaf in group}
        told = _told(rows.group_by("path_no", "mask").agg(**taken), group, "n", ["path_no", "mask"])
        run.add(gathered.by_path, told.filter(told.n != 0).select("leaf", "path_no", "mask", "n"))
        return
    held = {f"m{place}": rows.mask.bit_or(where=_fits(rows, leaf, sources.kinds)) for place, leaf in group}
    pairs = run.kept(rows.group_by("key", "path_no").agg(**held))
    several = run.kept(pairs.group_by("key").agg(paths=pairs.count()).filter(lambda one: one.paths > 1).select("key"))
    run.add(gathered.by_path, _holders(pairs.anti_join(several, "key"), group, ["path_no"]))
    many = pairs.semi_join(several, "key")
    for table, keys, into in (
        (sources.units, ["unit_id"], gathered.by_unit),
        (sources.parts, ["unit_id", "part_id"], gathered.by_part),
    ):
        joined = many.inner_join(table, "path_no")
        together = joined.group_by("key", *keys).agg(**{name: joined[name].bit_or() for name in held})
        run.add(into, _holders(together, group, keys))
    run.drop(pairs)
    run.drop(several)


def _told(table: Expr, group: list[Member], letter: str, keys: Sequence[str]) -> Expr:
    """Return a row for each leaf of a table that has a column for each."""
    each = [
        ibis.struct({"leaf": ibis.literal(place, type="int32"), letter: table[f"{letter}{place}"].cast("int64")})
        for place, _leaf in group
    ]
    told = table.select(*keys, each=ibis.array(each).unnest())
    return told.select(*keys, leaf=told.each["leaf"], **{letter: told.each[letter]})


def _holders(table: Expr, group: list[Member], keys: Sequence[str]) -> Expr:
    """Return how many of those counted once stand on the same days."""
    told = _told(table, group, "m", keys)
    told = told.filter(told.m.fill_null(0) != 0)
    found = told.group_by("leaf", *keys, mask=told.m).agg(n=told.count())
    return found.select("leaf", *keys, "mask", "n")


def _rows(sources: Sources, leaves: list[Leaf], days: Sequence[date]) -> Expr:
    """Return the standing facts of these leaves' kinds with their path's number, days as bits, and whom they count."""
    facts, first = sources.facts, leaves[0]
    numbers = sorted({sources.kinds[kind] for kind, _least in first.kinds if kind in sources.kinds})
    rows = facts.filter(
        facts.kind == numbers[0] if len(numbers) == 1 else facts.kind.isin(numbers),
        facts.superseded_at.isnull(),
        facts.proof >= min(leaf.proof for leaf in leaves),
        facts.day <= ibis.literal(days[-1]),
    )
    if first.start:
        rows = rows.filter(rows.day >= ibis.literal(first.start))
    mask = _begun(rows.day, days)
    if first.nature == "stock":
        rows = rows.filter(rows.ended_on.isnull() | (rows.ended_on >= ibis.literal(days[0])))
        mask = mask & _open(rows.ended_on, days)
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


def _up(by_path: Expr, under: Expr, final: Expr, keys: Sequence[str], days: Sequence[int]) -> Expr:
    """Return numbers added up along the tree together with those that are final already."""
    columns = [*keys, *(f"v{day}" for day in days)]
    ready = _by_days(final, keys, days).select(*columns)
    both = by_path.inner_join(under, "path_no").select(*columns).union(ready)
    return both.group_by(*keys).agg(**{f"v{day}": _whole(both[f"v{day}"].sum()) for day in days})


def _whole(number: Expr) -> Expr:
    """Return a sum as a 64-bit integer: the engine adds up in 128 bits, which the exclamation mark makes it cast."""
    return number.fill_null(0).cast("!int64").cast("int64")
