"""Counting all figures of the books in force from the newest version of the lake."""

import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

import ibis
import pyarrow as pa
import pyarrow.parquet as pq

from jiangxin.insight import lake
from jiangxin.insight.boards import shelf
from jiangxin.insight.boards.compile import Member, Sources, figures
from jiangxin.insight.boards.plan import Plan, plan_on
from jiangxin.insight.boards.reading import root_at
from jiangxin.insight.boards.shelf import Shelf
from jiangxin.insight.boards.tree import Tree
from jiangxin.insight.compile.inputs import Expr
from jiangxin.insight.engines.duckdb import MEMORY, Engine, engine
from jiangxin.insight.lake import store
from jiangxin.insight.lake.errors import LakeBusy
from jiangxin.insight.lake.everyone import facts_in
from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor
from jiangxin.people import queries as people

WHOLE_KEYS = ("unit_id", "leaf")
PART_KEYS = ("unit_id", "part_id", "leaf")


@dataclass(frozen=True)
class Made:
    """Figures as tables ordered by unit, and what they rest on."""

    whole: pa.Table
    parts: pa.Table
    places: Mapping[str, int]


def refresh(*, actor: Actor, synced: bool = True) -> Shelf:
    """Bring the lake up to the ledger and count every figure anew; who reads meanwhile keeps the former ones."""
    started = time.perf_counter()
    if synced:
        try:
            lake.sync(actor=actor)
        except LakeBusy:
            store.pin()  # another process is at it: what the lake holds already will do, if it holds anything
    pinned = store.pin()
    leaders, links = people.linked_leaders(), str(people.links_stamp())
    plan = plan_on(clock.today())
    made = count(plan, pinned, leaders)
    about = shelf.about_of(
        plan,
        made_at=clock.real_now().isoformat(),
        head=pinned.cursor,
        root=root_at(pinned.cursor),
        lake_version=pinned.version,
        links=links,
        seconds=round(time.perf_counter() - started, 2),
        figures=made.whole.num_rows,
    )
    tables = {"whole": made.whole, "parts": made.parts, "leaders": leaders_table(leaders)}
    return shelf.write(about, tables, made.places)


def count(plan: Plan, pinned: store.Pinned, leaders: Mapping[int, int], memory: str = MEMORY) -> Made:
    """Count a plan over one version of the lake."""
    places = _places(pinned)
    with engine(store.folder().parent / "scratch", memory=memory) as run:
        facts = facts_in(run, pinned)
        return counted(run, Counting(facts, pinned.kinds, leaders, places), plan)


@dataclass(frozen=True)
class Counting:
    """What is counted over: facts, the numbers of their kinds, who is joined to whom, where units ever stood."""

    facts: Expr
    kinds: Mapping[str, int]
    leaders: Mapping[int, int]
    places: Mapping[str, int]


def counted(run: Engine, over: Counting, plan: Plan) -> Made:
    """Count a plan in an engine that is open."""
    paths = run.rows(over.facts.select("credited_path").distinct())["credited_path"].to_pylist()
    under = Tree(over.places).under(path for path in paths if path)
    links = leaders_table(over.leaders)
    sources = Sources(
        facts=over.facts,
        kinds=over.kinds,
        links=run.columns(links) if links.num_rows else None,
        paths=run.columns(under.paths),
        units=run.columns(under.units),
        parts=run.columns(under.parts),
        copies=run.columns(under.copies),
    )
    sets: dict[tuple[tuple[date, ...], tuple[date, ...]], list[Member]] = defaultdict(list)
    for place, one in enumerate(plan.wanted):
        sets[one.days, one.last].append((place, one.leaf))
    whole, parts = (run.columns(_schema(keys).empty_table()) for keys in (WHOLE_KEYS, PART_KEYS))
    for (days, last), members in sets.items():
        found = figures(run, sources, members, days)
        run.add(whole, _listed(found.whole, WHOLE_KEYS, range(len(days))))
        run.add(parts, _listed(found.parts, PART_KEYS, [days.index(day) for day in last]))
        run.drop(found.whole)
        run.drop(found.parts)
    return Made(run.rows(whole.order_by(*WHOLE_KEYS)), run.rows(parts.order_by(*PART_KEYS)), over.places)


def leaders_table(leaders: Mapping[int, int]) -> pa.Table:
    """Return who is joined to whom, without those who lead themselves."""
    pairs = [(one, leader) for one, leader in leaders.items() if one != leader]
    return pa.table([[pair[0] for pair in pairs], [pair[1] for pair in pairs]], schema=shelf.LEADERS)


def _listed(table: Expr, keys: Sequence[str], days: Iterable[int]) -> Expr:
    """Return the rows that are not all nought, their numbers as one list."""
    names = [f"v{day}" for day in days]
    some = reduce(or_, [table[name] != 0 for name in names])
    return table.filter(some).select(*keys, values=ibis.array([table[name] for name in names]))


def _schema(keys: Sequence[str]) -> pa.Schema:
    named = [(name, pa.int32() if name == "leaf" else pa.int64()) for name in keys]
    return pa.schema([*named, ("values", pa.list_(pa.int64()))])


def _places(pinned: store.Pinned) -> dict[str, int]:
    found: dict[str, int] = {}
    for file in pinned.dimensions["places"]:
        table = pq.read_table(file, columns=["unit_id", "path"])
        found |= dict(zip(table["path"].to_pylist(), table["unit_id"].to_pylist(), strict=True))
    return found
