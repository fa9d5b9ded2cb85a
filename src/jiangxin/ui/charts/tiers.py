"""The levels of a ladder of institutions, each institution one square."""

from collections.abc import Sequence

from jiangxin.ui.charts.marks import Tone
from jiangxin.ui.charts.story import Tier
from jiangxin.ui.charts.svg import NARROW, WIDE, Label, Paint, Pen, short, text_width


def tiers(rows: Sequence[Tier], *, finding: str, narrow: bool = False, paint: Paint = "class") -> str:
    """Return the levels one below the other, each institution a square; squares shrink as they grow many."""
    pen, wide, y = Pen(paint), NARROW if narrow else WIDE, 0.0
    pen.path("l-axis", f"M0 .5H{short(wide)}")
    for tier in rows:
        y += _tier(pen, tier, y, wide)
        pen.path("l-grid", f"M0 {short(y + 0.5)}H{short(wide)}")
    return pen.close((wide, y + 2), finding)


def _tier(pen: Pen, tier: Tier, top: float, wide: float) -> float:
    """Draw one level and return its height."""
    narrow = wide < WIDE
    left, type_size, big = (118.0, 24.0, 46.0) if narrow else (230.0, 32.0, 66.0)
    side = 44.0 if tier.count <= 5 else 34.0 if tier.count <= 12 else 10.4
    if narrow:
        side = min(side, 26.0) if tier.count <= 12 else 7.2
    pitch = side * 1.355
    if tier.names:
        columns = 2 if narrow else min(len(tier.names), 4)
        pitch = (wide - left) / columns
        per = columns
        row_step = side + type_size + 18
    else:
        per = max(1, int((wide - left + pitch - side) / pitch))
        row_step = pitch
    rows = -(-tier.count // per)
    single = tier.count == 1 and not tier.names
    corners = [(left + k % per * pitch, top + 24 + k // per * row_step) for k in range(tier.count)]
    pen.squares(tier.tone, corners, side)
    for (x, y), name in zip(corners, tier.names, strict=False):
        pen.text(x, y + side + type_size + 2, name, Label(type_size * 0.94, "t-ink"))
    block = rows * row_step - (row_step - side if not tier.names else 0)
    if single:
        pen.text(left + side + 16, top + 24 + side / 2 + type_size * 0.36, tier.figure.text, Label(type_size, "t-ink"))
    elif tier.figure.text:
        block += type_size + 14
        pen.text(left, top + 24 + block - 4, tier.figure.text, Label(type_size, "t-ink"))
    height = block + 48
    base = top + height / 2 + big * 0.34
    unit_width = text_width(tier.figure.unit, type_size * 0.88)
    pen.text(left - 28 - unit_width, base, tier.figure.number, Label(big, "t-ink", "end", serif=True, weight=700))
    pen.text(left - 20 - unit_width, base - 2, tier.figure.unit, Label(type_size * 0.88, "t-soft"))
    return height


def tier_marks(count: int, *, finding: str, tone: Tone = "ink", narrow: bool = False, paint: Paint = "class") -> str:
    """Return one level's squares alone, for a page that sets its number and name beside them."""
    pen, wide = Pen(paint), 300.0 if narrow else 706.0
    side = 44.0 if count <= 5 else 34.0 if count <= 12 else 10.4
    if narrow:
        side = min(side, 20.0) if count <= 12 else 7.2
    pitch = side * 1.355
    per = max(1, int((wide + pitch - side) / pitch))
    pen.squares(tone, [(k % per * pitch, k // per * pitch) for k in range(count)], side)
    return pen.close((wide, (-(-count // per) - 1) * pitch + side), finding)
