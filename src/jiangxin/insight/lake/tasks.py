"""Keeping the lake up to the ledger in the background."""

from jiangxin.insight.lake import store
from jiangxin.insight.lake.errors import LakeMissing
from jiangxin.insight.lake.sync import sync
from jiangxin.jobs import queries as open_work
from jiangxin.jobs import services as jobs
from jiangxin.jobs.kinds import Run
from jiangxin.kernel.actor import Actor
from jiangxin.ledger import queries as ledger

SYNC = "insight.lake"
EVERY = 300.0  # seconds; board figures that are due bring the lake up themselves
PATIENCE = 600.0  # seconds that another writer is waited for


def keep(run: Run) -> None:
    """Bring the lake up to the ledger, or make it again where it is lost."""
    done = 0

    def told(count: int) -> None:
        nonlocal done
        done += count
        run.tell(done, 0, "")

    sync(actor=run.actor, told=told, wait=PATIENCE)


def due() -> None:
    """Ask for a sync where the ledger has gone on or the lake is lost; one at a time."""
    if behind() and not open_work.open_jobs().filter(name=SYNC).exists():
        jobs.start(actor=Actor.machine("clock"), name=SYNC)


def behind() -> bool:
    """Tell whether the ledger has what the lake lacks."""
    head = ledger.head()
    try:
        return head > store.pin().cursor
    except LakeMissing:
        return head > 0
