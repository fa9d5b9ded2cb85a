"""The lifeline: one lane an axis, one mark a fact, year by year up to today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from jiangxin.ui.charts.svg import CENTRE, Anchor, Label, Paint, Pen, short, text_width

WIDTH, LEFT, TOP, STEP = 1340.0, 52.0, 47.0, 34.0
RIGHT = WIDTH - 8


@dataclass(frozen=True)
class Mark:
    """One fact on its day; a key one is a diamond and is named first, a waiting one is not verified yet."""

    day: date
    label: str = ""
    kind: Literal["key", "plain", "wait"] = "plain"


@dataclass(frozen=True)
class Lane:
    """One axis and its facts."""

    sign: str
    marks: Sequence[Mark]


@dataclass(frozen=True)
class Span:
    """One stage that was entered on a day; it lasts to the next one or to today."""

    title: str
    starts: date


def lifeline(
    lanes: Sequence[Lane],
    *,
    today: date,
    finding: str,
    now_word: str = "",
    stages: Sequence[Span] = (),
    paint: Paint = "class",
) -> str:
    """Return the lanes, from the year of the first fact to the end of this one; touching labels are left out."""
    days = [mark.day for lane in lanes for mark in lane.marks] + [stage.starts for stage in stages] + [today]
    scale = _Scale(min(days).year, today.year)
    pen, foot = Pen(paint), TOP + STEP * (len(lanes) - 1) + 13
    _years(pen, scale, foot)
    _stages(pen, scale, sorted(stages, key=lambda stage: stage.starts), today)
    for k, lane in enumerate(lanes):
        _lane(pen, scale, lane, (TOP + STEP * k, scale.x(today)))
    x = scale.x(today)
    pen.path("l-seal", f"M{short(x)} 20V{short(foot + 4)}")
    edge = x + 4 + text_width(now_word, 12) > WIDTH
    pen.text(x - 4 if edge else x + 4, foot + 18, now_word, Label(12, "t-seal", "end" if edge else "start", weight=600))
    return pen.close((WIDTH, foot + 26), finding, cls="chart lanes")


@dataclass(frozen=True)
class _Scale:
    first: int
    last: int

    def x(self, day: date) -> float:
        """Return the place of a day; days before the first year stand at its edge."""
        years = max(day.year, self.first) + (day.timetuple().tm_yday - 1) / 366
        return LEFT + (RIGHT - LEFT) * (years - self.first) / (self.last + 1 - self.first)


def _years(pen: Pen, scale: _Scale, foot: float) -> None:
    count = scale.last - scale.first + 1
    width = (RIGHT - LEFT) / count
    every = next((step for step in (1, 2, 5, 10) if width * step >= 40), 10)
    pen.path("l-grid", "".join(f"M{short(LEFT + width * k)} 26V{short(foot)}" for k in range(count + 1)))
    for k in range(0, count, every):
        pen.text(LEFT + width * k + 4, foot + 18, str(scale.first + k), Label(12, "t-dim"))


def _stages(pen: Pen, scale: _Scale, stages: Sequence[Span], today: date) -> None:
    for k, stage in enumerate(stages):
        start = scale.x(stage.starts)
        end = scale.x(stages[k + 1].starts) - 3 if k + 1 < len(stages) else scale.x(today) - 3
        pen.path("l-ink", f"M{short(start)} 17V27M{short(start)} 22H{short(max(end, start))}")
        if text_width(stage.title, 12) + 8 < end - start:
            pen.text(start + 6, 14, stage.title, Label(12, "t-ink", weight=600))


def _lane(pen: Pen, scale: _Scale, lane: Lane, place: tuple[float, float]) -> None:
    y, now = place
    pen.text(4, y + 15 * CENTRE, lane.sign, Label(15, "t-ink", serif=True, weight=700))
    pen.path("l-axis", f"M{LEFT:g} {short(y)}H{short(RIGHT)}")
    marks = sorted(lane.marks, key=lambda mark: mark.day)
    pen.dots("ink", [(scale.x(mark.day), y) for mark in marks if mark.kind == "plain"], 3.5)
    for mark in marks:
        x = scale.x(mark.day)
        if mark.kind == "wait":
            pen.circle("l-wait", x, y, 4)
        elif mark.kind == "key":
            pen.path("f-ink", f"M{short(x)} {short(y - 6)}l6 6-6 6-6-6z")
    _labels(pen, scale, marks, (y - 6, now))


def _labels(pen: Pen, scale: _Scale, marks: Sequence[Mark], place: tuple[float, float]) -> None:
    """Name the marks, key ones first; a label that fits on neither side of its mark is left out."""
    y, now = place
    diamonds = [scale.x(mark.day) for mark in marks if mark.kind == "key"]
    taken: list[tuple[float, float]] = []
    for mark in sorted(marks, key=lambda mark: (mark.kind != "key", mark.day)):
        x, width = scale.x(mark.day), text_width(mark.label, 12)
        sides: tuple[tuple[float, Anchor], ...] = ((x + 9, "start"), (x - 9 - width, "end"))
        for left, anchor in sides if mark.label else ():
            right = left + width
            blocked = any(left < b + 6 and right > a - 6 for a, b in taken)
            blocked = blocked or any(left - 6 < other < right + 6 and other != x for other in diamonds)
            if blocked or left < LEFT or right > now - 3:
                continue
            taken.append((left, right))
            strong = mark.kind == "key"
            label = Label(12, "t-ink" if strong else "t-soft", anchor, weight=600 if strong else 400)
            pen.text(left if anchor == "start" else right, y, mark.label, label)
            break
