"""The desk of the demo city in a real browser: figures, three taps down, widths, rules of accessibility, keys alone."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

PASSWORD_FIELD, LOGIN_FIELD = "[name=password]", "[name=login]"
PAGES = [
    "/desk/",
    "/desk/?unit=jiangbei",
    "/desk/?tag=size:small",
    "/desk/?on=2024-06-30&then=1",
    "/desk/indicators/",
    "/desk/progress/",
    "/desk/progress/?by=industry",
    "/desk/indicators/academy_trained_people/",
    "/desk/indicators/academy_trained_people/facts/?unit=jiangbei",
    "/desk/people/?unit=jiangbei",
]
ROLES = [
    "city-union", "city-union-reviewer", "city-union-leader", "district-union", "street-union", "enterprise-union",
    "hr", "academy", "examiner", "judge", "expert", "auditor", "policy-maker", "poster-maker",
]  # fmt: skip
WIDTHS = [360, 390, 720, 1280, 1920]
HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
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
    assert 1 <= figures <= 7
    assert page.get_by_role("heading", name="等我定").is_visible()


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
    page.goto("/desk/indicators/academy_trained_people/")
    page.locator(".dparts").get_by_role("link", name="江北区", exact=True).first.click()
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


def test_same_figure_stands_by_tree_and_by_class(page, logins):
    sign_in(page, logins["city-union"])
    page.goto("/desk/indicators/skill_training_times/?cut=size")
    wholes = page.locator(".dparts tfoot td.n").all_inner_texts()
    by_class = page.locator("#by tbody td.n").all_inner_texts()

    assert wholes == ["24,310", "24,310"]
    assert sum(int(number.replace(",", "")) for number in by_class) == 24310


def test_units_abreast_are_sorted_and_opened_by_a_tap(page, logins):
    sign_in(page, logins["city-union"])
    page.goto("/desk/progress/")
    page.get_by_role("link", name="宣传覆盖职工").click()
    sorted_by = page.locator("th[aria-sort=ascending]").inner_text().strip()
    page.locator(".dabreast tbody").get_by_role("link", name="江北区", exact=True).click()

    assert (sorted_by, page.locator(".scope [aria-current=true]").first.inner_text()) == ("宣传覆盖职工", "江北区")


def test_day_of_june_is_carried_along_and_can_be_seen_as_known_then(page, logins):
    sign_in(page, logins["city-union"])
    page.fill("#scope-on", "2024-06-30")
    page.check("[name=then]")
    page.get_by_role("button", name="去看").click()
    told = page.locator(".dasof").inner_text()
    page.locator(".mainnav").get_by_role("link", name="各地").first.click()

    assert told.startswith("看的是2024-06-30，只用2024-06-30 23:59以前记下的账。")
    assert page.url.endswith("/desk/progress/?unit=ningbo&on=2024-06-30&then=1")
    assert page.locator("#scope-on").input_value() == "2024-06-30"


def test_desk_is_walked_by_keys_alone(page, logins):
    sign_in(page, logins["city-union"])
    reached = []
    for _step in range(70):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.innerText || document.activeElement.name || ''").strip())
    wanted = ["跳到正文", "今日", "各地", "全部区县", "按分类看", "on", "then", "看各地进度", "全部17项目标", "58,000"]
    order = [reached.index(one) for one in wanted]
    page.locator(".dtarget tbody th a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/indicators/**")
    page.get_by_role("link", name="看账", exact=True).first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/facts/**")

    assert order == sorted(order)
    assert page.locator("h1").inner_text() == "宣传覆盖职工"


def test_desk_in_english_has_no_chinese_but_data(page, logins):
    sign_in(page, logins["city-union"])
    left = {}
    for path in ("/en/desk/", "/en/desk/progress/", "/en/desk/indicators/academy_trained_people/?cut=ownership"):
        page.goto(path)
        text = page.evaluate(
            """() => { const copy = document.body.cloneNode(true);
            copy.querySelectorAll("[lang^=zh], script, template, .seal").forEach(one => one.remove());
            return copy.textContent; }"""
        )
        left[path] = sorted(set(HAN.findall(text)) - {"中"})

    assert {path: found for path, found in left.items() if found} == {}
    assert page.locator(".dsum").inner_text().startswith("7,846")


def test_board_prints_lying_down_with_its_day_on_the_head(page, logins):
    sign_in(page, logins["city-union"])
    page.goto("/desk/progress/?on=2024-06-30&then=1")
    page.emulate_media(media="print")
    shown = {one: page.locator(one).first.is_visible() for one in (".dpaper", ".scope", ".topbar", ".tbl__acts")}
    head = page.locator(".dpaper").inner_text()
    sheet = page.pdf(prefer_css_page_size=True)
    size = re.search(rb"/MediaBox ?\[0 0 ([0-9.]+) ([0-9.]+)\]", sheet)

    assert shown == {".dpaper": True, ".scope": False, ".topbar": False, ".tbl__acts": False}
    assert head.startswith("宁波市 · 数到2024-06-30")
    assert float(size[1]) > float(size[2])


def test_large_print_still_fits(page, logins):
    sign_in(page, logins["city-union"])
    page.context.add_cookies([{"name": "jx-size", "value": "large", "url": page.url}])
    beyond = {}
    for path in PAGES:
        page.goto(path)
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            beyond[path, width] = page.evaluate(TOO_WIDE)

    assert {place: over for place, over in beyond.items() if over} == {}
