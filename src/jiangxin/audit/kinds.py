"""What can be written down: acts by name with their words, and further tables that the chain covers."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from jiangxin.audit.errors import UnknownAct

Rows = Iterator[tuple[int, bytes]]


@dataclass(frozen=True)
class Source:
    """A table under the chain: its rows of a closed range of ids in order, each as bytes; and its ids alone."""

    name: str
    rows: Callable[[int, int], Rows]
    ids: Callable[[int, int], Iterator[int]]


_acts: dict[str, object] = {}
_sources: dict[str, Source] = {}


def act(name: str, title: object) -> str:
    """Declare an act such as ``people.give_duty`` with the words it is shown by; returns its name."""
    _acts[name] = title
    return name


def title_of(name: str) -> str:
    """Return an act's words; the name itself for an act of an older edition."""
    return str(_acts.get(name, name))


def titles() -> dict[str, str]:
    """Return every declared act with its words, in the order of the names."""
    return {name: str(_acts[name]) for name in sorted(_acts)}


def known(name: str) -> str:
    """Return the name of a declared act, or refuse."""
    if name not in _acts:
        raise UnknownAct(what=name)
    return name


def chain(source: Source) -> None:
    """Put a table that another room keeps under the chain, so that its rows are stored once."""
    _sources[source.name] = source


def sources() -> Sequence[Source]:
    """Return the tables under the chain by name."""
    return [_sources[name] for name in sorted(_sources)]
