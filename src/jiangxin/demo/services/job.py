"""One making of the city: its parameters, its tables, and the ids that local numbers have got."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pyarrow as pa

from jiangxin.demo.city.city import Part, make_city
from jiangxin.demo.city.tree import Tree
from jiangxin.kernel.actor import Actor

Tell = Callable[[int, int], None]  # done, of
MACHINE = Actor.machine("demo")
SOURCE = "demo"


def silent(done: int, of: int) -> None:
    """Tell nobody."""


@dataclass
class Job:
    """What every step needs. Ids are looked up again when a making goes on in another process."""

    seed: int
    persons: int
    tell: Tell = silent
    units: list[int] = field(default_factory=list)  # ids by unit number
    people: list[int] = field(default_factory=list)  # ids by person number

    @cached_property
    def _made(self) -> tuple[Tree, Iterator[Part]]:
        return make_city(self.seed, self.persons)

    @property
    def tree(self) -> Tree:
        """Return the tree of units."""
        return self._made[0]

    @cached_property
    def parts(self) -> list[Part]:
        """Return all blocks of the city."""
        return list(self._made[1])

    def unit_ids(self, numbers: pa.ChunkedArray) -> pa.Array:
        """Return the ids of units by number; null stays null."""
        return _taken(self.units, numbers)

    def people_ids(self, numbers: pa.ChunkedArray) -> pa.Array:
        """Return the ids of people by number; null stays null."""
        return _taken(self.people, numbers)


def _taken(ids: list[int], numbers: pa.ChunkedArray) -> pa.Array:
    return pa.array(np.array(ids, np.int64)).take(numbers.combine_chunks())


def counting(job: Job, total: int) -> Callable[[int], None]:
    """Return what takes counts of rows just done, and tells how many are done of all."""
    done = 0

    def tell(count: int) -> None:
        nonlocal done
        done += count
        job.tell(done, total)

    return tell
