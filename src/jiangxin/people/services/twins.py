"""Joining two records: a search lists pairs, one person proposes, another joins; undone with everything back."""

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext_lazy

from jiangxin.audit.services import acted
from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor, require
from jiangxin.kernel.refusal import NotFound
from jiangxin.ledger.errors import SamePerson
from jiangxin.people.errors import OwnAffair, ReasonTooShort, TwinSettled
from jiangxin.people.models import PersonLink, Twin, TwinState
from jiangxin.people.queries import likeness
from jiangxin.people.queries.persons import linked_ids
from jiangxin.people.queries.sight import grants
from jiangxin.people.queries.twins import DECIDES, FINDS, twins_seen
from jiangxin.people.services.persons import write_link, write_unlink

CHUNK = 500
LEAST_REASON, MOST_REASON = 4, 500


def find_twins(*, actor: Actor, told: Callable[[int, int], None] | None = None) -> int:
    """Look through all records for pairs alike and return how many wait to be looked at; run again it adds nothing."""
    require(_runs, actor)
    found = [
        Twin(first_id=pair.first, second_id=pair.second, likeness=pair.likeness, signs=list(pair.signs))
        for pair in likeness.alike(told=told)
    ]
    with transaction.atomic():
        here = {(twin.first_id, twin.second_id) for twin in found}
        gone = [
            one.pk for one in Twin.objects.filter(state=TwinState.OPEN) if (one.first_id, one.second_id) not in here
        ]
        for start in range(0, len(gone), CHUNK):
            Twin.objects.filter(pk__in=gone[start : start + CHUNK], state=TwinState.OPEN).delete()
        Twin.objects.bulk_create(found, batch_size=CHUNK, ignore_conflicts=True)
    return Twin.objects.filter(state=TwinState.OPEN).count()


@acted(gettext_lazy("提议合并重复"))
@transaction.atomic
def propose_join(*, actor: Actor, twin_id: int, keep_id: int, reason: str) -> Twin:
    """Propose that two records are one person, ``keep_id`` the one to keep; another joins them."""
    twin = _locked(actor, twin_id, {TwinState.OPEN, TwinState.APART})
    require(_finds, actor)
    _refuse_own(actor, twin)
    if keep_id not in {twin.first_id, twin.second_id}:
        raise NotFound
    twin.state, twin.keep_id, twin.reason = TwinState.PROPOSED, keep_id, _said(reason)
    twin.proposed_by, twin.proposed_person, twin.proposed_at = actor.key, actor.person_id, clock.now()
    twin.settled_by, twin.settled_at, twin.link = "", None, None
    twin.save()
    return twin


@acted(gettext_lazy("定为不是同一人"))
@transaction.atomic
def keep_apart(*, actor: Actor, twin_id: int) -> Twin:
    """Say that two records are two persons: the pair is not listed again. A proposal to join is declined so."""
    twin = _locked(actor, twin_id, {TwinState.OPEN, TwinState.PROPOSED})
    require(_finds if twin.state == TwinState.OPEN else _decides_or_proposed(twin), actor)
    _refuse_own(actor, twin)
    twin.state, twin.settled_by, twin.settled_at = TwinState.APART, actor.key, clock.now()
    twin.save(update_fields=["state", "settled_by", "settled_at"])
    return twin


@acted(gettext_lazy("合并重复"))
@transaction.atomic
def join_twins(*, actor: Actor, twin_id: int) -> Twin:
    """Join a proposed pair; never by the one who proposed it, under no log-in of his, nor about oneself."""
    twin = _locked(actor, twin_id, {TwinState.PROPOSED})
    require(_decides, actor)
    mine = linked_ids(actor.person_id) if actor.person_id is not None else frozenset[int]()
    if twin.proposed_by == actor.key or twin.proposed_person in mine:
        raise SamePerson
    _refuse_own(actor, twin)
    keep_id = twin.keep_id or twin.first_id
    other_id = twin.second_id if keep_id == twin.first_id else twin.first_id
    twin.link = write_link(actor=actor, keep_id=keep_id, other_id=other_id)
    twin.state, twin.settled_by, twin.settled_at = TwinState.JOINED, actor.key, clock.now()
    twin.save(update_fields=["link", "state", "settled_by", "settled_at"])
    return twin


@acted(gettext_lazy("撤回合并重复"))
@transaction.atomic
def part_twins(*, actor: Actor, twin_id: int) -> Twin:
    """Undo a join from now on: each record has its own facts again, and the pair waits to be looked at."""
    twin = _locked(actor, twin_id, {TwinState.JOINED})
    require(_decides, actor)
    if twin.link_id is not None:
        write_unlink(actor=actor, link=PersonLink.objects.select_for_update().get(pk=twin.link_id))
    twin.state, twin.settled_by, twin.settled_at = TwinState.OPEN, actor.key, clock.now()
    twin.save(update_fields=["state", "settled_by", "settled_at"])
    return twin


def _locked(actor: Actor, twin_id: int, states: set[TwinState]) -> Twin:
    if not twins_seen(actor).filter(pk=twin_id).exists():
        raise NotFound
    twin = Twin.objects.select_for_update().get(pk=twin_id)
    if twin.state not in states:
        raise TwinSettled(state=twin.get_state_display())
    return twin


def _refuse_own(actor: Actor, twin: Twin) -> None:
    mine = linked_ids(actor.person_id) if actor.person_id is not None else frozenset[int]()
    if mine & {twin.first_id, twin.second_id}:
        raise OwnAffair


def _said(reason: str) -> str:
    text = " ".join(reason.split())
    if len(text) < LEAST_REASON:
        raise ReasonTooShort(least=LEAST_REASON)
    return text[:MOST_REASON]


def _runs(actor: Actor) -> bool:
    """Tell whether the actor may start a search: the machine, or who looks after records."""
    return actor.is_machine or _finds(actor)


def _finds(actor: Actor) -> bool:
    return actor.is_machine or bool(grants(actor, FINDS))


def _decides(actor: Actor) -> bool:
    return actor.is_machine or bool(grants(actor, DECIDES))


def _decides_or_proposed(twin: Twin) -> Callable[[Actor], bool]:
    return lambda actor: _decides(actor) or twin.proposed_by == actor.key
