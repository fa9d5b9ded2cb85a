"""The kinds of facts and their code lists: the base book's, and what adopted books add."""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from jiangxin.ledger.errors import KindChanged
from jiangxin.policy.base import shipped_book
from jiangxin.policy.entries.stock import Kind as Entry
from jiangxin.policy.problems import BookRefused

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kind:
    """What a fact of this kind may say; levels lowest first, ``codes`` the id of a code list or empty."""

    id: str
    subject: frozenset[str]
    unit: str
    levels: tuple[str, ...] = ()
    codes: str = ""
    span: bool = False
    body: Mapping[str, str] = field(default_factory=dict)
    sensitivity: str = "work"
    max: int = 1_000_000_000

    @property
    def least(self) -> int:
        """Return the smallest quantity: nothing at all is a fact only where somebody reports a total."""
        return 0 if self.unit == "any" else 1

    @property
    def most(self) -> int:
        """Return the largest quantity; what is counted by facts is 1 in each."""
        return 1 if self.unit == "count" else self.max


_added: dict[str, Kind] = {}
_codes: dict[str, frozenset[str]] = {}
_reload: list[Callable[[], None]] = []
_used: set[str] = set()


def uses(kind: str) -> str:
    """Name a kind that a room records; a name that no book declares is told when the process starts."""
    _used.add(kind)
    return kind


def unknown_uses() -> list[str]:
    """Return the kinds that rooms use and nobody declares."""
    if not _base()[0]:
        reload()
    return sorted(_used - set(catalogue()))


def catalogue() -> Mapping[str, Kind]:
    """Return every known kind by id."""
    return _base()[0] | _added


def codes_of(list_id: str) -> frozenset[str]:
    """Return the codes of a list, of all books together; empty for a list that nobody declares."""
    return _base()[1].get(list_id, frozenset()) | _codes.get(list_id, frozenset())


def add_kinds(kinds: Mapping[str, Entry]) -> None:
    """Add a book's kinds (id to policy entry); a kind known in another shape is refused."""
    found = {name: kind_of(entry) for name, entry in kinds.items()}
    for name, kind in found.items():
        if catalogue().get(name, kind) != kind:
            raise KindChanged(kind=name)
    _added.update(found)


def add_lists(lists: Mapping[str, Iterable[str]]) -> None:
    """Add the codes of a book's lists (list id to codes)."""
    for list_id, codes in lists.items():
        _codes[list_id] = _codes.get(list_id, frozenset()) | frozenset(codes)


def reload_with(reload: Callable[[], None]) -> None:
    """Give the function that adds what was adopted since, perhaps by another process; asked on a miss only."""
    _reload[:] = [reload]


def reload() -> None:
    """Ask the books for what they declare now."""
    for one in _reload:
        one()


def kind_of(entry: Entry) -> Kind:
    """Return a policy book's kind entry as the ledger reads it."""
    return Kind(
        id=entry.id,
        subject=frozenset(entry.subject),
        unit=entry.unit,
        levels=tuple(entry.levels),
        codes=entry.codes,
        span=entry.span,
        body=dict(entry.body),
        sensitivity=entry.sensitivity,
        max=entry.max,
    )


@cache
def _base() -> tuple[dict[str, Kind], dict[str, frozenset[str]]]:
    try:
        book = shipped_book("base")
    except BookRefused as refused:
        # A folder that somebody broke must not stop the server: the adopted books still say what each kind is.
        log.error("the shipped base book cannot be read: %s", refused)
        return {}, {}
    kinds = {name: kind_of(entry) for name, entry in book.kinds.items()}
    return kinds, {name: entry.codes() for name, entry in book.lists.items()}
