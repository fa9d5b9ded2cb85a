"""Changing what stands in the ledger: one proposes with a reason, another with the reviewing duty decides."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jiangxin.audit.services import acted
from jiangxin.kernel.actor import Actor, require
from jiangxin.kernel.refusal import NotFound
from jiangxin.ledger import errors as ledger_errors
from jiangxin.ledger import queries as ledger_queries
from jiangxin.ledger import services as ledger
from jiangxin.ledger.services import Proposal
from jiangxin.people import access, kinds
from jiangxin.people.access import deciding
from jiangxin.people.errors import KeptByRoster, MakerLeft, OwnAffair, ReasonTooShort, ReportedFigure
from jiangxin.people.models import User
from jiangxin.people.queries import changes
from jiangxin.people.queries.persons import linked_ids
from jiangxin.policy.facts import REPORTED

LEAST_REASON, MOST_REASON = 4, 500
OF_THE_ROSTER = frozenset(
    {kinds.EMPLOYED, kinds.TRADE_SPELL, kinds.UNION_JOINED, kinds.ASSOCIATION_JOINED, kinds.UNIONISED}
)


@acted(_("提了一处改动"))
@transaction.atomic
def propose_change(*, actor: Actor, proposal: Proposal, reason: str) -> Any:
    """Propose to correct, withdraw, end or confirm one entry; answers the draft that waits for another person."""
    fact = seen_fact(actor, proposal.fact_id)
    refuse_unchangeable(actor, fact)
    return ledger.propose(actor=actor, proposal=proposal, reason=said(reason))


@acted(_("定了一处改动"))
@transaction.atomic
def settle_change(*, actor: Actor, draft_id: int, accept: bool, answer: str = "") -> Any:
    """Write a proposed change or decline it with a reason; never by its maker, nor by whom it is about."""
    draft = seen_draft(actor, draft_id, declared=False)
    if draft.state != changes.PROPOSED:
        raise ledger_errors.AlreadySettled(draft=draft.pk)
    require(deciding.can_decide, actor, draft)
    refuse_same_person(actor, draft)
    if accept and not _maker_holds(draft):
        raise MakerLeft
    answer = answer.strip() if accept else said(answer)
    return ledger.settle(actor=actor, draft_id=draft.pk, accept=accept, answer=answer[:MOST_REASON])


@acted(_("撤回了一处改动"))
@transaction.atomic
def recall_change(*, actor: Actor, draft_id: int) -> Any:
    """Take back what one has proposed oneself, before it is settled."""
    draft = seen_draft(actor, draft_id, declared=False)
    return ledger.recall(actor=actor, draft_id=draft.pk)


def seen_fact(actor: Actor, fact_id: int | None) -> Any:
    """Return an entry within the actor's sight; anything else is not found."""
    fact = ledger_queries.facts_with([fact_id or 0]).first()
    if fact is None or not deciding.sees_fact(actor, fact):
        raise NotFound
    return fact


def refuse_unchangeable(actor: Actor, fact: Any) -> None:
    """Refuse what is not the actor's to change, or is kept somewhere else."""
    require(deciding.can_propose, actor, fact)
    if fact.proof == REPORTED:
        raise ReportedFigure(fact=fact.pk)
    if fact.kind in OF_THE_ROSTER:
        raise KeptByRoster(fact=fact.pk)


def seen_draft(actor: Actor, draft_id: int, *, declared: bool) -> Any:
    """Return a proposal within the actor's sight; anything else is not found."""
    draft = changes.drafts_seen(actor).filter(pk=draft_id, declared=declared).first()
    if draft is None:
        raise NotFound
    return draft


def refuse_same_person(actor: Actor, draft: Any) -> None:
    """Refuse the maker under any log-in and any of his linked records, and whoever the entry is about."""
    mine = linked_ids(actor.person_id) if actor.person_id is not None else frozenset[int]()
    if not draft.declared and (draft.proposed_by == actor.key or draft.proposed_person in mine):
        raise ledger_errors.SamePerson
    if draft.subject_id in mine:
        raise OwnAffair


def said(reason: str) -> str:
    """Return a reason as it is kept; refuses one that says nothing."""
    text = " ".join(reason.split())
    if len(text) < LEAST_REASON:
        raise ReasonTooShort(least=LEAST_REASON)
    return text[:MOST_REASON]


def _maker_holds(draft: Any) -> bool:
    """Tell whether the maker still has the duty by which he proposed."""
    sort, _colon, name = draft.proposed_by.partition(":")
    if sort == "machine":
        return True
    user = User.objects.filter(pk=int(name)).first() if name.isdecimal() else None
    return user is not None and deciding.can_propose(access.actor_of(user), draft.target)
