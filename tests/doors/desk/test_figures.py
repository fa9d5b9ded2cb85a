"""First screens, units abreast, classifications, the card, days and what was known then."""

from datetime import date

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiangxin.kernel import clock
from jiangxin.people import queries as people
from jiangxin.people import services
from jiangxin.people.services import Part
from tests.doors.desk.builders import LOGINS, log_in
from tests.doors.me.builders import record
from tests.doors.test_english import chinese
from tests.people.builders import CLERK, unit

OPENED = date(2010, 1, 1)
DUTIES = [
    "union.clerk", "union.reviewer", "union.leader", "hr", "academy", "examiner", "judge", "expert", "auditor",
    "policy.maker", "policy.confirmer", "snapshot.maker", "snapshot.approver",
]  # fmt: skip
PAGES = ["/desk/", "/desk/indicators/", "/desk/progress/", "/desk/progress/?by=size", "/desk/indicators/trained_times/"]


@pytest.fixture
def sized(desk):
    """Say how big the firms are: two small ones, one large."""
    for firm, code in ((desk.town.mill, "small"), (desk.town.dock, "small"), (desk.town.forge, "large")):
        services.tag_unit(actor=CLERK, unit_id=firm, family="size", code=code, on=OPENED)
    return desk


def lines(answer):
    return {line.id: line.printed for line in answer.context["front"].lines}


@pytest.mark.parametrize("duty", DUTIES)
def test_first_screen_of_every_duty_has_at_most_seven_figures_and_its_work(desk, sign_in, duty):
    log_in("somebody", duty, desk.town.city)
    answer = sign_in("somebody").get("/desk/")

    assert answer.status_code == 200
    assert len(answer.context["front"].lines) <= 7
    assert answer.context["ways"] != []
    assert "等我定" in answer.content.decode()


@pytest.mark.parametrize("duty", DUTIES)
def test_first_screen_leads_only_to_pages_that_open(desk, sign_in, duty):
    log_in("somebody", duty, desk.town.city)
    client = sign_in("somebody")
    ways = [way.url for way in client.get("/desk/").context["ways"]]

    assert {url: client.get(url).status_code for url in ways} == dict.fromkeys(ways, 200)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/desk/progress/", "/desk/progress/?by=size"])
def test_progress_sends_a_stranger_to_the_sign_in_page(client, path):
    assert client.get(path).headers["Location"].startswith("/account/login/?next=/desk/progress/")


def test_progress_is_not_for_a_worker_nor_outside_the_duty(desk, sign_in):
    assert sign_in("worker").get("/desk/progress/").status_code == 403
    assert sign_in("northclerk").get("/desk/progress/?unit=south").status_code == 404


def test_units_stand_abreast_against_their_share_of_the_target(desk, sign_in):
    table = sign_in("cityclerk").get("/desk/progress/").context["t"]
    rows = {line.head.text: [cell.text for cell in line.cells] for line in table.lines}

    # 100 classes and 4 contests are told off by 8 workers in the north and 12 in the south.
    assert [head.title for head in table.heads] == ["单位", "培训人次", "办赛", "落后几项"]
    assert rows == {"北区": ["15 慢119天", "1 如期", "1"], "南区": ["12 慢183天", "1 如期", "1"]}


@pytest.mark.parametrize(("sort", "first"), [("trained_times", "南区"), ("-trained_times", "北区"), ("name", "北区")])
def test_units_abreast_are_sorted_by_days(desk, sign_in, sort, first):
    table = sign_in("cityclerk").get(f"/desk/progress/?sort={sort}").context["t"]

    assert table.lines[0].head.text == first


def test_same_figure_by_tree_and_by_size_makes_up_the_same_whole(sized, sign_in):
    client = sign_in("cityclerk")
    card = client.get("/desk/indicators/trained_times/?cut=size").context
    by_size = {one.name: one.value for one in card["sort"].lines}

    assert by_size == {"小型企业": 15, "大型企业": 12}
    assert (card["sort"].sum, sum(part.value for part in card["parts"]), card["line"].value) == (27, 27, 27)


def test_firm_without_a_tag_counts_as_what_stands_above_it(desk, sign_in):
    services.tag_unit(actor=CLERK, unit_id=desk.town.quay, family="area", code="100001", on=OPENED)
    services.tag_unit(actor=CLERK, unit_id=desk.town.mill, family="size", code="small", on=OPENED)
    team = unit("team", "team", "一班", desk.town.mill)
    record(
        team, "contests.held", "2024-05-02", "elite-city", "district", credited_to=(team, people.path_on(team, OPENED))
    )
    lines_ = sign_in("cityclerk").get("/desk/indicators/contests/?cut=size").context["sort"].lines

    assert {one.name: one.value for one in lines_} == {"小型企业": 1, "没有标的": 2}


def test_tag_set_later_counts_from_its_day_and_the_first_one_before_it_too(desk, sign_in):
    firm = desk.town.mill
    services.tag_unit(actor=CLERK, unit_id=firm, family="size", code="small", on=date(2024, 4, 1))
    services.tag_unit(actor=CLERK, unit_id=firm, family="size", code="medium", on=date(2024, 6, 1))
    lines_ = sign_in("cityclerk").get("/desk/indicators/trained_times/?cut=size").context["sort"].lines

    assert {one.name: one.value for one in lines_} == {"小型企业": 6, "中型企业": 6, "没有标的": 15}


def test_board_narrowed_to_a_class_and_its_facts_have_the_same_number(sized, sign_in):
    client = sign_in("cityclerk")
    board = lines(client.get("/desk/?tag=size:small"))
    page = client.get("/desk/indicators/trained_times/facts/?tag=size:small").context["page"]

    assert (board["trained_times"], page.paginator.count) == ("15", 15)


@pytest.mark.parametrize("tag", ["size:huge", "colour:red", ":", "size:", "x" * 300])
def test_class_that_nobody_counts_as_is_not_found(sized, sign_in, tag):
    client = sign_in("cityclerk")

    assert [client.get("/desk/", {"tag": tag}).status_code, client.get(f"/desk/progress/?by={tag}").status_code] == [
        404
    ] * 2


def test_a_classification_is_no_class(sized, sign_in):
    client = sign_in("cityclerk")

    answers = client.get("/desk/", {"tag": "size"}), client.get("/desk/progress/?by=size")

    assert [one.status_code for one in answers] == [404, 200]


def test_who_may_not_see_persons_has_classes_for_his_widest_unit_alone(sized, sign_in):
    client = sign_in("northjudge")
    at_top = client.get("/desk/indicators/trained_times/?cut=size").context["sort"].shown
    below = client.get("/desk/indicators/trained_times/?cut=size&unit=quay").context["sort"].shown

    # 15 small ones, all of the one street below: nothing to subtract from.
    assert (at_top.hidden, below.hidden, below.whole_hidden) == (frozenset(), frozenset({"small"}), True)


def test_class_whose_meeting_with_a_unit_below_is_small_is_hidden(desk, sign_in):
    services.tag_unit(actor=CLERK, unit_id=desk.town.mill, family="size", code="small", on=OPENED)
    services.tag_unit(actor=CLERK, unit_id=desk.town.dock, family="size", code="large", on=OPENED)
    log_in("quayjudge", "judge", desk.town.quay)
    shown = sign_in("quayjudge").get("/desk/indicators/trained_times/?cut=size").context["sort"].shown

    assert shown.hidden == {"small", "large"}  # three at the dock, and what would give them back
    assert sign_in("quayjudge").get("/desk/?tag=size:large").context["front"].lines[0].printed == "少于5"


def test_card_tells_nature_owner_months_and_the_year_before(desk, sign_in):
    context = sign_in("cityclerk").get("/desk/indicators/trained_times/").context
    months = {one.month.month: (one.came, one.stood) for one in context["months"]}

    assert (context["line"].nature, context["line"].direction, context["owner"]) == ("流量", "越多越好", "甬市")
    assert months == {
        1: (0, 0), 2: (0, 0), 3: (6, 6), 4: (0, 6), 5: (0, 6), 6: (9, 15), 7: (12, 27), 8: (0, 27), 9: (0, 27)
    }  # fmt: skip
    assert context["baseline"] == [("去年全年", "0人次"), ("去年到同一天", "0人次")]
    assert [(goal.period, goal.words, goal.here) for goal in context["goals"]] == [("2024年", "100人次以上", True)]


def test_seasonal_pace_follows_the_year_before(desk, sign_in):
    credit = (desk.town.mill, people.path_on(desk.town.mill, OPENED))
    for month in (11, 12):  # last year everything came late
        record(desk.persons[0], "learning.class-finished", f"2023-{month}-08", "safety-basics", credited_to=credit)
    client = sign_in("cityclerk")
    evenly = client.get("/desk/").context["front"].lines[0]
    seasonal = next(one for one in client.get("/desk/?pace=season").context["front"].lines if one.id == "trained_times")

    assert (evenly.reading.words, seasonal.season is not None, seasonal.reading.look) == ("慢157天", True, "fast")


def test_report_for_june_stands_on_the_tree_of_june_and_july_on_that_of_july(desk, sign_in):
    quay, july = desk.town.quay, date(2024, 7, 1)
    parts = [
        Part("inner", "里街", [desk.town.mill], []),
        Part("outer", "外街", [desk.town.dock], []),
    ]
    services.split_unit(actor=CLERK, unit_id=quay, parts=parts, on=july)
    client = sign_in("cityclerk")
    seen = {
        on: {
            part.name: part.value
            for part in client.get(f"/desk/indicators/trained_times/?unit=north&on={on}").context["parts"]
        }
        for on in ("2024-06-30", "2024-07-31")
    }
    whole = [client.get(f"/desk/?on={on}").context["front"].lines[0].value for on in ("2024-06-30", "2024-07-31")]

    assert seen == {"2024-06-30": {"码头街道": 15}, "2024-07-31": {"里街": 0, "外街": 0, "码头街道": 15}}
    assert whole == [15, 27]


def test_what_was_known_then_leaves_out_what_was_recorded_later(desk, sign_in):
    clock.fix(date(2024, 9, 13))
    late = (desk.town.mill, people.path_on(desk.town.mill, OPENED))
    record(desk.persons[1], "learning.class-finished", "2024-06-20", "safety-basics", credited_to=late)
    clock.fix(date(2024, 9, 14))
    client = sign_in("cityclerk")
    numbers = [lines(client.get(f"/desk/?on=2024-09-12{then}"))["trained_times"] for then in ("", "&then=1")]
    answer = client.get("/desk/?on=2024-09-12&then=1")
    carried = answer.context["reach"].query

    assert (numbers, "then=1" in carried, "on=2024-09-12" in carried) == (["28", "27"], True, True)
    assert "只用2024-09-12 23:59以前记下的账" in answer.content.decode()


def test_then_means_nothing_for_today(desk, sign_in):
    reach = sign_in("cityclerk").get("/desk/?then=1").context["reach"]

    assert (reach.stand.known_at, reach.stand.then, reach.query) == (None, False, "?unit=city")


@pytest.mark.parametrize("path", PAGES)
def test_pages_ask_few_questions_and_no_more_of_a_bigger_town(sized, sign_in, path):
    client = sign_in("cityclerk")
    asked = []
    for more in (0, 60):
        for number in range(more):
            home = sized.town.forge if number % 2 else sized.town.mill
            credit = (home, people.path_on(home, OPENED))
            who = sized.persons[number % 20]
            record(who, "learning.class-finished", f"2024-08-{number % 28 + 1:02}", "safety-basics", credited_to=credit)
        cache.clear()
        client.get(path)
        with CaptureQueriesContext(connection) as found:
            client.get(path)
        asked.append(len(found))

    assert asked[0] == asked[1]
    assert path != "/desk/" or asked[0] <= 25


@pytest.mark.parametrize("table", ["progress", "indicators", "parts"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_tables_of_figures_can_be_taken_away(sized, sign_in, table, kind):
    query = "unit=city&indicator=trained_times"
    answer = sign_in("cityclerk").post(f"/desk/take/{table}/", {"format": kind, "query": query})

    assert (answer.status_code, len(answer.content) > 40) == (200, True)


def test_facts_are_taken_away_for_a_purpose_and_never_by_who_sees_no_persons(desk, sign_in):
    asked = {"format": "csv", "query": "unit=north&indicator=trained_times"}
    refused = sign_in("northclerk").post("/desk/take/facts/", asked)
    given = sign_in("northclerk").post("/desk/take/facts/", asked | {"purpose": "核对台账"})
    hidden = sign_in("northjudge").post("/desk/take/facts/", asked | {"purpose": "核对台账"})

    assert (refused.status_code, given.status_code, hidden.status_code) == (422, 200, 404)
    assert given.content.decode("utf-8-sig").count("安全") >= 15


@pytest.mark.parametrize("name", ["cityclerk", "northjudge", "academy"])
def test_desk_is_english_but_for_data(sized, sign_in, name):
    client = sign_in(name)
    data = ["北区", "南区", "甬市", "码头街道", "山前街道"]
    pages = [
        f"/en{path}" for path in [*PAGES, "/desk/indicators/?show=targets", "/desk/?on=2024-06-30&then=1&pace=season"]
    ]

    assert {page: left for page in pages if (left := chinese(client, page, data))} == {}


@pytest.mark.parametrize("name", LOGINS)
def test_progress_opens_for_every_duty(sized, sign_in, name):
    client = sign_in(name)

    assert [client.get(path).status_code for path in ("/desk/progress/", "/desk/progress/?by=size")] == [200, 200]
