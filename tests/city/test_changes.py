"""A correction by two persons in the demo city, from the desk to the poster's mark; a worker declares an honour."""

from axe_playwright_python.sync_playwright import Axe

from tests.city.test_desk import sign_in

MARK = "有更正，待换版"
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def breaches(page):
    """Return what axe finds wrong with a page."""
    return [(one["id"], one["nodes"][0]["html"][:200]) for one in Axe().run(page).response["violations"]]


def as_who(city, chromium, login, width=1280):
    """Return a page of a context of its own, signed in."""
    context = chromium.new_context(
        base_url=city.url, locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": width, "height": 900}
    )
    context.set_default_timeout(30_000)
    page = context.new_page()
    sign_in(page, login)
    return page


def fact_of(city, person):
    """Return the latest confirmed class that a person finished, from his own file on the command line."""
    items = city.json("portrait", str(person))["items"]
    return max(fact for item in items if item["measure"] == "class_minutes_2y" for fact in item["facts"])


def test_correction_by_two_persons_reaches_the_poster(city, chromium, logins):
    clerk = as_who(city, chromium, logins["street-union"])
    clerk.goto("/desk/people/?q=沈知墨")
    clerk.locator("tbody a.who").first.click()
    clerk.wait_for_url("**/desk/people/*/")
    clerk.fill("[name=purpose]", "核对结业证书")
    clerk.locator("main form button").click()
    person = int(clerk.url.rstrip("/").rsplit("/", 1)[-1])
    fact = fact_of(city, person)
    before = city.get("/poster/ningbo/2024/")[1].decode()

    clerk.goto(f"/desk/facts/{fact}/correct/")
    hours = float(clerk.input_value("[name=quantity]"))
    clerk.fill("[name=quantity]", str(int(hours) + 2))
    clerk.fill("[name=reason]", "结业证书上多两个小时，当时登错了")
    clerk.locator("button[name=preview]").click()
    clerk.wait_for_selector(".is-moved")
    previewed = clerk.inner_text("main")
    found = breaches(clerk)
    clerk.locator("main form .btn--ink").click()
    clerk.wait_for_url("**/desk/changes/*/")
    change = clerk.url[clerk.url.index("/desk/") :]
    own = clerk.locator("button[name=accept]").count()

    reviewer = as_who(city, chromium, logins["district-union-reviewer"])
    reviewer.goto("/desk/changes/")
    found += breaches(reviewer)
    reviewer.goto(change)
    found += breaches(reviewer)
    reviewer.locator("button[name=accept][value='1']").click()
    reviewer.wait_for_selector(".st--ok")
    chain = city.json("ledger", "show", str(fact))["entries"]
    clerk.goto(f"/desk/facts/{fact}/")
    steps = clerk.locator(".chchain > li").count()
    found += breaches(clerk)

    assert (MARK in before, MARK in previewed, own, found) == (False, True, 0, [])
    assert [(one["entry"], one["standing"]) for one in chain] == [("original", False), ("corrected", True)]
    assert chain[1]["quantity"] == chain[0]["quantity"] + 120
    assert chain[1]["proposed_by"] != chain[1]["recorded_by"]
    assert (steps, MARK in city.get("/poster/ningbo/2024/")[1].decode()) == (2, True)


def test_worker_declares_on_the_phone_and_his_unit_confirms(city, chromium, logins, tmp_path):
    own = next(one for one in city.json("demo", "logins") if one["user"] == "worker")
    worker = as_who(city, chromium, own, width=390)
    worker.goto("/me/declare/")
    found, wide = breaches(worker), [worker.evaluate(TOO_WIDE)]
    worker.goto("/me/declare/new/honour.awarded/")
    worker.fill("[name=happened_on]", "2024-05-01")
    worker.select_option("[name=code]", index=2)
    worker.fill("[name=note]", "见奖状原件")
    shot = tmp_path / "award.png"
    worker.screenshot(path=shot)
    worker.set_input_files("[name=evidence]", shot)
    found += breaches(worker)
    wide.append(worker.evaluate(TOO_WIDE))
    worker.locator("form.mdeclf .btn--ink").click()
    worker.wait_for_url("**/me/declare/*/")
    declared, waiting = worker.url, worker.inner_text(".mhead")

    hr = as_who(city, chromium, logins["hr"])
    hr.goto("/desk/changes/?sort=declared")
    hr.locator("tbody a.who").last.click()
    hr.wait_for_selector(".chfile")
    found += breaches(hr)
    hr.locator("button[name=accept][value='1']").click()
    hr.wait_for_selector(".st--ok")
    worker.goto(declared)

    assert (found, wide) == ([], [0, 0])
    assert ("等单位确认" in waiting, "单位确认了" in worker.inner_text(".mhead")) == (True, True)
