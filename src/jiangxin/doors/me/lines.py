"""Facts as lines of one's ledger: what, when, how sure, on which axis, and whether it is a milestone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from jiangxin.doors.me import words
from jiangxin.doors.me.kinds import ENTERED
from jiangxin.kernel.dates import first_day
from jiangxin.policy.book import Book
from jiangxin.policy.facts import CONFIRMED, DECLARED, FactRow


@dataclass(frozen=True)
class Line:
    """One entry in words; ``look`` is key, wait, off or blank; ``axis`` blank where no axis looks at its kind."""

    id: int
    kind: str
    day: date
    precision: str
    ended_on: date | None
    title: str
    sub: str
    axis: str
    look: str
    proof: int
    entry: str
    standing: bool
    note: str = ""  # what became of it, where that was asked for

    @property
    def year(self) -> int:
        """Return the year it happened in."""
        return self.day.year

    @property
    def short_day(self) -> str:
        """Return the day below its year's heading, as far as it is known."""
        if self.precision == "day":
            return self.day.strftime("%m-%d")
        return _("%(month)s月") % {"month": self.day.month} if self.precision == "month" else _("年内")

    @property
    def proof_words(self) -> str:
        """Say how sure it is."""
        return words.proof_words(self.proof)

    @property
    def proof_name(self) -> str:
        """Return the name of the mark of its proof."""
        return words.proof_name(self.proof)


class Teller:
    """Says facts in the words of one book; ``units`` are the names of the units they may be credited to."""

    def __init__(
        self,
        book: Book,
        score: str,
        rows: Sequence[FactRow],
        units: Mapping[int, str],
        known_at: datetime | None = None,
    ) -> None:
        self.book, self.units, self.known_at = book, units, known_at
        self.axes = axes_of(book, score)
        self.milestones = milestones(book, score, [row for row in rows if row.stands(known_at)])

    def line(self, row: FactRow) -> Line:
        """Return one entry as a line."""
        title, sub = self.titles(row)
        standing = row.stands(self.known_at)
        look = "wait" if row.proof == DECLARED else "key" if row.id in self.milestones else ""
        return Line(
            id=row.id,
            kind=row.kind,
            day=row.happened_on,
            precision=row.precision,
            ended_on=row.ended_on,
            title=title,
            sub=sub,
            axis=self.axes.get(row.kind, ""),
            look=look if standing else "off",
            proof=row.proof,
            entry=row.entry,
            standing=standing,
        )

    def titles(self, row: FactRow) -> tuple[str, str]:
        """Return what is particular about a fact, and the rest below it."""
        book, kind = self.book, words.kind_words(self.book, row.kind)
        code = words.code_words(book, row.kind, row.code, row.happened_on)
        level = words.level_words(book, row.kind, row.level)
        found = book.kinds.get(row.kind)
        amount = words.quantity_words(found.unit, row.quantity) if found else ""
        if found is not None and found.codes == words.TRADES:
            title, rest = ("·".join((level, code)), [kind]) if level and code else (kind, [level, code])
        elif code:
            title, rest = code, [kind, level]
        else:
            title, rest = kind, [level]
        parts = [*rest, amount]
        if not any(parts):
            parts.append(self.units.get(row.credited_to or 0, ""))
        if found is not None and found.span:
            parts.append(_until(row))
        return title, "·".join(part for part in parts if part)


def axes_of(book: Book, score_id: str) -> dict[str, str]:
    """Return the axis that looks at each kind, the first of the book's order where several do."""
    score = book.scores.get(score_id)
    found: dict[str, str] = {}
    for item in score.item if score else ():
        for kind in book.measures[item.measure].of:
            found.setdefault(kind, item.axis)
    return found


def milestones(book: Book, score_id: str, rows: Sequence[FactRow]) -> frozenset[int]:
    """Return the facts that are turning points: a level higher than any before, or a stage entered.

    Which kinds climb by levels is what the book's score says: those whose items give points by level.
    ``rows`` are standing entries.
    """
    score = book.scores.get(score_id)
    climbing = {kind for item in (score.item if score else ()) if item.table for kind in book.measures[item.measure].of}
    best: dict[str, int] = {}
    found = set()
    for row in sorted(rows, key=lambda row: (first_day(row.happened_on, row.precision), row.id)):
        if row.proof < CONFIRMED:
            continue
        if row.kind == ENTERED:
            found.add(row.id)
        elif row.kind in climbing and row.level is not None and row.level > best.get(row.kind, -1):
            best[row.kind] = row.level
            found.add(row.id)
    return frozenset(found)


def latest_first(lines: Iterable[Line]) -> list[Line]:
    """Return lines by day, the latest first; of one day the later entry first."""
    return sorted(lines, key=lambda line: (first_day(line.day, line.precision), line.id), reverse=True)


def entry_words(entry: str) -> str:
    """Say what an entry does to the one before it."""
    return {
        "original": _("记入"),
        "completed": _("记结束"),
        "confirmed": _("确认"),
        "corrected": _("更正"),
        "withdrawn": _("撤销"),
    }[entry]


def _until(row: FactRow) -> str:
    if row.ended_on is None:
        return ""
    return _("到%(day)s") % {"day": row.ended_on.isoformat()}
