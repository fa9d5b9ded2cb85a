"""One's own pages in a real browser, served by the real server from a data folder of their own."""

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

ROOT = Path(__file__).resolve().parents[2]
WIDTHS = [360, 390, 720, 1079, 1080, 1280, 1920]
PAGES = ["/me/", "/me/ledger/", "/me/readers/", "/me/file/", "/me/account/"]
PASSWORD = "zhe-shi-yi-ge-mi-ma"
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
OPEN_ALL = "document.querySelectorAll('main details').forEach(one => one.open = true)"


@pytest.fixture(scope="module")
def shop_url():
    """Serve the shop on its day and return its address; TERM ends the server."""
    data = tempfile.mkdtemp(prefix="jiangxin-shop-")
    env = {key: value for key, value in os.environ.items() if not key.startswith("JIANGXIN_")}
    env |= {"JIANGXIN_DATA": data, "JIANGXIN_TODAY": "2024-09-12", "PYTHONPATH": f"{ROOT}/src:{ROOT}"}
    env["DJANGO_SETTINGS_MODULE"] = "jiangxin.settings"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    for words in (["jiangxin", "migrate"], ["tests.doors.me.served"]):
        subprocess.run([sys.executable, "-m", *words], cwd=ROOT, env=env, check=True, capture_output=True)
    command = [sys.executable, "-m", "jiangxin", "serve", "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/alive")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)
        shutil.rmtree(data, ignore_errors=True)


def wait_for(url):
    for _try in range(240):
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.25)
    pytest.fail("the shop did not answer within a minute")


@pytest.fixture(scope="module")
def signed_in(chromium, shop_url):
    """Sign in once through the form and return what the browser keeps of it."""
    context = chromium.new_context(base_url=shop_url, locale="zh-CN", timezone_id="Asia/Shanghai")
    page = context.new_page()
    page.goto("/me/")
    page.locator("input[name=login]").fill("zhimo")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url("**/me/")
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def phone(chromium, shop_url, signed_in):
    """Return the signed-in worker's phone; a page that complains fails its test."""
    context = chromium.new_context(
        base_url=shop_url, locale="zh-CN", timezone_id="Asia/Shanghai", storage_state=signed_in,
        viewport={"width": 390, "height": 844},
    )  # fmt: skip
    context.set_default_timeout(10_000)
    page = context.new_page()
    complaints = []
    page.on("console", lambda line: complaints.append(line.text) if complains(line) else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


def test_a_point_opens_into_its_fact_and_back_into_the_point(phone):
    phone.goto("/me/")
    axis = phone.locator("#axis-技")
    axis.locator("summary").click()
    source = axis.locator(".msrc").first
    said = (source.locator("h3").inner_text(), "portrait.toml:" in source.inner_text())

    source.get_by_role("link").first.click()

    assert said == ("最高技能等级\n+70", True)
    assert phone.get_by_role("heading", level=1).inner_text() == "高级技师·数控铣工"
    assert phone.locator(".mgave").inner_text().count("+70") == 1


def test_filter_swaps_the_rows_and_keeps_the_address(phone):
    phone.goto("/me/ledger/")
    phone.get_by_label("维度").select_option("赛")
    phone.wait_for_url("**axis=*")

    assert phone.locator("#rows a.tl__i").count() == 5
    phone.reload()
    assert phone.locator("#rows a.tl__i").count() == 5


def test_pages_work_without_scripts(chromium, shop_url, signed_in):
    context = chromium.new_context(base_url=shop_url, java_script_enabled=False, storage_state=signed_in)
    page = context.new_page()
    page.goto("/me/ledger/")
    page.get_by_label("证明").select_option("declared")
    page.get_by_role("button", name="查").click()
    waiting = page.locator("a.tl__i").count()
    page.goto("/me/")
    page.locator("#axis-德 summary").click()
    opened = page.locator("#axis-德 .msrc").first.is_visible()
    context.close()

    assert (waiting, opened) == (1, True)


@pytest.mark.parametrize("path", PAGES)
def test_pages_never_scroll_sideways(phone, shop_url, path):
    beyond = {}
    phone.goto(path)
    phone.evaluate(OPEN_ALL)
    for width in WIDTHS:
        phone.set_viewport_size({"width": width, "height": 900})
        beyond[width] = phone.evaluate(TOO_WIDE)
    phone.context.add_cookies([{"name": "jx-size", "value": "large", "url": shop_url}])
    phone.set_viewport_size({"width": 360, "height": 740})
    phone.goto(path)
    beyond["large"] = phone.evaluate(TOO_WIDE)

    assert beyond == dict.fromkeys([*WIDTHS, "large"], 0)


@pytest.mark.parametrize("path", PAGES)
def test_pages_break_no_rule_of_accessibility(phone, path):
    broken = []
    for width, ground in ((390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")):
        phone.set_viewport_size({"width": width, "height": 900})
        phone.emulate_media(color_scheme=ground)
        phone.goto(path)
        phone.evaluate(OPEN_ALL)
        violations = Axe().run(phone).response["violations"]
        broken += [(width, ground, one["id"], one["nodes"][0]["html"]) for one in violations]

    assert broken == []


def test_fact_breaks_no_rule_of_accessibility(phone):
    phone.goto("/me/ledger/")
    phone.locator("a.tl__i").first.click()
    phone.wait_for_url("**/me/facts/**")

    violations = Axe().run(phone).response["violations"]

    assert [(one["id"], one["nodes"][0]["html"]) for one in violations] == []


def test_first_page_is_light_enough_for_a_slow_line(phone):
    sizes = []
    phone.on("response", lambda answer: sizes.append(answer.request.sizes()["responseBodySize"]))
    phone.goto("/me/", wait_until="networkidle")

    assert sum(sizes) < 200_000


def test_printed_page_has_no_bars(phone):
    phone.goto("/me/")
    phone.emulate_media(media="print")

    assert [phone.locator(part).is_visible() for part in (".tabbar", ".mbar", ".mmore", "h1")] == [
        False, False, False, True
    ]  # fmt: skip
