"""The list of persons, the page of a unit, the portrait of a person: who finds whom, and what is written down."""

from datetime import date

import pytest

from jiangxin.people import queries as people
from jiangxin.people import services
from tests.people.builders import CLERK, id_number, spell


def test_portrait_of_a_stranger_is_not_found_and_nothing_is_written(desk, sign_in):
    stranger = desk.persons[10]
    client = sign_in("northclerk")
    path = f"/desk/people/{stranger}/"

    answers = [client.get(path).status_code, client.post(path, {"purpose": "核对申报材料"}).status_code]

    assert (answers, people.reads_of(stranger)) == ([404, 404], [])


def test_portrait_asks_for_a_purpose_first(desk, sign_in):
    client = sign_in("northclerk")
    path = f"/desk/people/{desk.persons[0]}/"

    asked, refused = client.get(path), client.post(path, {"purpose": " "})

    assert ("sheet" in asked.context, asked.status_code, refused.status_code) == (False, 200, 422)
    assert people.reads_of(desk.persons[0]) == []


def test_portrait_is_shown_after_the_purpose_and_read_once(desk, sign_in):
    client = sign_in("northclerk")
    path = f"/desk/people/{desk.persons[0]}/"
    client.post(path, {"purpose": "核对申报材料"})

    pages = [client.get(path) for _time in range(2)]
    reads = [(one.what, one.purpose, one.reader) for one in people.reads_of(desk.persons[0])]

    assert [page.context["who"].name for page in pages] == ["沈知一", "沈知一"]
    assert reads == [("portrait", "核对申报材料", "northclerk")]


def test_portrait_uses_only_entries_in_sight(desk, sign_in):
    moved = desk.persons[8]
    for one in people.spells_of(moved):
        services.end_spell(actor=CLERK, spell_id=one.pk, until=date(2024, 8, 31))
    spell(moved, desk.town.mill, date(2024, 9, 1), occupation="fitter", post_class="worker", main=True)
    client = sign_in("northclerk")
    path = f"/desk/people/{moved}/"
    client.post(path, {"purpose": "核对申报材料"})

    context = client.get(path).context

    assert (context["cut"], "learning.class-finished" in {line.kind for line in context["sheet"].lines}) == (
        True,
        False,
    )


def test_duty_given_for_a_purpose_opens_only_for_it(desk, sign_in):
    services.create_user(actor=CLERK, username="reviewer", password="zhe-shi-yi-ge-mi-ma")
    user = people.user_named("reviewer")
    new = services.NewDuty(
        user_id=user.pk, name="union.reviewer", unit_id=desk.town.north, since=date(2020, 1, 1), purpose="资格审查"
    )
    services.give_duty(actor=CLERK, new=new)
    client = sign_in("reviewer")
    path = f"/desk/people/{desk.persons[0]}/"

    answers = [client.post(path, {"purpose": purpose}).status_code for purpose in ("随便看看", "资格审查")]

    assert answers == [404, 302]
    assert [one.purpose for one in people.reads_of(desk.persons[0])] == ["资格审查"]


def test_numbers_are_masked(desk, sign_in):
    client = sign_in("northclerk")
    path = f"/desk/people/{desk.persons[0]}/"
    client.post(path, {"purpose": "核对申报材料"})

    page = client.get(path).content.decode()

    assert (id_number(41) in page, f"330***********{id_number(41)[-4:]}" in page) == (False, True)


def test_unit_page_has_its_names_people_and_units_below(desk, sign_in):
    services.rename_unit(actor=CLERK, unit_id=desk.town.quay, name="新码头街道", on=date(2024, 7, 1))
    context = sign_in("northclerk").get(f"/desk/units/{desk.town.quay}/").context

    assert [name for name, _since, _until in context["names"]] == ["新码头街道", "码头街道"]
    assert (context["heads"], [one.key for one in context["below"]]) == ("8", ["mill", "dock"])


def test_unit_page_of_an_earlier_day_has_the_name_of_that_day(desk, sign_in):
    services.rename_unit(actor=CLERK, unit_id=desk.town.quay, name="新码头街道", on=date(2024, 7, 1))
    context = sign_in("northclerk").get(f"/desk/units/{desk.town.quay}/?on=2024-06-30").context

    assert context["reach"].unit.name == "码头街道"


@pytest.mark.parametrize("unit", ["city", "south", "forge"])
def test_unit_page_outside_the_duty_is_not_found(desk, sign_in, unit):
    assert sign_in("northclerk").get(f"/desk/units/{getattr(desk.town, unit)}/").status_code == 404


def test_small_unit_does_not_tell_its_people_to_whoever_may_not_see_them(desk, sign_in):
    heads = sign_in("northjudge").get(f"/desk/units/{desk.town.dock}/").context["heads"]

    assert heads == "少于5"
