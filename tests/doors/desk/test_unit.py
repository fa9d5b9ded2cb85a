"""The page of a unit: what is said of it, who belongs to it, how often it asks."""

from datetime import date, timedelta

import pytest

from jiangxin.people import services
from tests.people.builders import CLERK, TODAY, spell, unit

JULY = date(2024, 7, 1)


@pytest.fixture
def street(desk):
    return f"/desk/units/{desk.town.quay}"


def test_unit_page_says_what_is_printed_of_it_and_who_answers(desk, sign_in):
    context = sign_in("cityclerk").get(f"/desk/units/{desk.town.city}/").context

    assert [(one.text, one.intended) for one in context["sentences"]] == [
        ("全年培训100人次以上", True),
        ("全年办赛4场", True),
    ]
    assert [one.who for one in context["charges"]] == ["cityclerk", "academy"]


def test_collective_has_members_by_date_and_entries_of_its_own(desk, sign_in):
    studio = unit("studio", "studio", "创新工作室", desk.town.mill)
    joined = spell(desk.persons[1], studio, date(2020, 1, 1), kind="membership")
    services.end_spell(actor=CLERK, spell_id=joined.pk, until=date(2021, 1, 1))
    spell(desk.persons[0], studio, date(2022, 1, 1), kind="membership")
    services.designate_unit(actor=CLERK, new=services.Designation(studio, "reform-pilot", "city", JULY))

    context = sign_in("cityclerk").get(f"/desk/units/{studio}/").context

    assert [(name, until) for name, _id, _kind, _since, until in context["members"]] == [
        ("沈知一", None),
        ("沈知二", date(2021, 1, 1)),
    ]
    assert [line.kind for line in context["lines"]] == ["people.designated"]


@pytest.mark.parametrize("many", [0, 30], ids=["few", "many"])
def test_unit_page_asks_the_same_few_questions_of_a_big_unit(
    desk, sign_in, many, street, django_assert_max_num_queries
):
    for n in range(many):
        unit(f"more-{n}", "enterprise", f"又一家{n}", desk.town.quay, TODAY - timedelta(days=1))
    client = sign_in("northclerk")

    with django_assert_max_num_queries(40):
        client.get(f"{street}/")
