"""A person entered by his unit takes his record over: a code from the unit, his name, the end of a number."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from jiangxin.audit import kinds
from jiangxin.audit import services as audit
from jiangxin.audit.services import acted
from jiangxin.kernel import clock, numbers
from jiangxin.kernel.actor import Actor, require
from jiangxin.kernel.refusal import NotFound
from jiangxin.people import access
from jiangxin.people.errors import ClaimRefused, LogInThere
from jiangxin.people.models import ClaimCode, Person, User
from jiangxin.people.queries.persons import linked_ids
from jiangxin.people.services.users import create_user

SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that is taken for another
LENGTH = 10
HOLDS = timedelta(days=14)
TRIES = 5
TAIL = 4
CLAIMED = kinds.act("people.claim", _("本人认领名册"))


@dataclass(frozen=True)
class Claim:
    """What somebody types to take his record over: ``tail`` the last four signs of his ID number, else of his phone."""

    code: str
    name: str
    tail: str
    username: str
    password: str


@acted(_("发认领码"))
@transaction.atomic
def issue_claim(*, actor: Actor, person_id: int) -> str:
    """Return a new code for a person without a log-in; it holds two weeks, once, and voids those before."""
    if not access.can_read(actor, person_id):
        raise NotFound
    require(access.can_register_persons, actor)
    person = Person.objects.select_for_update().get(pk=person_id)
    _refuse_log_in(person)
    now = clock.real_now()
    ClaimCode.objects.filter(person=person, used_at=None, until__gt=now).update(until=now)
    code = "".join(secrets.choice(SIGNS) for _sign in range(LENGTH))
    ClaimCode.objects.create(
        person=person, code_hash=_hash(code), made_by=actor.key, made_at=now, until=now + HOLDS
    )  # fmt: skip
    return code


def claim_record(*, claim: Claim) -> User:
    """Make the log-in of whoever holds a code and is who it was made for; the whole history is his at once.

    A wrong, used or late code, a wrong name and a wrong number are refused in the same words; five tries void a code.
    """
    plain = "".join(sign for sign in claim.code.upper() if sign.isalnum())
    with transaction.atomic():
        codes = ClaimCode.objects.select_for_update().select_related("person")
        held = codes.filter(code_hash=_hash(plain), used_at=None, until__gt=clock.real_now(), tries__lt=TRIES).first()
        if held is not None and _is(held.person, claim):
            return _taken(held, claim)
        if held is not None:
            held.tries += 1
            held.save(update_fields=["tries"])
    raise ClaimRefused()


def _taken(held: ClaimCode, claim: Claim) -> User:
    _refuse_log_in(held.person)
    machine = Actor.machine("claim")
    user = create_user(
        actor=machine, username=claim.username, password=claim.password, person_id=held.person_id
    )  # fmt: skip
    held.used_at = clock.real_now()
    held.save(update_fields=["used_at"])
    audit.write(actor=Actor(key=f"user:{user.pk}", user_id=user.pk), what=CLAIMED, on=("person", held.person_id))
    return user


def _is(person: Person, claim: Claim) -> bool:
    known = person.id_number or person.phone
    tail = numbers.plain(claim.tail)[-TAIL:]
    same = known is not None and len(tail) == TAIL and numbers.plain(known.reveal())[-TAIL:] == tail
    return same and "".join(claim.name.split()) == "".join(person.name.split())


def _refuse_log_in(person: Person) -> None:
    if User.objects.filter(person_id__in=linked_ids(person.pk)).exists():
        raise LogInThere()


def _hash(code: str) -> str:
    return salted_hmac("jiangxin.people.claim", code, algorithm="sha256").hexdigest()
