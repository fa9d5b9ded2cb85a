"""The whole city, block by block: the tree, people, spells and facts as Arrow tables by local numbers."""

from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa

from jiangxin.demo.city.amend import amend
from jiangxin.demo.city.block import BLOCK, Block, make_block
from jiangxin.demo.city.care import care_rows
from jiangxin.demo.city.contests import contest_rows
from jiangxin.demo.city.craft import craft_rows
from jiangxin.demo.city.facts import gather, table_of
from jiangxin.demo.city.grades import grade_rows
from jiangxin.demo.city.ladders import ladder_rows
from jiangxin.demo.city.learning import learning_rows
from jiangxin.demo.city.lives import written_table
from jiangxin.demo.city.people import people_table
from jiangxin.demo.city.roster import spells_table
from jiangxin.demo.city.titles import title_rows
from jiangxin.demo.city.tree import Tree
from jiangxin.demo.city.units import build_tree

LEAST = BLOCK  # the totals need so many people


@dataclass(frozen=True)
class Part:
    """One block by local numbers of people and units; ``later`` supersedes some of ``facts`` by source key."""

    people: pa.Table
    spells: pa.Table
    facts: pa.Table
    later: pa.Table


def blocks_of(persons: int) -> int:
    """Return in how many blocks a city of so many persons is made."""
    if persons < LEAST:
        raise ValueError(f"a city has at least {LEAST} persons")
    return persons // BLOCK


def make_part(seed: int, block: int, persons: int, tree: Tree) -> Part:
    """Return one block of a city of so many persons."""
    return part_of(make_block(seed, block, persons, tree))


def make_city(seed: int, persons: int) -> tuple[Tree, Iterator[Part]]:
    """Return the tree and, one after another, the blocks; the same for the same seed and number."""
    tree = build_tree(seed)
    return tree, (make_part(seed, block, persons, tree) for block in range(blocks_of(persons)))


def part_of(block: Block) -> Part:
    """Return the tables of one block."""
    facts, later = amend(block.seed, block.block, facts_of(block))
    return Part(people_table(block.people), spells_table(block), facts, later)


def facts_of(block: Block) -> pa.Table:
    """Return all facts of one block as they stand in the end, in the order of recording."""
    rows = [
        grade_rows(block.people, block.grades, block.number("out-assessment")),
        *learning_rows(block),
        *title_rows(block),
        *contest_rows(block),
        *craft_rows(block),
        *care_rows(block),
        *ladder_rows(block),
    ]
    tables = [table_of(one, block.spells, block.people.first) for one in rows]
    if block.written.rows:
        tables.append(written_table(block.written, block.tree))
    return gather(block.seed, block.block, tables)
