"""The log of who read what, and numbers shown in full."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor, require
from jiangxin.kernel.refusal import NotFound
from jiangxin.people import access
from jiangxin.people.errors import PurposeMissing, TooOften, WrongWord
from jiangxin.people.models import Person, ReadLog
from jiangxin.people.queries.persons import linked_ids
from jiangxin.people.queries.sight import SEES_PERSONS, grants

REVEALED = ("id_number", "phone")
SHORTEST = 2  # signs of a purpose
SPAN = 60  # minutes


@transaction.atomic
def log_read(*, actor: Actor, person_id: int, what: str, purpose: str = "") -> ReadLog | None:
    """Write down that somebody read a person's file; one's own reading is not written."""
    if access.is_self(actor, person_id):
        return None
    held = grants(actor, SEES_PERSONS) or list(actor.duties)
    return ReadLog.objects.create(
        person_id=person_id,
        reader=actor.key,
        reader_user_id=actor.user_id,
        reader_unit_id=held[0].unit_id if held else None,
        purpose=purpose or actor.purpose,
        what=what,
        at=clock.now(),
    )


@transaction.atomic
def log_reads(*, actor: Actor, person_ids: Iterable[int], what: str, purpose: str) -> int:
    """Write down that somebody read the facts of many persons; returns how many lines. His own are not written."""
    own = linked_ids(actor.person_id) if actor.person_id else frozenset[int]()
    held = grants(actor, SEES_PERSONS) or list(actor.duties)
    unit_id, at = held[0].unit_id if held else None, clock.now()
    lines = [
        ReadLog(
            person_id=person_id,
            reader=actor.key,
            reader_user_id=actor.user_id,
            reader_unit_id=unit_id,
            purpose=purpose[:120],
            what=what,
            at=at,
        )
        for person_id in sorted(set(person_ids) - own)
    ]
    return len(ReadLog.objects.bulk_create(lines, batch_size=500))


@transaction.atomic
def reveal(*, actor: Actor, person_id: int, what: str, purpose: str) -> str:
    """Return a person's ID number or phone in full; the purpose is asked for and logged."""
    if what not in REVEALED:
        raise WrongWord(word=what, words="、".join(REVEALED))
    if not access.can_read(actor, person_id):
        raise NotFound()
    own = access.is_self(actor, person_id)
    if not own and not actor.is_machine:
        require(access.can_reveal, actor, person_id, what)
        _refuse_too_often(actor)
    if not own and len(purpose.strip()) < SHORTEST:
        raise PurposeMissing()
    log_read(actor=actor, person_id=person_id, what=what, purpose=purpose.strip()[:120])
    secret = getattr(Person.objects.get(pk=person_id), what)
    return secret.reveal() if secret else ""


def _refuse_too_often(actor: Actor) -> None:
    """Count what this log-in has had shown within the hour; the log itself is the count, for all processes."""
    since = clock.now() - timedelta(minutes=SPAN)
    shown = ReadLog.objects.filter(reader_user_id=actor.user_id, at__gt=since, what__in=REVEALED)
    if shown.count() >= settings.REVEALS_AN_HOUR:
        raise TooOften(limit=settings.REVEALS_AN_HOUR, span=SPAN)
