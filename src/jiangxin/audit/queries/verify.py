"""Holding every row against the chain."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from jiangxin.audit import canonical, kinds
from jiangxin.audit.models import Link
from jiangxin.audit.queries.lines import LINES
from jiangxin.kernel.signing import key_id, signed_by

FAR = 2**62
RECENT = 100  # links among whose gaps a row may still turn up whose transaction ended late
RECENT_ROWS = 20_000
LIMIT = 1000  # rows named of each fault

Runs = Sequence[tuple[int, int]]
Told = tuple[str, int]  # a row: the table's name and its id


@dataclass
class Report:
    """Rows that are not as sealed, at most ``LIMIT`` of each fault, and links that are missing or altered.

    ``lost`` tells that a root which was asked for (from a printed page) is not in the chain.
    """

    changed: list[Told] = field(default_factory=list)
    missing: list[Told] = field(default_factory=list)
    added: list[Told] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)
    unsealed: int = 0
    links: int = 0
    rows: int = 0
    lost: bool = False

    @property
    def clean(self) -> bool:
        """Tell whether every sealed row and every link is as it was; rows not sealed yet are no fault."""
        return not (self.changed or self.missing or self.added or self.broken or self.lost)

    @property
    def first(self) -> tuple[str, str, int] | None:
        """Return the first fault: its sort, the table (blank for a link), the id or number."""
        for sort in ("changed", "missing", "added"):
            for table, one in getattr(self, sort)[:1]:
                return sort, table, one
        return ("broken", "", self.broken[0]) if self.broken else None

    def tell(self, sort: str, table: str, one: int) -> None:
        """Add a row to one of the lists, while there is room."""
        found = getattr(self, sort)
        if len(found) < LIMIT:
            found.append((table, one))


def verify(*, root: str = "", tell: Callable[[int, int], None] | None = None) -> Report:
    """Read every sealed row once and report what differs; memory does not grow with the rows.

    ``root`` is one from a printed page: a chain that was cut and grown anew does not hold it.
    """
    report, last, total = Report(lost=bool(root)), None, Link.objects.count()
    sources = {one.name: one for one in (LINES, *kinds.sources())}
    for link in _links():
        report.links += 1
        report.lost = report.lost and link.root != root
        _check(link, last, sources.get(link.source), report)
        last = link
        if tell is not None:
            tell(report.links, total)
    for source in sources.values():
        _check_between(source, report)
    return report


def open_range(source: str) -> tuple[int, Runs]:
    """Return from which id on rows may still be unsealed, and the runs that are sealed there."""
    covered: list[list[int]] = []
    first, rows = -FAR, 0
    recent = Link.objects.filter(source=source).order_by("-number").values_list("first_id", "count", "runs")
    for link_first, count, runs in recent[:RECENT]:
        first = link_first if first == -FAR else min(first, link_first)
        covered += runs
        rows += count
        if rows >= RECENT_ROWS:
            break
    return first, _merged(covered)


def covers(runs: Runs, one: int) -> bool:
    """Tell whether an id lies in sorted runs (first, end)."""
    place = bisect_right(runs, (one, FAR)) - 1
    return place >= 0 and one < runs[place][1]


def _merged(runs: list[list[int]]) -> Runs:
    merged: list[tuple[int, int]] = []
    for first, count in sorted(runs):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], first + count))
        else:
            merged.append((first, first + count))
    return merged


def _links() -> Iterator[Link]:
    number = -FAR
    while True:
        batch = list(islice(Link.objects.filter(number__gt=number).order_by("number"), 50))
        if not batch:
            return
        yield from batch
        number = batch[-1].number


def _check(link: Link, last: Link | None, source: kinds.Source | None, report: Report) -> None:
    expected = last.number + 1 if last else 1
    report.broken += list(range(expected, min(link.number, expected + LIMIT)))
    previous = last.root if last else ""
    if link.number > expected:
        previous = link.previous  # what it was chained to is gone
    if source is None:
        report.broken.append(link.number)  # rows of a table that nobody keeps any more
        return
    ids = list(canonical.in_runs(link.runs))
    wanted = set(ids)
    found = {one: row for one, row in source.rows(link.first_id, link.last_id) if one in wanted}
    report.rows += len(found)
    chained, leaves = canonical.chained(previous, (found[one] for one in ids if one in found))
    stretch = canonical.stretch_of(link, chained)
    key = canonical.key().verifier((last or link).key_id)
    signed = link.key_id == key_id(key) and signed_by(key, link.root, link.signature)
    if signed and link.previous == previous and stretch.root(previous) == link.root:
        return
    if not _name_rows(link, ids, found, leaves, report):
        report.broken.append(link.number)


def _name_rows(link: Link, ids: list[int], found: dict[int, bytes], leaves: bytes, report: Report) -> bool:
    """Name the rows of a link that differ from their leaves, and tell whether there are any."""
    sealed, size, place, named = bytes(link.leaves), canonical.LEAF, 0, False
    for index, one in enumerate(ids):
        if one not in found:
            report.tell("missing", link.source, one)
            named = True
            continue
        if leaves[place * size : (place + 1) * size] != sealed[index * size : (index + 1) * size]:
            report.tell("changed", link.source, one)
            named = True
        place += 1
    return named


def _check_between(source: kinds.Source, report: Report) -> None:
    """Name rows that no link covers where rows can no longer turn up, and count those not sealed yet."""
    covered: list[list[int]] = []
    for runs in Link.objects.filter(source=source.name).order_by("number").values_list("runs", flat=True).iterator():
        covered += runs
    merged, (first, _runs) = _merged(covered), open_range(source.name)
    for one in source.ids(-FAR, FAR):
        if covers(merged, one):
            continue
        if one >= first:
            report.unsealed += 1
        else:
            report.tell("added", source.name, one)
