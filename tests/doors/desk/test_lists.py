"""The code lists: found by code, name, other name, pinyin; taken away like any table."""

import pytest


def test_lists_are_named_with_their_codes(desk, sign_in):
    body = sign_in("northclerk").get("/desk/lists/").content.decode()

    assert "职业（工种）" in body


@pytest.mark.parametrize("query", ["数控铣工", "cnc-miller", "数控铣床操作工", "skxg", "shukongxi", "CNC milling"])
def test_a_code_is_found_however_it_is_called(desk, sign_in, query):
    body = sign_in("northclerk").get("/desk/lists/", {"list": "occupations", "q": query}).content.decode()

    assert ("cnc-miller" in body, "cnc-turner" in body) == (True, False)


def test_a_list_that_is_none_is_not_found(desk, sign_in):
    assert sign_in("northclerk").get("/desk/lists/?list=nothing").status_code == 404


def test_nothing_found_says_what_next(desk, sign_in):
    body = sign_in("northclerk").get("/desk/lists/?list=occupations&q=宇航员").content.decode()

    assert "没有这样的代码" in body


@pytest.mark.parametrize(("name", "status"), [("worker", 403), ("northjudge", 200)])
def test_lists_are_for_staff(desk, sign_in, name, status):
    assert sign_in(name).get("/desk/lists/").status_code == status


def test_a_list_is_taken_away_as_commas(desk, sign_in):
    said = {"format": "csv", "query": "list=occupations&q=cnc-miller"}

    answer = sign_in("northclerk").post("/desk/take/codes/", said)

    assert "cnc-miller" in answer.content.decode("utf-8-sig")
