"""Who meets the requirements of a scheme."""

from dataclasses import dataclass

from jiangxin.policy.conditions import Line, Standpoint, check_all
from jiangxin.policy.entries.rules import Scheme


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Whether all requirements of a scheme are met, and each of them."""

    scheme: str
    eligible: bool
    lines: tuple[Line, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the ids of the requirements that are not met, in the order of the scheme."""
        return tuple(line.id for line in self.lines if not line.met)


def eligibility(scheme: Scheme, at: Standpoint) -> Eligibility:
    """Return how a subject stands to a scheme."""
    lines = check_all(scheme.require, at)
    return Eligibility(scheme.id, all(line.met for line in lines), lines)
