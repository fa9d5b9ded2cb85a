"""One palette: what files paint, what pages paint, and what can be read."""

import re
from pathlib import Path

import pytest

from jiangxin.ui.charts import palette

STATIC = Path(palette.__file__).parents[1] / "static" / "ui"
CONSTANTS = {"#1D1B18", "none", "round", "stroke"}


def blocks(sheet):
    text = re.sub(r"/\*.*?\*/", "", (STATIC / sheet).read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.findall(r"([^{}]+)\{([^{}]*)\}", text)


def colours(selector):
    found = {}
    for name, body in blocks("tokens.css"):
        if name.strip() == selector:
            found |= dict(re.findall(r"--([\w-]+):\s*(#[0-9A-F]{6})", body))
    return found


@pytest.mark.parametrize(
    ("theme", "selector"),
    [
        (palette.LIGHT, ":root"),
        (palette.DARK, '[data-theme="dark"]'),
        (palette.DARK, ':root:not([data-theme="light"])'),
    ],
)
def test_palette_says_what_the_tokens_say(theme, selector):
    tokens = colours(selector)
    if selector == ":root":  # the print block whitens the paper; the screen's value comes first
        tokens |= {"paper": "#FAF8F3", "sunk": "#F2EEE5", "raised": "#FFFEFC"}

    assert {role: tokens.get(role) for role in theme} == dict(theme)


def test_dark_tokens_are_the_same_by_system_and_by_switch():
    assert colours('[data-theme="dark"]') == colours(':root:not([data-theme="light"])')


def test_every_chart_class_paints_the_same_on_pages_as_in_files():
    sheet = {
        name.strip().removeprefix("."): dict(re.findall(r"([\w-]+):\s*([^;]+);", body))
        for name, body in blocks("charts.css")
    }
    wanted = {
        cls: {key: f"var(--{value})" if value in palette.LIGHT else value for key, value in paints.items()}
        for cls, paints in palette.CLASSES.items()
    }

    assert {cls: sheet.get(cls) for cls in wanted} == wanted


THEMES = {"light": palette.LIGHT, "dark": palette.DARK}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "ground"), palette.TEXT_PAIRS)
def test_text_can_be_read(theme, text, ground):
    assert palette.contrast(THEMES[theme][text], THEMES[theme][ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("mark", "ground"), palette.GRAPHIC_PAIRS)
def test_graphics_can_be_seen(theme, mark, ground):
    assert palette.contrast(THEMES[theme][mark], THEMES[theme][ground]) >= 3


@pytest.mark.parametrize("text", ["ink", "ink-2", "ink-3"])
def test_text_on_the_ink_ground_can_be_read(text):
    assert palette.contrast(palette.INK[text], palette.INK["paper"]) >= 4.5


def test_contrast_of_black_on_white_is_21():
    assert round(palette.contrast("#000000", "#FFFFFF"), 2) == 21


@pytest.mark.parametrize("sheet", sorted(path.name for path in STATIC.glob("*.css")))
def test_sheet_uses_tokens_that_exist(sheet):
    known = set(re.findall(r"(--[\w-]+):", "".join(path.read_text(encoding="utf-8") for path in STATIC.glob("*.css"))))
    used = set(re.findall(r"var\((--[\w-]+)", (STATIC / sheet).read_text(encoding="utf-8")))

    assert used - known == set()


@pytest.mark.parametrize("sheet", sorted(path.name for path in STATIC.glob("*.css") if path.name != "tokens.css"))
def test_sheet_writes_no_colour_of_its_own(sheet):
    text = "\n".join(body for name, body in blocks(sheet) if ".pch--ink" not in name and ".t-fix" not in name)

    assert re.findall(r"#[0-9A-Fa-f]{3,8}\b", text) == []
