"""What a worker declares of himself: recorded as declared, and confirmed by a clerk of the unit where he stands."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jiangxin.audit.services import acted
from jiangxin.files import services as files
from jiangxin.files.errors import FileTypeRefused
from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor, require
from jiangxin.kernel.refusal import NotAllowed, NotFound
from jiangxin.ledger import kinds as ledger_kinds
from jiangxin.ledger import queries as ledger_queries
from jiangxin.ledger import services as ledger
from jiangxin.ledger.services import NewFact, Proposal
from jiangxin.people.access import deciding
from jiangxin.people.errors import DeclarationSettled, DeclaredAlready, NotDeclarable, NoUnitToConfirm
from jiangxin.people.models import Spell
from jiangxin.people.queries import changes
from jiangxin.people.queries.persons import linked_ids, main_spell
from jiangxin.people.queries.units import paths_on
from jiangxin.people.services.changes import MOST_REASON, refuse_same_person, said, seen_draft

DECLARABLE = "declarable"  # the book's list of kinds that a worker may declare
EVIDENCE_TYPES = ("application/pdf", "image/png", "image/jpeg", "image/webp")
EVIDENCE_MOST = 10 * 1024 * 1024
SOURCE = "declared"
CONFIRMED = "confirmed"


@dataclass(frozen=True, kw_only=True)
class Declared:
    """What a worker says happened; ``note`` is for whoever confirms it."""

    kind: str
    happened_on: date
    code: str = ""
    level: str | None = None
    quantity: int = 1
    precision: str = "day"
    ended_on: date | None = None
    note: str = ""


@dataclass(frozen=True)
class Evidence:
    """A file as it was sent; what it is shows by its content."""

    name: str
    content: bytes


@acted(_("自报了一条"))
@transaction.atomic
def declare(*, actor: Actor, new: Declared, evidence: Evidence | None = None) -> Any:
    """Record what the actor says of himself; answers the draft by which his unit is asked to confirm it."""
    person_id = _person(actor)
    fact = ledger.record(actor=actor, fact=_fact(person_id, new))
    return _ask(actor, fact, new.note, _kept(actor, evidence))


@acted(_("改了自报的一条"))
@transaction.atomic
def repair_declared(*, actor: Actor, draft_id: int, new: Declared, evidence: Evidence | None = None) -> Any:
    """Say a declaration better: what changed is entered as a correction, and the unit is asked again."""
    draft = _mine(actor, draft_id)
    kept = _kept(actor, evidence) or draft.evidence_id
    wanted = _fact(draft.subject_id, new, but=draft.target_id)
    if draft.state == changes.PROPOSED:
        ledger.recall(actor=actor, draft_id=draft.pk)
    fact = draft.target
    if _says_else(wanted, fact):
        fact = ledger.correct(actor=actor, fact_id=fact.pk, new=wanted)
    return _ask(actor, fact, new.note, kept)


@acted(_("撤回了自报的一条"))
@transaction.atomic
def withdraw_declared(*, actor: Actor, draft_id: int) -> Any:
    """Take a declaration back while nobody has confirmed it; both entries stay in the ledger."""
    draft = _mine(actor, draft_id)
    if draft.state == changes.PROPOSED:
        ledger.recall(actor=actor, draft_id=draft.pk)
    return ledger.withdraw(actor=actor, fact_id=draft.target_id)


@acted(_("定了自报的一条"))
@transaction.atomic
def settle_declared(*, actor: Actor, draft_id: int, accept: bool, answer: str = "") -> Any:
    """Confirm what a person declared, or return it with a reason; by his unit, never by himself."""
    draft = seen_draft(actor, draft_id, declared=True)
    refuse_same_person(actor, draft)
    require(deciding.can_confirm, actor, draft.subject_id)
    answer = answer.strip() if accept else said(answer)
    return ledger.settle(actor=actor, draft_id=draft.pk, accept=accept, answer=answer[:MOST_REASON])


def declarable() -> list[str]:
    """Return the kinds that a worker may declare: what the books list, never what is shown to nobody else."""
    known = ledger_kinds.catalogue()
    found = [known[name] for name in sorted(ledger_kinds.codes_of(DECLARABLE)) if name in known]
    return [kind.id for kind in found if "person" in kind.subject and not deciding.is_sensitive(kind.id)]


def _person(actor: Actor) -> int:
    if actor.person_id is None:
        raise NotAllowed
    if not Spell.objects.on(clock.today()).filter(person_id__in=linked_ids(actor.person_id)).exists():
        raise NoUnitToConfirm
    return actor.person_id


def _fact(person_id: int, new: Declared, but: int | None = None) -> NewFact:
    """Return the fact to record, credited to the unit where he stood on its day; one that is there is refused."""
    if new.kind not in declarable():
        raise NotDeclarable(kind=new.kind)
    there = ledger_queries.standing().filter(
        subject_id__in=linked_ids(person_id), kind=new.kind, code=new.code, happened_on=new.happened_on
    )
    same = there.exclude(pk=but or 0).values_list("pk", flat=True).first()
    if same is not None:
        raise DeclaredAlready(fact=same)
    spell = main_spell(person_id, new.happened_on)
    path = paths_on([spell.unit_id], new.happened_on).get(spell.unit_id) if spell else None
    return NewFact(
        subject_id=person_id,
        kind=new.kind,
        code=new.code,
        level=new.level,
        quantity=new.quantity,
        happened_on=new.happened_on,
        precision=new.precision,
        ended_on=new.ended_on,
        credited_to=(spell.unit_id, path) if spell and path else None,
        source=SOURCE,
    )


def _ask(actor: Actor, fact: Any, note: str, evidence_id: int | None) -> Any:
    return ledger.propose(
        actor=actor,
        proposal=Proposal(action="confirm", fact_id=fact.pk, proof=CONFIRMED),
        reason=" ".join(note.split())[:MOST_REASON],
        declared=True,
        evidence_id=evidence_id,
    )


def _kept(actor: Actor, evidence: Evidence | None) -> int | None:
    if evidence is None:
        return None
    row = files.store_file(actor=actor, content=evidence.content, name=evidence.name, most=EVIDENCE_MOST)
    if row.type not in EVIDENCE_TYPES:
        raise FileTypeRefused(name=row.name)
    return row.pk


def _mine(actor: Actor, draft_id: int) -> Any:
    """Return a declaration of the actor's own that nobody has confirmed; another's is not found."""
    mine = changes.declarations_of(actor.person_id) if actor.person_id is not None else None
    draft = mine.filter(pk=draft_id).first() if mine is not None else None
    if draft is None:
        raise NotFound
    if draft.state not in {changes.PROPOSED, changes.DECLINED}:
        raise DeclarationSettled
    return draft


def _says_else(wanted: NewFact, fact: Any) -> bool:
    kind = ledger_kinds.catalogue()[fact.kind]
    level = kind.levels[fact.level] if fact.level is not None else None
    said_now = (wanted.kind, wanted.code, wanted.level, wanted.quantity, wanted.happened_on, wanted.precision)
    said_then = (fact.kind, fact.code, level, fact.quantity, fact.happened_on, fact.precision)
    return (*said_now, wanted.ended_on) != (*said_then, fact.ended_on)
