"""Consents, and the log of who read what."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor, require
from jiangxin.kernel.refusal import NotFound
from jiangxin.people import access
from jiangxin.people.errors import ConsentGone, ConsentThere, PurposeMissing, WrongWord
from jiangxin.people.models import Consent, Person, ReadLog
from jiangxin.people.queries.persons import linked_ids
from jiangxin.people.queries.sight import SEES_PERSONS, grants

REVEALED = ("id_number", "phone")


@transaction.atomic
def give_consent(*, actor: Actor, person_id: int, unit_id: int | None = None, scope: str = "history") -> Consent:
    """Let a unit (every unit the person is in, without one) see the older facts; only the person himself may."""
    require(access.is_self, actor, person_id)
    Person.objects.select_for_update().get(pk=person_id)
    whom = Q(unit=None) if unit_id is None else Q(unit=unit_id)
    if Consent.objects.standing().filter(whom, person_id=person_id, scope=scope).exists():
        raise ConsentThere()
    return Consent.objects.create(person_id=person_id, unit_id=unit_id, scope=scope, given_at=clock.now())


@transaction.atomic
def withdraw_consent(*, actor: Actor, consent_id: int) -> Consent:
    """Take a consent back; what it opened is closed at once."""
    consent = Consent.objects.select_for_update().get(pk=consent_id)
    require(access.is_self, actor, consent.person_id)
    if consent.withdrawn_at is not None:
        raise ConsentGone()
    consent.withdrawn_at = clock.now()
    consent.save(update_fields=["withdrawn_at"])
    return consent


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
    if not own and not purpose.strip():
        raise PurposeMissing()
    log_read(actor=actor, person_id=person_id, what=what, purpose=purpose.strip())
    secret = getattr(Person.objects.get(pk=person_id), what)
    return secret.reveal() if secret else ""
