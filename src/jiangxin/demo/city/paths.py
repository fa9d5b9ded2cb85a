"""Where every unit stood on every day, as paths of ids: the same text that the register keeps."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from jiangxin.demo.city.chance import Ints
from jiangxin.demo.city.days import NEVER
from jiangxin.demo.city.tree import Row, Tree
from jiangxin.kernel.ids import to36


class Paths:
    """Paths by unit number and day; blank before a unit was there and after it was gone."""

    def __init__(self, tree: Tree, ids: Sequence[int]) -> None:
        self._steps = [to36(number) for number in ids]
        self._edges = np.array(sorted({row.since for row in tree.places} & _shifts(tree)))
        self._rows: dict[int, list[Row]] = {}
        for row in tree.places:
            self._rows.setdefault(row.unit, []).append(row)
        self._epochs = [self._of_epoch(int(edge)) for edge in self._edges]
        self._first = np.array([min(row.since for row in self._rows[unit]) for unit in range(len(ids))])
        self._words = pa.array([path for epoch in self._epochs for path in epoch], pa.string())

    def on(self, unit: Ints, day: Ints) -> pa.Array:
        """Return the path of each unit on each day."""
        epoch = np.maximum(np.searchsorted(self._edges, day, side="right") - 1, 0)
        return self._words.take(pa.array(epoch * len(self._steps) + unit))

    def _of_epoch(self, edge: int) -> list[str]:
        known: dict[int, str] = {NEVER: "/"}
        for unit in range(len(self._steps)):
            self._path(unit, edge, known)
        return [known[unit] for unit in range(len(self._steps))]

    def _path(self, unit: int, edge: int, known: dict[int, str]) -> str:
        if unit not in known:
            # A unit that begins within the epoch stands where it stands first; its ends never matter to a fact.
            rows = self._rows[unit]
            there = [row for row in rows if row.since <= edge] or rows[:1]
            known[unit] = self._path(there[-1].parent, edge, known) + self._steps[unit] + "/"
        return known[unit]


def _shifts(tree: Tree) -> set[int]:
    """Return the days on which a unit that was there changed its place, and the first day of all."""
    moves = {change.on for change in tree.changes if change.kind == "move"}
    return {min(row.since for row in tree.places), *moves}
