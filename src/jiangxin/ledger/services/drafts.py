"""Two people for one entry: one proposes, another confirms."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy

from jiangxin.audit.services import acted
from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor
from jiangxin.ledger.errors import (
    AlreadyProposed,
    AlreadySettled,
    AlreadyThere,
    NotYours,
    SamePerson,
    UnknownDraft,
)
from jiangxin.ledger.models import Draft, Fact
from jiangxin.ledger.rules import NewFact
from jiangxin.ledger.services import entries


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """An entry to be written once another person agrees.

    ``action`` is record (needs ``fact``), correct (``fact_id`` and ``fact``), withdraw (``fact_id``),
    confirm (``fact_id`` and ``proof``) or complete (``fact_id`` and ``ended_on``).
    """

    action: str
    fact: NewFact | None = None
    fact_id: int | None = None
    proof: str = ""
    ended_on: date | None = None


class _Rehearsed(Exception):
    pass


@transaction.atomic
def propose(
    *, actor: Actor, proposal: Proposal, reason: str = "", declared: bool = False, evidence_id: int | None = None
) -> Draft:
    """Keep a proposal until another person settles it; what could not be written is refused at once.

    A fact waits for one proposal at a time. ``declared`` marks what a person says of himself.
    """
    with rehearsal(actor=actor, proposal=proposal) as written:
        if written.already_there:
            raise AlreadyThere(fact=written.pk)
        about = {"subject_id": written.subject_id, "kind": written.kind, "path": written.credited_path}
    target = Fact.objects.get(pk=proposal.fact_id) if proposal.fact_id is not None else None
    if target is not None:
        about |= {"path": target.credited_path}
    draft = Draft(
        **about,
        action=Draft.Action(proposal.action),
        target=target,
        declared=declared,
        payload=_packed(proposal),
        reason=reason,
        evidence_id=evidence_id,
        proposed_by=actor.key,
        proposed_person=actor.person_id,
        proposed_at=clock.now(),
    )
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyProposed(fact=proposal.fact_id) from error
    return draft


@transaction.atomic
def settle(*, actor: Actor, draft_id: int, accept: bool, answer: str = "") -> Draft:
    """Write the proposed entry, or decline it; never by the one who proposed it, under whatever log-in."""
    draft = _open(draft_id)
    if draft.proposed_by == actor.key or (actor.person_id is not None and draft.proposed_person == actor.person_id):
        raise SamePerson
    if accept:
        draft.fact = _perform(actor, proposal_of(draft))
    draft.state = Draft.State.ACCEPTED if accept else Draft.State.DECLINED
    draft.settled_by, draft.settled_person, draft.settled_at = actor.key, actor.person_id, clock.now()
    draft.answer = answer
    draft.save(update_fields=["fact", "state", "settled_by", "settled_person", "settled_at", "answer"])
    return draft


@transaction.atomic
def recall(*, actor: Actor, draft_id: int) -> Draft:
    """Take back what one has proposed, before another settles it."""
    draft = _open(draft_id)
    if draft.proposed_by != actor.key and (actor.person_id is None or draft.proposed_person != actor.person_id):
        raise NotYours
    draft.state, draft.settled_at = Draft.State.RECALLED, clock.now()
    draft.save(update_fields=["state", "settled_at"])
    return draft


@contextmanager
def rehearsal(*, actor: Actor, proposal: Proposal) -> Iterator[Fact]:
    """Give the entry a proposal would write, as long as the block lasts; then nothing was written."""
    try:
        with transaction.atomic():
            yield _perform(actor, proposal)
            raise _Rehearsed
    except _Rehearsed:
        pass


def proposal_of(draft: Draft) -> Proposal:
    """Return what a draft proposes."""
    return _unpacked(draft)


@acted(gettext_lazy("抹掉一处改动的理由"))
@transaction.atomic
def erase_draft(*, actor: Actor, draft_id: int) -> None:
    """Take a draft and its reason away; the entry it led to stays."""
    gone, _ = Draft.objects.filter(pk=draft_id).delete()
    if not gone:
        raise UnknownDraft


def _open(draft_id: int) -> Draft:
    draft = Draft.objects.select_for_update().filter(pk=draft_id).first()
    if draft is None:
        raise UnknownDraft
    if draft.state != Draft.State.PROPOSED:
        raise AlreadySettled(draft=draft.pk)
    return draft


def _perform(actor: Actor, proposal: Proposal) -> Fact:
    match proposal:
        case Proposal(action="record", fact=NewFact() as fact):
            return entries.record(actor=actor, fact=fact)
        case Proposal(action="correct", fact=NewFact() as fact, fact_id=int(fact_id)):
            return entries.correct(actor=actor, fact_id=fact_id, new=fact)
        case Proposal(action="withdraw", fact_id=int(fact_id)):
            return entries.withdraw(actor=actor, fact_id=fact_id)
        case Proposal(action="confirm", fact_id=int(fact_id), proof=proof):
            return entries.confirm(actor=actor, fact_id=fact_id, proof=proof)
        case Proposal(action="complete", fact_id=int(fact_id), ended_on=date() as ended_on):
            return entries.complete(actor=actor, fact_id=fact_id, ended_on=ended_on)
    raise ValueError(f"a proposal to {proposal.action!r} lacks what it needs")


def _packed(proposal: Proposal) -> dict[str, Any]:
    fact = proposal.fact
    kept: dict[str, Any] = {"proof": proposal.proof, "ended_on": _iso(proposal.ended_on)}
    if fact is not None:
        kept["fact"] = asdict(fact) | {"happened_on": _iso(fact.happened_on), "ended_on": _iso(fact.ended_on)}
        kept["fact"]["body"] = {name: _iso(value) for name, value in (fact.body or {}).items()}
    return kept


def _unpacked(draft: Draft) -> Proposal:
    kept = draft.payload
    fact = kept.get("fact")
    if fact is not None:
        credited = fact["credited_to"]
        fact = NewFact(
            **fact
            | {
                "happened_on": _day(fact["happened_on"]),
                "ended_on": _day(fact["ended_on"]),
                "credited_to": (credited[0], credited[1]) if credited else None,
                "grounds": tuple(fact["grounds"]),
            }
        )
    return Proposal(
        action=draft.action,
        fact=fact,
        fact_id=draft.target_id,
        proof=kept["proof"],
        ended_on=_day(kept["ended_on"]),
    )


def _iso(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
