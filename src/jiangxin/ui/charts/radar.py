"""Six axes: the shape of one person, beside the median of the same trade."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from jiangxin.ui.charts.svg import CENTRE, Label, Paint, Pen, Point, short


@dataclass(frozen=True)
class Axis:
    """One axis: its sign, its value and the median of the peers (both 0 to ``full``), if known."""

    sign: str
    value: float
    median: float | None = None


def radar(
    axes: Sequence[Axis],
    *,
    finding: str,
    full: float = 100,
    size: float = 300,
    type_size: float = 15,
    paint: Paint = "class",
) -> str:
    """Return the radar of three or more axes, values 0 to ``full``; ``size`` and ``type_size`` in user units."""
    if len(axes) < 3:
        raise ValueError("a radar needs three axes")
    pen, web = Pen(paint), _Web(len(axes), size / 2, size * 0.34, full)
    for share in (0.25, 0.5, 0.75, 1):
        pen.polygon("l-axis" if share == 1 else "l-grid", web.ring([full * share] * len(axes)))
    for k in range(len(axes)):
        _scale(pen, web, k)
    if all(axis.median is not None for axis in axes):
        pen.polygon("l-dash", web.ring([axis.median or 0 for axis in axes]))
    shape = web.ring([axis.value for axis in axes])
    pen.polygon("f-brass-wash", shape)
    pen.polygon("l-brass", shape)
    for x, y in shape:
        pen.circle("f-brass", x, y, 3)
    for k, axis in enumerate(axes):
        x, y = web.out(k, type_size * 1.3)
        pen.text(x, y + type_size * CENTRE, axis.sign, Label(type_size, "t-ink", "middle", serif=True, weight=700))
    return pen.close((size, size), finding)


@dataclass(frozen=True)
class _Web:
    count: int
    centre: float
    radius: float
    full: float

    def angle(self, k: int) -> float:
        return -pi / 2 + 2 * pi * k / self.count

    def at(self, k: int, value: float) -> Point:
        reach = self.radius * min(max(value, 0), self.full) / self.full
        return self.centre + reach * cos(self.angle(k)), self.centre + reach * sin(self.angle(k))

    def out(self, k: int, beyond: float) -> Point:
        reach = self.radius + beyond
        return self.centre + reach * cos(self.angle(k)), self.centre + reach * sin(self.angle(k))

    def ring(self, values: Sequence[float]) -> list[Point]:
        return [self.at(k, value) for k, value in enumerate(values)]


def _scale(pen: Pen, web: _Web, k: int) -> None:
    x, y = web.at(k, web.full)
    pen.path("l-grid", f"M{short(web.centre)} {short(web.centre)}L{short(x)} {short(y)}")
    ticks = []
    for tenth in range(1, 10):
        x, y = web.at(k, web.full * tenth / 10)
        half = 2.5 if tenth == 5 else 1.5
        dx, dy = -sin(web.angle(k)) * half, cos(web.angle(k)) * half
        ticks.append(f"M{short(x - dx)} {short(y - dy)}L{short(x + dx)} {short(y + dy)}")
    pen.path("l-tick", "".join(ticks))
