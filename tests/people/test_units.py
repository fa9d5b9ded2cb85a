from datetime import date, timedelta

import pytest

from jiangxin.kernel import clock
from jiangxin.kernel.refusal import NotAllowed
from jiangxin.ledger import queries as ledger_queries
from jiangxin.ledger.errors import WrongFact
from jiangxin.people import queries, services
from jiangxin.people.errors import (
    AmbiguousUnit,
    InsideItself,
    LaterHistory,
    LeftOver,
    NotApart,
    NoUnion,
    SameAgain,
    UnitGone,
    UnitThere,
    UnknownUnit,
    WrongNumber,
    WrongWord,
)
from jiangxin.people.models import Unit, UnitChange, UnitName, UnitPlace, UnitTag
from jiangxin.people.queries.units import is_unionised
from jiangxin.people.services import Designation, NewUnit, Part
from tests.people.builders import BEGINNING, CLERK, TODAY, holder, person, spell, town, unit

pytestmark = pytest.mark.django_db
JULY = date(2024, 7, 1)
JUNE = JULY - timedelta(days=1)


@pytest.fixture(autouse=True)
def _today():
    with clock.at(TODAY):
        yield


def everything():
    """Return every row of the room's unit tables, to prove that a refusal left nothing."""
    tables = (Unit, UnitName, UnitPlace, UnitTag, UnitChange)
    return [list(model.objects.order_by("pk").values()) for model in tables], list(ledger_queries.standing().values())


def names(units):
    return [one.name for one in units]


def test_unit_stands_below_its_parent_from_its_first_day():
    t = town()

    found = queries.unit_on("mill", TODAY)

    assert (found.id, found.name, found.kind, found.parent_id) == (t.mill, "重庆路纺织厂", "enterprise", t.quay)
    assert found.path == queries.join_path(queries.path_on(t.quay, TODAY), t.mill)
    assert names(queries.ancestors_on(t.mill, TODAY)) == ["甬市", "北区", "码头街道", "重庆路纺织厂"]
    assert names(queries.descendants_on(t.north, TODAY)) == ["北区", "码头街道", "重庆路纺织厂", "老码头装卸公司"]
    assert names(queries.descendants_on(t.city, TODAY, ["street"])) == ["码头街道", "山前街道"]
    assert names(queries.children_on(t.quay, TODAY)) == ["重庆路纺织厂", "老码头装卸公司"]


def test_subtree_range_holds_the_subtree_and_no_sibling():
    low, high = queries.subtree_range("/1/2/")

    inside = [path for path in ("/1/", "/1/2/", "/1/2/z/", "/1/20/", "/1/2z/", "/1/3/") if low <= path < high]

    assert inside == ["/1/2/", "/1/2/z/"]


def test_unit_before_its_first_day_is_unknown():
    t = town()
    with pytest.raises(UnitGone):
        queries.path_on(t.mill, BEGINNING - timedelta(days=1))
    with pytest.raises(UnknownUnit):
        queries.unit_on("mill", BEGINNING - timedelta(days=1))


def test_rename_keeps_the_old_name_until_the_day_before():
    t = town()

    services.rename_unit(actor=CLERK, unit_id=t.mill, name="甬江纺织集团", on=JULY)

    assert [queries.name_on(t.mill, on) for on in (JUNE, JULY)] == ["重庆路纺织厂", "甬江纺织集团"]
    assert queries.unit_on("重庆路纺织厂", JUNE).id == t.mill
    assert queries.unit_on("甬江纺织集团", JULY).id == t.mill


def test_move_takes_the_whole_subtree_and_keeps_the_past():
    t = town()
    shop = unit("mill-shop", "workshop", "织布车间", t.mill)

    services.move_unit(actor=CLERK, unit_id=t.mill, parent_id=t.hill, on=JULY)

    assert names(queries.ancestors_on(shop, JUNE)) == ["甬市", "北区", "码头街道", "重庆路纺织厂", "织布车间"]
    assert names(queries.ancestors_on(shop, JULY)) == ["甬市", "南区", "山前街道", "重庆路纺织厂", "织布车间"]
    assert names(queries.descendants_on(t.north, JULY)) == ["北区", "码头街道", "老码头装卸公司"]
    assert queries.unit_by_id(shop, JULY).parent_id == t.mill


def _members(unit_id, on):
    return queries.persons_of(unit_id, on).count()


def _facts(unit_id, on):
    """Count the employment facts credited to the unit's subtree of that day: begun by then, not ended before."""
    rows = ledger_queries.standing().filter(kind="people.employed", happened_on__lte=on)
    return sum(queries.sight_of(holder("union.clerk", unit_id, on=on), 0).covers(row.credited_path) for row in rows)


def test_split_street_shows_the_old_in_june_the_new_in_july_and_the_city_sum_stays():
    t = town()
    staff = [spell(person(f"街工{n}"), t.quay) for n in range(2)]
    for n in range(3):
        spell(person(f"纺工{n}"), t.mill)
    for n in range(4):
        spell(person(f"装工{n}"), t.dock)

    east, west = services.split_unit(
        actor=CLERK,
        unit_id=t.quay,
        parts=[
            Part("quay-east", "码头东街道", (t.mill,), (staff[0].pk,)),
            Part("quay-west", "码头西街道", (t.dock,), (staff[1].pk,)),
        ],
        on=JULY,
    )

    streets = {on: names(queries.descendants_on(t.north, on, ["street"])) for on in (JUNE, JULY)}
    assert streets == {JUNE: ["码头街道"], JULY: ["码头东街道", "码头西街道"]}
    assert [_members(t.quay, JUNE), _members(east.pk, JULY), _members(west.pk, JULY)] == [9, 4, 5]
    assert [_members(t.city, on) for on in (JUNE, JULY)] == [9, 9]
    with pytest.raises(UnitGone):
        queries.path_on(t.quay, JULY)
    changes = [(row.kind, row.predecessor_id, row.successor_id) for row in queries.changes_of(t.quay)]
    assert changes == [("split", t.quay, east.pk), ("split", t.quay, west.pk)]


def test_split_completes_the_facts_of_those_who_pass_and_begins_new_ones():
    t = town()
    clerk = person("街工")
    at_quay = spell(clerk, t.quay)

    east, _west = services.split_unit(
        actor=CLERK,
        unit_id=t.quay,
        parts=[Part("quay-east", "码头东街道", (t.mill, t.dock), (at_quay.pk,)), Part("quay-west", "码头西街道")],
        on=JULY,
    )

    rows = [(row.happened_on, row.ended_on, row.credited_to) for row in ledger_queries.facts_of([clerk])]
    assert rows == [(date(2015, 3, 1), JUNE, t.quay), (JULY, None, east.pk)]


def test_merge_passes_children_and_people_and_closes_the_merged():
    t = town()
    spell(person("街工"), t.quay)
    spell(person("纺工"), t.mill)

    services.merge_units(actor=CLERK, unit_ids=[t.quay], into_id=t.hill, on=JULY)

    assert [_members(t.north, on) for on in (JUNE, JULY)] == [2, 0]
    assert [_members(t.south, on) for on in (JUNE, JULY)] == [0, 2]
    assert [_members(t.city, on) for on in (JUNE, JULY)] == [2, 2]
    assert names(queries.descendants_on(t.hill, JULY)) == ["山前街道", "重庆路纺织厂", "老码头装卸公司", "山前锻造厂"]
    assert names(queries.descendants_on(t.quay, JUNE)) == ["码头街道", "重庆路纺织厂", "老码头装卸公司"]


def test_tags_are_dated_and_several_families_stand_side_by_side():
    t = town()
    services.tag_unit(actor=CLERK, unit_id=t.mill, family="industry", code="C17", on=BEGINNING)
    services.tag_unit(actor=CLERK, unit_id=t.mill, family="size", code="small", on=BEGINNING)
    services.tag_unit(actor=CLERK, unit_id=t.mill, family="size", code="medium", on=JULY)

    assert queries.tags_on(t.mill, JUNE) == {"industry": ("C17",), "size": ("small",)}
    assert queries.tags_on(t.mill, JULY) == {"industry": ("C17",), "size": ("medium",)}
    assert list(queries.tagged_on({"size": "medium", "industry": "C17"}, JULY)) == [Unit.objects.get(pk=t.mill)]
    services.tag_unit(actor=CLERK, unit_id=t.mill, family="size", code="", on=TODAY)
    assert queries.tags_on(t.mill, TODAY) == {"industry": ("C17",)}


def test_set_unionised_is_a_fact_of_the_unit():
    t = town()

    services.set_unionised(actor=CLERK, unit_id=t.mill, since=JULY, union_code="81330205MA0000015B")

    rows = [(row.kind, row.happened_on, row.credited_to) for row in ledger_queries.facts_of([t.mill])]
    assert rows == [("people.unionised", JULY, t.mill)]
    stored = Unit.objects.get(pk=t.mill)
    assert (stored.unionised_from, stored.union_code) == (JULY, "81330205MA0000015B")


def test_union_that_ended_completes_its_fact():
    t = town()
    services.set_unionised(actor=CLERK, unit_id=t.mill, since=date(2012, 5, 1))

    services.end_union(actor=CLERK, unit_id=t.mill, until=JUNE)

    rows = [(row.happened_on, row.ended_on) for row in ledger_queries.facts_of([t.mill])]
    assert rows == [(date(2012, 5, 1), JUNE)]
    stored = Unit.objects.get(pk=t.mill)
    assert [is_unionised(stored, on) for on in (date(2012, 4, 30), date(2012, 5, 1), JUNE, JULY)] == [
        False,
        True,
        True,
        False,
    ]


def test_designation_is_a_verified_fact_and_comes_once():
    t = town()
    new = Designation(t.mill, "reform-pilot", "city", JULY, issuer_id=t.city)

    first = services.designate_unit(actor=CLERK, new=new)

    assert services.designate_unit(actor=CLERK, new=new) == first
    rows = [(row.kind, row.code, row.level, row.proof, row.issuer_id) for row in ledger_queries.facts_of([t.mill])]
    assert rows == [("people.designated", "reform-pilot", 3, 2, t.city)]


def _later(t):
    services.move_unit(actor=CLERK, unit_id=t.mill, parent_id=t.hill, on=JULY)
    services.move_unit(actor=CLERK, unit_id=t.mill, parent_id=t.quay, on=JULY)


REFUSALS = {
    "key taken": (UnitThere, lambda t: unit("mill", "enterprise", "另一家", t.quay)),
    "unknown kind": (WrongWord, lambda t: unit("x", "village", "村", t.quay)),
    "wrong code": (WrongNumber, lambda t: unit("x", "enterprise", "厂", t.quay, employer_code="91330205MA0000015B")),
    "parent gone": (UnitGone, lambda t: unit("x", "enterprise", "厂", t.quay, since=date(2001, 1, 1))),
    "same name": (
        SameAgain,
        lambda t: services.rename_unit(actor=CLERK, unit_id=t.mill, name="重庆路纺织厂", on=JULY),
    ),
    "renamed before it began": (
        LaterHistory,
        lambda t: services.rename_unit(actor=CLERK, unit_id=t.mill, name="新厂", on=BEGINNING),
    ),
    "into itself": (
        InsideItself,
        lambda t: services.move_unit(actor=CLERK, unit_id=t.quay, parent_id=t.mill, on=JULY),
    ),
    "same parent": (SameAgain, lambda t: services.move_unit(actor=CLERK, unit_id=t.mill, parent_id=t.quay, on=JULY)),
    "on its first day": (
        LaterHistory,
        lambda t: services.move_unit(actor=CLERK, unit_id=t.mill, parent_id=t.hill, on=BEGINNING),
    ),
    "split leaves a child": (
        LeftOver,
        lambda t: services.split_unit(
            actor=CLERK, unit_id=t.quay, parts=[Part("a", "甲街", (t.mill,)), Part("b", "乙街")], on=JULY
        ),
    ),
    "split into one": (
        LeftOver,
        lambda t: services.split_unit(actor=CLERK, unit_id=t.mill, parts=[Part("a", "甲厂")], on=JULY),
    ),
    "split onto a taken key": (
        UnitThere,
        lambda t: services.split_unit(
            actor=CLERK, unit_id=t.quay, parts=[Part("a", "甲街", (t.mill, t.dock)), Part("hill", "乙街")], on=JULY
        ),
    ),
    "merged into itself": (
        NotApart,
        lambda t: services.merge_units(actor=CLERK, unit_ids=[t.quay], into_id=t.quay, on=JULY),
    ),
    "merged into its child": (
        NotApart,
        lambda t: services.merge_units(actor=CLERK, unit_ids=[t.quay], into_id=t.mill, on=JULY),
    ),
    "neighbour's clerk renames": (
        NotAllowed,
        lambda t: services.rename_unit(actor=holder("union.clerk", t.south), unit_id=t.mill, name="新厂", on=JULY),
    ),
    "clerk moves to where he has no duty": (
        NotAllowed,
        lambda t: services.move_unit(actor=holder("union.clerk", t.north), unit_id=t.mill, parent_id=t.hill, on=JULY),
    ),
    "union ended that was none": (NoUnion, lambda t: services.end_union(actor=CLERK, unit_id=t.mill, until=JULY)),
    "designated by an unknown word": (
        WrongFact,
        lambda t: services.designate_unit(actor=CLERK, new=Designation(t.mill, "no-such-pilot", "city", JULY)),
    ),
    "worker registers": (
        NotAllowed,
        lambda t: services.register_unit(
            actor=holder("worker", t.quay), new=NewUnit("x", "enterprise", "厂", JULY, t.quay)
        ),
    ),
    "clerk founds a root": (
        NotAllowed,
        lambda t: services.register_unit(actor=holder("union.clerk", t.city), new=NewUnit("x", "city", "市", JULY)),
    ),
}


@pytest.mark.parametrize(("refusal", "act"), REFUSALS.values(), ids=REFUSALS)
def test_refused_change_of_the_tree_leaves_nothing(refusal, act):
    t = town()
    before = everything()

    with pytest.raises(refusal) as told:
        act(t)

    assert told.value.message.endswith("。")
    assert everything() == before


def test_second_move_on_the_same_day_is_refused_and_the_first_stands():
    t = town()
    with pytest.raises(LaterHistory):
        _later(t)
    assert queries.unit_by_id(t.mill, JULY).parent_id == t.hill


def test_district_clerk_keeps_the_units_of_his_district():
    t = town()

    services.move_unit(actor=holder("union.clerk", t.city), unit_id=t.mill, parent_id=t.hill, on=JULY)

    assert queries.unit_by_id(t.mill, JULY).parent_id == t.hill


def test_unknown_unit_is_answered_with_the_nearest():
    t = town()

    with pytest.raises(UnknownUnit) as told:
        queries.unit_on("码头装卸公司", TODAY)

    assert [unit.id for unit in told.value.details["candidates"]] == [t.dock]
    assert told.value.message == "2024-09-12没有叫“码头装卸公司”的单位。你找的是不是：老码头装卸公司（dock）。"


def test_ambiguous_unit_is_answered_with_all_of_that_name():
    t = town()
    twin = unit("mill-2", "enterprise", "重庆路纺织厂", t.hill)

    with pytest.raises(AmbiguousUnit) as told:
        queries.unit_on("重庆路纺织厂", TODAY)

    assert sorted(unit.id for unit in told.value.details["candidates"]) == sorted([t.mill, twin])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("码头", ["码头街道", "老码头装卸公司"]),
        ("chongqinglu", ["重庆路纺织厂"]),
        ("cqlfzc", ["重庆路纺织厂"]),
        ("MILL", ["重庆路纺织厂"]),
        ("重慶路仿织厂", ["重庆路纺织厂"]),
        ("   ", []),
    ],
)
def test_find_units_by_part_pinyin_initials_key_or_near_sound(text, found):
    town()
    assert names(queries.find_units(text, TODAY))[: len(found) or 1] == found
