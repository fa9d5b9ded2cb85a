"""The page of one portrait: its points, stages, certificates and lifeline, sorted into what each part draws."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from django.utils.translation import gettext as _

from jiangxin.doors.me import words
from jiangxin.doors.me.kinds import CERTIFICATES, ENTERED
from jiangxin.doors.me.lines import Line, Teller, latest_first
from jiangxin.doors.me.peers import group_words, top_words
from jiangxin.doors.me.stages import Ladder, ladders_of
from jiangxin.insight.peers import Peers, Place, peers_of
from jiangxin.insight.portraits import AxisPoints
from jiangxin.insight.queries import Portrait
from jiangxin.kernel.dates import first_day
from jiangxin.policy.evaluate import evaluate
from jiangxin.policy.facts import CONFIRMED, DECLARED
from jiangxin.policy.scores import ItemResult
from jiangxin.ui.charts.bars import Piece
from jiangxin.ui.charts.lifeline import Lane, Mark, Span
from jiangxin.ui.charts.radar import Axis
from jiangxin.ui.charts.svg import text_width
from jiangxin.ui.format import points

LATEST = 12
SIGNS = 2
LABEL = 96.0  # width of a label in the chart of years, at 12


Look = Literal["key", "plain", "wait"]


@dataclass(frozen=True)
class Source:
    """One item of an axis: what gave the points, by which line of policy, from which facts; points in hundredths."""

    title: str
    definition: str
    value: str
    points: int
    uncapped: int
    capped: bool
    rule: str
    basis: str
    platform_default: bool
    origin: str
    facts: tuple[Line, ...]

    @property
    def since(self) -> str:
        """Return the month of the one fact behind it, blank where there are several."""
        return self.facts[0].day.strftime("%Y-%m") if len(self.facts) == 1 else ""


@dataclass(frozen=True)
class AxisSheet:
    """One axis opened: its points, those that wait for proof, what gave them and what has given none yet."""

    id: str
    title: str
    points: int
    cap: int
    capped: bool
    waiting: int
    sources: tuple[Source, ...]
    idle: tuple[Source, ...]
    place: Place | None = None

    @property
    def top(self) -> str:
        """Say the place among peers, blank where there is none."""
        return top_words(self.place)

    @property
    def median(self) -> float | None:
        """Return the points of the peers' median, None where nothing is compared."""
        return self.place.median / 100 if self.place else None

    @property
    def sign(self) -> str:
        """Return the one or two signs that a drawing has room for: the title if it is that short, else the id."""
        return self.title if len(self.title) <= SIGNS else self.id[:SIGNS]

    @property
    def pieces(self) -> list[Piece]:
        """Return the bar of points, those that wait last."""
        held = [Piece(source.points / 100) for source in self.sources]
        return [*held, Piece(self.waiting / 100, waiting=True)] if self.waiting else held

    @property
    def full(self) -> float:
        """Return the points at which the axis ends."""
        return self.cap / 100

    @property
    def finding(self) -> str:
        """Say the bar in words."""
        said = _("%(axis)s%(points)s分，来自%(count)s项") % {
            "axis": self.title,
            "points": points(self.points),
            "count": len(self.sources),
        }
        waits = _("，另有%(points)s分待核") % {"points": points(self.waiting)} if self.waiting else ""
        return f"{said}{waits}"


@dataclass(frozen=True)
class Known:
    """What the portrait knows and what it does not: facts and how many of them wait, axes without any."""

    facts: int
    waiting: tuple[Line, ...]
    items: int
    of: int
    blank_axes: tuple[str, ...]

    @property
    def proved(self) -> int:
        """Return how many facts are confirmed or better."""
        return self.facts - len(self.waiting)


@dataclass(frozen=True)
class Sheet:
    """Everything the page shows of a portrait, in words and in the values its drawings take."""

    portrait: Portrait
    axes: tuple[AxisSheet, ...]
    ladders: tuple[Ladder, ...]
    lines: tuple[Line, ...]
    certificates: tuple[Line, ...]
    known: Known
    today: date
    group: str = ""  # whom one is compared with

    @property
    def blank(self) -> bool:
        """Tell whether no axis has anything to show: no points and nothing that waits."""
        return not any(axis.points or axis.waiting for axis in self.axes) and not self.certificates

    @property
    def radar(self) -> list[Axis]:
        """Return the axes of the drawing, each of its own full length."""
        return [Axis(axis.sign, _share(axis.points, axis.cap), _median(axis)) for axis in self.axes]

    @property
    def ruled(self) -> bool:
        """Tell whether a ruler shows the points already."""
        return any(ladder.ruler for ladder in self.ladders)

    @property
    def compared(self) -> bool:
        """Tell whether the drawings show the peers' median."""
        return any(axis.place for axis in self.axes)

    @property
    def finding(self) -> str:
        """Say the radar in words."""
        return "".join(f"{axis.title}{points(axis.points)}" for axis in self.axes)

    @property
    def lanes(self) -> list[Lane]:
        """Return the facts by axis and day, for the chart of years."""
        return [Lane(axis.sign, [_mark(line) for line in self.lines if line.axis == axis.id]) for axis in self.axes]

    @property
    def spans(self) -> list[Span]:
        """Return the stages entered, for the chart of years."""
        return [Span(line.title, line.day) for line in self.lines if line.kind == ENTERED]

    def latest(self, axis: str = "") -> list[Line]:
        """Return the latest lines, of one axis if given."""
        return [line for line in self.lines if not axis or line.axis == axis][:LATEST]

    def gave(self, fact_id: int) -> list[tuple[AxisSheet, Source]]:
        """Return the items that a fact gave points to."""
        return [
            (axis, source)
            for axis in self.axes
            for source in axis.sources
            if any(line.id == fact_id for line in source.facts)
        ]


def sheet_of(portrait: Portrait, teller: Teller) -> Sheet:
    """Return the page of a portrait; ``teller`` says its facts."""
    rows = [row for row in portrait.facts if first_day(row.happened_on, row.precision) <= portrait.on]
    lines = {row.id: teller.line(row) for row in rows}
    waiting = if_confirmed(portrait)
    peers = peers_of(portrait)
    places = peers.places if isinstance(peers, Peers) else {}
    axes = (_axis(portrait, axis, lines, waiting.get(axis.id, 0)) for axis in portrait.axes)
    return Sheet(
        portrait=portrait,
        axes=tuple(replace(axis, place=places.get(axis.id)) for axis in axes),
        ladders=ladders_of(portrait),
        lines=tuple(latest_first(lines.values())),
        certificates=tuple(latest_first(line for line in lines.values() if line.kind in CERTIFICATES)),
        known=_known(portrait, tuple(lines.values())),
        today=portrait.on,
        group=group_words(portrait, peers),
    )


def _share(points_: int, cap: int) -> float:
    return 100 * points_ / cap if cap else 0


def _median(axis: AxisSheet) -> float | None:
    return _share(axis.place.median, axis.cap) if axis.place else None


def if_confirmed(portrait: Portrait) -> dict[str, int]:
    """Return what each axis would gain if every declared fact were confirmed; hundredths."""
    if not portrait.score or not any(row.proof == DECLARED for row in portrait.facts):
        return {}
    raised = [row._replace(proof=CONFIRMED) if row.proof == DECLARED else row for row in portrait.facts]
    person = portrait.evaluation.person
    there = evaluate(person, raised, portrait.book, portrait.on, portrait.known_at).score(portrait.score)
    return {axis.id: max(there.axes[axis.id] - axis.points, 0) for axis in portrait.axes}


def _axis(portrait: Portrait, axis: AxisPoints, lines: dict[int, Line], waiting: int) -> AxisSheet:
    mine = [item for item in portrait.items if item.axis == axis.id]
    return AxisSheet(
        id=axis.id,
        title=axis_title(portrait, axis),
        points=axis.points,
        cap=axis.cap,
        capped=axis.capped,
        waiting=waiting,
        sources=tuple(_source(portrait, item, lines) for item in mine if item.points),
        idle=tuple(_source(portrait, item, lines) for item in mine if not item.points),
    )


def axis_title(portrait: Portrait, axis: AxisPoints) -> str:
    """Return an axis's title in the reader's language."""
    found = portrait.book.scores[portrait.score].axis_of(axis.id)
    return words.said(found.title) if found else axis.title


def _source(portrait: Portrait, item: ItemResult, lines: dict[int, Line]) -> Source:
    book = portrait.book
    measure = book.measures[item.measure]
    rule = next(one for one in book.scores[portrait.score].item if (one.id or one.measure) == item.id)
    return Source(
        title=words.said(rule.title or measure.title),
        definition=words.said(measure.definition),
        value=words.value_words(book, item.measure, item.value),
        points=item.points,
        uncapped=item.uncapped,
        capped=item.capped,
        rule=words.rule_words(book, rule, item.value),
        basis=words.basis_words(book, item.basis),
        platform_default=item.basis.platform_default,
        origin=str(item.origin),
        facts=tuple(latest_first(lines[fact] for fact in item.facts if fact in lines)),
    )


def _known(portrait: Portrait, lines: Sequence[Line]) -> Known:
    seen = {line.axis for line in lines}
    return Known(
        facts=len(lines),
        waiting=tuple(latest_first(line for line in lines if line.proof == DECLARED)),
        items=portrait.completeness.items,
        of=portrait.completeness.of,
        blank_axes=tuple(axis_title(portrait, axis) for axis in portrait.axes if axis.id not in seen),
    )


def _mark(line: Line) -> Mark:
    label = line.title.partition("·")[0]
    while text_width(label, 12) > LABEL:
        label = f"{label.rstrip('…')[:-1]}…"
    kind: Look = "key" if line.look == "key" else "wait" if line.look == "wait" else "plain"
    return Mark(line.day, label if kind == "key" else "", kind)
