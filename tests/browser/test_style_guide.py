"""The elements in a real browser: every width, both grounds, large print, with and without scripts."""

import pytest
from axe_playwright_python.sync_playwright import Axe

SHEETS = ["", "phone/", "poster/", "door/"]
WIDTHS = [320, 360, 390, 430, 720, 1280, 1920]
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("sheet", SHEETS)
def test_page_never_scrolls_sideways(page, sheet):
    page.goto(f"/styleguide/{sheet}")
    beyond = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        beyond[width] = page.evaluate(TOO_WIDE)

    assert beyond == dict.fromkeys(WIDTHS, 0)


@pytest.mark.parametrize("sheet", SHEETS)
def test_large_print_fits_a_phone(page, live_server, sheet):
    page.context.add_cookies([{"name": "jx-size", "value": "large", "url": live_server.url}])
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"/styleguide/{sheet}")

    assert (page.evaluate("getComputedStyle(document.documentElement).fontSize"), page.evaluate(TOO_WIDE)) == (
        "20px",
        0,
    )


@pytest.mark.parametrize("sheet", SHEETS)
def test_page_breaks_no_rule_of_accessibility(page, sheet):
    broken = []
    for width, ground in ((390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=ground)
        page.goto(f"/styleguide/{sheet}")
        violations = Axe().run(page).response["violations"]
        broken += [(width, ground, one["id"], one["nodes"][0]["html"]) for one in violations]

    assert broken == []


def test_theme_switch_turns_the_page_at_once_and_is_kept(page):
    page.goto("/styleguide/")
    for theme in ("light", "dark"):
        page.get_by_role("button", name="换底色").click()
        assert page.evaluate("document.documentElement.dataset.theme") == theme

    page.reload()

    assert page.evaluate("getComputedStyle(document.body.parentElement).backgroundColor") == "rgb(24, 22, 19)"


def test_switches_work_without_scripts(chromium, live_server):
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/styleguide/phone/")
    page.get_by_role("button", name="大字").click()

    assert (page.locator("html").get_attribute("data-size"), page.url) == (
        "large",
        f"{live_server.url}/styleguide/phone/",
    )
    context.close()


def test_opened_number_shows_its_source_and_closes_on_escape(page):
    page.goto("/styleguide/poster/")
    number = page.locator(".pcols details").last
    number.locator("summary").click()
    box = number.locator(".open__body").bounding_box()
    assert (number.evaluate("one => one.open"), box["x"] + box["width"] <= 1280) == (True, True)

    page.keyboard.press("Escape")

    assert number.evaluate("one => one.open") is False


def test_first_stop_of_the_keyboard_is_the_way_to_the_text(page):
    page.goto("/styleguide/")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
