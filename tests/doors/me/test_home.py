"""The first page: points with their sources, the stage, certificates, lifeline, what is not known."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiangxin.ledger import queries as ledger
from jiangxin.people import access, services
from jiangxin.people import queries as people
from tests.doors.me.builders import CLERK, PASSWORD, TODAY, record
from tests.people.builders import person, spell, unit


def sheet(client, query=""):
    return client.get(f"/me/{query}").context["sheet"]


def test_who_i_am_is_named_in_full_and_numbers_are_masked(shop, sign_in):
    who = sign_in(shop.user).get("/me/").context["who"]

    assert (who.name, who.trade, who.grade) == ("沈知墨", "数控铣工", "高级技师")
    assert (who.units, who.area, who.phone) == (("重庆路纺织厂",), "北区码头街道", "138****6620")
    assert (who.id_number[:3], "*" * 8 in who.id_number) == ("330", True)


def test_points_open_into_items_that_add_up_to_them(shop, sign_in):
    found = sheet(sign_in(shop.user))

    sums = {axis.id: sum(source.points for source in axis.sources) for axis in found.axes}
    assert sums == {axis.id: axis.points for axis in found.axes}
    assert sum(sums.values()) == found.portrait.total


def test_item_names_its_rule_its_line_of_policy_and_its_facts(shop, sign_in):
    skill = next(axis for axis in sheet(sign_in(shop.user)).axes if axis.id == "技").sources[0]

    assert (skill.title, skill.value, skill.rule, skill.points) == (
        "最高技能等级",
        "高级技师",
        "“高级技师”记70分",
        7000,
    )
    assert (skill.platform_default, skill.origin.startswith("base/scores/portrait.toml:")) == (True, True)
    assert [(line.title, line.day.isoformat()) for line in skill.facts] == [("高级技师·数控铣工", "2024-05-18")]


def test_declared_facts_give_nothing_and_are_shown_as_waiting(shop, sign_in):
    found = sheet(sign_in(shop.user))
    made = next(axis for axis in found.axes if axis.id == "创")

    assert [(line.title, line.look) for line in found.known.waiting] == [("发明专利", "wait")]
    assert (made.waiting, [piece.waiting for piece in made.pieces]) == (1500, [False, False, True])


def test_stage_says_how_many_points_are_missing(shop, sign_in):
    record(shop.worker, "ladder.entered", "2021-03-01", "three-stations/leading")
    page = sign_in(shop.user).get("/me/")
    ladder = page.context["sheet"].ladders[0]
    total = page.context["sheet"].portrait.total

    assert (ladder.stage, ladder.since.isoformat(), ladder.platform_default) == ("领航", "2021-03-01", True)
    assert [(one.title, one.met, one.missing) for one in ladder.nexts if not one.leave] == [
        ("蓄水池", False, 48000 - total)
    ]
    assert [stage.starts for stage in ladder.ruler] == [0, 320, 480]


def test_stage_that_facts_are_enough_for_is_said_so(shop, sign_in):
    page = sign_in(shop.user).get("/me/").content.decode()

    assert "按今天的事实，够“启航”。" in page


def test_certificates_are_titles_and_grades_latest_first(shop, sign_in):
    titles = [line.title for line in sheet(sign_in(shop.user)).certificates]

    assert titles == [
        "高级技师·数控铣工", "江北工匠", "区级首席工人", "技师·数控铣工", "高级工·钳工", "中级工·数控铣工"
    ]  # fmt: skip


def test_milestones_are_levels_higher_than_any_before(shop, sign_in):
    keys = [line.title for line in sheet(sign_in(shop.user)).lines if line.look == "key"]

    assert keys == [
        "高级技师·数控铣工", "市级精英赛", "市级精英赛", "创新获奖", "区级首席工人", "技师·数控铣工", "高级工·钳工",
        "中级工·数控铣工", "取得学历",
    ]  # fmt: skip


def test_lifeline_can_be_seen_by_axis(shop, sign_in):
    latest = sign_in(shop.user).get("/me/?axis=赛").context["latest"]

    assert [(line.day.isoformat(), line.sub) for line in latest] == [
        ("2023-10-28", "竞赛前三名·市级"),
        ("2023-10-28", "竞赛名次·市级·第2名"),
        ("2023-10-28", "参赛·市级"),
        ("2022-07-16", "参赛·省级"),
        ("2021-09-11", "参赛·区县级"),
    ]


def test_lifeline_part_is_answered_alone_to_htmx(shop, sign_in):
    page = sign_in(shop.user).get("/me/?axis=赛", headers={"HX-Request": "true"}).content.decode()

    assert (page.strip().startswith("<section"), "<html" in page) == (True, False)


def test_past_day_shows_that_day_and_says_so(shop, sign_in):
    page = sign_in(shop.user).get("/me/?on=2018-01-01")
    found = page.context["sheet"]

    assert (found.lines[0].title, page.context["who"].grade) == ("高级工·钳工", "中级工")
    assert "看的是2018年1月1日的你" in page.content.decode()


def test_known_at_leaves_out_what_was_recorded_later(shop, sign_in):
    page = sign_in(shop.user).get("/me/?known_at=2024-09-11")

    assert (page.context["sheet"].lines, page.context["sheet"].portrait.total) == ((), 0)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("on=2024-13-01", "“2024-13-01”不是能看的日子：看不懂。"),
        ("on=2024-09-13", "“2024-09-13”不是能看的日子：还没到。"),
        ("on=0001-01-01", "“0001-01-01”不是能看的日子：太早了。"),
        ("known_at=tomorrow", "“tomorrow”不是能看的时刻：看不懂。"),
        ("known_at=2024-09-13", "“2024-09-13”不是能看的时刻：还没到。"),
        ("known_at=2025-01-01T00:00", "“2025-01-01T00:00”不是能看的时刻：还没到。"),
        ("known_at=9999-12-31", "“9999-12-31”不是能看的时刻：还没到。"),
    ],
    ids=["no date", "day to come", "too early", "no instant", "day of an instant to come", "instant to come", "last"],
)
@pytest.mark.parametrize("path", ["/me/", "/me/ledger/"])
def test_wrong_day_or_moment_is_refused_with_the_way_on(shop, sign_in, path, query, said):
    answer = sign_in(shop.user).get(f"{path}?{query}")

    page = answer.content.decode()
    assert (answer.status_code, said in page, f'href="{path}">看今天的' in page) == (422, True, True)


def test_readers_are_shown_with_office_and_purpose(shop, sign_in):
    clerk = access.actor_of(people.user_named(shop.clerk))
    services.log_read(actor=clerk, person_id=shop.worker, what="portrait", purpose="核对申报材料")

    reads = sign_in(shop.user).get("/me/").context["reads"]

    assert [(read.unit, read.reader, read.purpose) for read in reads] == [("北区", "clerk", "核对申报材料")]


def test_axes_without_facts_are_named_as_not_known(shop, sign_in):
    known = sheet(sign_in(shop.other)).known

    assert (known.facts, known.blank_axes) == (2, ("德", "学", "赛", "创", "传"))


def test_person_whom_no_axis_sees_has_a_page_without_shells(shop, sign_in):
    newcomer = person("贺川")
    spell(newcomer, shop.town.dock, date(2024, 9, 1), main=True)
    services.create_user(actor=CLERK, username="chuan", password=PASSWORD, person_id=newcomer)

    page = sign_in("chuan").get("/me/")

    said = page.content.decode()
    assert page.templates[0].name == "me/start.html"
    assert (page.context["who"].name, [line.title for line in page.context["latest"]]) == ("贺川", ["受雇"])
    assert ("还没有能计分的事实" in said, "mid__radar" in said) == (True, False)


def test_team_is_shown_with_its_employer(shop, sign_in):
    floor = unit("floor", "workshop", "二车间", shop.town.mill)
    team = unit("team", "team", "铣工一班", floor)
    left = people.main_spell(shop.colleague, date(2023, 12, 31))
    services.end_spell(actor=CLERK, spell_id=left.pk, until=date(2023, 12, 31))
    spell(shop.colleague, team, date(2024, 1, 1), occupation="welder", main=True)

    who = sign_in(shop.other).get("/me/").context["who"]

    assert (who.units, who.area) == (("重庆路纺织厂", "铣工一班"), "北区码头街道")


def test_home_asks_the_same_for_one_fact_and_for_three_more(shop, sign_in):
    client = sign_in(shop.user)
    client.get("/me/")
    with CaptureQueriesContext(
        connection,
    ) as before:
        client.get("/me/")
    for day in ("2022-01-01", "2022-02-01", "2022-03-01"):
        record(shop.worker, "contests.drilled", day, "cnc-miller")
    with CaptureQueriesContext(connection) as after:
        client.get("/me/")

    assert len(after) == len(before)


def test_points_given_are_those_of_the_portrait_on_the_day(shop, sign_in):
    found = sheet(sign_in(shop.user)).portrait

    assert (found.on, found.known_at, found.book.id) == (TODAY, None, "base")
    assert {row.id for row in found.facts} == {row.id for row in ledger.facts_of([shop.worker])}


def test_ladder_of_grades_is_shown_to_whom_it_is_open_and_to_nobody_beyond(shop, sign_in):
    record(shop.colleague, "people.trade-spell", "2024-07-01", "welder")
    record(shop.colleague, "honour.awarded", "2023-04-28", "district-chief-worker", "district")

    sheets = [sign_in(user).get("/me/").context["sheet"] for user in (shop.other, shop.user)]

    found = [[one for one in sheet.ladders if one.id == "eight-grades"] for sheet in sheets]
    assert [[(one.stage, [(step.title, step.met) for step in one.nexts]) for one in ladders] for ladders in found] == [
        [("", [("学徒工", True)])],
        [],
    ]
