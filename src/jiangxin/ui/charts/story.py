"""The poster's drawings: the brush stroke, the fan, cranes, stores, cells and the two bars."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sin

from jiangxin.ui.charts.marks import Tone, marks_for
from jiangxin.ui.charts.seal import stone
from jiangxin.ui.charts.svg import NARROW, WIDE, Label, Paint, Pen, Point, Tail, short, text_width


@dataclass(frozen=True)
class Figure:
    """A number as it is printed, its unit and what it counts."""

    number: str
    unit: str = ""
    text: str = ""


def stroke(pen: Pen, width: float, y: float = 0, *, swing: float = 0.19) -> None:
    """Draw the brush stroke 一 as wide as asked, its base line at ``y``."""

    def back(units: float) -> str:
        return short(width - units * swing)

    def up(units: float) -> str:
        return short(y - units * swing)

    pen.path(
        "f-ink",
        f"M0 {up(32)}H{back(257)}L{back(164)} {up(164)}"
        f"C{back(164)} {up(164)} {back(60)} {up(73)} {short(width)} {up(16)}"
        f"C{back(3)} {up(5)} {back(15)} {short(y)} {back(32)} {short(y)}H{short(9 * swing)}z",
    )


def chapter_head(tail: str, sub: str, *, narrow: bool = False, paint: Paint = "class") -> str:
    """Return a chapter's head: a long stroke stands for 一, ``tail`` follows it, ``sub`` lies above. Decoration."""
    pen, wide = Pen(paint), NARROW if narrow else WIDE
    size, base, small = (62.0, 62.0, 22.0) if narrow else (92.0, 79.0, 36.0)
    room = wide - text_width(tail, size) - (12 if narrow else 18)
    stroke(pen, room, base, swing=0.13 if narrow else 0.19)
    pen.text(room + (12 if narrow else 18), base + size * 0.38, tail, Label(size, "t-ink", serif=True, weight=900))
    pen.text(0, 26 if narrow else 40, sub, Label(small, "t-soft"))
    return pen.close((wide, 90 if narrow else 128), "", cls="chart phead")


@dataclass(frozen=True)
class Reach:
    """Who stands in the middle (one sign), how many came first, how many then, one outer dot for ``cell`` of them."""

    sign: str
    first: int
    then: int
    cell: int = 10


def fan(
    reach: Reach, figures: Sequence[Figure] = (), *, finding: str, narrow: bool = False, paint: Paint = "class"
) -> str:
    """Return one who taught many: rays to the first, arcs of dots for the rest, the numbers beside (or below).

    Without figures only the fan is drawn, in both cuts alike: the page sets the numbers beside it.
    """
    pen = Pen(paint)
    middle = (78.0, 215.0)
    _rays(pen, reach, middle)
    _arcs(pen, marks_for(reach.then, reach.cell), middle)
    inner = Pen(paint)
    stone(inner, reach.sign)
    pen.move(middle[0] - 42, middle[1] - 42, inner, scale=84 / 64)
    left, top, step, size = (0.0, 500.0, 104.0, 60.0) if narrow else (500.0, 96.0, 136.0, 84.0)
    for k, figure in enumerate(figures):
        _number(pen, (left, top + k * step), figure, size)
    height = top + (len(figures) - 1) * step + 60 if narrow and figures else 430
    return pen.close((NARROW if narrow or not figures else WIDE, height), finding)


def _arcs(pen: Pen, count: int, middle: Point, per: int = 25) -> None:
    centres = []
    for k in range(count):
        row, place = divmod(k, per)
        spread, reach = radians(54 - row * 3.2), 236 + row * 27
        last = min(per, count - row * per) - 1
        turn = -spread + 2 * spread * place / last if last else 0
        centres.append((middle[0] + reach * cos(turn), middle[1] + reach * sin(turn)))
    pen.dots("mute", centres, 4.2)


def _rays(pen: Pen, reach: Reach, middle: Point) -> None:
    x, y = middle
    spread = radians(62)
    turns = [-spread + 2 * spread * k / max(reach.first - 1, 1) for k in range(reach.first)]
    rays = (
        f"M{short(x + 44 * cos(a))} {short(y + 44 * sin(a))}L{short(x + 181 * cos(a))} {short(y + 181 * sin(a))}"
        for a in turns
    )
    pen.path("l-tick", "".join(rays))
    pen.dots("brass", [(x + 190 * cos(a), y + 190 * sin(a)) for a in turns], 8)


def _number(pen: Pen, at: Point, figure: Figure, size: float) -> None:
    """Print a big number with its unit, and below it what it counts."""
    x, y = at
    unit = Tail(figure.unit, Label(size * 0.4, "t-soft"), size * 0.1)
    pen.text(x, y, figure.number, Label(size, "t-ink", serif=True, weight=700), unit)
    if figure.text:
        pen.text(x, y + size * 0.5, figure.text, Label(max(size * 0.36, 22), "t-soft"))


@dataclass(frozen=True)
class Tier:
    """One level of a ladder of institutions: its number, one square each, and a name for each where they are few."""

    figure: Figure
    count: int
    tone: Tone = "ink"
    names: Sequence[str] = ()


def cranes(count: int, who: str, *, finding: str, narrow: bool = False, paint: Paint = "class") -> str:
    """Return 1 to 6 harbour cranes in a row, all joined to one person named below."""
    if not 1 <= count <= 6:
        raise ValueError(f"a row holds 1 to 6 cranes, not {count}")
    pen, wide = Pen(paint), NARROW if narrow else WIDE
    room = wide / count
    scale = min(1.0, room / 312)
    ground = 272 * scale
    feet = []
    for k in range(count):
        left = room * k + (room - 256 * scale) / 2 + 6 * scale
        crane = Pen(paint)
        _crane(crane)
        pen.move(left, 0, crane, scale=scale)
        feet.append(left + 84 * scale)
    pen.path("c-base", f"M0 {short(ground)}H{short(wide)}")
    rail, middle = ground + 58, wide / 2
    ends = f"M{short(min(*feet, middle))} {short(rail)}H{short(max(*feet, middle))}"
    pen.path("l-link", "".join(f"M{short(x)} {short(ground + 12)}V{short(rail)}" for x in feet) + ends)
    pen.path("l-link", f"M{short(middle)} {short(rail)}v42")
    pen.circle("f-ink", middle, rail + 62, 16)
    pen.path("f-ink", f"M{short(middle - 30)} {short(rail + 116)}c0-24 12-34 30-34s30 10 30 34z")
    pen.text(middle + 46, rail + 100, who, Label(28 if narrow else 40, "t-ink", serif=True, weight=700))
    return pen.close((wide, rail + 124), finding)


def _crane(pen: Pen) -> None:
    legs = "M44 270V118M124 270V118M44 206H124M44 206 124 118M30 270H58M110 270H138"
    ties = "M84 118V28M84 28 236 118M84 28 150 118M84 28 8 118M70 28H98M196 118V172M206 118V172"
    pen.path("l-ink2", legs + ties)
    pen.path("l-ink-wide", "M-6 118H250")
    pen.rect("f-brass", 176, 172, (50, 24))


def stores(
    boxes: Sequence[tuple[str, str]], platform: str, *, finding: str, narrow: bool = False, paint: Paint = "class"
) -> str:
    """Return 2 to 4 open stores, each (small line, big line), whose arrows lead to one platform below."""
    pen, wide = Pen(paint), NARROW if narrow else WIDE
    gap = 16.0 if narrow else 48.0
    width = (wide - gap * (len(boxes) - 1)) / len(boxes)
    small, big, deep = (min(22.0, width / 6.2), min(32.0, width / 4.3), 120.0) if narrow else (32.0, 52.0, 176.0)
    for k, (above, below) in enumerate(boxes):
        x = k * (width + gap)
        middle = x + width / 2
        pen.path("l-tick", "".join(f"M{short(x)} {q * deep / 8 + 22.5:g}h{short(width)}" for q in range(7)))
        pen.path("l-ink2", f"M{short(x + 1)} 0V{deep:g}H{short(x + width - 1)}V0")
        pen.text(middle, deep * 0.43, above, Label(small, "t-halo", "middle"))
        pen.text(middle, deep * 0.76, below, Label(big, "t-halo", "middle", serif=True, weight=700))
        foot = deep + (52 if narrow else 86)
        pen.path("l-ink2", f"M{short(middle)} {deep:g}V{foot:g}")
        pen.path("f-ink", f"M{short(middle)} {foot + 14:g}l-8-14h16z")
    base = deep + (84 if narrow else 122)
    stroke(pen, wide, base)
    size = min(46.0, (wide - 20) / max(len(platform), 1))
    pen.text(wide / 2, base + 20 + size, platform, Label(size, "t-ink", "middle", serif=True, weight=700))
    return pen.close((wide, base + 34 + size), finding)


def cells(
    items: Sequence[tuple[str, str]], *, finding: str, ticks: int = 0, narrow: bool = False, paint: Paint = "class"
) -> str:
    """Return boxes like a table of elements, each (sign, small print), above a ruler of ``ticks`` years."""
    pen, wide = Pen(paint), NARROW if narrow else WIDE
    per = min(len(items), 3 if narrow else 6)
    gap = 12.0
    side = (wide - gap * (per - 1)) / per
    rows = -(-len(items) // per)
    for k, (sign, small) in enumerate(items):
        x, y = k % per * (side + gap), k // per * (side + gap)
        pen.path(
            "l-ink2", f"M{short(x + 1.5)} {short(y + 1.5)}h{short(side - 3)}v{short(side - 3)}h-{short(side - 3)}z"
        )
        size = min(side * 0.46, side * 0.8 / max(text_width(sign, 1), 1))
        label = Label(size, "t-ink", "middle", serif=True, weight=700)
        pen.text(x + side / 2, y + side * 0.5 + size * 0.42, sign, label)
        pen.text(x + 12, y + 34, small, Label(24, "t-soft"))
    height = rows * (side + gap) - gap
    if ticks:
        step = (wide - 1) / ticks
        pen.path("l-axis", f"M0 {short(height + 26)}H{short(wide)}")
        marks = (f"M{short(0.5 + k * step)} {short(height + 26)}v{18 if k % 5 == 0 else 10}" for k in range(ticks + 1))
        pen.path("l-axis", "".join(marks))
        height += 46
    return pen.close((wide, height), finding)


@dataclass(frozen=True)
class Bar:
    """One amount: its value for the height, and how it is printed."""

    value: float
    figure: Figure


def two_bars(low: Bar, high: Bar, *, finding: str, step: float, narrow: bool = False, paint: Paint = "class") -> str:
    """Return a lower and a higher amount on one scale from zero, with a tick every ``step``."""
    if not 0 < low.value <= high.value:
        raise ValueError("the lower amount comes first")
    pen, wide, base = Pen(paint), NARROW if narrow else WIDE, 310.0
    unit = (base - 30) / high.value
    left, right = wide * 0.385, wide * 0.42
    pen.rect("f-mute", 0, base - low.value * unit, (left, low.value * unit))
    pen.rect("f-brass", right, base - high.value * unit, (wide - right, high.value * unit))
    pen.path("c-base", f"M0 {base + 1.5}H{short(wide)}")
    axis = right - (right - left) / 2
    long, brief = (12, 7) if narrow else (24, 14)
    rungs = (
        f"M{short(axis - (long if k % 5 == 0 else brief))} {short(base - k * step * unit)}H{short(axis)}"
        for k in range(int(high.value / step + 0.001) + 1)
    )
    pen.path("l-ink2", f"M{short(axis)} {base:g}V{short(base - high.value * unit)}" + "".join(rungs))
    size, text = (50.0, 22.0) if narrow else (84.0, 31.0)
    lower_top = base - low.value * unit
    _amount(pen, (0, lower_top - 20), low.figure, size, ("t-ink", "t-soft"))
    inside = low.value * unit > text * 2
    pen.text(
        12 if narrow else 20,
        base - low.value * unit / 2 + 11 if inside else base - 12,
        low.figure.text,
        Label(text, "t-ink"),
    )
    high_size = size * 1.3 if narrow else 120.0
    top = (right + (16 if narrow else 24), base - high.value * unit + high_size * 0.97)
    _amount(pen, top, high.figure, high_size, ("t-fix", "t-fix"))
    pen.text(top[0] + 2, base - 32, high.figure.text, Label(text, "t-fix"))
    return pen.close((wide, base + 20), finding)


def _amount(pen: Pen, at: Point, figure: Figure, size: float, tones: tuple[str, str]) -> None:
    x, y = at
    unit = Tail(figure.unit, Label(size * 0.38, tones[1]), size * 0.09)
    pen.text(x, y, figure.number, Label(size, tones[0], serif=True, weight=700), unit)
