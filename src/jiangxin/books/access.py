"""Who may propose a book, and who may confirm it."""

from jiangxin.kernel.actor import Actor

MAKER = "policy.maker"
CONFIRMER = "policy.confirmer"


def can_propose(actor: Actor, owner_path: str) -> bool:
    """Tell whether the actor drafts policy for the unit at this path; the ground of all books belongs to a root."""
    return actor.is_machine or _holds(actor, MAKER, owner_path)


def can_confirm(actor: Actor, owner_path: str) -> bool:
    """Tell whether the actor confirms policy for the unit at this path."""
    return actor.is_machine or _holds(actor, CONFIRMER, owner_path)


def _holds(actor: Actor, duty: str, owner_path: str) -> bool:
    grants = [grant for grant in actor.duties if grant.name == duty]
    if not owner_path:
        return any(grant.path.count("/") == 2 for grant in grants)
    return any(owner_path.startswith(grant.path) for grant in grants)
