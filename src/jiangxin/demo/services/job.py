"""One making of the city: its parameters, its tables, and the ids that local numbers have got."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pyarrow as pa

from jiangxin.demo.city.chance import Ints
from jiangxin.demo.city.city import Part, blocks_of, make_part
from jiangxin.demo.city.tree import Tree
from jiangxin.demo.city.units import build_tree
from jiangxin.kernel.actor import Actor

Tell = Callable[[int, int], None]  # done, of
MACHINE = Actor.machine("demo")
SOURCE = "demo"
KEPT = 3  # blocks kept in memory from step to step; more are made anew for each


def silent(done: int, of: int) -> None:
    """Tell nobody."""


def no_ids() -> Ints:
    """Return ids of nobody."""
    return np.zeros(0, np.int64)


@dataclass
class Job:
    """What every step needs. Ids are looked up again when a making goes on in another process."""

    seed: int
    persons: int
    tell: Tell = silent
    units: Ints = field(default_factory=no_ids)  # ids by unit number
    people: Ints = field(default_factory=no_ids)  # ids by person number
    _kept: dict[int, Part] = field(default_factory=dict)

    @cached_property
    def tree(self) -> Tree:
        """Return the tree of units."""
        return build_tree(self.seed)

    def parts(self) -> Iterator[Part]:
        """Yield the blocks of the city; a large one is made block by block, so that memory does not grow with it."""
        blocks = blocks_of(self.persons)
        for block in range(blocks):
            part = self._kept.get(block) or make_part(self.seed, block, self.persons, self.tree)
            if blocks <= KEPT:
                self._kept[block] = part
            yield part

    def unit_ids(self, numbers: pa.ChunkedArray) -> pa.Array:
        """Return the ids of units by number; null stays null."""
        return pa.array(self.units).take(numbers.combine_chunks())

    def people_ids(self, numbers: pa.ChunkedArray) -> pa.Array:
        """Return the ids of people by number; null stays null."""
        return pa.array(self.people).take(numbers.combine_chunks())

    def counting(self, total: int, before: int = 0, most: int = 0) -> Callable[[int], None]:
        """Return what takes counts of rows just done out of ``total``.

        It tells how many are done; with ``most`` how many persons, of whom this block has so many after ``before``.
        """
        done = 0

        def tell(count: int) -> None:
            nonlocal done
            done += count
            if most:
                self.tell(before + most * done // max(total, 1), self.persons)
            else:
                self.tell(done, total)

        return tell
