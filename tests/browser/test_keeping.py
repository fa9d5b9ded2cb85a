"""A street is split on 1 July in a real browser: June still shows the old one, July the new, the city one sum."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import complains
from tests.browser.test_me import TOO_WIDE

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "zhe-shi-yi-ge-mi-ma"


@pytest.fixture(scope="module")
def desk_url():
    """Serve the town on its day and return its address; TERM ends the server."""
    data = tempfile.mkdtemp(prefix="jiangxin-desk-")
    env = {key: value for key, value in os.environ.items() if not key.startswith("JIANGXIN_")}
    env |= {"JIANGXIN_DATA": data, "JIANGXIN_TODAY": "2024-09-12", "PYTHONPATH": f"{ROOT}/src:{ROOT}"}
    env["DJANGO_SETTINGS_MODULE"] = "jiangxin.settings"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    for words in (["jiangxin", "migrate"], ["tests.doors.desk.served"]):
        subprocess.run([sys.executable, "-m", *words], cwd=ROOT, env=env, check=True, capture_output=True)
    command = [sys.executable, "-m", "jiangxin", "serve", "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        answers(f"http://127.0.0.1:{port}/alive")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)
        shutil.rmtree(data, ignore_errors=True)


def answers(url):
    """Wait until the server answers; a busy machine takes its time."""
    for _try in range(720):
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.25)
    pytest.fail("the desk did not answer")


@pytest.fixture(scope="module", params=[True, False], ids=["with scripts", "without scripts"])
def page(request, chromium, desk_url):
    """Return the city clerk's page, with JavaScript and without; one that complains fails its test."""
    context = chromium.new_context(
        base_url=desk_url, locale="zh-CN", timezone_id="Asia/Shanghai", java_script_enabled=request.param,
        viewport={"width": 1280, "height": 900},
    )  # fmt: skip
    context.set_default_timeout(20_000)
    page = context.new_page()
    complaints = []
    page.on("console", lambda line: complaints.append(line.text) if complains(line) else None)
    page.goto("/account/login/")
    page.locator("input[name=login]").fill("cityclerk")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url("**/desk/**")
    page.scripted = request.param
    yield page
    context.close()
    assert [one for one in complaints if "422" not in one and "409" not in one] == []


def clean(page):
    """Tell whether the page fits its width and axe finds nothing; without scripts only the first can be told."""
    if not page.scripted:
        return True
    found = [one["id"] for one in Axe().run(page).response["violations"]]
    return (page.evaluate(TOO_WIDE) <= 0, found) == (True, [])


def open_unit(page, name, query=""):
    """Go to a unit's page through the scope bar's units, by name."""
    page.goto(f"/desk/units/?q={name}")
    page.goto(page.locator("main a", has_text=name).first.get_attribute("href").partition("?")[0] + query)


def heads(page):
    return page.locator(".dsum b").first.inner_text()


def below(page):
    return page.locator(".dbelow a").all_inner_texts()


def test_street_is_split_and_each_month_keeps_its_tree(page):
    """Name the new streets, forget a firm and be told, place all, see the sums, do it, look at June and July."""
    street, east, west = (
        ("码头街道", "码头东街道", "码头西街道") if page.scripted else ("码头东街道", "一号街道", "二号街道")
    )
    day = "2024-07-01" if page.scripted else "2024-08-01"
    june = "2024-06-30" if page.scripted else "2024-07-31"
    open_unit(page, "北区")
    north = page.url.partition("?")[0]
    page.locator(".dbelow a", has_text=street).click()
    page.get_by_role("link", name="拆分").click()
    page.locator("input[name=on]").fill(day)
    page.locator("input[name=name1]").fill(east)
    page.locator("input[name=name2]").fill(west)
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="先看会怎样").click()
    refused = page.locator(".note--bad").inner_text()
    fit = clean(page)
    page.locator("select[name=rest]").select_option(label=east)
    page.get_by_role("button", name="先看会怎样").click()
    even = page.locator("#h-sums ~ .aside").inner_text()
    fit = fit and clean(page)
    page.get_by_role("button", name="办", exact=True).click()
    told = page.locator("#said").inner_text()
    page.goto(f"{north}?on={june}")
    before = (below(page), heads(page))
    page.goto(f"{north}?on={day}")
    after = (below(page), heads(page))

    assert ("请都分到新单位" in refused, "一样" in even, "已办" in told, fit) == (True, True, True, True)
    assert (street in before[0], east in after[0], west in after[0], street in after[0]) == (True, True, True, False)
    assert before[1] == after[1]


def test_person_is_registered_moved_and_set_right(page):
    """Register somebody, move him, correct the move: three lines, the wrong one struck off with its reason."""
    name = "应知新" if page.scripted else "应又新"
    page.goto("/desk/people/new/")
    page.locator("input[name=name]").fill(name)
    page.locator("input[name=birth_on]").fill("1990-01-01" if page.scripted else "1991-01-01")
    page.locator("input[name=unit]").fill("山前锻造厂")
    page.locator("input[name=occupation]").fill("车工")
    page.locator("input[name=since]").fill("2024-03-01")
    fit = clean(page)
    page.get_by_role("button", name="登记", exact=True).click()
    page.wait_for_url("**/spells/")
    page.get_by_role("link", name="转走").click()
    page.locator("input[name=unit]").fill("老码头装卸公司")
    page.locator("input[name=since]").fill("2024-08-01")
    page.get_by_role("button", name="转到别的单位").click()
    page.get_by_role("link", name="更正").first.click()
    page.locator("input[name=since]").fill("2024-08-05")
    page.locator("textarea[name=why]").fill("到岗是5日")
    page.get_by_role("button", name="更正这一段").click()
    rows = page.locator(".kspells tbody tr").all_inner_texts()
    fit = fit and clean(page)

    assert (len(rows), fit) == (3, True)
    assert [("2024-08-05" in row, "到岗是5日" in row) for row in rows][:2] == [(True, False), (False, True)]
