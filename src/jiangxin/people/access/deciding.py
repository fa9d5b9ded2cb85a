"""Who may change what stands in the ledger: one proposes, another decides; what a person declares his unit confirms."""

from collections.abc import Iterable
from typing import Any

from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor, DutyGrant
from jiangxin.ledger import kinds as ledger_kinds
from jiangxin.ledger import queries as ledger
from jiangxin.people.models import Spell, UnitPlace
from jiangxin.people.queries.changes import CONFIRMS, DECIDES, PROPOSES, PROPOSES_FOR_UNITS, SENSITIVE
from jiangxin.people.queries.persons import linked_ids
from jiangxin.people.queries.reach import paths_reached
from jiangxin.people.queries.sight import SEES_PERSONS, grants, persons_in_sight, sight_of
from jiangxin.people.queries.units import lineage_paths, subtree_range, within

NOT_PERSONAL = frozenset({"public", "work"})


def sees_fact(actor: Actor, fact: Any) -> bool:
    """Tell whether an actor may see one entry of the ledger; outside it is 404."""
    if actor.is_machine:
        return True
    sort = ledger.type_of(fact.subject_id)
    if sort != "person":
        return not is_sensitive(fact.kind) and _lies_in(fact.credited_path, paths_reached(actor))
    sight, sort = sight_of(actor, fact.subject_id), sensitivity_of(fact.kind)
    if sight.own or sight.covers(fact.credited_path, sort):
        return True
    nowhere = not fact.credited_path and sort in NOT_PERSONAL
    return nowhere and persons_in_sight(actor).filter(pk__in=linked_ids(fact.subject_id)).exists()


def can_propose(actor: Actor, fact: Any) -> bool:
    """Tell whether the actor may propose to change an entry: a clerk of where it is credited, or of the person."""
    of_person = ledger.type_of(fact.subject_id) == "person"
    return _over(actor, PROPOSES if of_person else PROPOSES_FOR_UNITS, fact.credited_path, fact.subject_id)


def can_decide(actor: Actor, draft: Any) -> bool:
    """Tell whether the actor decides on proposals where this one lies; whether it is his own is asked apart."""
    return _over(actor, DECIDES, draft.path, draft.subject_id)


def can_confirm(actor: Actor, person_id: int) -> bool:
    """Tell whether the actor confirms what this person declares: for a unit in which he stands today."""
    return actor.is_machine or stands_under(person_id, grants(actor, CONFIRMS))


def reads_reasons(actor: Actor, fact: Any) -> bool:
    """Tell whether the actor may read why an entry was asked for: whoever works with it, and the person himself."""
    if actor.person_id is not None and actor.person_id in linked_ids(fact.subject_id):
        return True
    return _over(actor, SEES_PERSONS, fact.credited_path, fact.subject_id)


def is_sensitive(kind: str) -> bool:
    """Tell whether a kind is shown to the person alone."""
    return sensitivity_of(kind) == SENSITIVE


def sensitivity_of(kind: str) -> str:
    """Return the sensitivity of a kind; one that nobody declares is as sensitive as can be."""
    known = ledger_kinds.catalogue().get(kind)
    return known.sensitivity if known is not None else SENSITIVE


def stands_under(person_id: int, held: Iterable[DutyGrant]) -> bool:
    """Tell whether a person stands today in a unit under one of these duties."""
    paths = [grant.path for grant in held]
    if not paths:
        return False
    places = UnitPlace.objects.on(clock.today()).filter(within("path", paths))
    spells = Spell.objects.on(clock.today()).filter(person_id__in=linked_ids(person_id))
    return bool(spells.filter(unit_id__in=places.values("unit_id")).exists())


def _over(actor: Actor, duties: Iterable[str], path: str, subject_id: int | None) -> bool:
    """Tell whether a duty reaches a path, also through what its unit came from; without a path, the person."""
    if actor.is_machine:
        return True
    held = grants(actor, duties)
    if not held:
        return False
    if path:
        return _lies_in(path, [grant.path for grant in held]) or _lies_in(
            path, lineage_paths(grant.unit_id for grant in held)
        )
    return subject_id is not None and stands_under(subject_id, held)


def _lies_in(path: str, subtrees: Iterable[str]) -> bool:
    return any(low <= path < high for low, high in map(subtree_range, subtrees))
