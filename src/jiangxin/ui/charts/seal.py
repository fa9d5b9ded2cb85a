"""The seal: one, two or four signs in a cut stone; four are read downwards from the right."""

from jiangxin.ui.charts.svg import CENTRE, Label, Paint, Pen, short, voice

STONE = (
    "M3.5 1.2 L30 .8 L58 1.4 Q61.6 1.4 62 4.6 L62.6 30 L62.2 59 Q62 62.2 58.6 62.4 "
    "L33 62.9 L5 62.4 Q1.6 62.4 1.3 59.2 L.9 32 L1.2 4.8 Q1.2 1.6 3.5 1.2Z"
)

# signs in the seal -> size of type, and the centre of each sign
SETTINGS = {
    1: (42.0, ((32.0, 33.0),)),
    2: (26.5, ((32.0, 18.5), (32.0, 45.5))),
    4: (25.0, ((46.0, 18.5), (46.0, 46.0), (18.0, 18.5), (18.0, 46.0))),
}


def seal(words: str, *, finding: str = "", size: float = 32, line: bool = False, paint: Paint = "class") -> str:
    """Return a seal of 1, 2 or 4 signs; ``line`` cuts it in outline; ``size`` in px."""
    if len(words) not in SETTINGS:
        raise ValueError(f"a seal holds 1, 2 or 4 signs, not {len(words)}")
    pen = Pen(paint)
    stone(pen, words, line=line)
    square = f'width="{short(size)}" height="{short(size)}" viewBox="0 0 64 64"'
    cls = "" if paint != "class" else f' class="seal{" seal--line" if line else ""}"'
    space = "" if paint == "class" else ' xmlns="http://www.w3.org/2000/svg"'
    return f"<svg{space}{cls} {square}{voice(finding or words)}>{''.join(pen.marks)}</svg>"


def stone(pen: Pen, words: str, *, line: bool = False) -> None:
    """Draw a seal of 64 by 64 units into another figure."""
    if line:
        pen.path("l-seal-line", STONE)
    else:
        pen.path("f-seal-fill", STONE)
    size, centres = SETTINGS[len(words)]
    label = Label(size, "t-seal" if line else "t-on-seal", "middle", serif=True, weight=700)
    for sign, (x, y) in zip(words, centres, strict=True):
        pen.text(x, y + size * CENTRE, sign, label)
