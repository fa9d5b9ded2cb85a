"""All figures counted again from the ledger's own rows, by plain queries that know nothing of the lake or its masks."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_, or_
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings

from jiangxin.insight.boards.errors import NoFigures
from jiangxin.insight.boards.leaf import ANY_LEVEL, CODE, CREDITED, PERSON, SUM, Leaf
from jiangxin.insight.boards.reading import current
from jiangxin.insight.boards.refresh import leaders_table
from jiangxin.insight.boards.shelf import Shelf
from jiangxin.insight.boards.topup import TopUp
from jiangxin.insight.boards.tree import WHOLE, Tree
from jiangxin.insight.compile.inputs import NO, Expr
from jiangxin.insight.engines.duckdb import Engine, engine
from jiangxin.insight.lake import shape, source
from jiangxin.insight.models import Recount
from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor
from jiangxin.ledger import services as ledger
from jiangxin.ledger.services.seals import last_seal
from jiangxin.people import queries as people

MOST = 200  # differences kept with a recount

_FIGURES = pa.schema([("unit_id", pa.int64()), ("leaf", pa.int32()), ("values", pa.list_(pa.int64()))])


@dataclass(frozen=True)
class Difference:
    """One figure that is not what the ledger says: leaf, unit, day, what was stored and what was counted."""

    leaf: int
    unit_id: int
    day: date
    stored: int
    counted: int


def recount(*, actor: Actor) -> Recount:
    """Count every figure again up to the ledger's last sealed entry and keep what differs. Refuses with NoFigures."""
    started = time.perf_counter()
    found = current()
    if found is None:
        raise NoFigures
    ledger.seal(actor=actor)
    seal = last_seal()
    head = seal.last_id if seal else 0
    topup = TopUp(found, until=head)
    topup.update()
    scratch = Path(settings.DATA) / "scratch"
    with engine(scratch) as run:
        rows = _ledger_rows(run, scratch, head)
        counted = _counted(run, rows, found, topup)
        stored = run.columns(_stored(found, topup))
        differing, first = _differences(run, stored, counted, found)
        compared = sum(len(days) for days in found.days) * found.units.num_rows
    return Recount.objects.create(
        made_at=clock.real_now(),
        made_by=actor.key,
        on=clock.today(),
        ledger_head=head,
        compared=compared,
        differing=differing,
        rows=_told(found, first),
        seconds=round(time.perf_counter() - started),
    )


def _ledger_rows(run: Engine, scratch: Path, head: int) -> Expr:
    """Return every standing entry of the ledger up to an id, read from the database into files that are thrown away."""
    kinds = source.Kinds({})
    files: list[Path] = []
    for read in source.facts_between(-1, head, kinds):
        path = scratch / f"recount-{len(files)}.parquet"
        pq.write_table(read.facts, path)
        files.append(path)
    return _loaded(run, files, kinds)


def _loaded(run: Engine, files: Sequence[Path], kinds: source.Kinds) -> Expr:
    names = pa.table(
        {"kind": pa.array(kinds.numbers.values(), pa.int16()), "name": pa.array(kinds.numbers.keys(), pa.string())}
    )
    try:
        if not files:
            return run.columns(_empty())
        facts, named = run.files([str(path) for path in files]), run.columns(names)
        rows = facts.filter(facts.superseded_at.isnull(), facts.credited_path != "").inner_join(named, "kind")
        return run.kept(rows)
    finally:
        for path in files:
            path.unlink(missing_ok=True)


def _empty() -> pa.Table:
    return shape.FACTS.append(pa.field("name", pa.string())).empty_table()


def _counted(run: Engine, rows: Expr, found: Shelf, topup: TopUp) -> Expr:
    """Return (unit_id, leaf, values) of every figure that is not nought."""
    paths = run.rows(rows.select("credited_path").distinct())["credited_path"].to_pylist()
    under = Tree(found.unit_by_path).under(paths)
    units = run.columns(under.paths).inner_join(run.columns(under.units), "path_no").drop("path_no")
    units = run.kept(units)
    links = run.columns(leaders_table(topup.leaders))
    into = run.columns(_FIGURES.empty_table())
    for place, leaf in enumerate(found.leaves):
        mine = _keyed(rows.filter(_fits(rows, leaf)), leaf, links).inner_join(units, "credited_path")
        run.add(into, _one(mine, place, leaf, found.days[place]))
    return into


def _keyed(mine: Expr, leaf: Leaf, links: Expr) -> Expr:
    if leaf.take == PERSON:
        mine = mine.left_join(links, mine.subject_id == links.id)
        return mine.mutate(key=ibis.coalesce(mine.leader_id, mine.subject_id))
    if leaf.take == CODE:
        return mine.mutate(key=mine.code.nullif(""))
    return mine.mutate(key=mine.credited_to if leaf.take == CREDITED else mine.subject_id)


def _one(mine: Expr, place: int, leaf: Leaf, days: Sequence[date]) -> Expr:
    values = {f"v{number}": _number(mine, leaf, day) for number, day in enumerate(days)}
    found = mine.group_by("unit_id").agg(**values)
    some = reduce(or_, [found[name] != 0 for name in values])
    listed = ibis.array([found[name].cast("int64") for name in values])
    return found.filter(some).select("unit_id", leaf=ibis.literal(place, type="int32"), values=listed)


def _fits(rows: Expr, leaf: Leaf) -> Expr:
    reached = [
        (rows.name == kind) if least == ANY_LEVEL else (rows.name == kind) & (rows.level >= least).fill_null(NO)
        for kind, least in leaf.kinds
    ]
    conditions = [reduce(or_, reached, ibis.literal(value=False)), rows.proof >= leaf.proof]
    if leaf.codes is not None:
        conditions.append(rows.code.isin(leaf.codes) if leaf.codes else ibis.literal(value=False))
    if leaf.start:
        conditions.append(rows.day >= ibis.literal(leaf.start))
    return reduce(and_, conditions)


def _number(rows: Expr, leaf: Leaf, day: date) -> Expr:
    on = ibis.literal(day)
    stands = rows.day <= on
    if leaf.nature == "stock":
        stands &= rows.ended_on.isnull() | (rows.ended_on >= on)
    if leaf.added:
        found = rows.quantity.sum(where=stands) if leaf.take == SUM else rows.count(where=stands)
    else:
        found = rows.key.nunique(where=stands)
    return found.fill_null(0).cast("!int64").cast("int64")


def _stored(found: Shelf, topup: TopUp) -> pa.Table:
    """Return the figures as a board shows them now: those stored, and what came since."""
    units, leaves = found.whole["unit_id"].to_pylist(), found.whole["leaf"].to_pylist()
    held = dict(zip(zip(units, leaves, strict=True), found.whole["values"].to_pylist(), strict=True))
    for unit, parts in topup.found.items():
        for leaf, values in parts.get(WHOLE, {}).items():
            before = held.get((unit, leaf), [0] * len(values))
            held[unit, leaf] = [one + more for one, more in zip(before, values, strict=True)]
    rows = [(*key, values) for key, values in held.items() if any(values)]
    columns = [*zip(*rows, strict=True)] if rows else [(), (), ()]
    return pa.table([pa.array(one, field.type) for one, field in zip(columns, _FIGURES, strict=True)], schema=_FIGURES)


def _differences(run: Engine, stored: Expr, counted: Expr, found: Shelf) -> tuple[int, list[Difference]]:
    """Return how many figures differ, and the first of them."""
    theirs = counted.rename(unit="unit_id", place="leaf", other="values")
    joined = stored.outer_join(theirs, [stored.unit_id == theirs.unit, stored.leaf == theirs.place])
    same = joined["values"].identical_to(joined.other)
    rows = joined.filter(~same).select(
        unit_id=ibis.coalesce(joined.unit_id, joined.unit),
        leaf=ibis.coalesce(joined.leaf, joined.place),
        stored=joined["values"],
        counted=joined.other,
    )
    every = list(_by_day(run.rows(rows.order_by("leaf", "unit_id")).to_pylist(), found))
    return len(every), every[:MOST]


def _by_day(rows: Sequence[dict[str, Any]], found: Shelf) -> Iterator[Difference]:
    for row in rows:
        days = found.days[row["leaf"]]
        nothing = [0] * len(days)
        for day, stored, counted in zip(days, row["stored"] or nothing, row["counted"] or nothing, strict=True):
            if stored != counted:
                yield Difference(row["leaf"], row["unit_id"], day, stored, counted)


def _told(found: Shelf, differences: Sequence[Difference]) -> list[dict[str, Any]]:
    """Return differences in words that can be looked up: indicator, period, unit."""
    named = {place: (name, period) for place, _book, name, period in reversed(found.about.names)}
    names = people.names_on({one.unit_id for one in differences})
    return [
        {
            "indicator": named[one.leaf][0],
            "period": named[one.leaf][1],
            "unit_id": one.unit_id,
            "unit": names.get(one.unit_id, ""),
            "day": one.day.isoformat(),
            "stored": one.stored,
            "counted": one.counted,
        }
        for one in differences
    ]
