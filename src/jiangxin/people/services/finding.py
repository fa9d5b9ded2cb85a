"""The nightly search for records that may be one person."""

from jiangxin.jobs import services as jobs
from jiangxin.jobs.kinds import Run
from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor
from jiangxin.people.services.twins import find_twins

WORK = "people.twins"


def run(run: Run) -> None:
    """Search all records, telling how far it is."""
    find_twins(actor=run.actor, told=lambda done, of: run.tell(done, of, ""))


def ask() -> None:
    """Ask for one search a day."""
    jobs.start(actor=Actor.machine("clock"), name=WORK, key=f"{WORK}:{clock.real_now():%Y-%m-%d}")
