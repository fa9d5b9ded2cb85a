"""What waits between two people, as the start of every list: proposals to change, and what persons declare."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor, DutyGrant
from jiangxin.ledger import kinds as ledger_kinds
from jiangxin.ledger import queries as ledger
from jiangxin.people.models import DutyName, PersonLink, Spell, UnitPlace
from jiangxin.people.queries.persons import linked_ids
from jiangxin.people.queries.rules import Thing, duties_for
from jiangxin.people.queries.sight import SEES_PERSONS, grants
from jiangxin.people.queries.units import lineage_paths, within

PROPOSES = frozenset({DutyName.CLERK, DutyName.LEADER, DutyName.HR})
PROPOSES_FOR_UNITS = frozenset({DutyName.CLERK, DutyName.LEADER})
DECIDES = frozenset({DutyName.REVIEWER, DutyName.LEADER})
CONFIRMS = frozenset({DutyName.CLERK, DutyName.LEADER, DutyName.HR})
SENSITIVE = Thing.SENSITIVE

Drafts = QuerySet[Any]
PROPOSED, DECLINED = "proposed", "declined"
LISTED = ("complete", "confirm", "correct", "withdraw")  # what pages propose; a record comes from an import


def drafts_seen(actor: Actor) -> Drafts:
    """Return the proposals an actor may see: where he sees persons, and his own; outside it is 404."""
    if actor.is_machine:
        return _listed()
    return _listed().filter(_his(actor) | _reached(actor, SEES_PERSONS))


def drafts_to_decide(actor: Actor) -> Drafts:
    """Return the changes that wait for this actor: never his own, never about himself."""
    waiting = _listed().filter(state=PROPOSED, declared=False)
    if actor.is_machine:
        return waiting
    return waiting.filter(_reached(actor, DECIDES)).exclude(_his(actor)).exclude(_about(actor))


def drafts_to_confirm(actor: Actor) -> Drafts:
    """Return the declarations that wait for this actor: of persons who stand today in his units, never his own."""
    waiting = _listed().filter(state=PROPOSED, declared=True)
    if actor.is_machine:
        return waiting
    return waiting.filter(_standing(grants(actor, CONFIRMS))).exclude(_about(actor))


def drafts_waiting(actor: Actor) -> Drafts:
    """Return everything that waits for this actor: changes to decide and declarations to confirm, oldest first."""
    decided, confirmed = drafts_to_decide(actor).values("pk"), drafts_to_confirm(actor).values("pk")
    return ledger.drafts().filter(Q(pk__in=decided) | Q(pk__in=confirmed)).order_by("proposed_at", "pk")


def drafts_of_mine(actor: Actor, *, settled: bool = False) -> Drafts:
    """Return the changes this actor proposed that nobody has settled yet; with ``settled`` all he ever proposed."""
    mine = _listed().filter(_his(actor), declared=False)
    return mine if settled else mine.filter(state=PROPOSED)


def declarations_of(person_id: int) -> Drafts:
    """Return everything a person ever declared, the latest first."""
    return ledger.drafts().filter(declared=True, subject_id__in=linked_ids(person_id)).order_by("-pk")


def declarations_returned(person_id: int) -> Drafts:
    """Return what was returned to a person and waits for him to repair or withdraw it."""
    return ledger.returned_drafts().filter(subject_id__in=linked_ids(person_id)).order_by("settled_at", "pk")


def _listed() -> Drafts:
    sensitive = [kind.id for kind in ledger_kinds.catalogue().values() if kind.sensitivity == SENSITIVE]
    return ledger.drafts().filter(action__in=LISTED).exclude(kind__in=sensitive).order_by("proposed_at", "pk")


def _his(actor: Actor) -> Q:
    own = Q(proposed_by=actor.key)
    return own | Q(proposed_person__in=linked_ids(actor.person_id)) if actor.person_id else own


def _about(actor: Actor) -> Q:
    return Q(subject_id__in=linked_ids(actor.person_id)) if actor.person_id else Q(pk__in=[])


def _reached(actor: Actor, duties: Iterable[str]) -> Q:
    """What lies under these duties, entries of a personal kind only for the duties that see those."""
    wanted = set(duties)
    every, close = grants(actor, wanted), grants(actor, wanted & duties_for(Thing.PERSONAL))
    if every == close:
        return _placed(every)
    personal = [kind.id for kind in ledger_kinds.catalogue().values() if kind.sensitivity == Thing.PERSONAL]
    return (_placed(every) & ~Q(kind__in=personal)) | (_placed(close) & Q(kind__in=personal))


def _placed(held: list[DutyGrant]) -> Q:
    """Where the entry is credited; what a person declares, and what is credited nowhere, goes where he stands."""
    if not held:
        return Q(pk__in=[])
    paths = [*(grant.path for grant in held), *lineage_paths(grant.unit_id for grant in held)]
    placed = Q(declared=False) & within("path", dict.fromkeys(paths))
    return placed | (Q(Q(declared=True) | Q(path="")) & _standing(held))


def _standing(held: Iterable[DutyGrant]) -> Q:
    """The subjects who stand today in a unit under these duties; records that a link joins are one person."""
    paths = [grant.path for grant in held]
    if not paths:
        return Q(pk__in=[])
    places = UnitPlace.objects.on(clock.today()).filter(within("path", paths)).values("unit_id")
    there = Spell.objects.on(clock.today()).filter(unit_id__in=places)
    links = PersonLink.objects.filter(undone_at=None)
    one, other = links.filter(person_id=OuterRef("subject_id")), links.filter(other_id=OuterRef("subject_id"))
    return (
        Q(Exists(there.filter(person_id=OuterRef("subject_id"))))
        | Q(Exists(one.filter(Exists(there.filter(person_id=OuterRef("other_id"))))))
        | Q(Exists(other.filter(Exists(there.filter(person_id=OuterRef("person_id"))))))
    )
