"""Lending a duty: to another user, over all or part of one's subtree, for some days; seen and ended by the lender."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction

from jiangxin.audit.services import acted
from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor
from jiangxin.kernel.refusal import NotAllowed, NotFound
from jiangxin.kernel.words import _
from jiangxin.people import access
from jiangxin.people.errors import DutyOver, DutyThere, NobodyNamed, OwnDuty, TooLong, WrongDays
from jiangxin.people.models import Duty, DutyActKind, User
from jiangxin.people.queries.units import name_on, path_on
from jiangxin.people.services.users import note

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Delegation:
    """A duty of one's own, lent to a user by name over a unit within its subtree until a day."""

    duty_id: int
    username: str
    unit_id: int
    until: date


@acted(_("委托职责"))
@transaction.atomic
def delegate_duty(*, actor: Actor, new: Delegation) -> Duty:
    """Lend a duty from today on; what is lent cannot be lent on, and ends when the lender's own does."""
    duty = Duty.objects.select_for_update().filter(pk=new.duty_id, user_id=actor.user_id or 0).first()
    if duty is None:
        raise NotFound()
    today = clock.today()
    _refuse_unlent(actor, duty, today)
    latest = today + timedelta(days=settings.DELEGATION_DAYS)
    latest = min(latest, duty.until) if duty.until else latest
    if new.until < today:
        raise WrongDays(since=today, until=new.until)
    if new.until > latest:
        raise TooLong(days=settings.DELEGATION_DAYS, since=today, latest=latest)
    if not path_on(new.unit_id, today).startswith(path_on(duty.unit_id, today)):
        raise NotAllowed()
    user = User.objects.filter(username=new.username.strip().lower(), is_active=True).first()
    if user is None:
        raise NobodyNamed(username=new.username.strip()[:64])
    if user.pk == actor.user_id:
        raise OwnDuty()
    same = Duty.objects.on(today).filter(user=user, name=duty.name, unit_id=new.unit_id, purpose=duty.purpose).first()
    same = (
        same
        or Duty.objects.filter(
            user=user, name=duty.name, unit_id=new.unit_id, purpose=duty.purpose, since=today
        ).first()
    )
    if same is not None:
        raise DutyThere(since=same.since)
    lent = Duty.objects.create(
        user=user,
        name=duty.name,
        unit_id=new.unit_id,
        purpose=duty.purpose,
        since=today,
        until=new.until,
        given_by=actor.key,
        delegated_from=duty,
    )
    note(actor, lent, DutyActKind.DELEGATED)
    return lent


def _refuse_unlent(actor: Actor, duty: Duty, today: date) -> None:
    """Refuse to lend what is over by now, or what was itself lent."""
    if duty.delegated_from_id is not None:
        raise OwnDuty()
    if duty.until is not None and duty.until < today:
        raise DutyOver(unit=name_on(duty.unit_id, today), duty=duty.get_name_display(), until=duty.until)
    if not access.can_delegate(actor, duty):
        raise NotAllowed()
