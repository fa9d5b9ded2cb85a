"""Who does it: nobody writes without an actor, and an absent user is no power at all."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Concatenate, ParamSpec, Self

from jiangxin.kernel.refusal import NotAllowed

P = ParamSpec("P")


@dataclass(frozen=True)
class DutyGrant:
    """One duty over one subtree of units; ``path`` is the unit's materialised path today."""

    name: str
    unit_id: int
    path: str
    purpose: str = ""


@dataclass(frozen=True)
class Actor:
    """A signed-in user or a machine, with the duties that hold today and the stated purpose."""

    key: str
    user_id: int | None = None
    person_id: int | None = None
    duties: tuple[DutyGrant, ...] = ()
    purpose: str = ""

    def __post_init__(self) -> None:
        if not self.key:
            raise ValueError("an actor needs a key")

    @classmethod
    def machine(cls, name: str) -> Self:
        """Return the actor of a job or command; it appears in the records by this name."""
        return cls(key=f"machine:{name}")

    @property
    def is_machine(self) -> bool:
        """Tell whether no person stands behind this actor."""
        return self.key.startswith("machine:")

    def has(self, duty: str) -> bool:
        """Tell whether this duty is held over any unit."""
        return any(grant.name == duty for grant in self.duties)


def require(check: Callable[Concatenate[Actor, P], bool], actor: Actor, *args: P.args, **kwargs: P.kwargs) -> None:
    """Refuse with NotAllowed unless ``check(actor, ...)`` answers True."""
    if not check(actor, *args, **kwargs):
        raise NotAllowed()
