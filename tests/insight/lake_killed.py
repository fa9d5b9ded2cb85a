"""A process that adds to the lake and is killed (SIGKILL) at a step; run by the tests, each time over the same data."""

import os
import signal
import sys

import django
import pyarrow as pa

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiangxin.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 -- after the settings

from jiangxin.insight import lake  # noqa: E402
from jiangxin.insight.lake import store  # noqa: E402
from jiangxin.kernel.actor import Actor  # noqa: E402
from jiangxin.ledger import bulk, services  # noqa: E402
from jiangxin.ledger.models import Fact, Subject  # noqa: E402
from tests.insight.lake_builders import ledger_rows, rows  # noqa: E402

ACTOR = Actor.machine("tests")
ADDED = 40


def main(step):
    """Bring up what the last process left, hold it against the ledger, add facts, and die at a step of the sync."""
    if step == "first":
        call_command("migrate", verbosity=0)
        services.new_subjects(actor=ACTOR, type="person", count=5)
    lake.sync(actor=ACTOR)
    if rows() != ledger_rows():
        sys.exit("the lake is not the ledger")
    add()
    if step.startswith("at."):
        dying(*step.split(".")[1:])
    lake.sync(actor=ACTOR)
    sys.stdout.write("whole" if rows() == ledger_rows() else "differs")


def add():
    """Record facts and take back the first that stands."""
    people, before = list(Subject.objects.values_list("pk", flat=True)), Fact.objects.count()
    facts = {
        "subject_id": [people[number % len(people)] for number in range(ADDED)],
        "kind": ["learning.class-finished"] * ADDED,
        "happened_on": pa.array([19_000 + number for number in range(ADDED)], pa.int32()).cast(pa.date32()),
        "source_key": [f"k{before + number}" for number in range(ADDED)],
    }
    bulk.load(actor=ACTOR, table=pa.table(facts), source="tests")
    standing = Fact.objects.filter(entry="original", superseded_by=None).order_by("pk").first()
    services.withdraw(actor=ACTOR, fact_id=standing.pk)


def dying(place, when):
    """Let the process be killed before or after a step, its files written or not."""
    owner = store.DeltaTable if place == "create_write_transaction" else store
    true = getattr(owner, place)

    def killed(*args, **named):
        if when == "after":
            true(*args, **named)
        os.kill(os.getpid(), signal.SIGKILL)

    store.MANY_FILES = 1
    setattr(owner, place, killed)


if __name__ == "__main__":
    main(sys.argv[1])
