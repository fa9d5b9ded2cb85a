"""The second step: an authenticator's codes, recovery codes, who must have one."""

import base64
import hashlib
import hmac
import re
import struct
import time

import pytest
from allauth.mfa.models import Authenticator

from jiangxin.audit.models import Line
from jiangxin.files import keyring, keys, rotation
from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor
from jiangxin.people import services
from jiangxin.people.access.second import COLUMN
from jiangxin.people.services import NewDuty
from tests.people.builders import BEGINNING, CLERK, TODAY, town

pytestmark = pytest.mark.django_db
SECRET = "ding-bu-ding-8"


@pytest.fixture(autouse=True)
def _demo_day():
    with clock.at(TODAY):
        yield


@pytest.fixture
def leader(client):
    user = services.create_user(actor=CLERK, username="leader", password=SECRET)
    duty = NewDuty(user_id=user.pk, name="union.leader", unit_id=town().city, since=BEGINNING)
    services.give_duty(actor=CLERK, new=duty)
    return user


def code_of(secret, step=0):
    """Return the six digits an authenticator shows (RFC 6238), some half minutes on."""
    counter = struct.pack(">Q", int(time.time()) // 30 + step)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def text(response):
    return response.content.decode()


def sign_in(client, password=SECRET):
    return client.post("/account/login/", {"login": "leader", "password": password})


def again(client, url):
    """Give the password once more, as the page asks before something that matters."""
    asked = client.get(url)
    assert asked.url.startswith("/account/reauthenticate/")
    return client.post(asked.url, {"password": SECRET, "next": url})


def enrol(client):
    """Set an authenticator up and return its secret and the recovery codes."""
    sign_in(client)
    again(client, "/account/second/app/")
    page = text(client.get("/account/second/app/"))
    secret = re.search(r'id="secret">([A-Z2-7]{32})<', page)[1]
    answer = client.post("/account/second/app/", {"code": code_of(secret)})
    assert answer.url == "/account/second/codes/"
    codes = re.findall(r"<li>(\d{4}) (\d{4})</li>", text(client.get(answer.url)))
    return secret, ["".join(pair) for pair in codes]


def signed_in(client):
    return "_auth_user_id" in client.session


def test_authenticator_is_drawn_told_and_confirmed_by_its_first_code(client, leader):
    sign_in(client)
    again(client, "/account/second/app/")
    page = text(client.get("/account/second/app/"))

    wrong = client.post("/account/second/app/", {"code": "000000"})

    assert ("<svg" in page, "style=" in page.split("second__qr")[1].split("</svg>")[0], "<script>" in page) == (
        True, False, False,
    )  # fmt: skip
    assert "这个码不对" in text(wrong)
    assert Authenticator.objects.count() == 0


def test_password_alone_no_longer_signs_in(client, leader):
    secret, codes = enrol(client)
    client.logout()

    first = sign_in(client)
    between = signed_in(client)
    refused = client.post(first.url, {"code": "123456"})
    done = client.post(first.url, {"code": code_of(secret, 1)})

    assert (first.url, between, len(codes)) == ("/account/second/sign-in/", False, 10)
    assert "这个码不对" in text(refused)
    assert (done.status_code, done.url, signed_in(client)) == (302, "/desk/", True)


def test_code_signs_in_once(client, leader):
    secret, _codes = enrol(client)
    code = code_of(secret, 1)
    client.logout()
    client.post(sign_in(client).url, {"code": code})
    client.logout()

    replayed = client.post(sign_in(client).url, {"code": code})

    assert ("这个码不对" in text(replayed), signed_in(client)) == (True, False)


def test_recovery_code_signs_in_once_and_is_shown_once(client, leader):
    _secret, codes = enrol(client)
    second_look = text(client.get("/account/second/codes/"))
    client.logout()
    client.post(sign_in(client).url, {"code": codes[0]})
    inside = signed_in(client)
    client.logout()
    client.post(sign_in(client).url, {"code": codes[0]})

    assert (inside, signed_in(client)) == (True, False)
    assert [code for code in codes if code[:4] in second_look] == []


def test_secrets_lie_encrypted_and_turn_with_the_keys(client, leader):
    secret, codes = enrol(client)
    held = {row.type: row.data for row in Authenticator.objects.all()}

    rotation.rotate(actor=Actor.machine("test"), tell=lambda *said: None, settle=0)
    turned = Authenticator.objects.get(type="totp").data["secret"]
    client.logout()
    client.post(sign_in(client).url, {"code": codes[3]})

    assert secret not in str(held)
    assert keys.decrypt(COLUMN, base64.b64decode(turned)) == secret
    assert (base64.b64decode(turned)[0], signed_in(client)) == (keyring.ring().current, True)


def test_whoever_must_have_a_second_step_gets_no_further_without(client, leader, settings):
    settings.SECOND_FACTOR = "required"
    sign_in(client)

    led = [client.get(url) for url in ("/desk/", "/me/account/", "/desk/people/")]
    open_pages = [client.get(url).status_code for url in ("/account/second/", "/account/login/", "/", "/alive")]

    assert [(answer.status_code, answer.url) for answer in led] == [(302, "/account/second/")] * 3
    assert open_pages == [200, 302, 200, 200]
    enrol(client)
    assert client.get("/desk/").status_code == 200


def test_whoever_must_have_a_second_step_keeps_one(client, leader, settings):
    settings.SECOND_FACTOR = "required"
    enrol(client)

    page = client.get("/account/second/app/off/")
    refused = client.post("/account/second/app/off/")

    assert "现在不能关掉第二步" in text(page)
    assert (refused.status_code, Authenticator.objects.filter(type="totp").count()) == (200, 1)


def test_turning_it_off_takes_the_recovery_codes_along_and_is_written_down(
    client, leader, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        enrol(client)
        client.post("/account/second/app/off/")

    acts = sorted(Line.objects.filter(object_type="user", object_id=leader.pk).values_list("what", flat=True))
    assert Authenticator.objects.count() == 0
    assert [act for act in acts if "authenticator" in act] == [
        "people.add_authenticator",
        "people.remove_authenticator",
    ]


@pytest.mark.parametrize("url", ["/account/second/", "/account/second/passkeys/", "/account/second/app/"])
def test_stranger_is_sent_to_sign_in(client, url):
    assert client.get(url).url.startswith("/account/login/")


@pytest.mark.parametrize("rubbish", ["", "x", "{}", "[]", "7", '{"id": 1}', '{"rawId": "a", "response": []}', "[" * 50])
def test_rubbish_for_a_passkey_is_refused_in_words(client, rubbish):
    answer = client.post("/account/second/passkeys/sign-in/", {"credential": rubbish})

    assert (answer.status_code, signed_in(client)) == (302, False)
