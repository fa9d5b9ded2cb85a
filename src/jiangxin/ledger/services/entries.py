"""Writing facts: an original entry, and the four that supersede an earlier one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction

from jiangxin.kernel.actor import Actor
from jiangxin.kernel.words import _
from jiangxin.ledger import rules
from jiangxin.ledger.errors import (
    AlreadyDifferent,
    AlreadySuperseded,
    AlreadyWithdrawn,
    NothingChanged,
    ProofMustRise,
    UnknownFact,
    UnknownSubject,
    WrongFact,
    WrongSpan,
)
from jiangxin.ledger.models import Entry, Fact, Ground, Proof, Subject
from jiangxin.ledger.rules import NewFact
from jiangxin.ledger.services import locks

# What a row says; the rest is how and when it was written.
CONTENT = (
    "subject_id", "kind", "code", "level", "quantity", "happened_on", "precision", "ended_on",
    "credited_to_id", "credited_path", "proof", "issuer_id", "body",
)  # fmt: skip
Row = dict[str, Any]


@transaction.atomic
def record(*, actor: Actor, fact: NewFact) -> Fact:
    """Write one fact and return it.

    A row whose source key came before is answered with the fact already there
    (``already_there`` is set), or refused when it says something else now.
    """
    row = rules.checked(fact)
    locks.share_recording()
    _check_subjects(row)
    if row["source_key"]:
        locks.take_source_key(row["source"], row["source_key"])
        there = already_there(row)
        if there is not None:
            return there
    return _write(actor, row, Entry.ORIGINAL, grounds=fact.grounds)


@transaction.atomic
def complete(*, actor: Actor, fact_id: int, ended_on: date) -> Fact:
    """Write that a standing fact ended on this day."""

    def ended(target: Fact) -> Row:
        kind = rules.kind_named(target.kind)
        if target.ended_on is not None:
            why = str(_("第 %(fact)s 笔已写明 %(day)s 结束；如有错，请走更正")) % {
                "fact": target.pk,
                "day": target.ended_on,
            }
            raise WrongSpan(kind=kind.id, value=ended_on, why=why)
        rules.check_end(kind, target.happened_on, ended_on)
        return {"ended_on": ended_on}

    return _supersede(actor, fact_id, Entry.COMPLETED, ended)


@transaction.atomic
def confirm(*, actor: Actor, fact_id: int, proof: str) -> Fact:
    """Write that the proof of a standing fact rose to ``confirmed`` or ``verified``."""

    def risen(target: Fact) -> Row:
        wanted = Proof(rules.PROOFS.get(proof, -1))
        if target.proof == Proof.REPORTED or wanted <= target.proof:
            raise ProofMustRise(fact=target.pk, proof=Proof(target.proof).label, wanted=wanted.label)
        return {"proof": int(wanted)}

    return _supersede(actor, fact_id, Entry.CONFIRMED, risen)


@transaction.atomic
def correct(*, actor: Actor, fact_id: int, new: NewFact) -> Fact:
    """Write what a standing fact should have said; its kind stays, everything else may differ."""
    row = rules.checked(replace(new, source_key=""))

    def corrected(target: Fact) -> Row:
        if row["kind"] != target.kind:
            raise WrongFact(
                _("更正不能把“%(was)s”改成“%(kind)s”；请撤销原来的一笔，另记一笔。"), was=target.kind, kind=row["kind"]
            )
        _check_subjects(row)
        if not differences(row, target):
            raise NothingChanged(fact=target.pk)
        return row | {"source": row["source"] or target.source}

    return _supersede(actor, fact_id, Entry.CORRECTED, corrected, grounds=new.grounds or None)


@transaction.atomic
def withdraw(*, actor: Actor, fact_id: int) -> Fact:
    """Write that a standing fact never was; the entry itself never stands."""
    return _supersede(actor, fact_id, Entry.WITHDRAWN, lambda target: {})


def differences(row: Row, fact: Fact) -> list[str]:
    """Return the fields in which a row says something else than a fact."""
    return [name for name in CONTENT if row[name] != getattr(fact, name)]


def already_there(row: Row) -> Fact | None:
    """Return the fact that stands for an outside row which came before; refuses one that changed.

    Equal is what equals the first entry (the source says what it said) or the latest one
    (the ledger was corrected to what the source says now).
    """
    first = Fact.objects.filter(source=row["source"], source_key=row["source_key"]).first()
    if first is None:
        return None
    latest = latest_entry(first)
    if differences(row, first) and (latest.entry == Entry.WITHDRAWN or differences(row, latest)):
        raise AlreadyDifferent(
            source=row["source"], fact=latest.pk, fields="、".join(differences(row, latest)) or latest.entry
        )
    latest.already_there = True
    return latest


def latest_entry(fact: Fact) -> Fact:
    """Return the end of the chain of entries that supersede this one."""
    while True:
        later = Fact.objects.filter(supersedes=fact).first()
        if later is None:
            return fact
        fact = later


def _supersede(
    actor: Actor,
    fact_id: int,
    entry: Entry,
    change: Callable[[Fact], Row],
    grounds: tuple[int, ...] | None = None,
) -> Fact:
    locks.share_recording()
    target = Fact.objects.select_for_update().filter(pk=fact_id).first()
    if target is None:
        raise UnknownFact(fact=fact_id)
    later = Fact.objects.filter(supersedes=target).values_list("pk", flat=True).first()
    if later is not None:
        raise AlreadySuperseded(fact=fact_id, by=later)
    if target.entry == Entry.WITHDRAWN:
        raise AlreadyWithdrawn(fact=fact_id)
    row = {name: getattr(target, name) for name in (*CONTENT, "source")} | change(target)
    if grounds is None:
        grounds = tuple(target.grounds.values_list("rests_on_id", flat=True))
    return _write(actor, row | {"source_key": None}, entry, grounds=grounds, supersedes=target)


def _write(
    actor: Actor, row: Row, entry: Entry, *, grounds: tuple[int, ...] = (), supersedes: Fact | None = None
) -> Fact:
    known = set(Fact.objects.filter(pk__in=grounds).values_list("pk", flat=True))
    for one in grounds:
        if one not in known:
            raise UnknownFact(fact=one)
    fact = Fact(**row, entry=entry, supersedes=supersedes, recorded_by=actor.key, recorded_at=locks.next_moment())
    fact.save(force_insert=True)
    Ground.objects.bulk_create(Ground(fact=fact, rests_on_id=one) for one in sorted(known))
    return fact


def _check_subjects(row: Row) -> None:
    """Refuse ids that are no subjects: whom it is about, the unit it is credited to, the issuer."""
    units = [one for one in (row["credited_to_id"], row["issuer_id"]) if one is not None]
    types = dict(Subject.objects.filter(pk__in=[row["subject_id"], *units]).values_list("pk", "type"))
    for one in [row["subject_id"], *units]:
        if one not in types:
            raise UnknownSubject(subject=one)
    rules.check_subject(rules.kind_named(row["kind"]), row["subject_id"], types[row["subject_id"]])
    for unit in units:
        if types[unit] != Subject.Type.UNIT:
            raise WrongFact(_("编号 %(unit)s 不是单位，不能计入或出具；请核对单位。"), unit=unit)
