"""Who sees which page: the stranger signs in first, nobody sees another's, staff see their duties."""

import pytest

from jiangxin.ledger import queries as ledger
from jiangxin.people import queries as people
from tests.doors.me.builders import record

PAGES = ["/me/", "/me/ledger/", "/me/readers/", "/me/file/", "/me/account/"]
OF_A_PERSON = ["/me/ledger/", "/me/readers/", "/me/file/"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", [*PAGES, "/me/facts/1/", "/me/file.json", "/me/file.pdf"])
def test_pages_send_a_stranger_to_the_sign_in_page(client, path):
    answer = client.get(path)

    assert (answer.status_code, answer.headers["Location"]) == (302, f"/account/login/?next={path}")


def test_pages_open_for_the_worker(shop, sign_in):
    client = sign_in(shop.user)

    assert {path: client.get(path).status_code for path in PAGES} == dict.fromkeys(PAGES, 200)


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_only_read(shop, sign_in, path):
    assert sign_in(shop.user).post(path).status_code == 405


def test_fact_of_another_is_not_found(shop, sign_in):
    mine = ledger.facts_of([shop.worker])[0].id
    theirs = ledger.facts_of([shop.colleague])[0].id
    client = sign_in(shop.user)

    answers = [client.get(f"/me/facts/{fact}/").status_code for fact in (mine, theirs, 1)]

    assert answers == [200, 404, 404]


def test_fact_of_a_unit_is_not_found(shop, sign_in):
    fact = record(shop.town.mill, "people.unionised", "2012-01-01").pk

    assert sign_in(shop.user).get(f"/me/facts/{fact}/").status_code == 404


def test_a_worker_sees_his_own_name_and_not_his_colleagues(shop, sign_in):
    page = sign_in(shop.other).get("/me/").content.decode()

    assert ("袁望" in page, "沈知墨" in page) == (True, False)


def test_staff_without_a_person_see_their_duties(shop, sign_in):
    client = sign_in(shop.clerk)

    page = client.get("/me/")
    rest = {path: client.get(path).status_code for path in [*OF_A_PERSON, "/me/facts/1/", "/me/account/"]}

    assert [(office.duty, office.unit, office.until) for office in page.context["offices"]] == [
        ("工会经办", "北区", None)
    ]
    assert rest == dict.fromkeys([*OF_A_PERSON, "/me/facts/1/"], 404) | {"/me/account/": 200}


def test_bottom_bar_shows_only_pages_that_are_there(shop, sign_in):
    worker = [line.key for line in sign_in(shop.user).get("/me/").context["ui"].phone]
    staff = [line.key for line in sign_in(shop.clerk).get("/me/").context["ui"].phone]

    assert (worker, staff) == (["home", "ledger", "account"], ["home", "account"])


def test_own_reading_is_not_written_down(shop, sign_in):
    client = sign_in(shop.user)
    for path in PAGES:
        client.get(path)

    assert people.reads_of(shop.worker) == []
