"""What stands behind entries: the seal that closed over each, and the words in which it was asked for."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery

from jiangxin.ledger.models import Draft, Fact, Seal


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


def _holds(seal: Seal, one: int) -> bool:
    """Tell whether an id is among those a seal was taken over; a row put in afterwards is not."""
    return one <= seal.last_id and any(first <= one < first + count for first, count in seal.runs)
