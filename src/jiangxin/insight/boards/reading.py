"""Figures for a board: those counted ahead with what came since; nothing where a question asks for something else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock

from jiangxin.insight.boards import shelf as shelves
from jiangxin.insight.boards.leaf import Leaf
from jiangxin.insight.boards.shelf import Shelf
from jiangxin.insight.boards.topup import TooMuch, TopUp
from jiangxin.insight.indicators import Scope
from jiangxin.ledger import queries as ledger

MOST = 5_000  # entries since the figures were counted that are added up while somebody waits


@dataclass(frozen=True)
class Open:
    """A shelf that was found sound, with its differences."""

    shelf: Shelf
    topup: TopUp


_lock = Lock()
_open: dict[str, Open] = {}  # at most the newest one
_sound: dict[str, int] = {}  # by name of a shelf: the ledger's head it was held against


@dataclass(frozen=True)
class Reading:
    """The figures of one unit as they stand now."""

    opened: Open
    unit_id: int

    def values(self, asked: Sequence[tuple[Leaf, tuple[date, ...]]]) -> list[tuple[int, ...] | None]:
        """Return each leaf's numbers on days; None where it was not counted ahead."""
        shelf, more = self.opened.shelf, self.opened.topup.of(self.unit_id)
        held = shelf.values(self.unit_id)
        found: list[tuple[int, ...] | None] = []
        for leaf, days in asked:
            place = shelf.places.get(leaf)
            at = {day: column for column, day in enumerate(shelf.days[place])} if place is not None else {}
            if place is None or any(day not in at for day in days) or self._uncounted(place):
                found.append(None)
                continue
            nothing = (0,) * len(at)
            stored, added = held.get(place, nothing), more.get(place, nothing)
            found.append(tuple(stored[at[day]] + added[at[day]] for day in days))
        return found

    def parts(self, leaf: Leaf, day: date) -> dict[int, int] | None:
        """Return a leaf's numbers by the units below (0: the unit's own), noughts left out; None as above."""
        shelf, topup = self.opened.shelf, self.opened.topup
        place = shelf.places.get(leaf)
        if place is None or day not in shelf.days[place] or self._uncounted(place):
            return None
        at = shelf.days[place].index(day)
        if at not in shelf.about.part_days[place]:
            return None
        column = shelf.about.part_days[place].index(at)
        held = shelf.part_values(self.unit_id)
        found = {part: values[column] for (one, part), values in held.items() if one == place}
        for part, leaves in topup.parts_of(self.unit_id).items():
            if place in leaves:
                found[part] = found.get(part, 0) + leaves[place][at]
        return {part: value for part, value in found.items() if value}

    def _uncounted(self, place: int) -> bool:
        return (self.unit_id, place) in self.opened.topup.uncounted


def reading(scope: Scope) -> Reading | None:
    """Return the figures of a scope's unit, None where only the ledger can answer.

    That is: at another instant of knowledge, of a unit that moved or came since, when too much has come since,
    or when there are no figures that belong to this ledger.
    """
    if scope.known_at is not None:
        return None
    opened = _opened()
    if opened is None or opened.shelf.paths_of(scope.unit_id) != frozenset(scope.paths):
        return None
    try:
        opened.topup.update()
    except TooMuch:
        return None
    return Reading(opened, scope.unit_id)


def current() -> Shelf | None:
    """Return the newest figures, None where there are none that belong to this ledger."""
    opened = _opened()
    return opened.shelf if opened else None


def root_at(head: int) -> str:
    """Return the root of the seal that closed over the ledger up to an entry, blank where there is none."""
    sealed = ledger.seal_of([head]).get(head)
    return sealed.root if sealed else ""


def _opened() -> Open | None:
    """Return the newest shelf, mapped once in a process; None where there is none or it is another ledger's."""
    name = shelves.newest()
    if name is None:
        return None
    with _lock:
        if name not in _open:
            try:
                shelf = shelves.opened(name)
            except (OSError, ValueError, TypeError):
                return None
            _open.clear()
            _sound.clear()
            _open[name] = Open(shelf, TopUp(shelf, most=MOST))
        found = _open[name]
    return found if _is_sound(found.shelf) else None


def _is_sound(shelf: Shelf) -> bool:
    """Tell whether the ledger still is the one the figures were counted from."""
    head = ledger.head()
    if _sound.get(shelf.name) != head:
        if head < shelf.about.head or root_at(shelf.about.head) != shelf.about.root:
            return False
        _sound[shelf.name] = head
    return True
