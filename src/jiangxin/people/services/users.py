"""Users and their duties."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from axes.utils import reset as reset_lock
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy

from jiangxin.audit.services import acted
from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor, require
from jiangxin.people import access
from jiangxin.people.errors import DutyEnded, OwnDuty, UserThere, WeakPassword, WrongDays, WrongWord
from jiangxin.people.models import Duty, DutyAct, DutyActKind, DutyName, User
from jiangxin.people.queries.units import path_on


@dataclass(frozen=True)
class NewDuty:
    """A duty for a user over a unit's subtree; a purpose, if given, must be stated each time it is used."""

    user_id: int
    name: str
    unit_id: int
    since: date
    until: date | None = None
    purpose: str = ""


@acted(gettext_lazy("开账号"))
@transaction.atomic
def create_user(*, actor: Actor, username: str, password: str, person_id: int | None = None, email: str = "") -> User:
    """Make a log-in; it can do nothing but see its own person until a duty is given."""
    require(access.can_create_user, actor)
    name = username.strip().lower()
    user = User(username=name, person_id=person_id, email=email)
    try:
        User._meta.get_field("username").clean(name, user)
        validate_password(password, user)
    except ValidationError as error:
        raise WeakPassword(why="".join(error.messages)) from error
    if User.objects.filter(username=name).exists():
        raise UserThere(username=name)
    user.set_password(password)
    user.save(force_insert=True)
    return user


@acted(gettext_lazy("替人设密码"))
@transaction.atomic
def set_password(*, actor: Actor, user_id: int, password: str) -> User:
    """Give somebody who forgot it a new password and lift a lock; never over one with duties beyond the actor's."""
    user = User.objects.select_for_update().get(pk=user_id)
    require(access.can_set_password, actor, user)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise WeakPassword(why="".join(error.messages)) from error
    user.set_password(password)
    user.save(update_fields=["password"])
    transaction.on_commit(partial(reset_lock, username=user.username))
    return user


@acted(gettext_lazy("给职责"))
@transaction.atomic
def give_duty(*, actor: Actor, new: NewDuty) -> Duty:
    """Give a user a duty over a unit's subtree; given again for the same days it is answered with what stands."""
    require(access.can_give_duty, actor, path_on(new.unit_id, new.since))
    if new.name not in DutyName.values:
        raise WrongWord(word=new.name, words="、".join(DutyName.values))
    if new.until is not None and new.until < new.since:
        raise WrongDays(since=new.since, until=new.until)
    if new.user_id == actor.user_id:
        raise OwnDuty()
    duty, made = Duty.objects.get_or_create(
        user_id=new.user_id,
        name=new.name,
        unit_id=new.unit_id,
        purpose=new.purpose,
        since=new.since,
        defaults={"until": new.until, "given_by": actor.key},
    )
    if made:
        note(actor, duty, DutyActKind.GIVEN)
    return duty


@acted(gettext_lazy("收回职责"))
@transaction.atomic
def end_duty(*, actor: Actor, duty_id: int, until: date) -> Duty:
    """End a duty with this last day; a duty lent is ended by its lender, too. What was lent out of it ends with it."""
    duty = Duty.objects.select_for_update(of=("self",)).select_related("delegated_from").get(pk=duty_id)
    require(access.can_end_duty, actor, duty, path_on(duty.unit_id, max(until, duty.since)))
    if duty.until is not None and duty.until <= until:
        raise DutyEnded(until=duty.until)
    if until < duty.since:
        raise WrongDays(since=duty.since, until=until)
    duty.until = until
    duty.save(update_fields=["until"])
    note(actor, duty, DutyActKind.ENDED)
    return duty


def note(actor: Actor, duty: Duty, act: DutyActKind) -> DutyAct:
    """Write down what was done to a duty, by whom and when; rows are only added."""
    return DutyAct.objects.create(duty=duty, act=act, by=actor.key, at=clock.now(), until=duty.until)
