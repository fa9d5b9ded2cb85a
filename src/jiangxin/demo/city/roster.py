"""The register's tables of spells: employment, membership, and those of the sample lives."""

from typing import Any

import numpy as np
import pyarrow as pa

from jiangxin.demo.city.block import Block
from jiangxin.demo.city.chance import Ints
from jiangxin.demo.city.days import NEVER, day
from jiangxin.demo.city.facts import recorded
from jiangxin.demo.city.grades import OPENS
from jiangxin.demo.city.lives import written_spells
from jiangxin.demo.city.people import trades
from jiangxin.demo.city.spells import TODAY

JOIN = 0.82  # of those at work, so many are in the union
SCHEMA = pa.schema(
    [
        ("person", pa.int64()), ("unit", pa.int64()), ("kind", pa.string()), ("post_class", pa.string()),
        ("post", pa.string()), ("occupation", pa.string()), ("since", pa.date32()), ("until", pa.date32()),
        ("main", pa.bool_()), ("recorded_at", pa.timestamp("us", "UTC")),
    ]
)  # fmt: skip


def spells_table(block: Block) -> pa.Table:
    """Return all spells of a block, by local numbers of persons and units, in the order of recording."""
    rng = block.rng("spells-recorded")
    tables = [_work(block), _unions(block)]
    if block.written.rows:
        tables.append(_written(block))
    table = pa.concat_tables(tables)
    since = table["since"].cast(pa.int32()).to_numpy().astype(np.int64)
    moment = recorded(rng, np.maximum(since, OPENS))
    table = table.append_column("recorded_at", pa.array(moment, pa.timestamp("us", "UTC"))).cast(SCHEMA)
    return table.take(pa.array(np.argsort(moment, kind="stable")))


def _columns(block: Block, who: Ints, unit: Ints, since: Ints, until: Ints) -> dict[str, Any]:
    size = len(who)
    return {
        "person": pa.array(block.people.first + who),
        "unit": pa.array(unit),
        "post": pa.array([""] * size),
        "since": pa.array(since.astype(np.int32)).cast(pa.date32()),
        "until": pa.array(until.astype(np.int32), mask=until == NEVER).cast(pa.date32()),
    }


def _table(columns: dict[str, Any]) -> pa.Table:
    return pa.table({name: columns[name] for name in SCHEMA.names if name != "recorded_at"})


def _work(block: Block) -> pa.Table:
    spells, people = block.spells, block.people
    codes = pa.array(trades()).take(pa.array(people.trade[spells.who]))
    return _table(
        _columns(block, spells.who, spells.unit, spells.since, spells.until)
        | {
            "kind": pa.array(np.where(spells.employed, "employment", "membership")),
            "post_class": pa.array(np.where(spells.employed, "worker", "")),
            "occupation": codes,
            "main": pa.array(spells.employed),
        }
    )


def _unions(block: Block) -> pa.Table:
    """One membership for most, in the union of the last firm once it has one."""
    spells = block.spells
    since = np.array([unit.unionised for unit in block.tree.units])[spells.unit]
    last = np.append(spells.who[1:] != spells.who[:-1], True)
    begin = np.maximum(spells.since + 30, since + 1)
    until = np.where(spells.until == NEVER, TODAY, spells.until)
    joined = last & spells.employed & (since != NEVER) & (begin < until)
    joined &= (block.rng("unions").random(len(joined)) < JOIN) | block.people.master[spells.who]
    size = int(joined.sum())
    columns = _columns(block, spells.who[joined], spells.unit[joined], begin[joined], spells.until[joined])
    blank = pa.array([""] * size)
    words = {"kind": pa.array(["membership"] * size), "post_class": blank, "occupation": blank}
    return _table(columns | words | {"main": pa.array(np.zeros(size, bool))})


def _written(block: Block) -> pa.Table:
    rows = written_spells()
    unit = np.array([block.number(row["unit"]) for row in rows])
    since = np.array([day(row["since"]) for row in rows])
    until = np.array([day(row["until"]) if "until" in row else NEVER for row in rows])
    columns = _columns(block, np.array([row["person"] for row in rows]), unit, since, until)
    words = {
        name: pa.array([row.get(name, "") for row in rows]) for name in ("kind", "post", "post_class", "occupation")
    }
    return _table(columns | words | {"main": pa.array([row["kind"] == "employment" for row in rows])})
