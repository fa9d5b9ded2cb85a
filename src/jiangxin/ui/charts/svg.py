"""The pen that all charts draw with: escaped text, short numbers, colour by class or by literal."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Literal

from jiangxin.ui.charts import palette

Paint = Literal["class", "fixed", "fixed-ink"]
Point = tuple[float, float]
Anchor = Literal["start", "middle", "end"]

WIDE = 936.0  # user units across a poster figure on paper and on wide screens
NARROW = 468.0  # the same on a phone, with the same sizes of text

# Half of the height of a CJK glyph above its baseline: centres text without `dominant-baseline`,
# which not every renderer of files knows.
CENTRE = 0.36


def short(value: float) -> str:
    """Return a coordinate with at most two decimals and no trailing zeros."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def points(pairs: Iterable[Point]) -> str:
    """Return the ``points`` attribute of a polygon."""
    return " ".join(f"{short(x)},{short(y)}" for x, y in pairs)


def text_width(text: str, size: float) -> float:
    """Return about how wide a text will be: full-width signs count one em, capitals 0.74, the rest 0.56."""
    return sum(size * (1 if ord(sign) > 0x2000 else 0.74 if sign.isupper() else 0.56) for sign in text)


@dataclass(frozen=True)
class Label:
    """How a text stands: ``anchor`` as in SVG, ``weight`` as in CSS, ``serif`` for names and big numbers."""

    size: float = 12
    cls: str = "t-soft"
    anchor: Anchor = "start"
    serif: bool = False
    weight: int = 400


@dataclass(frozen=True)
class Tail:
    """A smaller word after a text, ``gap`` user units away."""

    words: str
    label: Label
    gap: float = 8


@dataclass
class Pen:
    """Collects marks; ``close`` wraps them into one figure."""

    paint: Paint = "class"
    marks: list[str] = field(default_factory=list)

    def look(self, cls: str) -> str:
        """Return the attributes of one chart class, as a class or as literals."""
        if self.paint == "class":
            return f' class="{cls}"'
        roles = palette.INK if self.paint == "fixed-ink" else palette.LIGHT
        return "".join(f' {name}="{roles.get(value, value)}"' for name, value in palette.CLASSES[cls].items())

    def rect(self, cls: str, x: float, y: float, size: Point) -> None:
        """Add a box at its upper left corner; ``size`` is width, height."""
        width, height = size
        self.marks.append(
            f'<rect{self.look(cls)} x="{short(x)}" y="{short(y)}" width="{short(width)}" height="{short(height)}"/>'
        )

    def share(self, cls: str, x: float, width: float, band: Point) -> None:
        """Add a box whose x and width are percent of the figure; ``band`` is y, height."""
        y, height = band
        self.marks.append(
            f'<rect{self.look(cls)} x="{short(x)}%" y="{short(y)}" width="{short(width)}%" height="{short(height)}"/>'
        )

    def upright(self, cls: str, x: float, span: Point) -> None:
        """Add an upright line at x percent, from y to y of ``span``."""
        at, (top, bottom) = short(x), span
        self.marks.append(f'<line{self.look(cls)} x1="{at}%" x2="{at}%" y1="{short(top)}" y2="{short(bottom)}"/>')

    def level(self, cls: str, y: float) -> None:
        """Add a level line across the whole figure."""
        self.marks.append(f'<line{self.look(cls)} x1="0" x2="100%" y1="{short(y)}" y2="{short(y)}"/>')

    def path(self, cls: str, d: str, *, width: float | None = None) -> None:
        """Add a path; ``width`` is for classes that leave the stroke width open."""
        stroke = "" if width is None else f' stroke-width="{short(width)}"'
        self.marks.append(f'<path{self.look(cls)}{stroke} d="{d}"/>')

    def circle(self, cls: str, x: float, y: float, r: float) -> None:
        """Add a disc."""
        self.marks.append(f'<circle{self.look(cls)} cx="{short(x)}" cy="{short(y)}" r="{short(r)}"/>')

    def polygon(self, cls: str, pairs: Iterable[Point]) -> None:
        """Add a closed shape."""
        self.marks.append(f'<polygon{self.look(cls)} points="{points(pairs)}"/>')

    def dots(self, tone: str, centres: Sequence[Point], r: float) -> None:
        """Add many equal discs as one short path."""
        if centres:
            self.path(f"d-{tone}", "".join(f"M{short(x)} {short(y)}h.01" for x, y in centres), width=2 * r)

    def squares(self, tone: str, corners: Sequence[Point], size: float) -> None:
        """Add many equal squares (upper left corners) as one short path."""
        if corners:
            side = short(size)
            self.path(f"f-{tone}", "".join(f"M{short(x)} {short(y)}h{side}v{side}h-{side}z" for x, y in corners))

    def text(self, x: float, y: float, words: str, label: Label, tail: Tail | None = None) -> None:
        """Add one line of text on its baseline; ``tail`` is a smaller word right after it, such as a unit."""
        anchor = "" if label.anchor == "start" else f' text-anchor="{label.anchor}"'
        after = "" if tail is None or not tail.words else f'<tspan{self._type(tail.label)} dx="{short(tail.gap)}">'
        after += f"{escape(tail.words, quote=False)}</tspan>" if tail and after else ""
        self.marks.append(
            f'<text{self._type(label)}{anchor} x="{short(x)}" y="{short(y)}">{escape(words, quote=False)}{after}</text>'
        )

    def _type(self, label: Label) -> str:
        if self.paint == "class":
            look = f' class="{label.cls} {"serif" if label.serif else "sans"}"'
        else:
            look = f'{self.look(label.cls)} font-family="{palette.SERIF if label.serif else palette.SANS}"'
        return f'{look} font-size="{short(label.size)}" font-weight="{label.weight}"'

    def hatch(self, x: float, width: float, band: Point) -> None:
        """Add a hatched gap; x and width in percent. Files get a wash, pages the shared pattern."""
        if self.paint != "class":
            self.share("f-bad-wash", x, width, band)
            return
        y, height = band
        box = f'x="{short(x)}%" y="{short(y)}" width="{short(width)}%" height="{short(height)}"'
        self.marks.append(f'<rect fill="url(#hatch)" {box}/>')

    def move(self, x: float, y: float, inner: "Pen", *, scale: float = 1) -> None:
        """Add another pen's marks, shifted and scaled."""
        grown = "" if scale == 1 else f" scale({scale:.4g})"
        self.marks.append(f'<g transform="translate({short(x)} {short(y)}){grown}">{"".join(inner.marks)}</g>')

    def close(self, size: Point, finding: str, *, cls: str = "chart") -> str:
        """Return the figure: ``size`` is its view box; ``finding`` is what a screen reader says."""
        width, height = short(size[0]), short(size[1])
        grow = f' class="{cls}"' if self.paint == "class" else f' width="{width}" height="{height}"'
        return (
            f'<svg{self._namespace()}{grow} viewBox="0 0 {width} {height}"{voice(finding)}>{"".join(self.marks)}</svg>'
        )

    def close_across(self, height: float, finding: str, *, cls: str, width: float = 600) -> str:
        """Return a figure that fills its column at a fixed height; ``width`` is used for files only."""
        tall = short(height)
        if self.paint == "class":
            size = f' class="{cls}" width="100%" height="{tall}"'
        else:
            size = f' width="{short(width)}" height="{tall}" viewBox="0 0 {short(width)} {tall}"'
        return f"<svg{self._namespace()}{size}{voice(finding)}>{''.join(self.marks)}</svg>"

    def _namespace(self) -> str:
        return "" if self.paint == "class" else ' xmlns="http://www.w3.org/2000/svg"'


def voice(finding: str) -> str:
    """Return the attributes that say a figure's finding; one without a finding is decoration."""
    return f' role="img" aria-label="{escape(finding)}"' if finding else ' aria-hidden="true"'
