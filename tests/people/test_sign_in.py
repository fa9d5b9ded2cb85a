"""Signing in: who gets in, who is locked out, and what each is told."""

from datetime import date, timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db.models import F
from django.test import RequestFactory

from jiangxin.kernel import clock
from jiangxin.kernel.refusal import NotAllowed
from jiangxin.people import access, services
from jiangxin.people.access.middleware import SignInMiddleware
from jiangxin.people.errors import DutyEnded, UserThere, WeakPassword, WrongDays
from jiangxin.people.models import Duty, User
from jiangxin.people.services import NewDuty
from tests.people.builders import BEGINNING, CLERK, TODAY, holder, person, spell, town

pytestmark = pytest.mark.django_db
SECRET = "ding-bu-ding-8"
LOGIN = "/account/login/"


@pytest.fixture(autouse=True)
def _demo_day():
    with clock.at(TODAY):
        yield


@pytest.fixture
def clerk():
    return services.create_user(actor=CLERK, username="Clerk", password=SECRET)


def sign_in(client, username="clerk", password=SECRET, **more):
    return client.post(LOGIN, {"login": username, "password": password} | more)


def text(response):
    return response.content.decode()


def signed_in(client):
    return "_auth_user_id" in client.session


def test_page_asks_for_name_and_password_and_nothing_else(client):
    page = client.get(LOGIN)

    assert page.status_code == 200
    assert [name for name in ("login", "password", "email", "remember") if f'name="{name}"' in text(page)] == [
        "login",
        "password",
    ]
    assert "还没" not in text(page)


@pytest.mark.parametrize("username", ["clerk", "CLERK", " Clerk "])
def test_right_password_signs_in_however_the_name_is_written(client, clerk, username):
    answer = sign_in(client, username)

    assert (answer.status_code, answer.url, signed_in(client)) == (302, "/me/", True)


def test_sign_in_leads_back_to_where_it_was_asked_for_but_never_elsewhere(client, clerk):
    assert sign_in(client, next="/me/file/").url == "/me/file/"
    client.logout()
    assert sign_in(client, next="https://example.org/").url == "/me/"


def test_wrong_password_is_told_and_keeps_the_name(client, clerk):
    answer = sign_in(client, password="wrong")

    assert "用户名或密码不对。核对大小写再试；连错5次要停15分钟。" in text(answer)
    assert ('value="clerk"' in text(answer), "wrong" in text(answer), signed_in(client)) == (True, False, False)


def test_empty_fields_are_told_in_place(client):
    answer = sign_in(client, "", "")

    assert [words in text(answer) for words in ("用户名还没填。", "密码还没填。")] == [True, True]


def test_user_who_is_not_active_does_not_get_in(client, clerk):
    User.objects.update(is_active=False)

    sign_in(client)

    assert not signed_in(client)
    assert access.actor_of(User.objects.get()) == access.PUBLIC


def test_five_wrong_passwords_lock_the_name_for_a_quarter_of_an_hour(client, clerk):
    answers = [sign_in(client, username, "wrong") for username in ("clerk", "CLERK", "clerk", "Clerk", "clerk")]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    assert "15分钟后再试" in text(answers[-1])
    assert answers[-1]["Retry-After"] == "900"
    locked = sign_in(client)
    assert (locked.status_code, signed_in(client)) == (429, False)


def test_lock_follows_the_real_clock_and_ends_by_itself(client, clerk):
    for _ in range(5):
        sign_in(client, password="wrong")
    with clock.at(TODAY + timedelta(days=30)):
        assert sign_in(client).status_code == 429

    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=16))

    assert (sign_in(client).status_code, signed_in(client)) == (302, True)


def test_lock_holds_one_name_from_one_place(client, clerk):
    services.create_user(actor=CLERK, username="other", password=SECRET)
    for _ in range(5):
        sign_in(client, password="wrong")

    assert sign_in(client, "other").status_code == 302


def test_nobody_signs_himself_up(client):
    answer = client.post("/account/signup/", {"username": "me", "password1": SECRET, "password2": SECRET})

    assert ("这里不能自己注册" in text(answer), User.objects.count()) == (True, 0)


def test_signing_out_asks_first(client, clerk):
    sign_in(client)

    page = client.get("/account/logout/")
    still_in = signed_in(client)
    answer = client.post("/account/logout/")

    assert ("退出登录" in text(page), still_in) == (True, True)
    assert (answer.status_code, answer.url, signed_in(client)) == (302, "/", False)


def test_password_is_changed_with_the_old_one_only(client, clerk):
    sign_in(client)
    address = "/account/password/change/"

    wrong = client.post(address, {"oldpassword": "x", "password1": "gai-guo-de-9x", "password2": "gai-guo-de-9x"})
    kept = User.objects.get().check_password(SECRET)
    client.post(address, {"oldpassword": SECRET, "password1": "gai-guo-de-9x", "password2": "gai-guo-de-9x"})

    assert ("现在的密码不对" in text(wrong), kept) == (True, True)
    assert User.objects.get().check_password("gai-guo-de-9x")


def test_page_of_another_is_answered_with_the_sign_in_page(client):
    answer = client.get("/account/password/change/")

    assert (answer.status_code, answer.url) == (302, "/account/login/?next=/account/password/change/")


def test_api_without_sign_in_is_401_as_a_problem():
    request = RequestFactory().get("/api/persons/1")

    answer = SignInMiddleware(lambda request: None).handle_no_permission(request, lambda request: None)

    assert (answer.status_code, answer["Content-Type"], answer["WWW-Authenticate"]) == (
        401,
        "application/problem+json",
        "Session",
    )


def test_request_carries_the_actor_with_the_duties_of_the_day(client, clerk):
    t = town()
    services.give_duty(actor=CLERK, new=NewDuty(clerk.pk, "union.clerk", t.north, BEGINNING))
    sign_in(client)

    actor = client.get(LOGIN).wsgi_request.actor

    grants = [(grant.name, grant.unit_id) for grant in actor.duties]
    assert (actor.key, actor.person_id, grants) == (f"user:{clerk.pk}", None, [("union.clerk", t.north)])
    client.logout()
    assert client.get(LOGIN).wsgi_request.actor == access.PUBLIC


def test_password_is_kept_as_argon2(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]

    user = services.create_user(actor=CLERK, username="clerk", password=SECRET)

    assert user.password.startswith("argon2$argon2id$")
    assert Argon2PasswordHasher().verify(SECRET, user.password)


def test_new_password_from_whoever_may_lifts_the_lock(client, clerk, django_capture_on_commit_callbacks):
    for _ in range(5):
        sign_in(client, password="wrong")

    with django_capture_on_commit_callbacks(execute=True):
        services.set_password(actor=CLERK, user_id=clerk.pk, password="xin-de-mi-ma-7")

    assert sign_in(client, password="xin-de-mi-ma-7").status_code == 302


def test_password_is_not_reset_over_a_duty_beyond_ones_own(clerk):
    t = town()
    services.give_duty(actor=CLERK, new=NewDuty(clerk.pk, "union.leader", t.city, BEGINNING))
    before = User.objects.get().password

    for actor in (holder("union.leader", t.north), holder("union.clerk", t.city), access.PUBLIC):
        with pytest.raises(NotAllowed):
            services.set_password(actor=actor, user_id=clerk.pk, password="xin-de-mi-ma-7")
    with pytest.raises(WeakPassword):
        services.set_password(actor=CLERK, user_id=clerk.pk, password="short")

    assert User.objects.get().password == before
    services.set_password(actor=holder("union.leader", t.city), user_id=clerk.pk, password="xin-de-mi-ma-7")
    assert User.objects.get().check_password("xin-de-mi-ma-7")


def test_password_of_a_worker_is_reset_by_the_leader_who_sees_him():
    t = town()
    someone = person()
    spell(someone, t.mill)
    worker = services.create_user(actor=CLERK, username="worker", password=SECRET, person_id=someone)

    with pytest.raises(NotAllowed):
        services.set_password(actor=holder("union.leader", t.south), user_id=worker.pk, password="xin-de-mi-ma-7")
    services.set_password(actor=holder("union.leader", t.north), user_id=worker.pk, password="xin-de-mi-ma-7")

    assert User.objects.get().check_password("xin-de-mi-ma-7")


REFUSALS = {
    "taken": (UserThere, lambda: services.create_user(actor=CLERK, username=" CLERK ", password=SECRET)),
    "short": (WeakPassword, lambda: services.create_user(actor=CLERK, username="new", password="short")),
    "common": (WeakPassword, lambda: services.create_user(actor=CLERK, username="new", password="1234567890")),
    "like the name": (
        WeakPassword,
        lambda: services.create_user(actor=CLERK, username="sanjiangkou", password="sanjiangkou1"),
    ),
    "no name": (WeakPassword, lambda: services.create_user(actor=CLERK, username=" ", password=SECRET)),
    "not his to do": (
        NotAllowed,
        lambda: services.create_user(actor=holder("union.clerk", town().city), username="new", password=SECRET),
    ),
}


@pytest.mark.parametrize(("refusal", "act"), REFUSALS.values(), ids=REFUSALS)
def test_refused_user_leaves_nothing(clerk, refusal, act):
    with pytest.raises(refusal):
        act()

    assert [user.username for user in User.objects.all()] == ["clerk"]


def test_duty_given_again_is_answered_with_what_stands_and_ends_once(clerk):
    t = town()
    new = NewDuty(clerk.pk, "hr", t.mill, BEGINNING)
    duty = services.give_duty(actor=CLERK, new=new)

    assert services.give_duty(actor=CLERK, new=new) == duty
    services.end_duty(actor=holder("union.leader", t.north), duty_id=duty.pk, until=date(2024, 1, 31))
    with pytest.raises(DutyEnded):
        services.end_duty(actor=CLERK, duty_id=duty.pk, until=date(2024, 2, 1))
    with pytest.raises(WrongDays):
        services.end_duty(actor=CLERK, duty_id=duty.pk, until=date(2009, 1, 1))

    assert list(Duty.objects.values_list("until", flat=True)) == [date(2024, 1, 31)]


def test_too_many_tries_from_one_place_are_told_to_wait(client, settings):
    settings.RATES = [("account_login", "POST", "address", "2/m")]

    answers = [sign_in(client, f"name{n}", "wrong") for n in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "一会儿里试得太多" in text(answers[-1])
