"""Sessions and their end, codes for a new password, counts that no header fools, headers on every answer."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory

from jiangxin.audit import queries as audit
from jiangxin.audit.models import Line
from jiangxin.kernel import clock
from jiangxin.kernel.refusal import NotAllowed, NotFound
from jiangxin.people import access, services
from jiangxin.people.access.sessions import device_of, digest_of
from jiangxin.people.errors import CodeRefused, OwnLogin, WeakPassword
from jiangxin.people.models import ResetCode, Session, User
from jiangxin.people.services import NewDuty, entering
from jiangxin.ui import limits
from tests.people.builders import BEGINNING, CLERK, TODAY, town

pytestmark = pytest.mark.django_db
SECRET, NEW = "ding-bu-ding-8", "zhui-bu-zhui-9"
CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36"


@pytest.fixture(autouse=True)
def _demo_day():
    with clock.at(TODAY):
        yield


@pytest.fixture
def place():
    return town()


@pytest.fixture
def clerk(place):
    return holder("clerk", "union.clerk", place.quay)


@pytest.fixture
def leader(place):
    return holder("leader", "union.leader", place.north)


def holder(username, duty, unit_id):
    user = services.create_user(actor=CLERK, username=username, password=SECRET)
    services.give_duty(actor=CLERK, new=NewDuty(user_id=user.pk, name=duty, unit_id=unit_id, since=BEGINNING))
    return user


def signed_in_client(username, **headers):
    client = Client(headers=headers)
    client.post("/account/login/", {"login": username, "password": SECRET})
    return client


def text(response):
    return response.content.decode()


def still_in(client):
    return client.get("/me/account/").status_code == 200


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (CHROME, "Chrome·Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit Safari/604.1", "Safari·iPhone"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/120 MicroMessenger/8.0", "WeChat·Android"),
        ("curl/8.0", ""),
    ],
)
def test_device_is_told_in_two_words(agent, said):
    assert device_of(agent) == said


def test_owner_sees_his_sessions_and_ends_one(clerk, leader):
    here, there, other = (
        signed_in_client("clerk", user_agent=CHROME),
        signed_in_client("clerk"),
        signed_in_client("leader"),
    )
    page = text(here.get("/me/account/sessions/"))
    there_digest = digest_of(there.session.session_key)

    answer = here.post(f"/me/account/sessions/{there_digest}/end/")

    assert ("Chrome·Windows" in page, page.count(">让它退出<"), there.session.session_key in page) == (True, 1, False)
    assert (answer.url, still_in(here), still_in(there), still_in(other)) == (
        "/me/account/sessions/",
        True,
        False,
        True,
    )


def test_owner_ends_all_others(clerk):
    here, *others = [signed_in_client("clerk") for _place in range(3)]

    here.post("/me/account/sessions/end/")

    assert [still_in(one) for one in (here, *others)] == [True, False, False]


def test_session_of_another_is_not_there(clerk, leader):
    other = signed_in_client("leader")

    answer = signed_in_client("clerk").post(f"/me/account/sessions/{digest_of(other.session.session_key)}/end/")

    assert (answer.status_code, still_in(other)) == (404, True)


def test_new_password_ends_the_other_sessions(clerk):
    here, there = signed_in_client("clerk"), signed_in_client("clerk")

    here.post("/account/password/change/", {"oldpassword": SECRET, "password1": NEW, "password2": NEW})

    assert (still_in(here), still_in(there)) == (True, False)
    assert Session.objects.filter(user=clerk).count() == 1


def test_signing_in_out_and_in_vain_are_written_down_with_their_session(clerk):
    client = Client()
    client.post("/account/login/", {"login": "clerk", "password": "wrong"})
    client.post("/account/login/", {"login": "clerk", "password": SECRET})
    session = digest_of(client.session.session_key)
    client.post("/account/logout/")

    lines = list(
        Line.objects.filter(what__contains="sign").order_by("pk").values_list("what", "who", "object_id", "session")
    )
    assert [line[:3] for line in lines] == [
        ("people.sign_in_failed", "public", clerk.pk),
        ("people.sign_in", f"user:{clerk.pk}", clerk.pk),
        ("people.sign_out", f"user:{clerk.pk}", clerk.pk),
    ]
    assert [line[3] for line in lines[1:]] == [session, session]


def test_leader_shuts_a_login_and_it_is_out_at_once(clerk, leader):
    client = signed_in_client("clerk")

    entering.shut_user(actor=access.actor_of(leader), user_id=clerk.pk)

    assert (still_in(client), Session.objects.filter(user=clerk).count()) == (False, 0)
    assert Client().post("/account/login/", {"login": "clerk", "password": SECRET}).url == "/account/inactive/"
    entering.open_user(actor=access.actor_of(leader), user_id=clerk.pk)
    assert still_in(signed_in_client("clerk"))


@pytest.mark.parametrize("act", [entering.shut_user, entering.issue_code, entering.end_sessions])
def test_leader_of_elsewhere_is_refused_and_nothing_is_done(clerk, place, act):
    client, other = signed_in_client("clerk"), holder("other", "union.leader", place.south)

    with pytest.raises(NotAllowed):
        act(actor=access.actor_of(other), user_id=clerk.pk)

    assert (still_in(client), ResetCode.objects.count(), User.objects.get(pk=clerk.pk).is_active) == (True, 0, True)


def test_nobody_shuts_himself(leader):
    for act in (entering.shut_user, entering.issue_code):
        with pytest.raises(OwnLogin):
            act(actor=access.actor_of(leader), user_id=leader.pk)
    with pytest.raises(NotFound):
        entering.end_session(actor=access.actor_of(leader), user_id=leader.pk, digest="0" * 16)


def test_code_sets_a_new_password_once(clerk, leader):
    client = signed_in_client("clerk")
    code = entering.issue_code(actor=access.actor_of(leader), user_id=clerk.pk)
    form = {"login": "Clerk", "code": f"{code[:4]} {code[4:].lower()}", "password1": NEW, "password2": NEW}

    done = Client().post("/account/reset/", form)
    twice = Client().post("/account/reset/", form)

    assert (done.status_code, done.url, still_in(client)) == (302, "/account/login/", False)
    assert (twice.status_code, "对不上" in text(twice)) == (422, True)
    assert User.objects.get(pk=clerk.pk).check_password(NEW)
    assert Line.objects.filter(what="people.reset_password", object_id=clerk.pk).count() == 1


def test_code_is_kept_hashed_holds_an_hour_and_voids_the_one_before(clerk, leader):
    first = entering.issue_code(actor=access.actor_of(leader), user_id=clerk.pk)
    second = entering.issue_code(actor=access.actor_of(leader), user_id=clerk.pk)
    held = ResetCode.objects.first()

    assert held.until - held.made_at == timedelta(hours=1)
    assert second not in str(ResetCode.objects.values())
    with pytest.raises(CodeRefused):
        entering.reset_password(actor=access.PUBLIC, username="clerk", code=first, password=NEW)
    ResetCode.objects.update(until=clock.real_now())
    with pytest.raises(CodeRefused):
        entering.reset_password(actor=access.PUBLIC, username="clerk", code=second, password=NEW)
    assert User.objects.get(pk=clerk.pk).check_password(SECRET)


def test_five_wrong_tries_void_a_code(clerk, leader):
    code = entering.issue_code(actor=access.actor_of(leader), user_id=clerk.pk)
    for _try in range(5):
        with pytest.raises(CodeRefused):
            entering.reset_password(actor=access.PUBLIC, username="clerk", code="AAAAAAAA", password=NEW)

    with pytest.raises(CodeRefused):
        entering.reset_password(actor=access.PUBLIC, username="clerk", code=code, password=NEW)


def test_weak_password_leaves_the_code_good(clerk, leader):
    code = entering.issue_code(actor=access.actor_of(leader), user_id=clerk.pk)

    with pytest.raises(WeakPassword):
        entering.reset_password(actor=access.PUBLIC, username="clerk", code=code, password="short")

    assert entering.reset_password(actor=access.PUBLIC, username="clerk", code=code, password=NEW) == clerk.pk


def test_unknown_name_and_wrong_code_are_told_in_the_same_words(clerk):
    answers = [
        text(Client().post("/account/reset/", {"login": name, "code": "AAAAAAAA", "password1": NEW, "password2": NEW}))
        for name in ("clerk", "nobody")
    ]

    assert [answer.count("用户名和重设码对不上") for answer in answers] == [1, 1]


def test_desk_page_of_logins_gives_a_code_once(clerk, leader):
    client = signed_in_client("leader")
    page = client.get("/desk/logins/")

    made = client.post(f"/desk/logins/{clerk.pk}/code/")

    assert (page.status_code, "clerk" in text(page), made.status_code) == (200, True, 200)
    assert made["Cache-Control"].count("no-store") == 1
    assert [signed_in_client("clerk").get(url).status_code for url in ("/desk/logins/", "/desk/audit/")] == [403, 403]
    assert Client().get("/desk/logins/").status_code == 302


def test_auditor_searches_verifies_and_prints(clerk, place):
    holder("auditor", "auditor", place.city)
    client = signed_in_client("auditor")
    entering.end_sessions(actor=access.actor_of(clerk), user_id=clerk.pk)

    page = text(client.get("/desk/audit/?who=clerk"))
    wrong = client.get("/desk/audit/?since=tomorrow&object_id=x")
    asked = client.post("/desk/audit/verify/")

    assert ("结束其他登录" in page, "登录没成" in page.split("<table")[1]) == (True, False)
    assert (wrong.status_code, "日子写成2024-09-12" in text(wrong)) == (422, True)
    assert (asked.url, client.get("/desk/audit/?reads=1").status_code) == ("/desk/audit/", 200)
    assert (client.get("/desk/audit/roots/").status_code, client.get("/desk/audit/roots/2024-09-11/").status_code) == (
        200,
        404,
    )
    assert audit.newest_line() > 0


def request_from(address, forwarded=None):
    request = RequestFactory().get(
        "/", REMOTE_ADDR=address, **({"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {})
    )
    request.user = AnonymousUser()
    return request


@pytest.mark.parametrize(
    ("remote", "forwarded", "proxies", "found"),
    [
        ("203.0.113.9", "198.51.100.1", [], "203.0.113.9"),
        ("10.0.0.5", "198.51.100.1", ["10.0.0.0/8"], "198.51.100.1"),
        ("10.0.0.5", "1.1.1.1, 198.51.100.1, 10.0.0.7", ["10.0.0.0/8"], "198.51.100.1"),
        ("203.0.113.9", "198.51.100.1", ["10.0.0.0/8"], "203.0.113.9"),
        ("10.0.0.5", "rubbish", ["10.0.0.0/8"], "rubbish"),
    ],
)
def test_address_is_what_our_own_proxies_say(settings, remote, forwarded, proxies, found):
    from ipaddress import ip_network

    settings.PROXIES = [ip_network(one) for one in proxies]

    assert limits.address_of(request_from(remote, forwarded)) == found


def test_counts_are_not_fooled_by_headers(settings):
    settings.RATES = [("front:*", "", "address", "3/m")]
    client = Client()

    answers = [client.get("/honours/", HTTP_X_FORWARDED_FOR=f"198.51.100.{n}") for n in range(5)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert (int(answers[-1]["Retry-After"]) > 0, "一会儿里试得太多" in text(answers[-1])) == (True, True)


def test_limit_counts_by_key_and_starts_anew(monkeypatch):
    for _use in range(3):
        limits.limit("reveal:7", "3/m")
    with pytest.raises(limits.TooMany):
        limits.limit("reveal:7", "3/m")
    limits.limit("reveal:8", "3/m")
    later = clock.real_now() + timedelta(seconds=61)
    monkeypatch.setattr(clock, "real_now", lambda: later)
    limits.limit("reveal:7", "3/m")


def test_a_network_of_ipv6_counts_as_one():
    assert [limits.network_of(one) for one in ("203.0.113.9", "2001:db8::1", "2001:db8::ffff", "x")] == [
        "203.0.113.9", "2001:db8::/64", "2001:db8::/64", "unknown",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "url", ["/", "/account/login/", "/account/reset/", "/me/account/", "/desk/", "/missing/", "/alive"]
)
def test_every_answer_has_its_headers(clerk, url):
    answer = signed_in_client("clerk").get(url)

    assert {name: answer.get(name) for name in HEADERS} == HEADERS
    assert set(answer["Content-Security-Policy"].split("; ")) == POLICY


POLICY = {
    "base-uri 'none'", "default-src 'self'", "form-action 'self'", "frame-ancestors 'none'", "img-src 'self' data:",
    "object-src 'none'", "script-src 'self'", "style-src 'self'",
}  # fmt: skip
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def test_https_brings_hsts_and_secure_cookies(clerk, settings):
    settings.SECURE_HSTS_SECONDS, settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE = 31_536_000, True, True
    client = Client()

    answer = client.post("/account/login/", {"login": "clerk", "password": SECRET}, secure=True)

    cookie = answer.cookies["sessionid"]
    assert answer["Strict-Transport-Security"].startswith("max-age=31536000")
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
