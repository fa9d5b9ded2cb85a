"""Lengths: the gauge against today, the notches of conditions, the bar of points, the small line."""

from collections.abc import Sequence
from dataclasses import dataclass

from jiangxin.ui.charts.svg import Paint, Pen, short


def gauge(
    done: float,
    *,
    finding: str,
    now: float | None = None,
    aim: float | None = None,
    met: bool = False,
    paint: Paint = "class",
) -> str:
    """Return a gauge in percent of the target: ``done``, where today should be (``now``), a mark (``aim``).

    Brass grows, the red line is today, the hatched part is what is missing by today;
    ``met`` (or 100 and more) turns it jade.
    """
    pen, filled, foot = Pen(paint), _percent(done), 12
    pen.level("l-axis", foot + 0.5)
    for tenth in range(0, 101, 10):
        pen.upright("l-tick", tenth, (foot, foot + (4 if tenth % 50 == 0 else 2.5)))
    if now is not None and filled < _percent(now) and not met:
        pen.hatch(filled, _percent(now) - filled, (foot - 6, 6))
    pen.share("f-jade" if met or done >= 100 else "f-brass", 0, filled, (foot - 6, 6))
    if aim is not None:
        pen.upright("l-aim", _percent(aim), (foot - 9, foot + 4))
    if now is not None:
        pen.upright("l-seal", _percent(now), (foot - 10, foot + 4))
    return pen.close_across(16, finding, cls="chart gauge")


def notch(met: int, of: int, *, finding: str, paint: Paint = "class") -> str:
    """Return how many of 1 to 10 conditions are met, one notch each."""
    if not 1 <= of <= 10 or not 0 <= met <= of:
        raise ValueError(f"notches show 0 to 10 conditions, not {met} of {of}")
    pen, gap = Pen(paint), 1.4
    width = (100 - gap * (of - 1)) / of
    for k in range(of):
        pen.share("f-brass" if k < met else "l-off", k * (width + gap), width, (2, 6))
    return pen.close_across(10, finding, cls="chart notch")


@dataclass(frozen=True)
class Piece:
    """The points one fact gave; ``waiting`` ones are not verified yet and drawn hollow."""

    points: float
    waiting: bool = False


def score_bar(
    pieces: Sequence[Piece], *, finding: str, full: float = 100, median: float | None = None, paint: Paint = "class"
) -> str:
    """Return where the points of one axis come from, piece by piece, on a scale of 0 to ``full`` points."""
    pen, foot, at = Pen(paint), 14, 0.0
    pen.level("l-axis", foot + 0.5)
    for tenth in range(0, 101, 10):
        pen.upright("l-tick", tenth, (foot, foot + (4 if tenth % 50 == 0 else 2.5)))
    for piece in pieces:
        width = min(_percent(piece.points, full), 100 - at)
        if width <= 0:
            continue
        pen.share("l-wait-bar" if piece.waiting else "f-brass", at, width, (foot - 9, 9))
        at += width
        if not piece.waiting:
            pen.upright("l-cut", at, (foot - 10, foot))
    if median is not None:
        pen.upright("l-aim", _percent(median, full), (1, foot + 4))
    return pen.close_across(20, finding, cls="chart scorebar")


def spark(
    values: Sequence[float],
    *,
    finding: str,
    of: int = 12,
    aim: float | None = None,
    size: tuple[float, float] = (96, 26),
    paint: Paint = "class",
) -> str:
    """Return a small line of up to ``of`` equal steps with the target's dashed line; the red dot is today."""
    if not values:
        raise ValueError("a spark needs one value")
    pen, (width, height) = Pen(paint), size
    low, high = min(0, *values), max(*values, aim or 0, 0)
    reach = (high - low) or 1

    def place(step: int, value: float) -> str:
        x = 2 + (width - 6) * step / max(of - 1, 1)
        return f"{short(x)} {short(height - 2 - (height - 5) * (value - low) / reach)}"

    if aim is not None:
        pen.path("l-dash", f"M{place(0, 0)}L{place(of - 1, aim)}")
    pen.path("l-mute", "M" + "L".join(place(k, value) for k, value in enumerate(values)))
    x, y = (float(part) for part in place(len(values) - 1, values[-1]).split())
    pen.circle("f-seal", x, y, 2.5)
    return pen.close(size, finding, cls="chart spark")


def _percent(value: float, full: float = 100) -> float:
    return min(max(value / full * 100, 0), 100)
