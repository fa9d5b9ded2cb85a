"""What came since: the difference that later entries, and later links between persons, make to figures.

Whoever is counted once and is touched by a later entry is looked up in the ledger as he stood then and as he
stands now, so that the difference is exact. Only what is new since the last look is read.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from threading import Lock
from typing import Any, NamedTuple

from jiangxin.insight.boards.leaf import CODE, CREDITED, PERSON, SUBJECT, SUM
from jiangxin.insight.boards.shelf import Shelf
from jiangxin.insight.boards.tree import WHOLE, Tree
from jiangxin.kernel.dates import first_day
from jiangxin.ledger import queries as ledger
from jiangxin.people import queries as people

FAR = 2**62  # beyond every id
AT_ONCE = 400

Place = tuple[int, int, int]  # leaf, unit, part
Bits = dict[Place, tuple[int, int]]  # days as bits, and how many on each of them
Who = tuple[str, Any]

_COLUMNS = (
    "id", "subject_id", "kind", "code", "level", "quantity", "happened_on", "precision", "ended_on", "proof", "entry",
    "credited_to_id", "credited_path", "supersedes_id", "superseded_by__id", "recorded_at",
)  # fmt: skip


class Row(NamedTuple):
    """One entry of the ledger."""

    id: int
    subject_id: int
    kind: str
    code: str
    level: int | None
    quantity: int
    happened_on: date
    precision: str
    ended_on: date | None
    proof: int
    entry: str
    credited_to_id: int | None
    credited_path: str
    supersedes_id: int | None
    superseded_by: int | None
    recorded_at: datetime


class TooMuch(Exception):
    """More has come since than is worth adding up; count anew."""


class TopUp:
    """The differences to one shelf, brought up to the ledger each time they are asked for."""

    def __init__(self, shelf: Shelf, *, until: int = FAR, most: int = FAR) -> None:
        self.shelf, self.until, self.most = shelf, until, most
        self.lock = Lock()
        self.tree = Tree(shelf.unit_by_path)
        self.kinds: dict[str, list[int]] = defaultdict(list)
        for place, leaf in enumerate(shelf.leaves):
            for kind, _least in leaf.kinds:
                self.kinds[kind].append(place)
        self._clear()

    def _clear(self) -> None:
        self.seen: dict[int, datetime] = {}
        self.links = self.shelf.about.links
        self.leaders = dict(self.shelf.leader_of)
        self.held: dict[Who, Bits] = {}
        self.found: dict[int, dict[int, dict[int, list[int]]]] = {}  # by unit, part, leaf
        self.uncounted: set[tuple[int, int]] = set()

    def of(self, unit_id: int, part: int = WHOLE) -> Mapping[int, list[int]]:
        """Return by leaf what to add to a unit's figures, or to a part's, on each day."""
        return self.found.get(unit_id, {}).get(part, {})

    def parts_of(self, unit_id: int) -> Mapping[int, Mapping[int, list[int]]]:
        """Return by part and leaf what to add to the figures of a unit's parts."""
        return {part: leaves for part, leaves in self.found.get(unit_id, {}).items() if part != WHOLE}

    def update(self) -> None:
        """Read what is new; refuses with TooMuch where that would take longer than counting anew."""
        with self.lock:
            self._update()

    def _update(self) -> None:
        new = ledger.entries_between(self.shelf.about.head, self.until)
        links = str(people.links_stamp())
        rows = list(new.values_list("pk", "recorded_at")[: self.most + 1])
        if len(rows) > self.most:
            raise TooMuch
        now = dict(rows)
        if links == self.links and now == self.seen:
            return
        if links != self.links or any(now.get(one) != at for one, at in self.seen.items()):
            self._clear()
        fresh = [one for one in now if one not in self.seen]
        touched = self._relinked(links)
        self._take(fresh, touched)
        self.seen = now

    def _relinked(self, links: str) -> set[int]:
        """Take the links in force now, and return whose leader they change."""
        if links == self.links:
            return set()
        before = self.shelf.leader_of
        self.leaders = {one: leader for one, leader in people.linked_leaders().items() if one != leader}
        self.links = links
        both = {*before, *self.leaders}
        return {one for one in both if before.get(one, one) != self.leaders.get(one, one)}

    def _take(self, fresh: list[int], relinked: set[int]) -> None:
        entries = _read(fresh, "pk")
        rows = {row.id: row for row in entries}
        earlier = [row.supersedes_id for row in entries if row.supersedes_id and row.supersedes_id not in rows]
        rows |= {row.id: row for row in _read(earlier, "pk")}
        known = [row for row in rows.values() if row.kind in self.kinds]
        self._take_added(known)
        persons = {row.subject_id for row in known if self._takes(row.kind, PERSON)} | relinked
        self._take_persons(persons)
        self._take_keyed(SUBJECT, {row.subject_id for row in known if self._takes(row.kind, SUBJECT)})
        credited = {row.credited_to_id for row in known if self._takes(row.kind, CREDITED) and row.credited_to_id}
        self._take_keyed(CREDITED, credited)
        self._take_codes(known)

    def _takes(self, kind: str, take: str) -> bool:
        return any(self.shelf.leaves[place].take == take for place in self.kinds[kind])

    def _take_added(self, rows: Iterable[Row]) -> None:
        for row in rows:
            before = self._bits([row], self._then, added=True)
            self._move(("fact", row.id), before, self._bits([row], _now, added=True))

    def _take_persons(self, touched: set[int]) -> None:
        """Look again at these persons, with all whom links join to them, then or now."""
        if not touched:
            return
        groups = [_groups(self.shelf.leader_of), _groups(self.leaders)]
        together = set(touched)
        fresh = set(touched)
        while fresh:  # a link may join two that were joined to others before
            joined = [
                group.get(leaders.get(one, one), set())
                for leaders, group in zip((self.shelf.leader_of, self.leaders), groups, strict=True)
                for one in fresh
            ]
            fresh = set().union(*joined) - together
            together |= fresh
        rows: dict[int, list[Row]] = defaultdict(list)
        for row in _read(together, "subject_id", self._kinds_of(PERSON)):
            rows[row.subject_id].append(row)
        before = _by_leader(rows, together, self.shelf.leader_of)
        after = _by_leader(rows, together, self.leaders)
        for leader in {*before, *after}:
            then = self._bits(before.get(leader, []), self._then, take=PERSON)
            self._move((PERSON, leader), then, self._bits(after.get(leader, []), _now, take=PERSON))

    def _take_keyed(self, take: str, keys: set[int]) -> None:
        column = "subject_id" if take == SUBJECT else "credited_to_id"
        rows: dict[int, list[Row]] = defaultdict(list)
        for row in _read(keys, column, self._kinds_of(take)):
            rows[getattr(row, column)].append(row)
        for key in keys:
            then = self._bits(rows[key], self._then, take=take)
            self._move((take, key), then, self._bits(rows[key], _now, take=take))

    def _take_codes(self, rows: Iterable[Row]) -> None:
        """Mark where different codes are counted: whether one is new there only the ledger can say."""
        for row in rows:
            for place in self.kinds[row.kind]:
                if self.shelf.leaves[place].take == CODE:
                    self.uncounted |= {(unit, place) for unit, _part in self.tree.counted(row.credited_path)}

    def _kinds_of(self, take: str) -> list[str]:
        return [kind for kind in self.kinds if self._takes(kind, take)]

    def _then(self, row: Row) -> bool:
        """Tell whether an entry stood when the figures were counted."""
        head = self.shelf.about.head
        return row.id <= head and row.entry != "withdrawn" and (row.superseded_by is None or row.superseded_by > head)

    def _bits(self, rows: Iterable[Row], stands: Callable[[Row], bool], *, take: str = "", added: bool = False) -> Bits:
        """Return for each leaf, unit and part the days on which these rows count together."""
        found: Bits = {}
        for row in rows:
            if row.id > self.until or not row.credited_path or not stands(row):
                continue
            for place in self.kinds[row.kind]:
                leaf = self.shelf.leaves[place]
                if leaf.added != added or (take and leaf.take != take):
                    continue
                if not leaf.fits(row.kind, row.code, row.level, row.proof):
                    continue
                mask = self._mask(place, row)
                amount = row.quantity if leaf.take == SUM else 1
                for unit, part in self.tree.counted(row.credited_path) if mask else ():
                    for at in ((place, unit, WHOLE), (place, unit, part)):
                        found[at] = (found.get(at, (0, 0))[0] | mask, amount)
        return found

    def _mask(self, place: int, row: Row) -> int:
        leaf = self.shelf.leaves[place]
        day = first_day(row.happened_on, row.precision)
        if leaf.start and day < leaf.start:
            return 0
        stock = leaf.nature == "stock"
        mask = 0
        for bit, one in enumerate(self.shelf.days[place]):
            if day <= one and (not stock or row.ended_on is None or row.ended_on >= one):
                mask |= 1 << bit
        return mask

    def _move(self, who: Who, counted: Bits, now: Bits) -> None:
        """Take back what one was counted as, and count him as he stands now."""
        before = self.held.get(who, counted)
        if before != now:
            self._add(before, -1)
            self._add(now, 1)
        self.held[who] = now

    def _add(self, bits: Bits, sign: int) -> None:
        for (leaf, unit, part), (mask, amount) in bits.items():
            values = (
                self.found.setdefault(unit, {}).setdefault(part, {}).setdefault(leaf, [0] * len(self.shelf.days[leaf]))
            )
            for place in range(len(values)):
                if mask >> place & 1:
                    values[place] += sign * amount


def _now(row: Row) -> bool:
    return row.entry != "withdrawn" and row.superseded_by is None


def _read(keys: Iterable[Any], column: str, kinds: list[str] | None = None) -> list[Row]:
    """Return entries by a column, a few hundred keys a query."""
    wanted, found = sorted(set(keys)), []
    for start in range(0, len(wanted), AT_ONCE):
        rows = ledger.entries_between(-FAR, FAR).filter(**{f"{column}__in": wanted[start : start + AT_ONCE]})
        if kinds is not None:
            rows = rows.filter(kind__in=kinds)
        found += [Row(*row) for row in rows.values_list(*_COLUMNS)]
    return found


def _groups(leaders: Mapping[int, int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for one, leader in leaders.items():
        found[leader] |= {one, leader}
    return found


def _by_leader(
    rows: Mapping[int, list[Row]], persons: Iterable[int], leaders: Mapping[int, int]
) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for one in persons:
        found[leaders.get(one, one)] += rows.get(one, [])
    return found
