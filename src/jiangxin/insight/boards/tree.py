"""Which units a path counts for: each it goes through that ever stood there, and the part of each it comes from."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from jiangxin.kernel.ids import from36

WHOLE = -1  # in the place of a part: the unit with all below it
OWN = 0  # what is credited to the unit itself

PATHS = pa.schema([("path_no", pa.int32()), ("credited_path", pa.string())])
UNITS = pa.schema([("path_no", pa.int32()), ("unit_id", pa.int64())])
PARTS = pa.schema([("path_no", pa.int32()), ("unit_id", pa.int64()), ("part_id", pa.int64())])
COPIES = pa.schema([("unit_id", pa.int64()), ("part_id", pa.int64())])


@dataclass(frozen=True)
class Under:
    """Tables by path number: the paths, the units each counts for, the parts of units.

    ``copies`` are parts that equal the whole of the unit below, since it stood under no other; ``parts`` lacks them.
    """

    paths: pa.Table
    units: pa.Table
    parts: pa.Table
    copies: pa.Table


@dataclass(frozen=True)
class Tree:
    """All places that units ever had: unit by path."""

    places: Mapping[str, int]
    ids: dict[str, int] = field(default_factory=dict)

    def counted(self, path: str) -> list[tuple[int, int]]:
        """Return (unit, part) for each unit on the way that stood there; the part is the unit below, or its own."""
        steps = path.strip("/").split("/")
        found, here = [], "/"
        for place, step in enumerate(steps):
            here = f"{here}{step}/"
            unit = self.places.get(here)
            if unit is not None:
                found.append((unit, self._id(steps[place + 1]) if place + 1 < len(steps) else OWN))
        return found

    def _id(self, step: str) -> int:
        if step not in self.ids:
            self.ids[step] = from36(step)
        return self.ids[step]

    def under(self, paths: Iterable[str]) -> Under:
        """Return the tables for these paths."""
        numbered = sorted(set(paths))
        rows = [(number, *pair) for number, path in enumerate(numbered) for pair in self.counted(path)]
        whole = Counter(unit for _number, unit, _part in rows)
        here = {(number, unit) for number, unit, _part in rows}
        parts = Counter((unit, part) for number, unit, part in rows if part == OWN or (number, part) in here)
        every = Counter((unit, part) for _number, unit, part in rows)
        copies = [pair for pair, count in every.items() if pair[1] != OWN and count == parts[pair] == whole[pair[1]]]
        copied = set(copies)
        return Under(
            paths=_table([range(len(numbered)), numbered], PATHS),
            units=_table(_columns([row[:2] for row in rows], 2), UNITS),
            parts=_table(_columns([row for row in rows if row[1:] not in copied], 3), PARTS),
            copies=_table(_columns(copies, 2), COPIES),
        )


def _columns(rows: list[Any], width: int) -> list[Any]:
    return [*zip(*rows, strict=True)] if rows else [()] * width


def _table(columns: list[Any], schema: pa.Schema) -> pa.Table:
    return pa.table([pa.array(column, one.type) for column, one in zip(columns, schema, strict=True)], schema=schema)
