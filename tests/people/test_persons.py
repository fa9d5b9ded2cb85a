from datetime import date, timedelta

import pytest
from django.db import connection

from jiangxin.kernel import clock
from jiangxin.kernel.refusal import NotAllowed
from jiangxin.ledger import queries as ledger_queries
from jiangxin.ledger.errors import WrongFact
from jiangxin.people import queries, services
from jiangxin.people.errors import (
    AmbiguousPerson,
    LinkRefused,
    LinkUndone,
    MainThere,
    PersonThere,
    SpellEnded,
    SpellThere,
    UnitGone,
    UnknownPerson,
    WrongDays,
    WrongNumber,
    WrongWord,
)
from jiangxin.people.models import Person, PersonLink, Spell
from jiangxin.people.services import NewPerson, NewSpell
from tests.people.builders import CLERK, TODAY, holder, id_number, person, spell, town

pytestmark = pytest.mark.django_db
WORKER = "6-18-01-01"


@pytest.fixture(autouse=True)
def _today():
    with clock.at(TODAY):
        yield


def everything():
    """Return every row a refusal might have left."""
    tables = (Person, PersonLink, Spell)
    return [list(model.objects.order_by("pk").values("pk")) for model in tables], list(
        ledger_queries.standing().values("pk")
    )


def test_register_person_reads_birth_and_sex_from_the_id_number():
    number = id_number(12, born="19850607")

    row = Person.objects.get(pk=person("单雄", id_number=number, phone="138 1234 5678"))

    assert (row.birth_on, row.sex) == (date(1985, 6, 7), "female")
    assert (row.pinyin, row.initials, row.pinyin_also, row.initials_also) == ("shanxiong", "sx", "danxiong", "dx")
    assert (row.id_number.reveal(), row.phone.reveal()) == (number, "13812345678")


def test_numbers_lie_encrypted_in_the_row():
    number = id_number(12)
    person(id_number=number, phone="13812345678")

    with connection.cursor() as cursor:
        cursor.execute("select * from people_person")
        raw = [bytes(cell) if isinstance(cell, memoryview) else str(cell).encode() for cell in cursor.fetchone()]

    assert [cell for cell in raw if number.encode() in cell or b"13812345678" in cell or b"5678" in cell] == []


def test_id_number_that_stands_is_answered_with_the_candidate_however_it_is_typed():
    known = person(id_number=id_number(12).lower())

    with pytest.raises(PersonThere) as told:
        person("另一个", id_number=f" {id_number(12)} ")

    assert told.value.details["candidate"] == known
    assert Person.objects.count() == 1


def test_clerk_who_may_not_see_the_person_learns_only_that_there_is_one():
    t = town()
    spell(person(id_number=id_number(12)), t.forge)

    with pytest.raises(PersonThere) as told:
        services.register_person(actor=holder("hr", t.mill), new=NewPerson(name="另一个", id_number=id_number(12)))

    assert told.value.details["candidate"] is None
    assert "沈知墨" not in told.value.message


def test_spell_becomes_facts_credited_to_the_unit_of_its_first_day():
    t = town()
    someone = person()

    spell(someone, t.mill, occupation=WORKER, post="挡车工", post_class="worker", main=True)
    spell(someone, t.mill, kind="membership")

    rows = [
        (row.kind, row.code, row.happened_on, row.ended_on, row.credited_to, row.proof)
        for row in ledger_queries.facts_of([someone])
    ]
    since = date(2015, 3, 1)
    assert sorted(rows) == [
        ("people.employed", "", since, None, t.mill, 1),
        ("people.trade-spell", WORKER, since, None, t.mill, 1),
        ("people.union-joined", "", since, None, t.mill, 1),
    ]


def test_ending_a_spell_completes_its_facts_and_no_others():
    t = town()
    someone = person()
    first = spell(someone, t.mill, occupation=WORKER)
    spell(someone, t.dock, since=date(2018, 1, 1), occupation=WORKER)

    services.end_spell(actor=holder("hr", t.mill), spell_id=first.pk, until=date(2020, 5, 31))

    rows = [(row.kind, row.credited_to, row.ended_on) for row in ledger_queries.facts_of([someone])]
    assert sorted(rows, key=str) == sorted(
        [
            ("people.employed", t.mill, date(2020, 5, 31)),
            ("people.employed", t.dock, None),
            ("people.trade-spell", t.mill, date(2020, 5, 31)),
            ("people.trade-spell", t.dock, None),
        ],
        key=str,
    )
    assert [row.unit_id for row in queries.spells_of(someone, TODAY)] == [t.dock]


def test_of_several_spells_the_main_employment_counts():
    t = town()
    someone = person(birth_on=date(1990, 1, 1), sex="male")
    services.tag_unit(actor=CLERK, unit_id=t.mill, family="ownership", code="private", on=date(2012, 1, 1))
    spell(someone, t.dock, since=date(2018, 1, 1), occupation="miller", post_class="technical")
    spell(someone, t.mill, occupation=WORKER, post_class="worker", main=True)
    spell(someone, t.forge, since=date(2019, 1, 1), kind="membership")

    view = queries.person_view(someone, TODAY)

    assert (view.birth_on, view.sex, view.post_class) == (date(1990, 1, 1), "male", "worker")
    assert view.occupations == (WORKER, "miller")
    assert dict(view.unit_attributes) == {"ownership": "private", "level": "enterprise"}
    assert (view.tags, view.party_member) == ({"ownership:private"}, False)


def test_person_without_a_spell_has_a_view_too():
    view = queries.person_view(person(), TODAY)

    assert (view.occupations, view.post_class, dict(view.unit_attributes)) == ((), "", {})


def test_links_join_records_from_their_moment_until_undone():
    one, two, three = person("沈知墨"), person("沈知黑"), person("沈之墨")
    start = clock.now()
    with clock.at(start + timedelta(days=1)):
        services.link_persons(actor=CLERK, keep_id=one, other_id=two)
    with clock.at(start + timedelta(days=2)):
        last = services.link_persons(actor=CLERK, keep_id=two, other_id=three)
    with clock.at(start + timedelta(days=4)):
        services.unlink_persons(actor=CLERK, link_id=last.pk)

    joined = [queries.linked_ids(one, start + timedelta(days=day, hours=12)) for day in range(5)]

    assert joined == [{one}, {one, two}, {one, two, three}, {one, two, three}, {one, two}]


def test_linked_records_share_their_spells():
    t = town()
    one, two = person("沈知墨"), person("沈知黑")
    spell(one, t.mill)
    spell(two, t.dock)

    services.link_persons(actor=CLERK, keep_id=one, other_id=two)

    assert [row.unit_id for row in queries.spells_of(two)] == [t.mill, t.dock]


REFUSALS = {
    "wrong check digit": (WrongNumber, lambda t, one: person(id_number="330205199001010018")),
    "wrong phone": (WrongNumber, lambda t, one: person(phone="1234")),
    "expert registers": (
        NotAllowed,
        lambda t, one: services.register_person(actor=holder("expert", t.city), new=NewPerson(name="某")),
    ),
    "spell twice": (SpellThere, lambda t, one: spell(one, t.mill)),
    "spell before the unit": (UnitGone, lambda t, one: spell(one, t.dock, since=date(2001, 1, 1))),
    "spell backwards": (WrongDays, lambda t, one: spell(one, t.dock, until=date(2014, 1, 1))),
    "unknown spell kind": (WrongWord, lambda t, one: spell(one, t.dock, kind="guest")),
    "unknown post class": (WrongWord, lambda t, one: spell(one, t.dock, post_class="boss")),
    "hr of another firm": (
        NotAllowed,
        lambda t, one: services.start_spell(actor=holder("hr", t.forge), new=NewSpell(one, t.dock, date(2020, 1, 1))),
    ),
    "link with himself": (LinkRefused, lambda t, one: services.link_persons(actor=CLERK, keep_id=one, other_id=one)),
    "link with nobody": (LinkRefused, lambda t, one: services.link_persons(actor=CLERK, keep_id=one, other_id=7)),
    "link by a stranger": (
        NotAllowed,
        lambda t, one: services.link_persons(actor=holder("hr", t.forge), keep_id=one, other_id=one),
    ),
}


@pytest.mark.parametrize(("refusal", "act"), REFUSALS.values(), ids=REFUSALS)
def test_refused_leaves_nothing(refusal, act):
    t = town()
    one = person()
    spell(one, t.mill)
    before = everything()

    with pytest.raises(refusal) as told:
        act(t, one)

    assert told.value.message.endswith("。")
    assert everything() == before


def test_spell_whose_fact_is_refused_leaves_nothing():
    t, one = town(), person()
    before = everything()
    with pytest.raises(WrongFact):
        spell(one, t.mill, occupation="no-such-trade")

    assert everything() == before


def test_spell_ends_once():
    t, one = town(), person()
    row = spell(one, t.mill)
    services.end_spell(actor=CLERK, spell_id=row.pk, until=date(2016, 1, 1))

    with pytest.raises(SpellEnded):
        services.end_spell(actor=CLERK, spell_id=row.pk, until=date(2017, 1, 1))

    assert Spell.objects.get(pk=row.pk).until == date(2016, 1, 1)


def test_link_is_made_once_and_undone_once():
    one, two = person("沈知墨"), person("沈知黑")
    link = services.link_persons(actor=CLERK, keep_id=one, other_id=two)

    with pytest.raises(LinkRefused):
        services.link_persons(actor=CLERK, keep_id=two, other_id=one)
    services.unlink_persons(actor=CLERK, link_id=link.pk)
    with pytest.raises(LinkUndone):
        services.unlink_persons(actor=CLERK, link_id=link.pk)

    assert PersonLink.objects.count() == 1


@pytest.mark.parametrize(
    "text",
    ["单雄", "shanxiong", "dan", "SX", "dx", "5678", "13812345678", "138-1234-5678", "ID", "outside-7", "PK", "单熊"],
)
def test_find_persons_by_name_pinyin_initials_number_tail_or_near_sound(text):
    number = id_number(12)
    one = person("单雄", id_number=number, phone="13812345678", key="outside-7")
    person("沈知墨", phone="13800000000")

    found = queries.find_persons({"ID": number, "PK": str(one)}.get(text, text), CLERK)

    assert [hit.id for hit in found] == [one]


def test_find_persons_shows_unit_and_year_but_no_number():
    t = town()
    one = person("单雄", id_number=id_number(12), phone="13812345678")
    spell(one, t.mill, main=True)

    (found,) = queries.find_persons("单雄", CLERK)

    assert found.label == f"单雄（1990，重庆路纺织厂，{one}）"


def test_one_person_is_answered_or_refused_with_candidates():
    one, two = person("王伟"), person("王伟")
    three = person("王维")

    assert queries.one_person(str(three), CLERK).id == three
    with pytest.raises(AmbiguousPerson) as several:
        queries.one_person("王伟", CLERK)
    with pytest.raises(UnknownPerson) as nobody:
        queries.one_person("王为", CLERK)

    assert sorted(hit.id for hit in several.value.details["candidates"]) == [one, two]
    assert sorted(hit.id for hit in nobody.value.details["candidates"]) == [one, two, three]


def test_find_persons_stays_within_sight():
    t = town()
    here, there = person("王伟"), person("王伟")
    spell(here, t.mill)
    spell(there, t.forge)

    found = queries.find_persons("王伟", holder("union.clerk", t.north))

    assert [hit.id for hit in found] == [here]


@pytest.mark.parametrize("count", [1, 3])
def test_find_persons_asks_as_often_for_many_as_for_one(count, django_assert_num_queries):
    t = town()
    for _ in range(count):
        spell(person("王伟"), t.mill)

    with django_assert_num_queries(3):
        queries.find_persons("王伟", CLERK)


def test_second_main_elsewhere_does_not_tell_where():
    t = town()
    someone = person()
    spell(someone, t.forge, date(2015, 3, 1), main=True)

    with pytest.raises(MainThere) as told:
        services.start_spell(actor=holder("hr", t.mill), new=NewSpell(someone, t.mill, date(2024, 7, 1), main=True))

    assert told.value.details["unit"] == "别的单位"
