"""Rulers: the stages one climbs, the poster's stations, and counts drawn as long, middle and short ticks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from jiangxin.ui.charts.svg import NARROW, WIDE, Label, Paint, Pen, short, text_width


@dataclass(frozen=True)
class Stage:
    """One stage and the points at which it begins."""

    title: str
    starts: float


def stage_ruler(
    stages: Sequence[Stage], at: float, *, finding: str, full: float = 600, reading: str = "", paint: Paint = "class"
) -> str:
    """Return the ruler of stages from 0 to ``full`` points with the bar at ``at``; ``reading`` is the number shown."""
    pen, wide, base = Pen(paint), 350.0, 34.5
    inner = wide - 1

    def x(value: float) -> float:
        return 0.5 + inner * min(max(value, 0), full) / full

    here = max((stage.starts for stage in stages if stage.starts <= at), default=None)
    pen.path("l-axis", f"M0 {base}H{short(wide)}")
    starts = {round(stage.starts / full * 30) for stage in stages}
    ticks = (k for k in range(31) if k not in starts)
    pen.path("l-tick", "".join(f"M{short(0.5 + inner * k / 30)} {28 if k % 5 == 0 else 31}V38" for k in ticks))
    pen.path("l-axis", "".join(f"M{short(x(stage.starts))} 22V38" for stage in stages) + f"M{short(wide - 0.5)} 28V38")
    pen.rect("f-brass", 0, 31, (x(at), 3.5))
    for stage, left in zip(stages, _spread(stages, x), strict=True):
        current = stage.starts == here
        pen.text(left, 16, stage.title, Label(12, "t-ink" if current else "t-soft", weight=600 if current else 400))
        if stage.starts and abs(x(stage.starts) - x(at)) > 34:
            pen.text(x(stage.starts), 56, short(stage.starts), Label(12, "t-dim"))
    pen.path("f-seal", f"M{short(x(at))} {base}l-5 9h10z")
    number = reading or short(at)
    half = text_width(number, 12) / 2
    centre = min(max(x(at), half), wide - half)
    pen.text(centre, 57, number, Label(12, "t-seal", "middle", weight=600))
    return pen.close((wide, 62), finding, cls="chart stage")


def _spread(stages: Sequence[Stage], x: Callable[[float], float]) -> list[float]:
    """Return the left edge of each title, pushed on where the one before would touch it."""
    edges: list[float] = []
    free = 0.0
    for stage in stages:
        left = max(x(stage.starts), free)
        edges.append(left)
        free = left + text_width(stage.title, 12) + 8
    over = edges[-1] + text_width(stages[-1].title, 12) - 350 if stages else 0
    if over > 0:
        edges[-1] -= over
    return edges


def stations(titles: Sequence[str], *, finding: str, narrow: bool = False, paint: Paint = "class") -> str:
    """Return a poster ruler cut into equal stations, one for each title."""
    pen, wide = Pen(paint), NARROW if narrow else WIDE
    size, length = (28.0, wide / len(titles)) if narrow else (40.0, wide / len(titles))
    pen.path("c-base", f"M0 70H{short(wide)}")
    ticks = 26 * len(titles)
    step = wide / ticks
    heights = (18 if k % 26 == 0 else 12 if k % 13 == 0 else 8 for k in range(ticks + 1))
    pen.path("l-tick", "".join(f"M{short(k * step)} 70v{height}" for k, height in enumerate(heights)))
    for k, title in enumerate(titles):
        x = k * length + 2
        pen.path("c-m", f"M{short(x)} 24V92")
        pen.text(x + (10 if narrow else 16), 54, title, Label(size, "t-ink", serif=True, weight=700))
    return pen.close((wide, 100), finding)


def tally_ruler(few: int, some: int, many: int, *, finding: str, paint: Paint = "class") -> str:
    """Return three counts as long, middle and short ticks of one ruler, spread evenly; at most 400 in all."""
    total = few + some + many
    if not 1 < total <= 400:
        raise ValueError(f"a tally ruler shows 2 to 400 ticks, not {total}")
    pen, wide = Pen(paint), WIDE
    kinds = _mixed(few, some, many)
    pen.path("c-base", f"M0 2H{short(wide)}")
    for cls, kind, height in (("c-s", 0, 54), ("c-m", 1, 104), ("c-l", 2, 176)):
        ticks = (3 + (wide - 6) * k / (total - 1) for k in range(total) if kinds[k] == kind)
        pen.path(cls, "".join(f"M{short(at)} 2v{height}" for at in ticks))
    return pen.close((wide, 180), finding)


def tally_key(kind: int, *, paint: Paint = "class") -> str:
    """Return the key of a tally ruler: 2 is the long tick, 1 the middle, 0 the short one."""
    pen = Pen(paint)
    cls, height = (("c-s", 54), ("c-m", 104), ("c-l", 176))[kind]
    pen.path(cls, f"M4 0v{height}")
    return pen.close((8, 176), "", cls="chart key")


def share_ruler(share: float, *, finding: str, paint: Paint = "class") -> str:
    """Return a ruler of 0 to 100 percent, filled in brass up to ``share`` percent."""
    pen, wide = Pen(paint), WIDE
    reach = wide * min(max(share, 0), 100) / 100
    pen.rect("f-brass", 0, 26, (reach, 22))
    pen.path("c-base", f"M0 50H{short(wide)}M{short(max(reach, 1.5))} 8V66")
    ticks = 50
    pen.path(
        "l-tick",
        "".join(f"M{short(0.5 + (wide - 1) * k / ticks)} 50v{14 if k % 5 == 0 else 8}" for k in range(ticks + 1)),
    )
    return pen.close((wide, 68), finding)


def _mixed(few: int, some: int, many: int) -> list[int]:
    """Return the kind of each tick: the rare ones first, each kind spread over the places left."""
    kinds = [0] * (few + some + many)
    for kind, count in ((2, few), (1, some)):
        free = [k for k, taken in enumerate(kinds) if not taken]
        for q in range(count):
            kinds[free[int((q + 0.5) * len(free) / count)]] = kind
    return kinds
