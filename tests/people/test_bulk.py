from datetime import date

import pyarrow as pa
import pytest

from jiangxin.kernel import clock
from jiangxin.kernel.refusal import NotAllowed
from jiangxin.ledger import queries as ledger_queries
from jiangxin.people import bulk, queries
from jiangxin.people.errors import RowsRefused
from jiangxin.people.models import Person, Spell, Unit, UnitName, UnitPlace, UnitTag
from tests.people.builders import BEGINNING, CLERK, TODAY, holder, id_number, person, town

pytestmark = pytest.mark.django_db
UNITS = [
    # children may stand before their parents
    {"key": "firm", "kind": "enterprise", "name": "重庆路厂", "parent": "street", "unionised_from": date(2012, 5, 1)},
    {"key": "street", "kind": "street", "name": "码头街道", "parent": "city"},
    {"key": "city", "kind": "city", "name": "甬市", "parent": None},
]
TAGS = [
    {"unit": "firm", "family": "industry", "code": "C17", "since": BEGINNING},
    {"unit": "firm", "family": "size", "code": "small", "since": BEGINNING, "until": date(2019, 12, 31)},
]


@pytest.fixture(autouse=True)
def _today():
    with clock.at(TODAY):
        yield


def table(rows):
    """Return an Arrow table of rows that may leave columns out."""
    names = dict.fromkeys(name for row in rows for name in row)
    return pa.Table.from_pylist([dict.fromkeys(names) | row for row in rows])


def units(rows=UNITS, **more):
    rows = [{"since": BEGINNING, "unionised_from": None} | row for row in rows]
    return bulk.load_units(actor=CLERK, table=table(rows), **more)


def people(*rows):
    return bulk.load_persons(actor=CLERK, table=table(rows))


def spells(*rows, **more):
    return bulk.load_spells(actor=more.pop("actor", CLERK), table=table(rows), **more)


def counts():
    tables = (Person, Spell, Unit, UnitName, UnitPlace, UnitTag)
    return [*(model.objects.count() for model in tables), ledger_queries.standing().count()]


def test_units_come_with_names_places_tags_and_their_union():
    result = units(tags=table(TAGS))

    firm = queries.unit_on("重庆路厂", TODAY)
    assert result.ids[0] == firm.id
    assert (result.written, result.same) == (3, 0)
    assert [unit.key for unit in queries.ancestors_on(firm.id, TODAY)] == ["city", "street", "firm"]
    assert queries.tags_on(firm.id, TODAY) == {"industry": ("C17",)}
    assert queries.tags_on(firm.id, date(2015, 1, 1)) == {"industry": ("C17",), "size": ("small",)}
    facts = [(row.kind, row.happened_on, row.credited_to, row.proof) for row in ledger_queries.facts_of(result.ids)]
    assert facts == [("people.unionised", date(2012, 5, 1), firm.id, 1)]
    assert [hit.key for hit in queries.find_units("cqlc", TODAY)] == ["firm"]


def test_persons_come_encrypted_hashed_and_read():
    result = people(
        {"key": "a", "name": "单雄", "id_number": id_number(12), "phone": "13812345678"},
        {"key": "b", "name": "沈知墨", "id_number": None, "phone": None},
    )

    row = Person.objects.get(pk=result.ids[0])
    assert (row.id_number.reveal(), row.phone.reveal(), row.sex) == (id_number(12), "13812345678", "female")
    for text in (id_number(12), "13812345678", "5678", "shan", "dx", "a"):
        assert [hit.id for hit in queries.find_persons(text, CLERK)] == [result.ids[0]], text


def test_spells_come_with_their_facts():
    unit_ids = units(facts=False).ids
    (one,) = people({"key": "a", "name": "沈知墨"}).ids
    row = {"person": one, "unit": unit_ids[0], "since": date(2015, 3, 1), "until": None}

    result = spells(
        row | {"kind": "employment", "occupation": "6-18-01-01", "main": True, "proof": "verified"},
        row | {"kind": "membership", "occupation": "", "main": False, "proof": None},
    )

    assert [spell.pk for spell in queries.spells_of(one, TODAY)] == result.ids
    facts = sorted((fact.kind, fact.code, fact.proof, fact.credited_to) for fact in ledger_queries.facts_of([one]))
    assert facts == [
        ("people.employed", "", 2, unit_ids[0]),
        ("people.trade-spell", "6-18-01-01", 2, unit_ids[0]),
        ("people.union-joined", "", 1, unit_ids[0]),
    ]


def test_loads_that_come_again_change_nothing():
    def load():
        unit_ids = units(tags=table(TAGS)).ids
        ids = people({"key": "a", "name": "沈知墨"}, {"key": None, "name": "王伟", "id_number": id_number(3)}).ids
        row = {"unit": unit_ids[0], "kind": "employment", "since": date(2015, 3, 1)}
        return unit_ids, ids, spells(*(row | {"person": one} for one in ids)).ids

    first = load()
    before = counts()

    assert load() == first
    assert counts() == before


def test_person_entered_by_hand_is_found_again_by_id_number():
    known = person("沈知墨", id_number=id_number(12))

    result = people({"key": "a", "name": "沈知墨", "id_number": id_number(12)})

    assert (result.ids, result.written, result.same) == ([known], 0, 1)


@pytest.mark.parametrize(
    ("rows", "row", "why"),
    [
        ([{"name": "甲", "key": "a"}, {"name": "", "key": "b"}], 2, "姓名、编号或身份证号没有填"),
        ([{"name": "甲", "key": "a"}, {"name": "乙", "key": "a"}], 2, "编号或身份证号在本批里重复"),
        ([{"name": "甲", "key": "a", "colour": "red"}], 0, "列名不对：colour"),
        ([{"key": "a"}], 0, "列名不对：name"),
    ],
)
def test_persons_with_a_wrong_row_are_refused_whole(rows, row, why):
    with pytest.raises(RowsRefused) as told:
        people(*rows)

    assert (told.value.details["row"], told.value.details["why"]) == (row, why)
    assert counts() == [0] * 7


def test_person_with_a_wrong_id_number_refuses_the_load():
    with pytest.raises(RowsRefused) as told:
        people({"key": "a", "name": "甲", "id_number": "330205199001010018"})

    assert [row for row, _why in told.value.details["rows"]] == [1]
    assert counts() == [0] * 7


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"parent": "nowhere"}, "上级 nowhere 不在册"),
        ({"parent": "firm"}, "city 归到了自己的下级"),
        ({"key": "street"}, "代号 street 在本批里重复"),
        ({"kind": "village"}, "“village”不在可用的范围内"),
        ({"name": ""}, "代号、名称或起日没有填"),
    ],
)
def test_units_with_a_wrong_row_are_refused_whole(change, why):
    with pytest.raises(RowsRefused) as told:
        units([*UNITS[:2], UNITS[2] | change])

    assert why in "；".join(text for _row, text in told.value.details["rows"])
    assert counts() == [0] * 7


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"person": 7}, "没有编号为 7 的人"),
        ({"kind": "guest"}, "类别或岗位类别不在可用的范围内"),
        ({"until": date(2001, 1, 1)}, "止日早于起日"),
        ({"since": date(2001, 1, 1)}, "在起日不在册"),
    ],
)
def test_spells_with_a_wrong_row_are_refused_whole(change, why):
    t = town()
    row = {"person": person(), "unit": t.mill, "kind": "employment", "since": date(2015, 3, 1), "until": None}
    before = counts()

    with pytest.raises(RowsRefused) as told:
        spells(row, row | {"since": date(2016, 3, 1)} | change)

    assert why in told.value.details["why"]
    assert counts() == before


def test_spells_of_a_neighbour_are_not_his_to_load():
    t = town()
    row = {"person": person(), "unit": t.mill, "kind": "employment", "since": date(2015, 3, 1)}
    before = counts()

    with pytest.raises(NotAllowed):
        spells(row, actor=holder("hr", t.forge))

    assert counts() == before
