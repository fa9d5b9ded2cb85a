"""Counts one can count: one mark a person, or one mark a stated number of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from jiangxin.ui.charts.svg import WIDE, Paint, Pen, Point

Tone = Literal["ink", "brass", "jade", "mute"]
LIMIT = 4000  # marks in one figure; beyond it a mark must stand for more


@dataclass(frozen=True)
class Column:
    """One count drawn as marks; ``square`` for units, groups and things, dots for persons."""

    count: int
    tone: Tone = "ink"
    square: bool = False


def marks_for(count: int, cell: int) -> int:
    """Return how many marks a count takes when one mark stands for ``cell``: rounded half up, at least one."""
    if cell < 1 or count < 0:
        raise ValueError("a mark stands for one or more of what is counted")
    return 0 if count == 0 else max(1, (2 * count + cell) // (2 * cell))


def cell_for(count: int, most: int = 1000) -> int:
    """Return a round number (1, 2, 5, 10, ...) that one mark may stand for, so that ``most`` marks are enough."""
    cell, steps = 1, (2, 5, 10)
    while True:
        for step in (1, *steps[:2]):
            if marks_for(count, cell * step) <= most:
                return cell * step
        cell *= 10


def dot_columns(
    columns: Sequence[Column],
    *,
    finding: str,
    cell: int = 1,
    per: int = 10,
    pitch: float = 13.2,
    paint: Paint = "class",
) -> str:
    """Return columns of marks standing on one base, ``per`` marks a row; one mark stands for ``cell``."""
    counts = [marks_for(column.count, cell) for column in columns]
    _bounded(sum(counts))
    pen, r = Pen(paint), pitch * 0.35
    width = pitch * (per - 1) + 2 * r
    height = max(-(-count // per) for count in counts) * pitch + 6
    gap = (WIDE - width * len(columns)) / max(len(columns) - 1, 1)
    for k, (column, count) in enumerate(zip(columns, counts, strict=True)):
        left = k * (width + gap)
        centres = [(left + r + j % per * pitch, height - 3 - r - j // per * pitch) for j in range(count)]
        _draw(pen, column, centres, r)
    return pen.close((WIDE, height), finding)


def dot_field(
    count: int, *, finding: str, part: int | None = None, per: int = 50, tone: Tone = "brass", paint: Paint = "class"
) -> str:
    """Return a field of ``count`` squares over the whole width; those after ``part`` are muted."""
    _bounded(count)
    return _grid(count, part, (per, WIDE / per), tone, finding=finding, paint=paint)


def matrix(part: int, *, finding: str, of: int = 100, tone: Tone = "ink", paint: Paint = "class") -> str:
    """Return ``of`` squares in rows of ten, the first ``part`` of them filled: a share one can count."""
    if not 0 <= part <= of:
        raise ValueError(f"{part} of {of} is no share")
    _bounded(of)
    return _grid(of, part, (10, 19.5), tone, finding=finding, paint=paint)


def dot_groups(groups: Sequence[tuple[int, Tone, float]], *, finding: str, paint: Paint = "class") -> str:
    """Return groups of discs side by side in equal parts of the width, each (count, tone, radius), 13 a row."""
    _bounded(sum(count for count, _, _ in groups))
    pen, room = Pen(paint), WIDE / len(groups)
    rows = [(min(count, 13), -(-count // 13)) for count, _, _ in groups]
    height = max(2 * r + (lines - 1) * 2.8 * r for (_, lines), (_, _, r) in zip(rows, groups, strict=True)) + 8
    for k, ((per, lines), (count, tone, r)) in enumerate(zip(rows, groups, strict=True)):
        pitch = min((room - 36 - 2 * r) / max(per - 1, 1), 2.8 * r)
        top = height / 2 - (lines - 1) * 1.4 * r
        centres = [(room * k + r + j % per * pitch, top + j // per * 2.8 * r) for j in range(count)]
        pen.dots(tone, centres, r)
    return pen.close((WIDE, height), finding)


def _grid(count: int, part: int | None, layout: Point, tone: Tone, *, finding: str, paint: Paint) -> str:
    per, pitch = int(layout[0]), layout[1]
    pen, filled, size = Pen(paint), count if part is None else part, pitch * 0.77
    corners = [(j % per * pitch, j // per * pitch) for j in range(count)]
    pen.squares(tone, corners[:filled], size)
    pen.squares("mute", corners[filled:], size)
    return pen.close((per * pitch - pitch + size, (-(-count // per) - 1) * pitch + size), finding)


def _draw(pen: Pen, column: Column, centres: Sequence[Point], r: float) -> None:
    if column.square:
        pen.squares(column.tone, [(x - r, y - r) for x, y in centres], 2 * r)
    else:
        pen.dots(column.tone, centres, r)


def _bounded(count: int) -> None:
    if not 0 < count <= LIMIT:
        raise ValueError(f"a figure holds 1 to {LIMIT} marks, not {count}; let one mark stand for more")
