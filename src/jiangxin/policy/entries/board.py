"""Indicators, targets, published figures and posters."""

from dataclasses import dataclass, field
from datetime import date

from jiangxin.kernel.dates import Period
from jiangxin.policy.entries.common import Basis, Entry, Parts, Wording
from jiangxin.policy.entries.rules import Where

LATER = {"later": True}  # a key that came after books were adopted: in their hash only where it is written


@dataclass(frozen=True, kw_only=True)
class Indicator(Entry):
    """What is counted for a unit and a period."""

    title: Wording
    definition: Wording
    nature: str
    unit: str
    of: tuple[str, ...]
    take: str
    where: Where | None
    by: tuple[str, ...]
    direction: str
    top: str
    bottom: str
    scope_on: date | None
    counted: bool
    baseline: int | None = field(default=None, metadata=LATER)
    owner: str = field(default="", metadata=LATER)
    note: str = field(default="", metadata=LATER)


@dataclass(frozen=True, kw_only=True)
class Target(Entry):
    """What is intended for an indicator and a unit; ``id`` is "<year>/<indicator>.<unit>"."""

    indicator: str
    unit: str
    year: int
    bound: str
    value: int
    period: Period
    sentence: str
    basis: Basis
    source: str
    status: str
    title: Wording | None
    note: str


@dataclass(frozen=True, kw_only=True)
class FigurePeriod:
    """The period of a published figure: its words, and its first and last day as far as they are printed.

    Where print gives no day, ``count_from`` and ``count_to`` say which days the ledger is
    counted over beside it: our own choice, never shown as the figure's period.
    """

    start: date | None
    end: date | None
    text: str
    count_from: date | None = None
    count_to: date | None = None

    @property
    def counted(self) -> tuple[date | None, date | None]:
        """Return the first and last day that the ledger is counted over."""
        return self.start or self.count_from, self.end or self.count_to


@dataclass(frozen=True, kw_only=True)
class Figure(Entry):
    """A published figure: what was printed, for whom, for when."""

    title: Wording
    indicator: str
    value: int | None
    unit: str
    unit_of: str
    period: FigurePeriod
    nature: str
    bound: str
    sentence: str
    basis: Basis | None
    source: str
    status: str
    note: str


@dataclass(frozen=True, kw_only=True)
class PosterItem(Parts):
    """One item of a block; at most one of figure, target, value and amount gives its number."""

    id: str
    title: Wording
    figure: str
    target: str
    value: str
    amount: str
    wording: Wording | None
    text: Wording | None
    note: Wording | None
    unit: str


@dataclass(frozen=True, kw_only=True)
class Block(Parts):
    """One drawing or text of a chapter."""

    id: str
    kind: str
    title: Wording | None
    text: Wording | None
    note: Wording | None
    item: tuple[PosterItem, ...]


@dataclass(frozen=True, kw_only=True)
class Chapter(Parts):
    """One chapter of a poster."""

    id: str
    title: Wording
    lead: Wording | None
    keyword: Wording | None
    block: tuple[Block, ...]


@dataclass(frozen=True, kw_only=True)
class Poster(Entry):
    """An edition of the public poster."""

    year: int
    unit: str
    title: Wording
    kicker: Wording | None
    masthead: Wording | None
    source: str
    colophon: Wording | None
    chapter: tuple[Chapter, ...]

    def items(self) -> "tuple[tuple[Chapter, Block, PosterItem], ...]":
        """Return every item with its chapter and block, in order."""
        return tuple(
            (chapter, block, item) for chapter in self.chapter for block in chapter.block for item in block.item
        )
