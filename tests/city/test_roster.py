"""A street clerk's morning, by the keys alone: find somebody, narrow, choose columns, keep the set, take it to WPS."""

import zipfile
from xml.etree import ElementTree

from axe_playwright_python.sync_playwright import Axe

from jiangxin.people.queries.pinyin import person_reading
from tests.city.test_desk import TOO_WIDE, WIDTHS, sign_in

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
PAGES = ["/desk/people/", "/desk/units/", "/desk/exports/", "/desk/sets/roster/"]


def tab_to(page, selector, key="Tab", most=150):
    """Press Tab (or Shift+Tab) until the focus stands on what the selector names."""
    for _press in range(most):
        page.keyboard.press(key)
        if page.evaluate("one => document.activeElement.matches(one)", selector):
            return
    raise AssertionError(f"no key leads to {selector}")


def rows_of(path):
    """Return the first sheet of a workbook as rows of text."""
    book = ElementTree.fromstring(zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml"))
    return [["".join(cell.itertext()) for cell in row] for row in book.iter(f"{MAIN}row")]


def heads(page):
    return [head.strip() for head in page.locator("#table thead th:not(.cbx)").all_inner_texts()]


def test_street_clerk_finds_narrows_keeps_and_takes_away_by_keys_alone(page, logins, tmp_path):
    sign_in(page, logins["street-union"])
    page.goto("/desk/people/")
    name = page.locator("#table tbody th a").first.inner_text()

    tab_to(page, ".fset--find [name=q]")
    page.keyboard.type(person_reading(name).initials)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/people/?*q=*")
    assert name in page.locator("#table tbody th a").all_inner_texts()

    page.goto("/desk/people/")
    tab_to(page, "[name=standing]")
    with page.expect_navigation():  # choosing is enough
        page.keyboard.press("ArrowDown")
    assert "standing=employed" in page.url

    tab_to(page, ".tbl details.pop summary")
    page.keyboard.press("Enter")
    tab_to(page, ".pop__g [value=street]")
    page.keyboard.press("Space")
    tab_to(page, "details[open] .btn--ink")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "镇街" in heads(page)

    tab_to(page, ".setbar details.pop summary", "Shift+Tab")
    page.keyboard.press("Enter")
    tab_to(page, "#set-name")
    page.keyboard.type("在职的")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator(".setbar [aria-current]").inner_text() == "在职的"

    tab_to(page, ".tbl details.pop--end summary")
    page.keyboard.press("Enter")
    tab_to(page, "#take-purpose")
    page.keyboard.type("核对会员名册")
    with page.expect_download() as taken:
        page.keyboard.press("Enter")
    taken.value.save_as(tmp_path / "people.xlsx")
    rows = rows_of(tmp_path / "people.xlsx")
    counted = page.locator(".tbl__say").inner_text().partition("人")[0].replace(",", "")

    assert (taken.value.suggested_filename.endswith(".xlsx"), rows[0], len(rows) - 1) == (
        True,
        heads(page),
        int(counted),
    )


def test_number_that_is_looked_for_stands_in_no_address(page, logins):
    sign_in(page, logins["street-union"])
    page.goto("/desk/people/?col=name&col=phone")
    starred = page.locator("#table td[data-k='手机（打星）']").first.inner_text()
    tail = starred[-4:]
    page.fill(".fset--find [name=q]", tail)
    page.press(".fset--find [name=q]", "Enter")
    page.wait_for_url("**found=*")

    assert (tail in page.url, starred in page.locator("#table").inner_text()) == (False, True)


def test_lists_fit_every_width_and_break_no_rule(page, logins):
    sign_in(page, logins["street-union"])
    beyond, broken = {}, []
    for path in PAGES:
        page.goto(path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            beyond[path, width] = page.evaluate(TOO_WIDE)
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            broken += [(path, width, one["id"]) for one in Axe().run(page).response["violations"]]

    assert ({place: over for place, over in beyond.items() if over}, broken) == ({}, [])


def test_lists_work_without_scripts(chromium, city, logins):
    context = chromium.new_context(base_url=city.url, java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    sign_in(page, logins["street-union"])
    page.goto("/desk/people/")
    page.select_option("[name=sex]", "female")
    page.get_by_role("button", name="筛一筛").click()
    page.locator("[name=pick]").first.check()
    page.get_by_role("button", name="登记入会").click()
    title = page.locator("h1").inner_text()
    context.close()

    assert title == "登记入会"
