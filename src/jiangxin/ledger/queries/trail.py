"""What stands behind entries: their chain, the seal that closed over each, who asked for it and in which words."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from jiangxin.ledger.kinds import catalogue
from jiangxin.ledger.models import Draft, Entry, Fact, Ground, Proof, Seal


@dataclass(frozen=True)
class SealedIn:
    """The seal that holds an entry: its place in the chain, when it was made, the root it was signed with."""

    number: int
    sealed_at: datetime
    root: str


def seal_of(fact_ids: Iterable[int]) -> dict[int, SealedIn]:
    """Return the seal that holds each of these entries, in one query; an entry not sealed yet is left out."""
    wanted = sorted(set(fact_ids))
    before = Seal.objects.filter(first_id__lte=OuterRef("pk")).order_by("-first_id").values("number")[:1]
    numbers = Fact.objects.filter(pk__in=wanted).annotate(seal=Subquery(before)).values("seal")
    seals = list(Seal.objects.filter(number__in=numbers).order_by("first_id").defer("leaves", "signature", "digest"))
    firsts = [seal.first_id for seal in seals]
    found: dict[int, SealedIn] = {}
    for one in wanted:
        place = bisect_right(firsts, one) - 1
        if place >= 0 and _holds(seals[place], one):
            found[one] = SealedIn(seals[place].number, seals[place].sealed_at, seals[place].root)
    return found


def reasons_of(fact_ids: Iterable[int]) -> dict[int, str]:
    """Return why each of these entries was asked for, in one query; without a draft or its reason none is known."""
    accepted = Draft.objects.filter(fact_id__in=list(fact_ids), state=Draft.State.ACCEPTED).exclude(reason="")
    return {fact_id: reason for fact_id, reason in accepted.values_list("fact_id", "reason") if fact_id is not None}


def chain_of(fact_id: int) -> list[Fact]:
    """Return every entry of the chain that an entry belongs to, the first one first; none for an unknown id."""
    fact = Fact.objects.filter(pk=fact_id).first()
    if fact is None:
        return []
    chain = [fact]
    while (before := Fact.objects.filter(pk=chain[0].supersedes_id or 0).first()) is not None:
        chain.insert(0, before)
    while (after := Fact.objects.filter(supersedes=chain[-1]).first()) is not None:
        chain.append(after)
    return chain


def told_chain(fact_id: int) -> list[dict[str, Any]]:
    """Return every entry of a chain as plain values; no name, no reason: those are erasable and stand elsewhere."""
    chain = chain_of(fact_id)
    seals = seal_of(one.pk for one in chain)
    asked = {one.fact_id: one for one in Draft.objects.filter(fact_id__in=[entry.pk for entry in chain])}
    return [_told(one, seals.get(one.pk), asked.get(one.pk), last=one is chain[-1]) for one in chain]


def _told(fact: Fact, seal: SealedIn | None, draft: Draft | None, *, last: bool) -> dict[str, Any]:
    levels = catalogue()[fact.kind].levels if fact.kind in catalogue() else ()
    return {
        "id": fact.pk,
        "entry": fact.entry,
        "supersedes": fact.supersedes_id,
        "standing": last and fact.entry != Entry.WITHDRAWN,
        "subject": fact.subject_id,
        "kind": fact.kind,
        "code": fact.code,
        "level": levels[fact.level] if fact.level is not None and fact.level < len(levels) else fact.level,
        "quantity": fact.quantity,
        "happened_on": fact.happened_on.isoformat(),
        "precision": fact.precision,
        "ended_on": fact.ended_on.isoformat() if fact.ended_on else None,
        "credited_to": fact.credited_to_id,
        "proof": Proof(fact.proof).name.lower(),
        "issuer": fact.issuer_id,
        "source": fact.source,
        "recorded_at": fact.recorded_at.isoformat(),
        "recorded_by": fact.recorded_by,
        "proposed_by": draft.proposed_by if draft else None,
        "seal": seal.number if seal else None,
    }


def grounds_of(fact_ids: Iterable[int]) -> QuerySet[Fact]:
    """Return the facts that any of these rest on, each once."""
    rests = Ground.objects.filter(fact_id__in=list(fact_ids)).values("rests_on_id")
    return Fact.objects.filter(pk__in=rests).order_by("happened_on", "pk")


def resting_on(fact_ids: Iterable[int]) -> QuerySet[Fact]:
    """Return the standing facts that rest on any of these, each once."""
    resting = Ground.objects.filter(rests_on_id__in=list(fact_ids)).values("fact_id")
    return Fact.objects.standing().filter(pk__in=resting).order_by("happened_on", "pk")


def drafts() -> QuerySet[Draft]:
    """Return everything ever proposed, with what it is about; the caller narrows it to what may be seen."""
    return Draft.objects.select_related("target")


def drafts_about(fact_ids: Iterable[int]) -> QuerySet[Draft]:
    """Return the proposals about any of these entries, and those that led to one, in order of time."""
    wanted = list(fact_ids)
    return drafts().filter(target_id__in=wanted).order_by("proposed_at", "pk")


def returned_drafts() -> QuerySet[Draft]:
    """Return declarations that were returned and have not been repaired or withdrawn since."""
    later = Draft.objects.filter(target_id=OuterRef("target_id"), pk__gt=OuterRef("pk"))
    moved = Fact.objects.filter(supersedes_id=OuterRef("target_id"))
    returned = drafts().filter(declared=True, state=Draft.State.DECLINED)
    return returned.exclude(Exists(later)).exclude(Exists(moved)).exclude(target__entry=Entry.WITHDRAWN)


def _holds(seal: Seal, one: int) -> bool:
    """Tell whether an id is among those a seal was taken over; a row put in afterwards is not."""
    return one <= seal.last_id and any(first <= one < first + count for first, count in seal.runs)
