"""The lists of persons and units: who sees whom, how they are found, narrowed, sorted, kept and acted upon."""

import csv
from datetime import date
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiangxin.jobs import tasks
from jiangxin.people import access, services
from jiangxin.people import queries as people
from jiangxin.people.queries.tables import sets_of
from jiangxin.ui.tables import files
from tests.doors.desk.builders import LOGINS
from tests.doors.me.builders import record
from tests.people.builders import TODAY, id_number, person, spell


def names(answer):
    return [line.head.text for line in answer.context["t"].lines]


def column(answer, name):
    shown = answer.context["t"]
    place = [head.id for head in shown.heads].index(name) - 1
    return [line.cells[place].text for line in shown.lines]


def find(client, text, query=""):
    return client.post("/desk/people/find/", {"q": text, "query": query}, follow=True)


@pytest.fixture
def meeting(desk):
    """Return somebody with every number and a certificate, at the dock."""
    one = person("沈知会", id_number=id_number(90, born="19800101"), phone="13812346620", sex="female")
    spell(one, desk.town.dock, date(2020, 1, 1), occupation="fitter", post_class="worker", main=True)
    credit = (desk.town.dock, people.path_on(desk.town.dock, TODAY))
    record(one, "credentials.level-earned", "2021-05-01", "fitter", "technician", credited_to=credit, proof="confirmed")
    return one


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/desk/people/", "/desk/units/", "/desk/exports/", "/desk/sets/roster/"])
def test_lists_send_a_stranger_to_the_sign_in_page(client, path):
    answer = client.get(path)

    assert (answer.status_code, answer.headers["Location"]) == (302, f"/account/login/?next={path}")


@pytest.mark.parametrize("name", ["academy", "northjudge", "worker"])
def test_persons_are_not_for_whoever_may_not_see_them(desk, sign_in, name):
    client = sign_in(name)
    answers = [
        client.get("/desk/people/"),
        client.post("/desk/people/find/", {"q": "沈"}),
        client.post("/desk/people/picked/", {"pick": desk.persons[0], "act": "end-spells"}),
        client.post("/desk/take/roster/", {"format": "csv", "purpose": "核对名册"}),
    ]

    assert ([answer.status_code for answer in answers], people.reads_of(desk.persons[0])) == ([403] * 4, [])


def test_list_holds_the_persons_of_the_duty(desk, sign_in):
    answer = sign_in("northclerk").get("/desk/people/")

    assert answer.context["t"].counted == "8人"


@pytest.mark.parametrize("path", ["/desk/people/?unit=forge", "/desk/units/?unit=forge"])
def test_list_outside_the_duty_is_not_found(desk, sign_in, path):
    assert sign_in("northclerk").get(path).status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=沈知一", ["沈知一"]),
        ("q=shenzhiyi", ["沈知一"]),
        ("q=szq", ["沈知七"]),
        ("q=沈知九", []),  # of the other district
        ("member=on", []),
        ("trade=fitter&post=worker&unit=dock", ["沈知七", "沈知会", "沈知八"]),
        ("level=technician", ["沈知会"]),
        ("level=senior-technician", []),
        ("age_from=40&age_to=50", ["沈知会"]),
        ("age_to=43", ["沈知一", "沈知七", "沈知三", "沈知二", "沈知五", "沈知八", "沈知六", "沈知四"]),
        ("sex=female&level=technician", ["沈知会"]),
        ("standing=unjoined&unit=dock", ["沈知七", "沈知会", "沈知八"]),
        ("sex=male&level=technician", []),
        ("standing=only-member", []),
    ],
)
def test_list_finds_by_name_pinyin_and_filter(desk, meeting, sign_in, query, found):
    answer = sign_in("northclerk").get(f"/desk/people/?{query}")

    assert sorted(names(answer)) == sorted(found)


@pytest.mark.parametrize("number", [id_number(90, born="19800101"), "13812346620", "138 1234 6620", "6620"])
def test_number_finds_a_person_and_stands_in_no_address(desk, meeting, sign_in, number):
    answer = find(sign_in("northclerk"), number, "unit=quay&sort=age")
    path, _status = answer.redirect_chain[-1]

    assert (names(answer), answer.status_code) == (["沈知会"], 200)
    assert [part for part in (number, number.replace(" ", "")) if part in path or part in answer.content.decode()] == []
    assert path.startswith("/desk/people/?unit=quay&sort=age&found=")


def test_number_typed_into_an_address_is_taken_out_of_it(desk, meeting, sign_in):
    answer = sign_in("northclerk").get("/desk/people/?q=13812346620", follow=True)

    assert (names(answer), "13812346620" in answer.redirect_chain[-1][0]) == (["沈知会"], False)


def test_number_found_by_one_reader_is_nothing_to_another(desk, meeting, sign_in):
    path = find(sign_in("northclerk"), "6620").redirect_chain[-1][0]

    assert names(sign_in("cityclerk").get(path)) == []


def test_name_that_is_looked_for_goes_on_in_the_address(desk, sign_in):
    answer = find(sign_in("northclerk"), "szq")

    assert (answer.redirect_chain[-1][0], names(answer)) == ("/desk/people/?q=szq", ["沈知七"])


@pytest.mark.parametrize("query", ["post=king", "age_from=old", "age_from=50&age_to=40", "level=emperor"])
def test_list_refuses_what_it_does_not_offer(desk, sign_in, query):
    assert sign_in("northclerk").get(f"/desk/people/?{query}").status_code == 422


def test_list_shows_grade_age_and_no_number(desk, meeting, sign_in):
    answer = sign_in("northclerk").get("/desk/people/?q=沈知会&col=level&col=age&col=phone&col=street&col=sex")
    page = answer.content.decode()

    assert [column(answer, name) for name in ("age", "street", "phone", "sex")] == [
        ["44"], ["码头街道"], ["138****6620"], ["女"],
    ]  # fmt: skip
    assert [number for number in ("13812346620", id_number(90, born="19800101")) if number in page] == []


def test_list_begins_without_the_phone(desk, sign_in):
    shown = sign_in("northclerk").get("/desk/people/").context["t"]

    assert "phone" not in [head.id for head in shown.heads]


def test_list_sorts_by_age_and_grade(desk, meeting, sign_in):
    client = sign_in("northclerk")

    assert [names(client.get(f"/desk/people/?sort={sort}"))[0] for sort in ("-age", "-level")] == ["沈知会", "沈知会"]


def test_grade_earned_elsewhere_shows_only_with_consent(desk, sign_in):
    moved = desk.persons[0]
    credit = (desk.town.forge, people.path_on(desk.town.forge, TODAY))
    record(
        moved, "credentials.level-earned", "2020-05-01", "fitter", "technician", credited_to=credit, proof="confirmed"
    )
    client = sign_in("northclerk")
    before = names(client.get("/desk/people/?level=technician"))
    worker = people.user_named("worker")
    services.give_consent(actor=access.actor_of(worker), person_id=moved)

    assert (before, names(client.get("/desk/people/?level=technician"))) == ([], ["沈知一"])


@pytest.mark.parametrize("path", ["/desk/people/?sort=-level", "/desk/units/?sort=name"])
def test_list_asks_as_many_questions_for_many_rows_as_for_few(desk, sign_in, path):
    client, counts = sign_in("cityclerk"), []
    for unit in ("dock", "dock", "mill", "forge"):
        with CaptureQueriesContext(connection) as asked:
            shown = client.get(f"{path}&unit={unit}").context["t"]
        counts.append((len(shown.lines), len(asked)))

    assert (
        [rows for rows, _asked in counts[1:]] in ([2, 6, 12], [1, 1, 1]),
        {asked for _rows, asked in counts[1:]},
    ) == (
        True,
        {counts[1][1]},
    )
    assert counts[1][1] <= 30


def test_file_of_the_list_needs_a_purpose(desk, sign_in):
    answer = sign_in("northclerk").post("/desk/take/roster/", {"format": "csv", "query": "", "purpose": " "})

    assert (answer.status_code, people.reads_of(desk.persons[0])) == (422, [])


def test_file_of_the_list_has_its_rows_and_everybody_sees_who_took_it(desk, sign_in):
    asked = {"format": "csv", "query": "unit=dock&col=name&col=unit&sort=-name", "purpose": "核对会员名册"}
    answer = sign_in("northclerk").post("/desk/take/roster/", asked)

    assert list(csv.reader(StringIO(answer.content.decode("utf-8-sig")))) == [
        ["姓名", "单位"], ["沈知七", "老码头装卸公司"], ["沈知八", "老码头装卸公司"],
    ]  # fmt: skip
    assert [(one.what, one.purpose) for one in people.reads_of(desk.persons[6])] == [("export", "核对会员名册")]
    assert people.reads_of(desk.persons[0]) == []


def test_file_of_picked_rows_holds_them_alone(desk, sign_in):
    asked = {"format": "csv", "query": "col=name", "purpose": "核对名册", "pick": [desk.persons[1], desk.persons[9]]}
    answer = sign_in("northclerk").post("/desk/take/roster/", asked)

    assert answer.content.decode("utf-8-sig").split() == ["姓名", "沈知二"]


def test_workbook_of_the_list_is_a_workbook(desk, sign_in):
    asked = {"format": "xlsx", "query": "", "purpose": "核对会员名册"}
    answer = sign_in("northclerk").post("/desk/take/roster/", asked)

    assert (answer.content[:2], answer.headers["Content-Disposition"].endswith(".xlsx")) == (b"PK", True)


def test_long_list_is_written_by_a_job_and_fetched_by_its_asker_alone(desk, sign_in, monkeypatch):
    monkeypatch.setitem(files.LARGE, "csv", 1)
    client = sign_in("northclerk")
    asked = {"format": "csv", "query": "unit=dock&col=name", "purpose": "核对会员名册"}
    page = client.post("/desk/take/roster/", asked).headers["Location"]
    waiting = (client.get(page).status_code, client.get(f"{page}file/").status_code)
    tasks.run_due()
    content = client.get(f"{page}file/").content.decode("utf-8-sig")
    listed = [row.rows for row, _job in client.get("/desk/exports/").context["rows"]]
    other = sign_in("cityclerk")

    assert (waiting, content.split(), listed) == ((200, 409), ["姓名", "沈知八", "沈知七"], [2])
    assert [other.get(f"{page}{part}").status_code for part in ("", "file/")] == [404, 404]
    assert other.post(f"{page}stop/").status_code == 404


@pytest.mark.parametrize("asked", [{"format": "exe"}, {"query": "age_from=old"}])
def test_file_that_cannot_be_is_refused_and_nothing_is_written_down(desk, sign_in, asked):
    said = {"format": "csv", "query": "", "purpose": "核对会员名册"} | asked
    answer = sign_in("northclerk").post("/desk/take/roster/", said)

    assert (answer.status_code, people.reads_of(desk.persons[0])) == (422, [])


def test_table_nobody_made_is_not_found(desk, sign_in):
    assert sign_in("northclerk").post("/desk/take/secrets/", {"format": "csv"}).status_code == 404


def test_units_show_their_heads_to_whoever_sees_the_persons(desk, sign_in):
    answer = sign_in("northclerk").get("/desk/units/?kind=enterprise&sort=name")

    assert (names(answer), column(answer, "heads")) == (["重庆路纺织厂", "老码头装卸公司"], ["6", "2"])


def test_heads_of_every_unit_are_those_of_its_page(desk, sign_in):
    answer = sign_in("cityclerk").get("/desk/units/")
    found = [people.heads_below(people.unit_by_id(unit, TODAY)) for unit in (desk.town.city, desk.town.north)]

    assert (column(answer, "heads")[:2], found) == (["20", "8"], [20, 8])


@pytest.mark.parametrize("query", ["", "?kind=enterprise", "?unit=dock", "?col=heads&sort=-heads"])
def test_units_tell_no_heads_to_whoever_may_not_see_the_persons(desk, sign_in, query):
    shown = sign_in("northjudge").get(f"/desk/units/{query}").context["t"]

    assert "heads" not in [choice.id for choice in shown.choices]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=纺织", ["重庆路纺织厂"]),
        ("q=lmt", ["老码头装卸公司"]),
        ("q=dock", ["老码头装卸公司"]),
        ("q=山前", []),
        ("kind=street", ["码头街道"]),
        ("kind=enterprise&unionised=yes", []),
    ],
)
def test_units_are_found_by_name_initials_key_and_filter(desk, sign_in, query, found):
    assert names(sign_in("northclerk").get(f"/desk/units/?{query}")) == found


@pytest.mark.parametrize("name", LOGINS)
def test_units_are_taken_away_by_every_duty_without_a_purpose(desk, sign_in, name):
    answer = sign_in(name).post("/desk/take/units/", {"format": "csv", "query": "col=name"})

    assert answer.content.decode("utf-8-sig").split()[0] == "单位"


def test_set_is_kept_without_what_was_looked_for(desk, sign_in):
    client = sign_in("northclerk")
    query = "unit=quay&on=2024-06-01&q=szq&found=abc&trade=fitter&col=name&col=age&sort=-age&page=2"
    answer = client.post("/desk/sets/roster/save/", {"name": " 没入会的 青工 ", "query": query}, follow=True)

    assert [(way.name, way.here) for way in answer.context["menu"]["ways"]] == [("没入会的 青工", True)]
    actor = answer.wsgi_request.actor
    assert [one.query for one in sets_of(actor, "roster")] == ["trade=fitter&col=name&col=age&sort=-age"]


@pytest.mark.parametrize("name", ["", "  ", "长" * 41])
def test_set_without_a_fit_name_is_refused(desk, sign_in, name):
    answer = sign_in("northclerk").post("/desk/sets/roster/save/", {"name": name, "query": "sex=male"}, follow=True)

    assert (answer.context["menu"]["ways"], "字" in answer.content.decode()) == ([], True)


def test_set_is_renamed_shared_dropped_and_taken_back(desk, sign_in):
    client = sign_in("northclerk")
    client.post("/desk/sets/roster/save/", {"name": "男工", "query": "sex=male"})
    set_id = sets_of(client.get("/desk/").wsgi_request.actor, "roster")[0].id
    path, states = f"/desk/sets/{set_id}/change/", []
    for said in (
        {"act": "rename", "name": "男职工"},
        {"act": "share", "unit": desk.town.north},
        {"act": "drop"},
        {"act": "restore"},
    ):
        client.post(path, said)
        found = sets_of(client.get("/desk/").wsgi_request.actor, "roster")
        states.append([(one.name, one.unit_id) for one in found])

    assert states == [
        [("男职工", None)], [("男职工", desk.town.north)], [], [("男职工", desk.town.north)],
    ]  # fmt: skip


def test_set_of_another_is_used_when_shared_and_never_changed(desk, sign_in):
    client = sign_in("northclerk")
    client.post("/desk/sets/roster/save/", {"name": "男工", "query": "sex=male"})
    set_id = sets_of(client.get("/desk/").wsgi_request.actor, "roster")[0].id
    client.post(f"/desk/sets/{set_id}/change/", {"act": "share", "unit": desk.town.north})
    judge = sign_in("northjudge")
    answer = judge.post(f"/desk/sets/{set_id}/change/", {"act": "drop"})
    actor = judge.get("/desk/").wsgi_request.actor

    assert (answer.status_code, [(one.name, one.own) for one in sets_of(actor, "roster")]) == (404, [("男工", False)])


def test_set_is_not_shared_with_a_unit_one_has_no_duty_at(desk, sign_in):
    client = sign_in("northclerk")
    client.post("/desk/sets/roster/save/", {"name": "男工", "query": "sex=male"})
    actor = client.get("/desk/").wsgi_request.actor
    set_id = sets_of(actor, "roster")[0].id
    client.post(f"/desk/sets/{set_id}/change/", {"act": "share", "unit": desk.town.south, "table": "roster"})

    assert [one.unit_id for one in sets_of(actor, "roster")] == [None]


def test_act_on_many_says_what_became_of_each(desk, sign_in):
    client = sign_in("northclerk")
    joined = desk.persons[0]
    spell(joined, desk.town.mill, date(2016, 1, 1), kind="membership")
    picked = {"pick": [joined, desk.persons[6], desk.persons[10]], "act": "join-union", "query": "unit=north"}

    asked = client.post("/desk/people/picked/", picked)
    done = client.post("/desk/people/picked/", {**picked, "go": "1", "since": "2024-09-01"})

    assert (asked.status_code, list(asked.context["picked"].values())) == (200, ["沈知一", "沈知七"])
    assert [(line.head.text, line.cells[0].text) for line in done.context["t"].lines] == [
        ("沈知一", "没办"), ("沈知七", "办了"),
    ]  # fmt: skip
    assert [one.unit_id for one in people.spells_of(desk.persons[6], TODAY, "membership")] == [desk.town.dock]


def test_act_on_all_found_ends_their_spells(desk, sign_in):
    client = sign_in("northclerk")
    said = {"all": "1", "act": "end-spells", "query": "unit=dock", "go": "1", "until": "2024-08-31", "kind": ""}
    done = client.post("/desk/people/picked/", said)

    assert (done.context["done"], done.context["left"]) == (2, 0)
    assert names(client.get("/desk/people/?unit=dock")) == []


@pytest.mark.parametrize("said", [{"since": ""}, {"since": "2030-01-01"}, {"since": "tomorrow"}])
def test_act_with_a_day_that_cannot_be_changes_nothing(desk, sign_in, said):
    picked = {"pick": [desk.persons[6]], "act": "join-union", "query": "", "go": "1"} | said
    answer = sign_in("northclerk").post("/desk/people/picked/", picked)

    assert (answer.status_code, list(people.spells_of(desk.persons[6], None, "membership"))) == (422, [])


def test_act_nobody_offers_is_not_found(desk, sign_in):
    said = {"pick": [desk.persons[6]], "act": "erase", "query": ""}

    assert sign_in("northclerk").post("/desk/people/picked/", said).status_code == 404


def test_act_on_nobody_leads_back_to_the_list(desk, sign_in):
    answer = sign_in("northclerk").post("/desk/people/picked/", {"act": "end-spells", "query": "unit=dock"})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/people/?unit=dock")


def test_hr_ends_no_spell_of_another_firm(desk, sign_in):
    said = {"pick": [desk.persons[6]], "act": "end-spells", "query": "", "go": "1", "until": "2024-08-31"}
    answer = sign_in("firmhr").post("/desk/people/picked/", said)
    spells = people.spells_of(desk.persons[6])

    assert (answer.status_code, [one.until for one in spells]) == (302, [None])
