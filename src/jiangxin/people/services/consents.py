"""Consents: given by the person for one purpose, taken back at any time; what they opened closes at once."""

from django.db import transaction
from django.db.models import Q

from jiangxin.audit.services import acted
from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor, require
from jiangxin.kernel.words import _
from jiangxin.people import access
from jiangxin.people.errors import ConsentGone, ConsentThere
from jiangxin.people.models import Consent, Person


@acted(_("同意别人看"))
@transaction.atomic
def give_consent(
    *, actor: Actor, person_id: int, unit_id: int | None = None, scope: str = "history", purpose: str = ""
) -> Consent:
    """Let a unit (every unit the person is in, without one) see the older facts; only the person himself may."""
    require(access.is_self, actor, person_id)
    Person.objects.select_for_update().get(pk=person_id)
    whom = Q(unit=None) if unit_id is None else Q(unit=unit_id)
    if Consent.objects.standing().filter(whom, person_id=person_id, scope=scope).exists():
        raise ConsentThere()
    return Consent.objects.create(
        person_id=person_id, unit_id=unit_id, scope=scope, purpose=purpose.strip()[:64], given_at=clock.now()
    )


@acted(_("撤回同意"))
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
