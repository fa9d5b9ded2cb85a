"""Opening a file out of turn: a reason, a short time, the person told, a second pair of eyes."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction

from jiangxin.audit.services import acted
from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor, require
from jiangxin.kernel.refusal import NotFound
from jiangxin.kernel.words import _
from jiangxin.people import access
from jiangxin.people.errors import GlassAgain, GlassSeen, OwnGlass, ReasonShort, TooOften, WrongWord
from jiangxin.people.models import Glass, GlassGround, GlassVerdict, Person
from jiangxin.people.queries.opened import one_by_number
from jiangxin.people.queries.persons import linked_ids
from jiangxin.people.queries.rules import GLASS
from jiangxin.people.queries.sight import glasses, grants
from jiangxin.people.services.reading import log_read
from jiangxin.ui.limits import limit

SHORTEST = 10  # signs of a reason
TRIES = "20/h"
DAY = timedelta(days=1)


def find_for_glass(*, actor: Actor, text: str) -> int:
    """Return the one person of this whole ID number, phone, key or id; tries are counted, a miss says no more."""
    require(access.can_break_glass, actor)
    limit(f"glass:{actor.user_id}", TRIES)
    return one_by_number(text)


@acted(_("破例查看"))
@transaction.atomic
def break_glass(*, actor: Actor, person_id: int, ground: str, reason: str) -> Glass:
    """Open a person's file for a short time beyond the actor's sight; the person is told, a leader looks at it."""
    require(access.can_break_glass, actor)
    user_id = actor.user_id or 0
    if ground not in GlassGround.values:
        raise WrongWord(word=ground[:40], words="、".join(str(label) for label in GlassGround.labels))
    said = " ".join(reason.split())
    if len(said) < SHORTEST:
        raise ReasonShort(least=SHORTEST)
    if actor.person_id in linked_ids(person_id):
        raise OwnGlass()
    person = Person.objects.select_for_update().filter(pk=person_id).first()
    if person is None:
        raise NotFound()
    if glasses(actor).filter(person=person).exists():
        raise GlassAgain()
    begun = clock.real_now()
    if Glass.objects.filter(user_id=user_id, started_at__gt=begun - DAY).count() >= settings.GLASS_A_DAY:
        raise TooOften(limit=settings.GLASS_A_DAY, span=1440)
    held = grants(actor, GLASS)[0]
    glass = Glass.objects.create(
        user_id=user_id,
        person=person,
        unit_id=held.unit_id,
        duty=held.name,
        ground=ground,
        reason=said[:200],
        opened_at=clock.now(),
        started_at=begun,
        until=begun + timedelta(minutes=settings.GLASS_MINUTES),
    )
    log_read(actor=actor, person_id=person_id, what="glass", purpose=f"{glass.get_ground_display()}：{said}"[:120])
    return glass


@acted(_("看到了破例查看的通知"))
@transaction.atomic
def take_note(*, actor: Actor, glass_id: int) -> Glass:
    """Put away the notice that one's file was opened out of turn; it stays among the readings."""
    glass = Glass.objects.select_for_update().filter(pk=glass_id).first()
    if glass is None or not access.is_self(actor, glass.person_id):
        raise NotFound()
    if glass.seen_at is None:
        glass.seen_at = clock.now()
        glass.save(update_fields=["seen_at"])
    return glass


@acted(_("复核破例查看"))
@transaction.atomic
def review_glass(*, actor: Actor, glass_id: int, verdict: str, remark: str = "") -> Glass:
    """Say whether a file was rightly opened; an improper use closes it at once. Never by whoever opened it."""
    glass = Glass.objects.select_for_update().filter(pk=glass_id).first()
    if glass is None or not access.glasses_to_review(actor).filter(pk=glass_id).exists():
        raise NotFound()
    if glass.user_id == actor.user_id:
        raise OwnGlass()
    if glass.verdict:
        raise GlassSeen()
    if verdict not in {GlassVerdict.PROPER, GlassVerdict.IMPROPER}:
        raise WrongWord(word=verdict[:40], words="、".join(str(one.label) for one in GlassVerdict if one))
    glass.verdict, glass.remark = verdict, remark.strip()[:200]
    glass.reviewed_at, glass.reviewed_by_id = clock.now(), actor.user_id
    changed = ["verdict", "remark", "reviewed_at", "reviewed_by"]
    if verdict == GlassVerdict.IMPROPER and glass.until > clock.real_now() > glass.started_at:
        glass.until = clock.real_now()
        changed.append("until")
    glass.save(update_fields=changed)
    return glass
