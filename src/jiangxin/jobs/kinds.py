"""What can be run: work by name, and duties of the clock. Rooms register theirs when the process starts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from jiangxin.jobs.errors import UnknownWork
from jiangxin.kernel.actor import Actor

Tell = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Run:
    """What a piece of work is given: its payload, who asked for it, and ``tell(done, total, message)``.

    Work may be run again after its worker died: it must bear that. ``tell`` raises
    ``Cancelled`` when the job is to stop; let it pass.
    """

    job_id: int
    actor: Actor
    payload: Mapping[str, Any]
    tell: Tell


@dataclass
class Duty:
    """Something the clock does every so many seconds; what it answers is not kept."""

    seconds: float
    name: str
    do: Callable[[], object]
    next_at: float = field(default=0.0)


_work: dict[str, Callable[[Run], object]] = {}
_duties: dict[str, Duty] = {}


def work(name: str, do: Callable[[Run], object]) -> None:
    """Register a piece of work under a name such as ``insight.rebuild``."""
    _work[name] = do


def every(seconds: float, name: str, do: Callable[[], object]) -> None:
    """Register something for the clock to do; it must be quick, and bear being done twice."""
    _duties[name] = Duty(seconds, name, do)


def work_named(name: str) -> Callable[[Run], object]:
    """Return a piece of work, or refuse."""
    if name not in _work:
        raise UnknownWork(name=name, known="、".join(sorted(_work)))
    return _work[name]


def duties() -> list[Duty]:
    """Return the clock's duties."""
    return list(_duties.values())
