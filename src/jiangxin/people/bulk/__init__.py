"""Many rows at once: columns in (Arrow), checked by row, written in chunks, idempotent by key."""

from jiangxin.people.bulk.persons import load_persons
from jiangxin.people.bulk.rows import BulkResult
from jiangxin.people.bulk.spells import load_spells
from jiangxin.people.bulk.units import load_units

__all__ = ["BulkResult", "load_persons", "load_spells", "load_units"]
