"""A passkey in a real browser, with a virtual device: added, used as the second step, used alone, removed."""

import pytest
from django.db import connection

from jiangxin.audit.guards import AUDIT
from jiangxin.kernel import clock
from jiangxin.people import services
from jiangxin.people.services import NewDuty
from tests.people.builders import BEGINNING, CLERK, TODAY, town

SECRET = "ding-bu-ding-8"


@pytest.fixture
def _lines_go(transactional_db):
    """Let the emptying of the tables after the test take the audit's lines along."""
    yield
    with connection.cursor() as cursor:
        for name in AUDIT.wanted("sqlite"):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


@pytest.fixture
def leader(_lines_go, settings):
    settings.ALLOWED_HOSTS = ["localhost"]
    with clock.at(TODAY):
        user = services.create_user(actor=CLERK, username="leader", password=SECRET)
        duty = NewDuty(user_id=user.pk, name="union.leader", unit_id=town().city, since=BEGINNING)
        services.give_duty(actor=CLERK, new=duty)
    return user


@pytest.fixture
def device(page, live_server):
    """A device with a fingerprint that always fits."""
    browser = page.context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    return browser.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def sign_in(page, base):
    page.goto(f"{base}/account/login/")
    page.get_by_label("用户名").fill("leader")
    page.get_by_label("密码").fill(SECRET)
    page.get_by_role("button", name="登录", exact=True).click()


def sign_out(page, base):
    page.goto(f"{base}/account/logout/")
    page.get_by_role("button", name="退出").click()


def test_passkey_is_added_used_and_taken_away(page, live_server, leader, device):
    base = live_server.url.replace("127.0.0.1", "localhost")
    sign_in(page, base)

    page.goto(f"{base}/account/second/passkeys/add/")
    page.get_by_label("现在的密码").fill(SECRET)
    page.get_by_role("button", name="接着办").click()
    page.get_by_label("叫什么").fill("办公室的电脑")
    page.get_by_text("单凭它就能登录").click()
    page.get_by_role("button", name="加上").click()
    page.wait_for_url("**/account/second/codes/")
    codes = page.locator(".second__codes li").count()

    sign_out(page, base)
    sign_in(page, base)
    page.get_by_role("button", name="用通行密钥").click()
    page.wait_for_url("**/desk/")

    sign_out(page, base)
    page.goto(f"{base}/account/login/")
    page.get_by_role("button", name="用通行密钥登录").click()
    page.wait_for_url("**/desk/")

    page.goto(f"{base}/account/second/passkeys/")
    named = page.get_by_text("办公室的电脑").first.is_visible()
    page.get_by_role("link", name="去掉办公室的电脑").click()
    page.get_by_role("button", name="用通行密钥").or_(page.get_by_label("现在的密码")).first.wait_for()
    page.get_by_label("现在的密码").fill(SECRET)
    page.get_by_role("button", name="接着办").click()
    page.get_by_role("button", name="去掉").click()
    page.wait_for_url("**/account/second/passkeys/")

    assert (codes, named, page.get_by_text("一把也没有").is_visible()) == (10, True, True)


def test_device_that_does_not_know_the_key_is_told_and_the_password_still_works(page, live_server, leader, device):
    base = live_server.url.replace("127.0.0.1", "localhost")
    page.goto(f"{base}/account/login/")

    page.get_by_role("button", name="用通行密钥登录").click()
    page.get_by_text("这台设备没有给出密钥").wait_for()
    sign_in(page, base)

    page.wait_for_url("**/desk/")
