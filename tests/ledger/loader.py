"""A process of its own that loads the same facts each time: `python -m tests.ledger.loader ROWS CHUNK`."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiangxin.settings")
django.setup()

import pyarrow as pa  # noqa: E402 -- after the settings
from django.core.management import call_command  # noqa: E402

from jiangxin.kernel.actor import Actor  # noqa: E402
from jiangxin.ledger import bulk, queries, services  # noqa: E402
from jiangxin.ledger.models import Fact, Subject  # noqa: E402


def main(rows: int, chunk: int) -> None:
    actor = Actor.machine("loader")
    call_command("migrate", verbosity=0, stdout=sys.stderr)
    if not Subject.objects.exists():
        services.new_subject(actor=actor, type="person")
    person = Subject.objects.get().pk
    table = pa.table(
        {
            "subject_id": [person] * rows,
            "kind": ["people.employed"] * rows,
            "happened_on": pa.array([15_000 + number % 4000 for number in range(rows)], pa.int32()).cast(pa.date32()),
            "source_key": [f"k{number}" for number in range(rows)],
        }
    )
    print("begin", flush=True)
    result = bulk.load(
        actor=actor, table=table, source="chaos", chunk=chunk, progress=lambda done, total: print(done, flush=True)
    )
    report = queries.verify()
    keys = Fact.objects.values_list("source_key", flat=True).distinct().count()
    print(
        "end", result.written, result.same, Fact.objects.count(), keys, report.clean, len(report.unsealed), flush=True
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
