"""Some entries are superseded later: confirmed, corrected, completed or withdrawn, all by one rule.

The rule: of the kinds named in the plan every so-many-th fact, in the order of recording, was entered
imperfectly and put right some days later. What stands in the end is the same as without it.
"""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jiangxin.demo.city.chance import Flags, Ints, between, child
from jiangxin.demo.city.facts import DECLARED, LAST_MOMENT
from jiangxin.demo.city.source import plan

MICROS = 24 * 3600 * 1_000_000


def amend(seed: int, block: int, facts: pa.Table) -> tuple[pa.Table, pa.Table]:
    """Return the facts as first entered, and the later entries with ``entry`` and ``superseded`` (a source key)."""
    later, taken = [], np.zeros(facts.num_rows, bool)
    extra = []
    for rule in plan("amend")["rule"]:
        rng = child(seed, "amend", block, rule["entry"], rule.get("kind", ""))
        places = _places(facts, rule, taken)
        taken[places] = True
        right = facts.take(pa.array(places))
        if rule["entry"] == "declared":
            extra.append(_copies(right, "declared", {"proof": DECLARED}))
            continue
        if rule["entry"] == "withdrawn":
            wrong = _copies(right, "twice", {})
            extra.append(wrong)
            later.append(_entries(rng, wrong, rule["entry"]))
            continue
        later.append(_entries(rng, right, rule["entry"]))
        facts = _put(facts, places, _as_entered(rng, right, rule["entry"]))
    whole = pa.concat_tables([facts, *extra])
    order = np.argsort(whole["recorded_at"].cast(pa.int64()).to_numpy(), kind="stable")
    return whole.take(pa.array(order)), pa.concat_tables(later)


def _places(facts: pa.Table, rule: dict[str, Any], taken: Flags) -> Ints:
    """Return every so-many-th fact of the rule's kind that nothing has touched yet and that leaves time for it."""
    fits = pc.equal(facts["kind"], rule["kind"]).to_numpy(zero_copy_only=False).copy() & ~taken
    moments = facts["recorded_at"].cast(pa.int64()).to_numpy()
    fits &= moments < LAST_MOMENT - 60 * MICROS
    fits &= pc.less(facts["proof"], 2).to_numpy(zero_copy_only=False) | (rule["entry"] in {"withdrawn", "corrected"})
    fits &= pc.invert(pc.starts_with(facts["source_key"], "life")).to_numpy(zero_copy_only=False)
    if rule["entry"] == "completed":
        fits &= pc.is_valid(facts["ended_on"]).to_numpy(zero_copy_only=False)
    return np.flatnonzero(fits)[:: rule["every"]]


def _entries(rng: np.random.Generator, rows: pa.Table, entry: str) -> pa.Table:
    """Return the entries that put these rows right, recorded four to forty days later."""
    size = rows.num_rows
    moments = rows["recorded_at"].cast(pa.int64()).to_numpy()
    if entry == "completed":
        moments = np.maximum(moments, rows["ended_on"].cast(pa.int32()).to_numpy().astype(np.int64) * MICROS)
    moments = np.minimum(moments + between(rng, 4, 40, size) * MICROS, LAST_MOMENT)
    keys = pc.binary_join_element_wise(rows["source_key"], entry, "/")
    later = rows.set_column(rows.schema.get_field_index("source_key"), "source_key", keys)
    later = later.set_column(
        rows.schema.get_field_index("recorded_at"), "recorded_at", pa.array(moments, pa.timestamp("us", "UTC"))
    )
    later = later.append_column("entry", pa.array([entry] * size, pa.string()))
    return later.append_column("superseded", rows["source_key"])


def _as_entered(rng: np.random.Generator, rows: pa.Table, entry: str) -> pa.Table:
    """Return the rows as they were entered at first."""
    if entry == "confirmed":
        return _with(rows, "proof", pa.array(np.full(rows.num_rows, DECLARED), pa.int16()))
    if entry == "completed":
        return _with(rows, "ended_on", pa.nulls(rows.num_rows, pa.date32()))
    days = rows["happened_on"].cast(pa.int32()).to_numpy() - between(rng, 1, 6, rows.num_rows).astype(np.int32)
    return _with(rows, "happened_on", pa.array(days).cast(pa.date32()))


def _copies(rows: pa.Table, mark: str, values: dict[str, int]) -> pa.Table:
    """Return the same rows once more under keys of their own."""
    keys = pc.binary_join_element_wise(rows["source_key"], mark, "/")
    copies = _with(rows, "source_key", keys)
    for name, value in values.items():
        copies = _with(copies, name, pa.array(np.full(rows.num_rows, value), rows.schema.field(name).type))
    return copies


def _with(rows: pa.Table, name: str, values: Any) -> pa.Table:
    return rows.set_column(rows.schema.get_field_index(name), name, values)


def _put(facts: pa.Table, places: Ints, rows: pa.Table) -> pa.Table:
    """Return the facts with these rows in these places."""
    order = np.arange(facts.num_rows)
    order[places] = facts.num_rows + np.arange(len(places))
    return pa.concat_tables([facts, rows]).take(pa.array(order))
