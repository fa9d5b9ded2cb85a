"""The city as tests ask about it: standing facts as columns, and the units they are credited to."""

from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jiangxin.demo.city.city import make_city
from jiangxin.demo.city.days import day
from jiangxin.demo.city.paths import Paths

SEEDS = (1, 20240912)


class City:
    """One city of 20,000 people, made without a database."""

    def __init__(self, seed):
        self.tree, parts = make_city(seed, 20_000)
        self.part = next(parts)
        entered, later = self.part.facts, self.part.later
        gone = pc.is_in(entered["source_key"], later["superseded"].combine_chunks())
        kept = later.filter(pc.not_equal(later["entry"], "withdrawn")).select(entered.column_names)
        self.facts = pa.concat_tables([entered.filter(pc.invert(gone)), kept])
        paths = Paths(self.tree, range(len(self.tree.units)))
        days = self.facts["happened_on"].cast(pa.int32()).to_numpy().astype(np.int64)
        self.facts = self.facts.append_column("path", paths.on(self.facts["credited"].to_numpy(), days))
        self.steps = {unit.key: paths._steps[number] for number, unit in enumerate(self.tree.units)}

    def found(self, kind, *codes, since="1900-01-01", until="2024-09-12", unit="ningbo", level=None):
        """Return confirmed facts of a kind (and codes) between two days, credited within a unit."""
        table = self.facts
        on = table["happened_on"].cast(pa.int32())
        mask = pc.and_(pc.equal(table["kind"], kind), pc.greater_equal(table["proof"], 1))
        mask = pc.and_(mask, pc.and_(pc.greater_equal(on, day(since)), pc.less_equal(on, day(until))))
        mask = pc.and_(mask, pc.match_substring(table["path"], f"/{self.steps[unit]}/"))
        if codes:
            mask = pc.and_(mask, pc.is_in(table["code"], pa.array(codes)))
        if level is not None:
            mask = pc.and_(mask, pc.fill_null(pc.greater_equal(table["level"], level), False))
        return table.filter(mask)

    def count(self, kind, *codes, **asked):
        return self.found(kind, *codes, **asked).num_rows

    def people(self, kind, *codes, **asked):
        return pc.count_distinct(self.found(kind, *codes, **asked)["person"]).as_py()

    def units(self, kind, *codes, **asked):
        return pc.count_distinct(self.found(kind, *codes, **asked)["unit"]).as_py()

    def sum(self, kind, *codes, **asked):
        return pc.sum(self.found(kind, *codes, **asked)["quantity"]).as_py() or 0


@cache
def city(seed):
    """Return the city of a seed, made once for all tests."""
    return City(seed)
