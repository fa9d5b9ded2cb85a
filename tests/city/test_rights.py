"""A worker takes a consent back and his history closes; a file is opened out of turn and its person is told."""

import pytest

from tests.city.test_changes import as_who, breaches
from tests.city.test_desk import sign_in

NOT_AGREED = "本人还没同意"
REASON = "工伤抢救，要看他以前在别处的体检"


@pytest.fixture
def users(city):
    """Return the log-ins by user name."""
    return {one["user"]: one for one in city.json("demo", "logins")}


def found(page, name):
    """Return the address of the first person of this name that a log-in finds."""
    page.goto(f"/desk/people/?q={name}")
    return page.locator("tbody a.who").first.get_attribute("href")


def test_worker_takes_a_consent_back_and_nobody_sees_his_history_any_more(city, chromium, users):
    worker = as_who(city, chromium, users["worker"], width=390)
    worker.goto("/me/consents/")
    worker.get_by_label("我在的每一家").check()
    worker.get_by_label("申报和评选").check()
    broken = breaches(worker)
    worker.get_by_role("button", name="同意").click()
    worker.wait_for_load_state()
    leader = as_who(city, chromium, users["city-leader"])
    person = found(leader, users["worker"]["person"]).split("?")[0].rstrip("/").rsplit("/", 1)[-1]
    history = f"/desk/rights/?person={person}&thing=history"
    leader.goto(history)
    agreed = NOT_AGREED in leader.inner_text("main")

    worker.get_by_role("button", name="撤回").click()
    worker.wait_for_load_state()
    leader.reload()

    assert (agreed, NOT_AGREED in leader.inner_text("main"), broken) == (False, True, [])
    assert "撤回过的" in worker.inner_text("main")
    for one in (worker, leader):
        one.context.close()


def test_file_opened_out_of_turn_tells_its_person_and_waits_for_a_look(city, chromium, users):
    leader = as_who(city, chromium, users["city-leader"])
    person = found(leader, users["crane-driver"]["person"]).split("?")[0]
    clerk = as_who(city, chromium, users["street-clerk"])
    before = clerk.goto(person).status
    clerk.goto("/desk/glass/new/")
    clerk.fill("[name=who]", person.rstrip("/").rsplit("/", 1)[-1])
    clerk.get_by_label("工伤、突发事故").check()
    clerk.fill("[name=reason]", REASON)
    broken = breaches(clerk)
    clerk.get_by_role("button", name="打开", exact=True).click()
    clerk.wait_for_selector(".pid")
    opened = clerk.inner_text("main")

    worker = as_who(city, chromium, users["crane-driver"], width=390)
    told = worker.inner_text("main")
    worker.get_by_role("button", name="知道了").click()
    worker.wait_for_load_state()
    leader.goto("/desk/glass/")
    waits = leader.inner_text("main")
    broken += breaches(leader)

    assert (before, "这一页是破例打开的" in opened, REASON in told, REASON in waits) == (404, True, True, True)
    assert "破例看了你的档案" not in worker.inner_text("main")
    assert broken == []
    for one in (leader, clerk, worker):
        one.context.close()


def test_pages_of_rights_fit_and_break_no_rule(page, users):
    sign_in(page, users["city-leader"])
    wrong = {}
    for path in ("/desk/duties/", "/desk/rights/?thing=phone", "/desk/rights/?user=street-clerk", "/desk/glass/"):
        page.goto(path)
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            wrong[path, width] = (beyond, breaches(page) if width == 390 else [])

    assert {place: said for place, said in wrong.items() if said != (0, [])} == {}
