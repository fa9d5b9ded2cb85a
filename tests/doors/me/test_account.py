"""Readers, log-in and switches."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiangxin.people import access, services
from jiangxin.people import queries as people
from jiangxin.people.services import NewDuty
from tests.doors.me.builders import CLERK, TODAY


def read(shop, times):
    clerk = access.actor_of(people.user_named(shop.clerk))
    for number in range(times):
        services.log_read(actor=clerk, person_id=shop.worker, what="facts", purpose=f"第{number}次核对")


def test_readers_are_listed_latest_first_in_pages(shop, sign_in):
    read(shop, 23)
    client = sign_in(shop.user)

    pages = [client.get(f"/me/readers/?page={number}").context["page"].object_list for number in (1, 2)]

    assert ([len(page) for page in pages], pages[0][0].purpose, pages[1][-1].purpose) == (
        [20, 3], "第22次核对", "第0次核对"
    )  # fmt: skip


def test_readers_of_another_are_not_shown(shop, sign_in):
    read(shop, 2)

    page = sign_in(shop.other).get("/me/readers/")

    assert (list(page.context["page"]), "还没有人看过" in page.content.decode()) == ([], True)


def test_readers_ask_the_same_for_one_and_for_three(shop, sign_in):
    client = sign_in(shop.user)
    read(shop, 1)
    client.get("/me/readers/")
    with CaptureQueriesContext(connection) as one:
        client.get("/me/readers/")
    read(shop, 2)
    with CaptureQueriesContext(connection) as three:
        client.get("/me/readers/")

    assert len(one) == len(three)


def test_account_shows_duties_with_unit_and_days(shop, sign_in):
    user = people.user_named(shop.user)
    new = NewDuty(user.pk, "examiner", shop.town.north, TODAY.replace(month=1), TODAY.replace(month=12), "技能等级认定")
    services.give_duty(actor=CLERK, new=new)

    page = sign_in(shop.user).get("/me/account/")

    assert [(one.duty, one.unit, one.until.isoformat(), one.purpose) for one in page.context["offices"]] == [
        ("考评", "北区", "2024-12-12", "技能等级认定")
    ]
    assert "zhimo" in page.content.decode()


def test_account_leads_to_password_and_out(shop, sign_in):
    client = sign_in(shop.user)
    page = client.get("/me/account/").content.decode()

    paths = ["/account/password/change/", "/account/logout/"]

    assert [f'"{path}"' in page for path in paths] == [True, True]
    assert client.get(paths[0]).status_code == 200


def test_signing_out_closes_the_pages(shop, sign_in):
    client = sign_in(shop.user)

    client.post("/account/logout/")

    assert client.get("/me/").status_code == 302


def test_large_print_is_kept_on_every_page(shop, sign_in):
    client = sign_in(shop.user)
    client.cookies["jx-size"] = "large"

    pages = [client.get(path).content.decode() for path in ("/me/", "/me/ledger/", "/me/account/")]

    assert ['data-size="large"' in page for page in pages] == [True, True, True]


def test_pages_stand_in_english_too(shop, sign_in):
    client = sign_in(shop.user)

    answers = [client.get(f"/en{path}").status_code for path in ("/me/", "/me/ledger/", "/me/account/")]

    assert answers == [200, 200, 200]
