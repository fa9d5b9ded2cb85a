"""Lasting ids for persons, units and works."""

from django.db import transaction

from jiangxin.kernel.actor import Actor
from jiangxin.ledger.models import Subject

BATCH = 5_000


@transaction.atomic
def new_subject(*, actor: Actor, type: str) -> int:  # noqa: A002 -- the field's own name
    """Return the id of a new person, unit or work."""
    return Subject.objects.create(type=Subject.Type(type)).pk


@transaction.atomic
def new_subjects(*, actor: Actor, type: str, count: int) -> list[int]:  # noqa: A002 -- the field's own name
    """Return the ids of that many new subjects, ascending."""
    kind = Subject.Type(type)
    made = Subject.objects.bulk_create((Subject(type=kind) for _ in range(count)), batch_size=BATCH)
    return sorted(one.pk for one in made)
