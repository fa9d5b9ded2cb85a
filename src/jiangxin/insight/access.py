"""Who may take a snapshot, who may approve it, and who may open a person's portrait."""

from jiangxin.kernel.actor import Actor
from jiangxin.people import access as people

MAKER = "snapshot.maker"
APPROVER = "snapshot.approver"
SEES_PROOFS = frozenset({"union.leader", "auditor"})


def can_take(actor: Actor, unit_path: str) -> bool:
    """Tell whether the actor takes snapshots for the unit at this path."""
    return actor.is_machine or _holds(actor, MAKER, unit_path)


def can_approve(actor: Actor, unit_path: str) -> bool:
    """Tell whether the actor approves snapshots for the unit at this path."""
    return actor.is_machine or _holds(actor, APPROVER, unit_path)


def can_see_proofs(actor: Actor) -> bool:
    """Tell whether the actor sees how board figures were counted and proved."""
    return actor.is_machine or any(grant.name in SEES_PROOFS for grant in actor.duties)


def can_open_portrait(actor: Actor, person_id: int) -> bool:
    """Tell whether the actor may see this person's portrait and file."""
    return people.can_read(actor, person_id)


def _holds(actor: Actor, duty: str, unit_path: str) -> bool:
    return any(grant.name == duty and unit_path.startswith(grant.path) for grant in actor.duties)
