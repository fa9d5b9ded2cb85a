"""Pairs that may be one person, as far as the reader sees both."""

from django.db.models import QuerySet

from jiangxin.kernel.actor import Actor
from jiangxin.people.models import DutyName, Twin, TwinState
from jiangxin.people.queries.persons import linked_ids
from jiangxin.people.queries.sight import grants, persons_in_sight

FINDS = frozenset({DutyName.CLERK, DutyName.LEADER, DutyName.HR})
DECIDES = frozenset({DutyName.REVIEWER, DutyName.LEADER})


def twins_seen(actor: Actor) -> QuerySet[Twin]:
    """Return the pairs of which the actor sees both; outside it is 404."""
    rows = Twin.objects.select_related("first", "second", "link")
    if actor.is_machine:
        return rows
    if not grants(actor, FINDS | DECIDES):
        return rows.none()
    seen = persons_in_sight(actor).values("pk")
    return rows.filter(first__in=seen, second__in=seen)


def twins_waiting(actor: Actor) -> QuerySet[Twin]:
    """Return the pairs that wait for this actor: to be looked at, or to be joined by one who did not propose it."""
    seen = twins_seen(actor)
    found = seen.none()
    if grants(actor, FINDS):
        found |= seen.filter(state=TwinState.OPEN)
    if grants(actor, DECIDES):
        theirs = seen.filter(state=TwinState.PROPOSED).exclude(proposed_by=actor.key)
        if actor.person_id is not None:
            theirs = theirs.exclude(proposed_person__in=linked_ids(actor.person_id))
        found |= theirs
    return found
