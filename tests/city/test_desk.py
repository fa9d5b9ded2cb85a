"""The desk of the demo city in a real browser: figures, three taps down, widths, rules of accessibility, keys alone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

PASSWORD_FIELD, LOGIN_FIELD = "[name=password]", "[name=login]"
PAGES = [
    "/desk/",
    "/desk/?unit=jiangbei",
    "/desk/indicators/",
    "/desk/indicators/academy_trained_people/",
    "/desk/indicators/academy_trained_people/facts/?unit=jiangbei",
    "/desk/people/?unit=jiangbei",
]
ROLES = ["city-union", "district-union", "street-union", "enterprise-union", "hr", "academy", "judge", "auditor"]
WIDTHS = [360, 390, 720, 1280, 1920]
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def sign_in(page, login):
    page.goto("/account/login/")
    page.fill(LOGIN_FIELD, login["user"])
    page.fill(PASSWORD_FIELD, login["password"])
    page.locator("main form button").first.click()
    page.wait_for_load_state()


@pytest.mark.parametrize("role", ROLES)
def test_every_role_lands_on_its_desk(page, logins, role):
    sign_in(page, logins[role])
    figures = page.locator(".dtarget tbody tr:not(.grp)").count()

    assert page.url.endswith("/desk/")
    assert 1 <= figures <= (7 if logins[role]["unit"] != "ningbo" else 17)


def test_worker_stays_on_his_own_page(page, logins):
    sign_in(page, logins["worker"])

    assert page.url.endswith("/me/")


def test_board_reads_in_days(page, logins):
    sign_in(page, logins["city-union"])
    row = page.locator(".dtarget tr").filter(has=page.get_by_role("rowheader", name="企业（行业）工匠学堂"))

    assert [row.locator(".open b").first.inner_text(), row.locator(".dtarget__r").inner_text().strip()] == [
        "187",
        "慢28天",
    ]


def test_three_taps_lead_from_the_city_to_persons(page, logins):
    sign_in(page, logins["city-union"])
    page.get_by_role("link", name="工匠学堂培训职工").click()
    page.locator(".dparts").get_by_role("link", name="江北区", exact=True).click()
    page.get_by_role("link", name="看甬江街道的账").click()

    assert page.locator("h1").inner_text() == "工匠学堂培训职工"
    assert page.locator("tbody a.who").count() > 0


def test_pages_fit_every_width(page, logins):
    sign_in(page, logins["city-union"])
    beyond = {}
    for path in PAGES:
        page.goto(path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            beyond[path, width] = page.evaluate(TOO_WIDE)

    assert {place: over for place, over in beyond.items() if over} == {}


def test_pages_break_no_rule_of_accessibility(page, logins):
    sign_in(page, logins["city-union"])
    broken = []
    for path in PAGES:
        for width, ground in ((390, "light"), (1280, "dark")):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=ground)
            page.goto(path)
            violations = Axe().run(page).response["violations"]
            broken += [(path, width, ground, one["id"], one["nodes"][0]["html"][:200]) for one in violations]

    assert broken == []


def test_portrait_breaks_no_rule_of_accessibility_after_its_purpose(page, logins):
    sign_in(page, logins["city-union"])
    page.goto("/desk/people/?q=沈知墨")
    page.locator("tbody a.who").first.click()
    page.fill("[name=purpose]", "核对申报材料")
    page.get_by_role("button", name="去看").last.click()
    page.wait_for_selector(".pid")
    violations = Axe().run(page).response["violations"]

    assert page.locator("h1").inner_text().startswith("沈知墨")
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in violations] == []


def test_keys_alone_open_a_number_and_the_scope(page, logins):
    sign_in(page, logins["city-union"])
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.className")
    page.locator(".scope summary").first.focus()
    page.keyboard.press("Enter")
    listed = page.locator(".scope__list").first.is_visible()
    page.locator(".dtarget summary").first.focus()
    page.keyboard.press("Enter")

    assert (first, listed, page.locator(".dtarget .open__body").first.is_visible()) == ("skip", True, True)
