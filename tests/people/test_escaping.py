"""Whatever somebody types is shown as text: no field of ours takes markup, and no template lets it through."""

import re
from pathlib import Path

import pytest
from django.test import Client

from jiangxin.kernel import clock
from jiangxin.people import services
from jiangxin.people.services import NewDuty
from tests.people.builders import BEGINNING, CLERK, TODAY, person, spell, town, unit

pytestmark = pytest.mark.django_db
SECRET = "ding-bu-ding-8"
PAYLOAD = "<script>alert(1)</script><img src=x onerror=alert(2)>"
SOURCE = Path(__file__).parents[2] / "src/jiangxin"


def test_templates_switch_escaping_off_nowhere_but_for_our_own_drawing():
    found = [
        f"{path.relative_to(SOURCE).as_posix()}: {line.strip()[:80]}"
        for path in sorted(SOURCE.rglob("*.html"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"\|\s*safe\b|autoescape\s+off|\|\s*safeseq\b", line)
    ]

    assert [line.partition(":")[0] for line in found] == ["people/templates/mfa/totp/activate_form.html"]


@pytest.mark.parametrize(
    "address",
    [
        "/desk/people/?q={}",
        "/desk/units/?q={}",
        "/desk/logins/?q={}",
        "/honours/?q={}",
        "/account/login/?next={}",
        "/desk/?unit={}",
    ],
)
def test_what_is_typed_into_a_search_is_shown_as_text(address):
    with clock.at(TODAY):
        client = leader(town())
        page = client.get(address.format(PAYLOAD)).content.decode()

    assert ("<script>alert" in page, "<img src=x" in page) == (False, False)


def test_names_are_shown_as_text():
    with clock.at(TODAY):
        place = town()
        bad = unit("bad", "enterprise", "<script>alert(1)</script>", place.quay)
        named = person("<img src=x onerror=alert(2)>")
        spell(named, bad)
        client = leader(place)
        pages = [client.get(url).content.decode() for url in ("/desk/units/", f"/desk/units/{bad}/", "/desk/people/")]

    assert [("<script>alert" in page, "<img src=x" in page) for page in pages] == [(False, False)] * 3
    assert "&lt;script&gt;alert(1)" in pages[0]


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        ("/account/login/", ["login", "password"]),
        ("/account/reset/", ["login", "code", "password1"]),
        ("/account/claim/", ["code", "name", "username"]),
    ],
)
def test_what_is_typed_into_a_form_comes_back_as_text(address, fields):
    page = Client().post(address, dict.fromkeys(fields, PAYLOAD)).content.decode()

    assert ("<script>alert" in page, "<img src=x" in page) == (False, False)


def leader(place):
    user = services.create_user(actor=CLERK, username="leader", password=SECRET)
    services.give_duty(
        actor=CLERK, new=NewDuty(user_id=user.pk, name="union.leader", unit_id=place.city, since=BEGINNING)
    )
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client
