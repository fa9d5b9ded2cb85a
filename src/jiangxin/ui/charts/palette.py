"""Every colour of the house as literals, by role, and what each chart class paints.

``tokens.css`` says the same for pages; a test holds the two together.
"""

from collections.abc import Mapping

LIGHT: Mapping[str, str] = {
    "paper": "#FAF8F3",
    "sunk": "#F2EEE5",
    "raised": "#FFFEFC",
    "ink": "#1D1B18",
    "ink-2": "#4B473F",
    "ink-3": "#6A6459",
    "on-ink": "#FAF8F3",
    "line": "#DED7C9",
    "line-2": "#BDB4A3",
    "line-ctl": "#8C8372",
    "seal": "#C0361C",
    "seal-fill": "#C0361C",
    "on-seal": "#FFFEFC",
    "seal-wash": "#F8E9E2",
    "brass": "#7D5E16",
    "brass-fill": "#AC8433",
    "brass-wash": "#F3EAD3",
    "jade": "#2A6656",
    "jade-fill": "#3F8370",
    "jade-wash": "#E3EEE7",
    "bad": "#86204F",
    "bad-wash": "#F5E4EA",
    "c-1": "#1D1B18",
    "c-mute": "#CFC7B7",
    "c-band": "#ECE6D9",
}

DARK: Mapping[str, str] = {
    "paper": "#181613",
    "sunk": "#211E1A",
    "raised": "#282420",
    "ink": "#EFE9DC",
    "ink-2": "#C8C0B0",
    "ink-3": "#A09785",
    "on-ink": "#181613",
    "line": "#38342D",
    "line-2": "#5B5548",
    "line-ctl": "#877E6E",
    "seal": "#F0795F",
    "seal-fill": "#C4412B",
    "on-seal": "#FFFEFC",
    "seal-wash": "#3A211B",
    "brass": "#D9B35F",
    "brass-fill": "#BC9340",
    "brass-wash": "#332A17",
    "jade": "#86C3AD",
    "jade-fill": "#56A08A",
    "jade-wash": "#1C2E28",
    "bad": "#E39BB7",
    "bad-wash": "#371F2A",
    "c-1": "#D9D1C1",
    "c-mute": "#514B40",
    "c-band": "#26221D",
}

# The ink ground of one poster chapter; what it does not name is as on light paper.
INK: Mapping[str, str] = {
    **LIGHT,
    "paper": "#1D1B18",
    "ink": "#FAF8F3",
    "ink-2": "#D6CFC1",
    "ink-3": "#A79E8D",
    "line": "#3A362F",
    "line-2": "#5B5548",
    "line-ctl": "#877E6E",
    "c-1": "#FAF8F3",
    "c-mute": "#5B5548",
    "brass-fill": "#C79A45",
}

SANS = "Noto Sans SC"
SERIF = "Noto Serif CJK SC"

# A value naming a role is coloured by it; any other value stands as written.
CLASSES: Mapping[str, Mapping[str, str]] = {
    "f-ink": {"fill": "c-1"},
    "f-mute": {"fill": "c-mute"},
    "f-band": {"fill": "c-band"},
    "f-brass": {"fill": "brass-fill"},
    "f-brass-wash": {"fill": "brass-fill", "fill-opacity": ".18"},
    "f-jade": {"fill": "jade-fill"},
    "f-seal": {"fill": "seal"},
    "f-bad": {"fill": "bad"},
    "f-bad-wash": {"fill": "bad", "fill-opacity": ".3"},
    "f-paper": {"fill": "paper"},
    "f-seal-fill": {"fill": "seal-fill"},
    "l-axis": {"stroke": "line-ctl", "stroke-width": "1", "fill": "none"},
    "l-grid": {"stroke": "line", "stroke-width": "1", "fill": "none"},
    "l-tick": {"stroke": "line-2", "stroke-width": "1", "fill": "none"},
    "l-ink": {"stroke": "c-1", "stroke-width": "1.75", "fill": "none", "stroke-linejoin": "round"},
    "l-ink2": {"stroke": "ink", "stroke-width": "3", "fill": "none"},
    "l-ink-wide": {"stroke": "ink", "stroke-width": "9", "fill": "none"},
    "l-link": {"stroke": "line-ctl", "stroke-width": "2", "fill": "none"},
    "l-mute": {"stroke": "line-ctl", "stroke-width": "1.5", "fill": "none", "stroke-linejoin": "round"},
    "l-dash": {"stroke": "line-ctl", "stroke-width": "1", "stroke-dasharray": "3 3", "fill": "none"},
    "l-brass": {"stroke": "brass-fill", "stroke-width": "2", "fill": "none", "stroke-linejoin": "round"},
    "l-seal": {"stroke": "seal", "stroke-width": "1.5", "fill": "none"},
    "l-seal-line": {"stroke": "seal", "stroke-width": "3", "fill": "none"},
    "l-aim": {"stroke": "ink", "stroke-width": "1.5", "fill": "none"},
    "l-cut": {"stroke": "paper", "stroke-width": "2", "fill": "none"},
    "l-wait": {"stroke": "ink-2", "stroke-width": "1.25", "stroke-dasharray": "2.5 2", "fill": "paper"},
    "l-wait-bar": {"stroke": "brass-fill", "stroke-width": "1", "stroke-dasharray": "2 2", "fill": "paper"},
    "l-off": {"stroke": "line-ctl", "stroke-width": "1", "fill": "none"},
    "c-base": {"stroke": "ink", "stroke-width": "3", "fill": "none"},
    "c-l": {"stroke": "ink", "stroke-width": "6", "fill": "none"},
    "c-m": {"stroke": "ink", "stroke-width": "3", "fill": "none"},
    "c-s": {"stroke": "brass-fill", "stroke-width": "2.5", "fill": "none"},
    # One round dot is a line without length: many dots make one short path.
    "d-ink": {"stroke": "c-1", "stroke-linecap": "round", "fill": "none"},
    "d-brass": {"stroke": "brass-fill", "stroke-linecap": "round", "fill": "none"},
    "d-jade": {"stroke": "jade-fill", "stroke-linecap": "round", "fill": "none"},
    "d-mute": {"stroke": "c-mute", "stroke-linecap": "round", "fill": "none"},
    "t-ink": {"fill": "ink"},
    "t-soft": {"fill": "ink-2"},
    "t-dim": {"fill": "ink-3"},
    "t-seal": {"fill": "seal"},
    "t-brass": {"fill": "brass"},
    "t-on-seal": {"fill": "on-seal"},
    "t-fix": {"fill": "#1D1B18"},
    "t-halo": {
        "paint-order": "stroke",
        "stroke": "paper",
        "stroke-width": "14",
        "stroke-linejoin": "round",
        "fill": "ink",
    },
}

# Text on its ground must reach 4.5:1, graphics 3:1; the tests compute each pair in both themes.
TEXT_PAIRS = (
    ("ink", "paper"),
    ("ink-2", "paper"),
    ("ink-3", "paper"),
    ("ink", "sunk"),
    ("ink-2", "sunk"),
    ("ink-3", "sunk"),
    ("ink", "raised"),
    ("ink-3", "raised"),
    ("on-ink", "ink"),
    ("on-seal", "seal-fill"),
    ("seal", "paper"),
    ("seal", "sunk"),
    ("brass", "paper"),
    ("brass", "brass-wash"),
    ("jade", "paper"),
    ("jade", "jade-wash"),
    ("bad", "paper"),
    ("bad", "bad-wash"),
    ("ink", "brass-wash"),
    ("ink", "jade-wash"),
    ("ink", "bad-wash"),
)
GRAPHIC_PAIRS = (
    ("line-ctl", "paper"),
    ("line-ctl", "raised"),
    ("brass-fill", "paper"),
    ("jade-fill", "paper"),
    ("seal-fill", "paper"),
    ("bad", "paper"),
    ("c-1", "paper"),
)


def _luminance(colour: str) -> float:
    channels = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the WCAG contrast ratio (1 to 21) of two ``#RRGGBB`` colours."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)
