"""Enters the facts of the city through the ledger's bulk door, and then the entries that supersede some."""

from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from jiangxin.demo.city.facts import days_of
from jiangxin.demo.city.paths import Paths
from jiangxin.demo.errors import RowsWrong
from jiangxin.demo.services.job import MACHINE, SOURCE, Job
from jiangxin.kernel.words import _
from jiangxin.ledger import bulk

KEEP = (
    "kind",
    "code",
    "level",
    "quantity",
    "happened_on",
    "ended_on",
    "precision",
    "proof",
    "source_key",
    "recorded_at",
)


def enter_facts(job: Job) -> None:
    """Enter all facts; entered again they are known by their source keys and left as they are."""
    paths = Paths(job.tree, job.units.tolist())
    before = 0
    for part in job.parts():
        size = part.people.num_rows
        tell = job.counting(part.facts.num_rows + part.later.num_rows, before, size)
        ids = _load(_columns(job, paths, part.facts), tell)
        by_key = dict(zip(part.facts["source_key"].to_pylist(), ids, strict=True))
        later = _columns(job, paths, part.later).append_column("entry", part.later["entry"])
        targets = pa.array([by_key[key] for key in part.later["superseded"].to_pylist()], pa.int64())
        _load(later.append_column("supersedes", targets), tell)
        before += size


def _columns(job: Job, paths: Paths, facts: pa.Table) -> pa.Table:
    """Return the ledger's columns of facts: ids for numbers, and where the unit stood on the fact's day."""
    numbers = facts["credited"].to_numpy()
    table = facts.select(KEEP)
    person, unit = job.people_ids(facts["person"]), job.unit_ids(facts["unit"])
    table = table.append_column("subject_id", pc.coalesce(person, unit))
    table = table.append_column("credited_to", pa.array(job.units[numbers]))
    table = table.append_column("credited_path", paths.on(numbers, days_of(facts)))
    return table.append_column("issuer_id", job.unit_ids(facts["issuer"]))


def _load(table: pa.Table, tell: Callable[[int], None]) -> list[int]:
    done = 0

    def progress(reached: int, _of: int) -> None:
        nonlocal done
        tell(reached - done)
        done = reached

    found = bulk.load(actor=MACHINE, table=table, source=SOURCE, progress=progress)
    wrong = [(row.row, row.why) for row in found.refused]
    wrong += [(row.row, str(_("与已记的不同"))) for row in found.different]
    if wrong:
        raise RowsWrong(what=str(_("账目")), count=len(wrong), row=wrong[0][0] + 1, why=wrong[0][1])
    return [int(one) for one in found.ids]
