"""Keeping persons and units in the browser: the way through each form, who may not, and what a refusal leaves."""

from datetime import date

import pytest

from jiangxin.ledger import queries as ledger
from jiangxin.people import queries as people
from jiangxin.people import services
from jiangxin.people.models import Person, Spell, Unit, UnitChange, UnitName, UnitPlace, UnitTag
from tests.people.builders import CLERK, TODAY, id_number, person, spell

JULY, JUNE = date(2024, 7, 1), date(2024, 6, 30)
ACTS = ("register", "rename", "move", "merge", "tag", "union")


def everything():
    """Return every row a refusal might have left."""
    tables = (Person, Unit, UnitName, UnitPlace, UnitTag, UnitChange)
    rows = [list(model.objects.order_by("pk").values()) for model in tables]
    return rows, list(Spell.every.order_by("pk").values()), ledger.head()


def said(answer):
    """Return every error of a form's answer."""
    return " ".join(str(one) for errors in answer.context["form"].errors.values() for one in errors)


def done(client, address, form):
    """Look at the preview, then do it; answers the last page."""
    seen = client.post(address, {**form, "step": "look"}).context["preview"].seen
    return client.post(address, {**form, "step": "do", "seen": seen})


def split_form(desk, **more):
    """Return the form that splits the street of the north: the mill's people to the east."""
    town = desk.town
    form = {"on": "2024-07-01", "name1": "码头东街道", "name2": "码头西街道"}
    return {**form, f"unit-{town.mill}": "1", f"unit-{town.dock}": "2", **more}


@pytest.fixture
def street(desk):
    return f"/desk/units/{desk.town.quay}"


def test_split_is_previewed_with_the_sum_equal_both_ways_and_then_done(desk, sign_in, street):
    client = sign_in("cityclerk")
    before = everything()

    preview = client.post(f"{street}/split/", {**split_form(desk), "step": "look"}).context["preview"]
    untouched = everything() == before
    answer = done(client, f"{street}/split/", split_form(desk))

    assert (preview.balance.even, untouched, answer.status_code) == (True, True, 302)
    lines = {name: [(cell.before, cell.after) for cell in cells][:2] for name, cells in preview.balance.lines}
    assert lines == {
        "码头街道": [("8", "0"), ("16", "16")],
        "码头东街道": [("0", "6"), ("0", "0")],
        "码头西街道": [("0", "2"), ("0", "0")],
    }
    assert [(cell.before, cell.after) for cell in preview.balance.total][:2] == [("8", "8"), ("16", "16")]
    assert UnitChange.objects.filter(kind="split").count() == 2


def test_june_shows_the_old_street_and_july_the_new_ones_with_one_sum(desk, sign_in, street):
    client = sign_in("cityclerk")
    done(client, f"{street}/split/", split_form(desk))
    north = f"/desk/units/{desk.town.north}/"

    below = {
        day: [one.name for one in client.get(f"{north}?on={day}").context["below"]]
        for day in ("2024-06-30", "2024-07-01")
    }
    sums = {
        day: client.get(f"/desk/units/{desk.town.city}/?on={day}").context["heads"]
        for day in ("2024-06-30", "2024-07-01")
    }

    assert below == {"2024-06-30": ["码头街道"], "2024-07-01": ["码头东街道", "码头西街道"]}
    assert sums == {"2024-06-30": "20", "2024-07-01": "20"}


def test_unit_that_ended_is_shown_on_its_last_day_and_leads_to_its_successors(desk, sign_in, street):
    client = sign_in("cityclerk")
    done(client, f"{street}/split/", split_form(desk))

    answer = client.get(f"{street}/", follow=True)

    assert answer.redirect_chain == [(f"{street}/?on=2024-06-30", 302)]
    assert [one["one"].name for one in answer.context["changes"]] == ["码头西街道", "码头东街道"]


@pytest.mark.parametrize(
    ("act", "form", "check"),
    [
        (
            "register",
            {"name": "新码头工厂", "kind": "enterprise", "since": "2024-07-01"},
            lambda town: people.unit_on("xinmatougongchang").parent_id == town.quay,
        ),
        ("rename", {"name": "新码头街道", "on": "2024-07-01"}, lambda town: people.name_on(town.quay) == "新码头街道"),
        (
            "move",
            {"parent": "南区", "on": "2024-07-01"},
            lambda town: people.unit_by_id(town.quay).parent_id == town.south,
        ),
        (
            "merge",
            {"into": "山前街道（hill）", "on": "2024-07-01"},
            lambda town: len(people.children_on(town.hill, JULY)) == 3,
        ),
        (
            "tag",
            {"family": "area", "code": "330205", "on": "2024-07-01"},
            lambda town: people.tags_on(town.quay, JULY) == {"area": ("330205",)},
        ),
        ("union", {"act": "since", "on": "2024-07-01"}, lambda town: people.union_days(town.quay) == (JULY, None)),
    ],
    ids=ACTS,
)
def test_unit_is_changed_after_its_preview(desk, sign_in, street, act, form, check):
    answer = done(sign_in("cityclerk"), f"{street}/keep/{act}/", form)

    assert (answer.status_code, check(desk.town)) == (302, True)


def test_move_is_taken_back(desk, sign_in, street):
    client = sign_in("cityclerk")
    done(client, f"{street}/keep/move/", {"parent": "南区", "on": "2024-07-01"})
    (change,) = client.get(f"{street}/").context["changes"]

    client.post(f"{street}/undo/{change['one'].id}/")

    assert people.unit_by_id(desk.town.quay).parent_id == desk.town.north
    assert client.get(f"{street}/").context["changes"][0]["undoable"] is False


@pytest.mark.parametrize("act", [*(f"keep/{act}" for act in ACTS), "split"])
@pytest.mark.parametrize(
    ("name", "status"), [("northjudge", 403), ("firmhr", 404), ("worker", 403)], ids=["seen", "neighbour", "worker"]
)
def test_unit_is_not_kept_by_who_may_not(desk, sign_in, street, act, name, status):
    client = sign_in(name)
    before = everything()

    answers = {client.get(f"{street}/{act}/").status_code, client.post(f"{street}/{act}/", {"step": "do"}).status_code}

    assert (answers, everything() == before) == ({status}, True)


def test_keeping_pages_send_whoever_has_not_signed_in_to_the_door(desk, client, street):
    paths = [f"{street}/split/", f"{street}/keep/move/", "/desk/people/new/", f"/desk/people/{desk.persons[0]}/spells/"]

    assert {client.get(path).status_code for path in paths} == {302}


BAD = {
    "circle": ("keep/move", {"parent": "重庆路纺织厂", "on": "2024-07-01"}, "不能归到自己"),
    "unknown unit": ("keep/move", {"parent": "没有这家", "on": "2024-07-01"}, "没有叫“没有这家”的单位"),
    "merged into itself": ("keep/merge", {"into": "码头街道", "on": "2024-07-01"}, "各不相同"),
    "before it began": ("keep/rename", {"name": "新街", "on": "2009-01-01"}, "不在册"),
    "future": ("keep/rename", {"name": "新街", "on": "2030-01-01"}, "还没到"),
    "no day": ("keep/rename", {"name": "新街", "on": "昨天"}, "日期看不懂"),
    "same name": ("keep/rename", {"name": "码头街道", "on": "2024-07-01"}, "不用再改"),
    "code of no sort": ("keep/tag", {"family": "area", "code": "江 北", "on": "2024-07-01"}, "取值是代码"),
    "no such family": ("keep/tag", {"family": "colour", "code": "red", "on": "2024-07-01"}, "colour"),
    "wrong unified code": ("keep/union", {"act": "since", "on": "2024-07-01", "union_code": "81X"}, "统一代码不对"),
    "no union to end": ("keep/union", {"act": "until", "on": "2024-07-01"}, "没有建会"),
    "key taken": (
        "keep/register",
        {"name": "厂", "key": "mill", "kind": "enterprise", "since": "2024-07-01"},
        "已由“重庆路纺织厂”使用",
    ),
    "city below a street": ("keep/register", {"name": "市", "kind": "city", "since": "2024-07-01"}, "city"),
    "split into one": ("split", {"on": "2024-07-01", "name1": "东"}, "至少拆成两家"),
    "split of one name": ("split", {"on": "2024-07-01", "name1": "东", "name2": "东"}, "名称重了"),
    "split that loses a unit": ("split", {"on": "2024-07-01", "name1": "东", "name2": "西"}, "老码头装卸公司"),
}


@pytest.mark.parametrize(("act", "form", "words"), BAD.values(), ids=BAD)
def test_bad_change_of_a_unit_is_answered_and_leaves_nothing(desk, sign_in, street, act, form, words):
    client = sign_in("cityclerk")
    before = everything()

    answer = client.post(f"{street}/{act}/", {**form, "step": "look"})

    assert (answer.status_code in {409, 422}, words in said(answer), everything() == before) == (True, True, True)


def test_units_out_of_sight_cannot_be_named_nor_are_they_offered(desk, sign_in, street):
    client = sign_in("northclerk")

    answer = client.post(f"{street}/keep/move/", {"parent": "山前街道", "on": "2024-07-01", "step": "look"})

    assert (answer.status_code, "hill" in said(answer)) == (422, False)


def test_second_clerk_with_an_old_page_is_told_and_changes_nothing(desk, sign_in, street):
    client = sign_in("cityclerk")
    form = {"parent": "南区", "on": "2024-07-01"}
    seen = client.post(f"{street}/keep/move/", {**form, "step": "look"}).context["preview"].seen
    services.rename_unit(actor=CLERK, unit_id=desk.town.quay, name="别的名字", on=date(2024, 8, 1))
    before = everything()

    answer = client.post(f"{street}/keep/move/", {**form, "step": "do", "seen": seen})

    assert (answer.status_code, "有了变动" in said(answer), everything() == before) == (409, True, True)


def test_change_sent_twice_is_done_once(desk, sign_in, street):
    client = sign_in("cityclerk")
    form = {"parent": "南区", "on": "2024-07-01"}
    seen = client.post(f"{street}/keep/move/", {**form, "step": "look"}).context["preview"].seen

    answers = [client.post(f"{street}/keep/move/", {**form, "step": "do", "seen": seen}).status_code for _ in range(2)]

    assert (answers, UnitChange.objects.filter(kind="move").count()) == ([302, 409], 1)


def test_forged_units_and_persons_in_a_split_are_refused(desk, sign_in, street):
    client = sign_in("cityclerk")
    other = spell(person("南区的人"), desk.town.hill)
    forged = {**split_form(desk), f"unit-{desk.town.forge}": "1", f"spell-{other.pk}": "1"}

    done(client, f"{street}/split/", forged)

    assert people.unit_by_id(desk.town.forge).parent_id == desk.town.hill
    assert Spell.objects.get(pk=other.pk).unit_id == desk.town.hill


def test_split_by_the_clerk_of_the_street_itself_is_refused(desk, sign_in, street):
    services.create_user(actor=CLERK, username="streetclerk", password="zhe-shi-yi-ge-mi-ma")
    user = people.user_named("streetclerk")
    duty = services.NewDuty(user_id=user.pk, name="union.clerk", unit_id=desk.town.quay, since=date(2020, 1, 1))
    services.give_duty(actor=CLERK, new=duty)
    before = everything()

    answer = sign_in("streetclerk").post(f"{street}/split/", {**split_form(desk), "step": "look"})

    assert (answer.status_code, "由上级来办" in said(answer), everything() == before) == (403, True, True)


def test_undo_of_another_units_change_is_not_found(desk, sign_in, street):
    services.rename_unit(actor=CLERK, unit_id=desk.town.forge, name="新锻造厂", on=JULY)
    change = UnitChange.objects.get()

    assert sign_in("cityclerk").post(f"{street}/undo/{change.pk}/").status_code == 404
    assert sign_in("cityclerk").get(f"{street}/undo/{change.pk}/").status_code == 405


# Persons

NEW = {
    "name": "应知新", "id_number": id_number(77, born="19850607"), "unit": "重庆路纺织厂", "kind": "employment",
    "occupation": "车工", "post_class": "worker", "post": "挡车", "since": "2024-07-01", "main": "on",
}  # fmt: skip


def test_person_is_registered_with_birth_and_sex_of_his_number(desk, sign_in):
    answer = sign_in("firmhr").post("/desk/people/new/", NEW)

    row = Person.objects.get(name="应知新")
    assert (answer.status_code, answer["Location"]) == (302, f"/desk/people/{row.pk}/spells/")
    assert (row.birth_on, row.sex) == (date(1985, 6, 7), "male")
    kinds = [(one.kind, one.code) for one in ledger.facts_of([row.pk])]
    assert kinds == [("people.employed", ""), ("people.trade-spell", "6-18-01-01")]


def test_rider_joins_through_a_street_and_is_counted_once(desk, sign_in):
    form = {**NEW, "unit": "码头街道", "kind": "membership"}

    sign_in("northclerk").post("/desk/people/new/", form)

    row = Person.objects.get(name="应知新")
    assert [(one.kind, one.unit_id, one.main) for one in people.spells_of(row.pk)] == [
        ("membership", desk.town.quay, False)
    ]
    assert sign_in("northclerk").get(f"/desk/units/{desk.town.north}/").context["heads"] == "9"


BAD_PERSON = {
    "wrong number": ({"id_number": "330205198506070000"}, "末位对不上"),
    "birth that is not the number's": ({"birth_on": "1990-01-01"}, "不一致"),
    "neither number nor birth": ({"id_number": ""}, "至少填一项"),
    "wrong phone": ({"phone": "123"}, "电话号码不对"),
    "trade of no list": ({"occupation": "魔术师甲乙"}, "职业表里没有"),
    "two trades of these words": ({"occupation": "数控"}, "最接近的是"),
    "unit out of sight": ({"unit": "山前锻造厂"}, "没有叫"),
    "future": ({"since": "2030-01-01"}, "还没到"),
    "no name": ({"name": ""}, "还没填"),
}


@pytest.mark.parametrize(("wrong", "words"), BAD_PERSON.values(), ids=BAD_PERSON)
def test_bad_registration_is_answered_and_leaves_nothing(desk, sign_in, wrong, words):
    client = sign_in("firmhr")
    before = everything()

    answer = client.post("/desk/people/new/", {**NEW, **wrong})

    assert (answer.status_code, words in said(answer), everything() == before) == (422, True, True)


def test_registration_that_is_sent_twice_enters_one(desk, sign_in):
    client = sign_in("firmhr")
    form = {**NEW, "id_number": "", "birth_on": "1985-06-07"}

    answers = [client.post("/desk/people/new/", {**form, "other": "on"}).status_code for _ in range(2)]

    assert (answers, Person.objects.filter(name="应知新").count()) == ([302, 409], 1)


def test_known_number_in_sight_leads_to_the_person(desk, sign_in):
    answer = sign_in("firmhr").post("/desk/people/new/", {**NEW, "id_number": id_number(41)})

    assert (answer.status_code, answer.context["known"]) == (409, desk.persons[0])
    assert f"/desk/people/{desk.persons[0]}/spells/" in answer.content.decode()


def test_known_number_out_of_sight_offers_to_join_and_tells_nothing(desk, sign_in):
    client = sign_in("firmhr")
    hidden = desk.persons[12]
    form = {**NEW, "id_number": id_number(53), "name": "沈知三", "main": ""}
    services.create_user(actor=CLERK, username="x", password="zhe-shi-yi-ge-mi-ma")
    Person.objects.filter(pk=hidden).update(name="别名")

    told = client.post("/desk/people/new/", form)
    refused = client.post("/desk/people/new/", {**form, "step": "join"})
    joined = client.post("/desk/people/new/", {**form, "name": "别名", "step": "join"})

    page = told.content.decode()
    assert (told.status_code, "别名" in page, str(hidden) in page, "山前" in page) == (409, False, False, False)
    assert (refused.status_code, joined.status_code) == (422, 302)
    assert desk.town.mill in people.spells_of(hidden, TODAY).values_list("unit_id", flat=True)


def test_namesake_asks_first(desk, sign_in):
    client = sign_in("firmhr")
    form = {**NEW, "name": "沈知一", "id_number": id_number(88)}

    asked = client.post("/desk/people/new/", form)
    done_ = client.post("/desk/people/new/", {**form, "other": "on"})

    assert (asked.status_code, asked.context["twins"]) == (409, {desk.persons[0]: "沈知一"})
    assert done_.status_code == 302


@pytest.mark.parametrize("name", ["academy", "northjudge", "worker"])
def test_registration_is_not_for_who_keeps_nobody(desk, sign_in, name):
    client = sign_in(name)

    assert {client.get("/desk/people/new/").status_code, client.post("/desk/people/new/", NEW).status_code} == {403}


@pytest.fixture
def spells(desk):
    """Return the address of the first person's spells and his one spell."""
    who = desk.persons[0]
    return f"/desk/people/{who}/spells/", people.spells_of(who).get()


def test_spell_is_moved_ended_and_set_right(desk, sign_in, spells):
    path, first = spells
    client = sign_in("northclerk")
    to = {"unit": "老码头装卸公司", "kind": "employment", "since": "2024-07-01", "main": "on", "occupation": "车工"}

    moved = client.post(f"{path}{first.pk}/move/", to)
    second = people.spells_of(desk.persons[0], TODAY).get()
    right = client.post(f"{path}{second.pk}/correct/", {**to, "since": "2024-07-08", "why": "到岗是8日"})
    third = people.spells_of(desk.persons[0], TODAY).get()
    ended = client.post(f"{path}{third.pk}/end/", {"until": "2024-09-01"})

    assert {moved.status_code, right.status_code, ended.status_code} == {302}
    rows = [(row.unit_id, row.since, row.until, bool(row.taken_back_at)) for row in Spell.every.order_by("pk")]
    assert rows[-2:] == [
        (desk.town.dock, date(2024, 7, 1), None, True),
        (desk.town.dock, date(2024, 7, 8), date(2024, 9, 1), False),
    ]
    assert people.spells_of(desk.persons[0]).order_by("since").first().until == JUNE


def test_after_the_move_the_old_employer_finds_nobody_and_the_new_one_sees_only_his_own(desk, sign_in, spells):
    path, first = spells
    to = {"unit": "山前锻造厂", "kind": "employment", "since": "2024-07-01", "main": "on"}
    sign_in("cityclerk").post(f"{path}{first.pk}/move/", to)
    services.create_user(actor=CLERK, username="forgehr", password="zhe-shi-yi-ge-mi-ma")
    duty = services.NewDuty(
        user_id=people.user_named("forgehr").pk, name="hr", unit_id=desk.town.forge, since=date(2020, 1, 1)
    )
    services.give_duty(actor=CLERK, new=duty)

    old = sign_in("firmhr").get(path)
    new = sign_in("forgehr").get(path)

    assert old.status_code == 404
    assert ([one.line.unit for one in new.context["lines"]], new.context["more"]) == (["山前锻造厂"], True)
    assert "重庆路纺织厂" not in new.content.decode()


BAD_SPELL = {
    "second main": (
        "new/",
        {"unit": "老码头装卸公司", "kind": "employment", "since": "2024-07-01", "main": "on"},
        409,
        "重了",
    ),
    "same again": ("new/", {"unit": "重庆路纺织厂", "kind": "employment", "since": "2015-03-01"}, 409, "已在"),
    "end before the start": ("{}/end/", {"until": "2010-03-01"}, 422, "早于起日"),
    "end in the future": ("{}/end/", {"until": "2030-01-01"}, 422, "还没到"),
    "correction without why": (
        "{}/correct/",
        {"unit": "老码头装卸公司", "kind": "employment", "since": "2015-03-01"},
        422,
        "原因还没写",
    ),
    "taken back without why": ("{}/correct/", {"step": "gone"}, 422, "要写原因"),
    "moved before it began": (
        "{}/move/",
        {"unit": "老码头装卸公司", "kind": "employment", "since": "2015-03-01"},
        422,
        "早于起日",
    ),
}


@pytest.mark.parametrize(("tail", "form", "status", "words"), BAD_SPELL.values(), ids=BAD_SPELL)
def test_bad_spell_is_answered_and_leaves_nothing(desk, sign_in, spells, tail, form, status, words):
    path, first = spells
    client = sign_in("northclerk")
    before = everything()

    answer = client.post(path + tail.format(first.pk), form)

    assert (answer.status_code, words in said(answer), everything() == before) == (status, True, True)


@pytest.mark.parametrize(
    ("name", "status"), [("academy", 404), ("northjudge", 404), ("worker", 403)], ids=["academy", "judge", "himself"]
)
def test_spells_are_not_kept_by_who_may_not(desk, sign_in, spells, name, status):
    path, first = spells
    client = sign_in(name)
    before = everything()

    answers = {client.get(path).status_code, client.post(f"{path}{first.pk}/end/", {"until": "2024-09-01"}).status_code}

    assert (answers, everything() == before) == ({status}, True)


def test_spell_of_somebody_else_in_the_address_is_not_found(desk, sign_in, spells):
    path, _first = spells
    other = people.spells_of(desk.persons[1]).get()

    assert sign_in("northclerk").post(f"{path}{other.pk}/end/", {"until": "2024-09-01"}).status_code == 404


def test_reading_spells_is_written_down(desk, sign_in, spells):
    sign_in("northclerk").get(spells[0])

    assert [(one.what, one.purpose) for one in people.reads_of(desk.persons[0])] == [("spells", "办理在册时段")]
