"""One block of the city, as every part of the generator sees it, and draws over the days people were at work."""

from dataclasses import dataclass

import numpy as np

from jiangxin.demo.city.chance import Flags, Ints, between, child, share
from jiangxin.demo.city.days import NEVER
from jiangxin.demo.city.grades import Grades, draw_grades
from jiangxin.demo.city.lives import Written, written_facts
from jiangxin.demo.city.people import People, draw_people
from jiangxin.demo.city.spells import TODAY, Spells, area_of_units, draw_spells
from jiangxin.demo.city.tree import Tree

BLOCK = 20_000  # people in one block; the last one may be smaller


@dataclass
class Block:
    """People of one block with their spells and grades; ``seed``, ``block`` and ``blocks`` say which it is."""

    seed: int
    block: int
    blocks: int
    tree: Tree
    areas: Ints  # district or zone of each unit
    people: People
    spells: Spells
    grades: Grades
    last: Ints  # last day at work
    written: Written

    def rng(self, part: str) -> np.random.Generator:
        """Return the generator of one part of this block."""
        return child(self.seed, part, self.block)

    def shared(self, part: str) -> np.random.Generator:
        """Return a generator that is the same in every block: for what happened once in the city."""
        return child(self.seed, "city", part)

    def share(self, total: int) -> int:
        """Return this block's part of a total of the city."""
        return share(total, self.block, self.blocks)

    def number(self, key: str) -> int:
        """Return the number of a unit."""
        return self.tree.numbers[key]

    @property
    def drawn(self) -> Flags:
        """Everybody but the written lives."""
        return ~self.people.scripted


@dataclass
class Stays:
    """The longest stay of each person that fits: from ``low`` to ``high``."""

    who: Ints
    low: Ints
    high: Ints

    def take(self, rng: np.random.Generator, count: int) -> "Stays":
        """Return so many of them, each person once, in order."""
        if len(self.who) < count:
            raise ValueError(f"{count} stays wanted, only {len(self.who)} there")
        chosen = np.sort(rng.choice(len(self.who), count, replace=False))
        return Stays(self.who[chosen], self.low[chosen], self.high[chosen])

    def again(self, rng: np.random.Generator, count: int) -> "Stays":
        """Return so many of them, the same person more than once where it falls so."""
        chosen = np.sort(rng.integers(0, len(self.who), count)) if count else np.zeros(0, np.int64)
        return Stays(self.who[chosen], self.low[chosen], self.high[chosen])

    def days(self, rng: np.random.Generator) -> Ints:
        """Return one day of each stay."""
        return between(rng, self.low, self.high, len(self.who))


def stays(block: Block, first: int, last: int, among: Flags, area: int = NEVER) -> Stays:
    """Return where people were at work between two days; with ``area`` only stays in that district."""
    spells = block.spells
    low = np.maximum(spells.since + 30, first)
    high = np.minimum(np.where(spells.until == NEVER, TODAY, spells.until), last)
    fits = (high - low >= min(20, last - first)) & among[spells.who]
    if area != NEVER:
        fits &= block.areas[spells.unit] == area
    rows = np.flatnonzero(fits)
    order = rows[np.lexsort((-(high - low)[rows], spells.who[rows]))]
    who, where = np.unique(spells.who[order], return_index=True)
    return Stays(who, low[order][where], high[order][where])


def make_block(seed: int, block: int, persons: int, tree: Tree) -> Block:
    """Draw people, spells and grades of one block of a city of so many persons."""
    blocks = max(persons // BLOCK, 1)
    size = BLOCK if block < blocks - 1 else persons - BLOCK * (blocks - 1)
    people = draw_people(seed, block, size, block * BLOCK)
    spells = draw_spells(seed, block, people, tree)
    last = spells.last_day(size)
    grades, _new = draw_grades(seed, block, blocks, people, last)
    written = written_facts() if block == 0 else Written([])
    return Block(seed, block, blocks, tree, area_of_units(tree), people, spells, grades, last, written)
