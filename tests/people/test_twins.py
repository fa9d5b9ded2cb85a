import random
from datetime import date, timedelta

import pytest

from jiangxin.kernel import numbers
from jiangxin.kernel.actor import Actor
from jiangxin.kernel.refusal import NotAllowed, NotFound
from jiangxin.ledger import queries as ledger
from jiangxin.ledger.errors import SamePerson
from jiangxin.people import queries, services
from jiangxin.people.errors import PersonThere, ReasonTooShort, TwinSettled
from jiangxin.people.models import Person, PersonLink, Twin, TwinState
from jiangxin.people.queries.likeness import one_sign_off
from jiangxin.people.queries.twins import twins_seen, twins_waiting
from jiangxin.people.services import twins
from tests.people.builders import CLERK, holder, person, spell, town

pytestmark = pytest.mark.django_db
SEARCH = Actor.machine("search")
SURNAMES = "赵钱孙李周吴郑王冯陈沈韩杨朱秦许何吕施张孔曹严华金魏陶姜戚谢"
GIVEN = "知墨承业见微听澜望潮问樵书禾向晚临川怀瑾若水长风明远子期云帆伯言仲平季同叔和文渊景行思齐"
ALIKE = {"知": "之", "墨": "默", "微": "薇", "澜": "兰", "禾": "和", "晚": "婉", "川": "传", "瑾": "锦", "明": "名"}


def names(dice):
    return dice.choice(SURNAMES) + dice.choice(GIVEN) + dice.choice(GIVEN)


def spoilt(dice, row):
    """Return a record entered again with what clerks get wrong."""
    name, born, phone, _number = row
    wrong = dice.choice(["sound", "typo", "dropped", "swapped", "day", "phone", "old-phone", "no-phone"])
    if wrong == "sound" and any(sign in ALIKE for sign in name):
        name = "".join(ALIKE.get(sign, sign) for sign in name)
    elif wrong == "typo":
        name = name[:2] + dice.choice(GIVEN)
    elif wrong == "dropped":
        name = name[:2]
    elif wrong == "swapped" and born.day <= 12:
        born = date(born.year, born.day, born.month)
    elif wrong == "day":
        born = born + timedelta(days=1)
    elif wrong == "phone":
        phone = f"139{phone[3:]}"
    elif wrong in {"old-phone", "no-phone"}:
        phone = "" if wrong == "no-phone" else f"137{dice.randrange(10**7, 10**8)}"
    return name, born, phone, ""


def planted(persons, twice):
    """Register persons, some of them twice; return the pairs planted."""
    dice = random.Random(20_240_912)
    rows = []
    for _ in range(persons):
        born = date(1965, 1, 1) + timedelta(days=dice.randrange(14_000))
        rows.append((names(dice), born, f"138{dice.randrange(10**7, 10**8)}", ""))
    ids = [register(row) for row in rows]
    return {tuple(sorted((ids[at], register(spoilt(dice, rows[at]))))) for at in range(twice)}


def register(row):
    name, born, phone, _number = row
    new = services.NewPerson(name=name, birth_on=born, phone=phone)
    return services.register_person(actor=CLERK, new=new).pk


def found():
    return {(twin.first_id, twin.second_id) for twin in Twin.objects.all()}


def test_planted_duplicates_are_found():
    pairs = planted(2_500, 500)

    twins.find_twins(actor=SEARCH)

    hits = found()
    assert len(pairs & hits) >= 475
    assert len(hits - pairs) <= 25


def pair(t, name="沈知墨", other="沈之墨"):
    """Make two records of one person, each at work in the mill; return the pair waiting."""
    made = []
    for called in (name, other):
        new = services.NewPerson(name=called, birth_on=date(1990, 5, 1), phone="13812345678")
        made.append(services.register_person(actor=CLERK, new=new).pk)
        spell(made[-1], t.mill)
    twins.find_twins(actor=SEARCH)
    return Twin.objects.get(first_id=min(made), second_id=max(made))


def test_the_same_number_with_15_or_18_digits_is_refused_at_the_door():
    one = services.NewPerson(name="沈知墨", id_number=numbers.full_id_number("330203670417001"))
    services.register_person(actor=CLERK, new=services.NewPerson(name="沈知墨", id_number="330203670417001"))

    with pytest.raises(PersonThere):
        services.register_person(actor=CLERK, new=one)

    assert Person.objects.count() == 1


def test_two_people_join_a_pair_and_it_comes_apart_with_its_facts():
    t = town()
    twin = pair(t)
    maker, checker = holder("union.clerk", t.north), holder("union.reviewer", t.north)
    before = {one: len(ledger.facts_of([one])) for one in (twin.first_id, twin.second_id)}

    twins.propose_join(actor=maker, twin_id=twin.pk, keep_id=twin.first_id, reason="同一手机号，同一天生")
    joined = twins.join_twins(actor=checker, twin_id=twin.pk)
    together = queries.linked_ids(twin.first_id)
    twins.part_twins(actor=checker, twin_id=twin.pk)

    assert joined.link.person_id == twin.first_id
    assert together == {twin.first_id, twin.second_id}
    assert queries.linked_ids(twin.first_id) == {twin.first_id}
    assert {one: len(ledger.facts_of([one])) for one in before} == before
    assert Twin.objects.get(pk=twin.pk).state == TwinState.OPEN


def test_who_proposed_does_not_join():
    t = town()
    twin = pair(t)
    both = holder("union.leader", t.north)
    twins.propose_join(actor=both, twin_id=twin.pk, keep_id=twin.first_id, reason="同一手机号")

    with pytest.raises(SamePerson):
        twins.join_twins(actor=both, twin_id=twin.pk)

    assert (PersonLink.objects.count(), list(twins_waiting(both))) == (0, [])


def test_a_clerk_does_not_join_nor_anybody_outside():
    t = town()
    twin = pair(t)
    twins.propose_join(
        actor=holder("union.clerk", t.north), twin_id=twin.pk, keep_id=twin.first_id, reason="同一手机号"
    )

    with pytest.raises(NotAllowed):
        twins.join_twins(actor=holder("union.clerk", t.quay), twin_id=twin.pk)
    with pytest.raises(NotFound):
        twins.join_twins(actor=holder("union.reviewer", t.south), twin_id=twin.pk)

    assert PersonLink.objects.count() == 0


def test_a_proposal_needs_a_reason_and_an_open_pair():
    t = town()
    twin, clerk = pair(t), holder("union.clerk", t.north)

    with pytest.raises(ReasonTooShort):
        twins.propose_join(actor=clerk, twin_id=twin.pk, keep_id=twin.first_id, reason="同")
    with pytest.raises(TwinSettled):
        twins.join_twins(actor=holder("union.reviewer", t.north), twin_id=twin.pk)

    assert Twin.objects.get(pk=twin.pk).state == TwinState.OPEN


def test_a_pair_kept_apart_is_not_listed_again():
    t = town()
    twin, clerk = pair(t), holder("union.clerk", t.north)

    twins.keep_apart(actor=clerk, twin_id=twin.pk)
    twins.find_twins(actor=SEARCH)

    assert (list(twins_waiting(clerk)), [row.pk for row in twins_seen(clerk)]) == ([], [twin.pk])


def test_a_search_forgets_pairs_no_longer_alike_that_nobody_touched():
    t = town()
    twin = pair(t)
    Person.objects.filter(pk=twin.second_id).update(birth_on=date(1971, 1, 9), phone_hash="", tail_hash="", name="顾")

    left = twins.find_twins(actor=SEARCH)

    assert (left, Twin.objects.count()) == (0, 0)


def test_namesakes_are_no_pair():
    t = town()
    for born in (date(1980, 1, 1), date(1991, 11, 23)):
        new = services.NewPerson(name="王伟", birth_on=born)
        spell(services.register_person(actor=CLERK, new=new).pk, t.mill)
    person("王伟")

    assert twins.find_twins(actor=SEARCH) == 0


@pytest.mark.parametrize(
    ("one", "other", "off"),
    [("沈知墨", "沈知默", True), ("沈知墨", "沈墨知", True), ("沈知墨", "沈知", True), ("沈知墨", "顾承业", False),
     ("沈知墨", "沈知墨", False)],
)  # fmt: skip
def test_one_sign_off(one, other, off):
    assert one_sign_off(one, other) is off
