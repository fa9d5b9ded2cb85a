"""A process of its own: `python -m tests.people.rotator make ROWS | rotate | check`."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiangxin.settings")
django.setup()

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes  # noqa: E402 -- after the settings
from django.core.management import call_command  # noqa: E402

from jiangxin.audit.models import Line  # noqa: E402
from jiangxin.files import keyring, rotation  # noqa: E402
from jiangxin.files.models import KeyCheck  # noqa: E402
from jiangxin.kernel.actor import Actor  # noqa: E402
from jiangxin.people.models import Person, User  # noqa: E402
from jiangxin.people.queries.hashes import hashes_of, id_hash, phone_hash, tail_hash  # noqa: E402
from jiangxin.people.services.persons import NewPerson, person_row  # noqa: E402
from tests.people.builders import id_number  # noqa: E402

ACTOR = Actor.machine("rotator")


def numbers(at):
    return id_number(at % 999, born=f"19{70 + at // 999}0101"), f"138{at:08d}"


def make(rows):
    call_command("migrate", verbosity=0, stdout=sys.stderr)
    rows = [NewPerson(name="沈知墨", id_number=one, phone=two) for one, two in map(numbers, range(rows))]
    hashes = hashes_of([(one.id_number, one.phone) for one in rows])
    Person.objects.bulk_create(
        [person_row(one, at + 1, hashed) for at, (one, hashed) in enumerate(zip(rows, hashes, strict=True))]
    )
    RecoveryCodes.activate(User.objects.create(username="leader"))


def rotate():
    print("begin", flush=True)
    rotation.rotate(actor=ACTOR, tell=lambda done, total, what: print(done, total, what, flush=True), settle=0)
    print("end", flush=True)


def check():
    """Say whether every number reads and is found, what is left under which key, and what the audit holds."""
    rows = list(Person.objects.order_by("pk"))
    wrong = [row.pk for row in rows if (row.id_number.reveal(), row.phone.reveal()) != numbers(row.pk - 1)]
    for row in rows[::37]:
        one, two = numbers(row.pk - 1)
        found = [
            list(Person.objects.filter(id_hash=id_hash(one)).values_list("pk", flat=True)) == [row.pk],
            list(Person.objects.filter(phone_hash__in=[phone_hash(two)]).values_list("pk", flat=True)) == [row.pk],
            row.pk in Person.objects.filter(tail_hash=tail_hash(two)).values_list("pk", flat=True),
        ]
        wrong += [] if all(found) else [-row.pk]
    codes = RecoveryCodes.activate(User.objects.get()).generate_codes()
    ring = keyring.ring()
    used = sorted({number for held in rotation.uses().values() for number in held})
    lines = list(Line.objects.order_by("pk").values_list("what", "object_id"))
    print(len(rows), wrong, used, ring.current, sorted(ring.keys), sorted(ring.indexes), list(ring.retired), sep="|")
    print(codes[0], lines, KeyCheck.objects.count() > 0, sep="|")


if __name__ == "__main__":
    {"make": lambda: make(int(sys.argv[2])), "rotate": rotate, "check": check}[sys.argv[1]]()
