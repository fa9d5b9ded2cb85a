"""Ending sessions, shutting and opening log-ins, and codes by which somebody sets a new password himself."""

import secrets
from datetime import timedelta
from functools import partial

from axes.utils import reset as reset_lock
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from jiangxin.audit import kinds
from jiangxin.audit import services as audit
from jiangxin.audit.services import acted
from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor, require
from jiangxin.kernel.refusal import NotFound
from jiangxin.people import access
from jiangxin.people.access.sessions import digest_of
from jiangxin.people.errors import CodeRefused, OwnLogin, WeakPassword
from jiangxin.people.models import ResetCode, Session, User

SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that is taken for another
LENGTH = 8
HOUR = timedelta(hours=1)
TRIES = 5
RESET = kinds.act("people.reset_password", _("用码重设密码"))


@acted(_("结束一处登录"))
@transaction.atomic
def end_session(*, actor: Actor, user_id: int, digest: str) -> None:
    """End one session of a log-in, named by its digest: one's own, or as the leader over it."""
    user = _locked(user_id)
    require(access.can_end_sessions, actor, user)
    keys = Session.objects.filter(user=user).values_list("session_key", flat=True)
    found = [key for key in keys if digest_of(key) == digest]
    if not found:
        raise NotFound()
    Session.objects.filter(session_key__in=found).delete()


@acted(_("结束其他登录"))
@transaction.atomic
def end_sessions(*, actor: Actor, user_id: int, but: str = "") -> int:
    """End every session of a log-in but the one of this digest, and return how many there were."""
    user = _locked(user_id)
    require(access.can_end_sessions, actor, user)
    keys = Session.objects.filter(user=user).values_list("session_key", flat=True)
    found = [key for key in keys if not but or digest_of(key) != but]
    Session.objects.filter(session_key__in=found).delete()
    return len(found)


@acted(_("停用账号"))
@transaction.atomic
def shut_user(*, actor: Actor, user_id: int) -> User:
    """Let a log-in sign in no more, and end its sessions; never one's own."""
    return _turn(actor, user_id, active=False)


@acted(_("恢复账号"))
@transaction.atomic
def open_user(*, actor: Actor, user_id: int) -> User:
    """Let a log-in that was shut sign in again."""
    return _turn(actor, user_id, active=True)


@acted(_("发重设码"))
@transaction.atomic
def issue_code(*, actor: Actor, user_id: int) -> str:
    """Return a new code for somebody who forgot his password; it holds an hour, once, and voids those before."""
    user = _locked(user_id)
    if user.pk == actor.user_id:
        raise OwnLogin()
    require(access.can_set_password, actor, user)
    now = clock.real_now()
    ResetCode.objects.filter(user=user, used_at=None, until__gt=now).update(until=now)
    code = "".join(secrets.choice(SIGNS) for _sign in range(LENGTH))
    ResetCode.objects.create(user=user, code_hash=_hash(user, code), made_by=actor.key, made_at=now, until=now + HOUR)
    return code


def reset_password(*, actor: Actor, username: str, code: str, password: str) -> int:
    """Set a new password by a code and end all sessions; returns the user's id.

    A wrong name, a wrong, used or late code are refused in the same words; a wrong code counts, five void it.
    """
    with transaction.atomic():
        user = User.objects.select_for_update().filter(username=username.strip().lower(), is_active=True).first()
        held = ResetCode.objects.filter(user=user, used_at=None, until__gt=clock.real_now(), tries__lt=TRIES).first()
        plain = "".join(sign for sign in code.upper() if sign.isalnum())
        right = user is not None and held is not None and constant_time_compare(held.code_hash, _hash(user, plain))
        if held is not None and not right:
            held.tries += 1
            held.save(update_fields=["tries"])
        if right and user is not None and held is not None:
            _reset(user, held, password)
            audit.write(actor=actor, what=RESET, on=("user", user.pk))
            return user.pk
    raise CodeRefused()


def sweep_sessions() -> int:
    """Take away sessions that ran out, and return how many."""
    return Session.objects.filter(expire_date__lt=clock.real_now()).delete()[0]


def _reset(user: User, held: ResetCode, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise WeakPassword(why="".join(error.messages)) from error
    held.used_at = clock.real_now()
    held.save(update_fields=["used_at"])
    user.set_password(password)
    user.save(update_fields=["password"])
    Session.objects.filter(user=user).delete()
    transaction.on_commit(partial(reset_lock, username=user.username))


def _turn(actor: Actor, user_id: int, *, active: bool) -> User:
    user = _locked(user_id)
    if user.pk == actor.user_id:
        raise OwnLogin()
    require(access.can_set_password, actor, user)
    user.is_active = active
    user.save(update_fields=["is_active"])
    if not active:
        Session.objects.filter(user=user).delete()
    return user


def _locked(user_id: int) -> User:
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None:
        raise NotFound()
    return user


def _hash(user: User, code: str) -> str:
    return salted_hmac("jiangxin.people.reset", f"{user.pk} {code}", algorithm="sha256").hexdigest()
