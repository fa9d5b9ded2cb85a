"""Figures counted ahead, in one folder for each refresh: columns that processes map into memory and only read.

``whole.arrow`` is ordered by unit, so that a board is one short stretch of it; ``units.arrow`` says where.
A refresh is there from the moment ``current.json`` names it, and whole.
"""

import json
import shutil
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.conf import settings

from jiangxin.insight.boards.leaf import Leaf
from jiangxin.insight.boards.plan import Plan

KEPT = 2  # refreshes whose folders stay, so that who has just opened the last but one reads on
LEADERS = pa.schema([("id", pa.int64()), ("leader_id", pa.int64())])
_UNITS = pa.schema(
    [
        ("unit_id", pa.int64()),
        ("paths", pa.list_(pa.string())),
        ("row", pa.int64()),
        ("rows", pa.int64()),
        ("part_row", pa.int64()),
        ("part_rows", pa.int64()),
    ]
)

Values = list[int]


@dataclass(frozen=True)
class About:
    """When and of what figures were made: up to the ledger's ``head`` under a seal's ``root``, by which books."""

    made_at: str
    on: str
    head: int
    root: str
    lake_version: int
    links: str
    seconds: float
    books: list[list[str]]
    days: list[list[str]]
    part_days: list[list[int]]
    leaves: list[dict[str, Any]]
    names: list[list[Any]]
    figures: int = 0


@dataclass(frozen=True)
class Shelf:
    """One refresh as it lies on disk."""

    name: str
    about: About
    units: pa.Table
    whole: pa.Table
    parts: pa.Table
    leaders: pa.Table
    ids: Any = field(repr=False)

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """Return the leaves by their places."""
        return tuple(map(Leaf.from_json, self.about.leaves))

    @cached_property
    def places(self) -> dict[Leaf, int]:
        """Return the place of each leaf."""
        return {leaf: place for place, leaf in enumerate(self.leaves)}

    @cached_property
    def days(self) -> tuple[tuple[date, ...], ...]:
        """Return the days each leaf is counted on, in order."""
        return tuple(tuple(map(date.fromisoformat, days)) for days in self.about.days)

    @cached_property
    def unit_by_path(self) -> dict[str, int]:
        """Return every place that a unit ever had."""
        paths, ids = self.units["paths"].to_pylist(), self.units["unit_id"].to_pylist()
        return {path: unit for unit, held in zip(ids, paths, strict=True) for path in held}

    @cached_property
    def leader_of(self) -> dict[int, int]:
        """Return the least of the joined ids for each person that was joined to another."""
        return dict(zip(self.leaders["id"].to_pylist(), self.leaders["leader_id"].to_pylist(), strict=True))

    def paths_of(self, unit_id: int) -> frozenset[str] | None:
        """Return the places a unit ever had; None for a unit that came later."""
        row = self._row(unit_id)
        return None if row is None else frozenset(self.units["paths"][row].as_py())

    def values(self, unit_id: int) -> dict[int, Values]:
        """Return a unit's figures by leaf, one for each day; what is not there is 0."""
        row = self._row(unit_id)
        if row is None:
            return {}
        mine = self.whole.slice(self.units["row"][row].as_py(), self.units["rows"][row].as_py())
        return dict(zip(mine["leaf"].to_pylist(), mine["values"].to_pylist(), strict=True))

    def part_values(self, unit_id: int) -> dict[tuple[int, int], Values]:
        """Return the figures of a unit's parts by leaf and part, one for each of the leaf's ``about.part_days``."""
        row = self._row(unit_id)
        if row is None:
            return {}
        mine = self.parts.slice(self.units["part_row"][row].as_py(), self.units["part_rows"][row].as_py())
        keys = zip(mine["leaf"].to_pylist(), mine["part_id"].to_pylist(), strict=True)
        return dict(zip(keys, mine["values"].to_pylist(), strict=True))

    def _row(self, unit_id: int) -> int | None:
        row = int(np.searchsorted(self.ids, unit_id))
        return row if row < len(self.ids) and self.ids[row] == unit_id else None


def folder() -> Path:
    """Return the folder of all refreshes."""
    return Path(settings.DATA) / "boards"


def write(about: About, tables: Mapping[str, pa.Table], places: Mapping[str, int]) -> Shelf:
    """Put a refresh in place: ``tables`` are whole and parts, each ordered by unit, and leaders; return it."""
    name = uuid.uuid4().hex
    fresh = folder() / name
    fresh.mkdir(parents=True)
    units = _stretches(places, tables["whole"], tables["parts"])
    for file, table in {**tables, "units": units}.items():
        _write(fresh / f"{file}.arrow", table)
    (fresh / "about.json").write_text(json.dumps(about.__dict__, ensure_ascii=False), encoding="utf-8")
    pointer = folder() / f"{name}.new"
    pointer.write_text(json.dumps({"name": name}), encoding="utf-8")
    pointer.replace(folder() / "current.json")
    _sweep(name)
    return opened(name)


def newest() -> str | None:
    """Return the name of the newest refresh, None where there is none."""
    try:
        found = json.loads((folder() / "current.json").read_text(encoding="utf-8"))["name"]
    except (OSError, ValueError, KeyError):
        return None
    return str(found)


def opened(name: str) -> Shelf:
    """Map a refresh into memory; OSError or ValueError where a file is gone or broken."""
    here = folder() / name
    about = About(**json.loads((here / "about.json").read_text(encoding="utf-8")))
    tables = {file: _mapped(here / f"{file}.arrow") for file in ("units", "whole", "parts", "leaders")}
    return Shelf(name, about, ids=tables["units"]["unit_id"].to_numpy(), **tables)


def about_of(plan: Plan, **more: Any) -> About:
    """Return what is said about figures of a plan."""
    return About(
        on=plan.on.isoformat(),
        books=[list(pair) for pair in plan.books],
        days=[[day.isoformat() for day in one.days] for one in plan.wanted],
        part_days=[[place for place, day in enumerate(one.days) if day in one.last] for one in plan.wanted],
        leaves=[one.leaf.as_json() for one in plan.wanted],
        names=[list(name) for name in plan.names],
        **more,
    )


def _stretches(places: Mapping[str, int], whole: pa.Table, parts: pa.Table) -> pa.Table:
    """Return where each unit's rows lie; units without any fact lie nowhere."""
    held: dict[int, list[str]] = {}
    for path, unit in sorted(places.items()):
        held.setdefault(unit, []).append(path)
    at, part_at = _runs(whole), _runs(parts)
    none = (0, 0)
    rows = [(unit, held[unit], *at.get(unit, none), *part_at.get(unit, none)) for unit in sorted(held)]
    columns = [*zip(*rows, strict=True)] if rows else [()] * len(_UNITS)
    return pa.table([pa.array(column, one.type) for column, one in zip(columns, _UNITS, strict=True)], schema=_UNITS)


def _runs(table: pa.Table) -> dict[int, tuple[int, int]]:
    """Return (first row, rows) of each unit in a table ordered by unit."""
    if not table.num_rows:
        return {}
    runs = pc.run_end_encode(table["unit_id"].combine_chunks(), run_end_type=pa.int64())
    ends = runs.run_ends.to_pylist()
    starts = [0, *ends[:-1]]
    return {unit: (start, end - start)
            for unit, start, end in zip(runs.values.to_pylist(), starts, ends, strict=True)}  # fmt: skip


def _write(path: Path, table: pa.Table) -> None:
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table.combine_chunks(), max_chunksize=max(table.num_rows, 1))


def _mapped(path: Path) -> pa.Table:
    with pa.memory_map(str(path)) as source:
        return pa.ipc.open_file(source).read_all()


def _sweep(newest_name: str) -> None:
    """Remove older refreshes; files that somebody has mapped stay his until he lets go."""
    old = sorted((one for one in folder().iterdir() if one.is_dir()), key=lambda one: one.stat().st_mtime)
    for one in [one for one in old if one.name != newest_name][: -KEPT + 1 or None]:
        shutil.rmtree(one, ignore_errors=True)
