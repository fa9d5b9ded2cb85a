"""Counting all figures of the books in force from the newest version of the lake."""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

import pyarrow as pa
import pyarrow.parquet as pq

from jiangxin.insight import lake
from jiangxin.insight.boards import shelf
from jiangxin.insight.boards.compile import Sources, figures
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
        made_at=clock.now().isoformat(),
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
    found = figures(
        run,
        Sources(
            facts=over.facts,
            kinds=over.kinds,
            links=run.columns(links) if links.num_rows else None,
            paths=run.columns(under.paths),
            units=run.columns(under.units),
            parts=run.columns(under.parts),
            copies=run.columns(under.copies),
        ),
        plan,
    )
    days = range(len(plan.days))
    last = [place for place, day in enumerate(plan.days) if day in plan.last]
    if found is None:
        return Made(_empty(("unit_id", "leaf"), days), _empty(("unit_id", "part_id", "leaf"), last), over.places)
    whole, parts = found.whole, found.parts
    return Made(
        run.rows(_telling(whole, ("unit_id", "leaf"), days)),
        run.rows(_telling(parts, ("unit_id", "part_id", "leaf"), last)),
        over.places,
    )


def leaders_table(leaders: Mapping[int, int]) -> pa.Table:
    """Return who is joined to whom, without those who lead themselves."""
    pairs = [(one, leader) for one, leader in leaders.items() if one != leader]
    return pa.table([[pair[0] for pair in pairs], [pair[1] for pair in pairs]], schema=shelf.LEADERS)


def _telling(table: Expr, keys: Sequence[str], days: Iterable[int]) -> Expr:
    """Return the rows that are not all nought, ordered by their keys."""
    names = [f"v{day}" for day in days]
    some = reduce(or_, [table[name] != 0 for name in names])
    return table.filter(some).select(*keys, *names).order_by(*keys)


def _empty(keys: Sequence[str], days: Iterable[int]) -> pa.Table:
    names = [*keys, *(f"v{day}" for day in days)]
    return pa.schema([(name, pa.int32() if name == "leaf" else pa.int64()) for name in names]).empty_table()


def _places(pinned: store.Pinned) -> dict[str, int]:
    found: dict[str, int] = {}
    for file in pinned.dimensions["places"]:
        table = pq.read_table(file, columns=["unit_id", "path"])
        found |= dict(zip(table["path"].to_pylist(), table["unit_id"].to_pylist(), strict=True))
    return found
