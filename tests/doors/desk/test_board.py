"""The board and the drill-down: who sees what, parts and whole, small numbers, how many questions are asked."""

import pytest

from jiangxin.people import queries as people
from jiangxin.ui.quick import quick as cache
from tests.doors.desk.builders import LOGINS

PAGES = ["/desk/", "/desk/indicators/", "/desk/indicators/trained_times/", "/desk/indicators/trained_times/facts/"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", [*PAGES, "/desk/indicators/trained_times/facts.csv"])
def test_pages_send_a_stranger_to_the_sign_in_page(client, path):
    answer = client.get(path)

    assert (answer.status_code, answer.headers["Location"]) == (302, f"/account/login/?next={path}")


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_not_for_a_worker_to_open(desk, sign_in, path):
    assert sign_in("worker").get(path).status_code == 403


@pytest.mark.parametrize("name", LOGINS)
def test_pages_open_for_every_duty(desk, sign_in, name):
    client = sign_in(name)

    assert {path: client.get(path).status_code for path in PAGES} == dict.fromkeys(PAGES, 200)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("unit", ["city", "south", "forge", "nowhere"])
def test_unit_outside_the_duty_is_not_found(desk, sign_in, path, unit):
    assert sign_in("northclerk").get(f"{path}?unit={unit}").status_code == 404


def test_scope_bar_shows_only_levels_in_sight(desk, sign_in):
    levels = sign_in("northclerk").get("/desk/?unit=quay").context["reach"].levels

    assert [level.title for level in levels] == ["北区", "码头街道", "全部企业"]


def test_first_screen_of_the_whole_union_has_its_slowest_targets_first(desk, sign_in):
    front = sign_in("cityclerk").get("/desk/").context["front"]

    assert [(line.id, line.printed, line.reading.words, line.reading.light) for line in front.lines] == [
        ("trained_times", "27", "慢157天", "red"),
        ("contests", "2", "慢73天", "yellow"),
    ]
    assert (front.targets, front.red, front.yellow, front.green, front.met, front.blank) == (2, 1, 1, 0, 0, 0)


def test_first_screen_below_the_whole_union_has_what_the_targets_above_count(desk, sign_in):
    front = sign_in("northclerk").get("/desk/").context["front"]

    assert [(line.id, line.printed) for line in front.lines] == [("trained_times", "15"), ("contests", "1")]


def test_all_targets_stand_by_chapter(desk, sign_in):
    chapters = sign_in("cityclerk").get("/desk/indicators/?show=targets").context["chapters"]

    assert [(one.title, [line.id for line in one.lines]) for one in chapters] == [
        ("第一条", ["trained_times"]),
        ("第二条", ["contests"]),
    ]


@pytest.mark.parametrize("on", ["2025-01-01", "yesterday", "1800-01-01"])
def test_day_that_cannot_be_is_refused(desk, sign_in, on):
    assert sign_in("cityclerk").get(f"/desk/?on={on}").status_code == 422


def test_board_of_an_earlier_day_counts_to_that_day(desk, sign_in):
    lines = sign_in("cityclerk").get("/desk/?on=2024-03-31").context["front"].lines

    assert (lines[0].id, lines[0].printed, lines[0].series.ends) == ("trained_times", "6", (0, 0, 6))


def test_parts_of_an_additive_indicator_make_up_the_whole(desk, sign_in):
    context = sign_in("cityclerk").get("/desk/indicators/trained_times/").context
    parts = {part.name: part.value for part in context["parts"]}

    assert (parts, context["line"].value) == ({"北区": 15, "南区": 12}, 27)


def test_persons_of_several_units_are_not_added(desk, sign_in):
    answer = sign_in("northclerk").get("/desk/indicators/trained_people/?unit=quay")
    parts = {part.name: part.value for part in answer.context["parts"]}

    assert (parts, answer.context["line"].value) == ({"重庆路纺织厂": 6, "老码头装卸公司": 3}, 8)
    assert "各地相加是9，合计是8" in answer.content.decode()


def test_facts_behind_a_number_are_as_many_and_the_reading_is_logged(desk, sign_in):
    page = sign_in("northclerk").get("/desk/indicators/trained_times/facts/").context["page"]
    reads = people.reads_of(desk.persons[0])

    assert page.paginator.count == 15
    assert [(one.what, one.purpose, one.unit) for one in reads] == [("facts", "看指标“培训人次”的账", "北区")]
    assert people.reads_of(desk.persons[8]) == []


def test_facts_can_be_narrowed_to_a_month(desk, sign_in):
    page = sign_in("northclerk").get("/desk/indicators/trained_times/facts/?month=2024-03").context["page"]

    assert page.paginator.count == 6


def test_month_that_is_none_is_said_in_place(desk, sign_in):
    assert sign_in("northclerk").get("/desk/indicators/trained_times/facts/?month=march").status_code == 422


def test_table_to_take_away_has_the_same_lines(desk, sign_in):
    answer = sign_in("northclerk").get("/desk/indicators/trained_times/facts.csv?month=2024-03")
    lines = answer.content.decode("utf-8-sig").splitlines()

    assert (len(lines), lines[0]) == (7, "编号,日期,谁,事项,说明,计入单位,证明")


def test_who_may_not_see_persons_gets_numbers_by_month(desk, sign_in):
    answer = sign_in("northjudge").get("/desk/indicators/trained_times/facts/")
    months = [(str(one.month), one.printed) for one in answer.context["months"]]

    assert months == [("2024-03-01", "6"), ("2024-06-01", "9")]
    assert "沈知" not in answer.content.decode()
    assert people.reads_of(desk.persons[0]) == []


def test_who_may_not_see_persons_gets_no_table(desk, sign_in):
    assert sign_in("northjudge").get("/desk/indicators/trained_times/facts.csv").status_code == 404


def test_small_number_is_hidden_with_a_second_one(desk, sign_in):
    context = sign_in("northjudge").get("/desk/indicators/trained_times/?unit=quay").context

    assert {part.name: part.printed for part in context["parts"]} == {"重庆路纺织厂": "*", "老码头装卸公司": "*"}
    assert context["line"].printed == "15"


def test_number_hidden_above_stays_hidden_below(desk, sign_in):
    client = sign_in("northjudge")
    shown = {
        unit: client.get(f"/desk/indicators/trained_times/?unit={unit}").context["line"].hidden
        for unit in ("north", "quay", "mill", "dock")
    }

    assert shown == {"north": False, "quay": False, "mill": True, "dock": True}


def test_unknown_indicator_is_not_found(desk, sign_in):
    assert sign_in("cityclerk").get("/desk/indicators/no_such_thing/").status_code == 404


@pytest.mark.parametrize("path", ["/desk/", "/desk/indicators/"])
def test_board_asks_few_questions_and_fewer_the_second_time(desk, sign_in, django_assert_max_num_queries, path):
    client = sign_in("cityclerk")
    cache.clear()
    with django_assert_max_num_queries(30):
        client.get(path)
    with django_assert_max_num_queries(25):
        client.get(path)


def test_staff_sign_in_leads_to_the_desk_and_a_worker_to_his_page(desk, client):
    landed = {}
    for name in ("cityclerk", "worker"):
        client.logout()
        answer = client.post("/account/login/", {"login": name, "password": "zhe-shi-yi-ge-mi-ma"})
        landed[name] = answer.headers["Location"]

    assert landed == {"cityclerk": "/desk/", "worker": "/me/"}
