"""Keeping the roster: spells moved and set right, units reshaped after the fact, slips taken back."""

from datetime import date, timedelta

import pytest

from jiangxin.kernel import clock
from jiangxin.kernel.refusal import NotAllowed
from jiangxin.ledger import queries as ledger_queries
from jiangxin.ledger import services as ledger
from jiangxin.people import access, queries, services
from jiangxin.people.errors import (
    AheadOfToday,
    LaterHistory,
    LeftOver,
    MainThere,
    MovedOn,
    NothingNew,
    NotTheSame,
    NotUndone,
    PersonThere,
    ReasonMissing,
    TooManyFacts,
    TwiceThere,
    UnionThere,
    UnitGone,
    WrongNumber,
)
from jiangxin.people.models import Person, Spell, Unit, UnitChange, UnitName, UnitPlace
from jiangxin.people.services import NewPerson, NewSpell, Part, credit
from tests.people.builders import CLERK, TODAY, holder, id_number, person, spell, town, unit

pytestmark = pytest.mark.django_db
JULY = date(2024, 7, 1)
JUNE = JULY - timedelta(days=1)
START = date(2015, 3, 1)


@pytest.fixture(autouse=True)
def _today():
    with clock.at(TODAY):
        yield


def everything():
    """Return every row a refusal might have left."""
    tables = (Person, Unit, UnitName, UnitPlace, UnitChange)
    rows = [list(model.objects.order_by("pk").values()) for model in tables]
    return rows, list(Spell.every.order_by("pk").values()), list(ledger_queries.history_of(subjects()))


def subjects():
    return [*Person.objects.values_list("pk", flat=True), *Unit.objects.values_list("pk", flat=True)]


def trained(person_id, unit_id, day):
    """Record a class finished, credited to a unit where it stands on the day."""
    fact = ledger.NewFact(
        subject_id=person_id, kind="learning.class-finished", code="safety-basics", quantity=480, happened_on=day,
        credited_to=(unit_id, queries.path_on(unit_id, day)), proof="confirmed",
    )  # fmt: skip
    return ledger.record(actor=CLERK, fact=fact).pk


def credited(path_unit, on, since=date(2024, 1, 1), until=TODAY):
    """Count the entries credited within a unit's own places."""
    paths = UnitPlace.objects.filter(unit_id=path_unit).values_list("path", flat=True)
    return queries.facts_at(path_unit, set(paths), since, until)


def facts(person_id):
    return [
        (row.kind, row.happened_on, row.ended_on, row.credited_to, row.entry)
        for row in ledger_queries.facts_of([person_id])
    ]


def test_move_ends_here_and_starts_there_as_one_act():
    t = town()
    someone = person()
    first = spell(someone, t.mill, START, main=True)

    services.move_spell(actor=CLERK, spell_id=first.pk, new=NewSpell(someone, t.dock, JULY, main=True))

    rows = [(row.unit_id, row.since, row.until) for row in queries.spells_of(someone)]
    assert rows == [(t.mill, START, JUNE), (t.dock, JULY, None)]
    assert facts(someone) == [
        ("people.employed", START, JUNE, t.mill, "completed"),
        ("people.employed", JULY, None, t.dock, "original"),
    ]


def test_after_the_move_the_old_employer_sees_nobody_and_the_new_one_no_history_before_consent():
    t = town()
    someone = person()
    first = spell(someone, t.mill, START, main=True)
    services.move_spell(actor=CLERK, spell_id=first.pk, new=NewSpell(someone, t.forge, JULY, main=True))
    mill, forge = holder("hr", t.mill), holder("hr", t.forge)

    before, hidden = queries.spell_lines(forge, someone, {t.forge})
    services.give_consent(actor=holder("worker", t.forge, person_id=someone), person_id=someone)
    after, none_hidden = queries.spell_lines(forge, someone, {t.forge})

    assert ([one.unit_id for one in before], hidden) == ([t.forge], True)
    assert ([one.unit_id for one in after], none_hidden) == ([t.forge, t.mill], False)
    assert list(access.visible_persons(mill)) == []


def test_correcting_a_spell_keeps_the_wrong_one_and_corrects_its_facts():
    t = town()
    someone = person()
    wrong = spell(someone, t.mill, START, occupation="miller", main=True)
    new = NewSpell(someone, t.dock, date(2016, 3, 1), occupation="fitter", main=True)

    services.correct_spell(actor=CLERK, spell_id=wrong.pk, new=new, why="合同上是2016年")

    rows = [(row.unit_id, row.since, bool(row.taken_back_at), row.why) for row in Spell.every.order_by("pk")]
    assert rows == [(t.mill, START, True, "合同上是2016年"), (t.dock, date(2016, 3, 1), False, "")]
    assert facts(someone) == [
        ("people.employed", date(2016, 3, 1), None, t.dock, "corrected"),
        ("people.trade-spell", date(2016, 3, 1), None, t.dock, "corrected"),
    ]
    assert list(queries.spells_of(someone).values_list("unit_id", flat=True)) == [t.dock]


def test_corrected_to_no_trade_withdraws_that_fact_and_adds_a_kind_that_was_missing():
    t = town()
    someone = person()
    wrong = spell(someone, t.mill, START, occupation="miller")

    services.correct_spell(
        actor=CLERK, spell_id=wrong.pk, new=NewSpell(someone, t.mill, START, kind="membership"), why="他是会员"
    )

    assert [(kind, entry) for kind, *_rest, entry in facts(someone)] == [("people.union-joined", "original")]


def test_spell_taken_back_may_be_entered_again():
    t = town()
    someone = person()
    wrong = spell(someone, t.mill, START)
    services.take_back_spell(actor=CLERK, spell_id=wrong.pk, why="录错了人")

    again = spell(someone, t.mill, START)

    assert [row.pk for row in queries.spells_of(someone)] == [again.pk]
    assert [(kind, entry) for kind, *_rest, entry in facts(someone)] == [("people.employed", "original")]


def test_rider_without_employer_joins_through_a_street_and_counts_once():
    t = town()
    rider = person("骑手")
    guild = unit("guild", "association", "骑手协会", t.quay)

    spell(rider, t.quay, START, kind="membership", occupation="fitter")
    spell(rider, guild, START, kind="membership")

    kinds = sorted(row[0] for row in facts(rider))
    assert kinds == ["people.association-joined", "people.trade-spell", "people.union-joined"]
    assert queries.heads_below(queries.unit_by_id(t.quay)) == 1
    assert queries.heads_below(queries.unit_by_id(t.city)) == 1


def test_split_recorded_later_takes_what_happened_since_along_and_the_city_sum_stays():
    t = town()
    clerk, miller = person("街工"), person("纺工")
    at_quay, at_mill = spell(clerk, t.quay), spell(miller, t.mill)
    late = spell(person("新街工"), t.quay, date(2024, 8, 1))
    for who, where, day in ((miller, t.mill, JUNE), (miller, t.mill, JULY), (clerk, t.quay, date(2024, 8, 5))):
        trained(who, where, day)
    before = (credited(t.city, TODAY), queries.heads_at(queries.path_on(t.city, JULY), JULY))

    east, west = services.split_unit(
        actor=CLERK,
        unit_id=t.quay,
        parts=[
            Part("quay-east", "码头东街道", (t.mill,), (late.pk,)),
            Part("quay-west", "码头西街道", (t.dock,), (at_quay.pk,)),
        ],
        on=JULY,
    )

    assert (credited(t.city, TODAY), queries.heads_at(queries.path_on(t.city, JULY), JULY)) == before
    assert [credited(one, TODAY) for one in (t.quay, east.pk, west.pk)] == [1, 1, 1]
    assert credited(t.mill, TODAY) == 2
    rows = [(row.unit_id, row.since, row.until) for row in Spell.objects.filter(person_id=late.person_id)]
    assert rows == [(east.pk, date(2024, 8, 1), None)]
    assert at_mill.unit_id == t.mill


def test_split_as_known_before_it_was_recorded_still_shows_the_old_credit():
    t = town()
    miller = person("纺工")
    spell(miller, t.mill)
    fact = trained(miller, t.mill, JULY)
    known = clock.now()

    services.split_unit(
        actor=CLERK, unit_id=t.quay, parts=[Part("a", "甲街", (t.mill,)), Part("b", "乙街", (t.dock,))], on=JULY
    )

    old = queries.path_on(t.quay, JUNE)
    then = ledger_queries.standing(known).filter(pk=fact).values_list("credited_path", flat=True)
    now = ledger_queries.standing().filter(subject_id=miller, kind="learning.class-finished")
    assert [path.startswith(old) for path in then] == [True]
    assert [row.credited_path for row in now] == [queries.path_on(t.mill, JULY)]


def test_move_recorded_later_takes_what_happened_since_along():
    t = town()
    miller = person("纺工")
    spell(miller, t.mill)
    trained(miller, t.mill, JUNE)
    trained(miller, t.mill, JULY)

    services.move_unit(actor=CLERK, unit_id=t.mill, parent_id=t.hill, on=JULY)

    assert [credited(one, TODAY) for one in (t.north, t.south, t.city)] == [1, 1, 2]


def test_member_of_both_units_is_a_member_once_after_the_merge():
    t = town()
    someone = person()
    spell(someone, t.mill, START, kind="membership")
    spell(someone, t.dock, START, kind="membership")

    services.merge_units(actor=CLERK, unit_ids=[t.mill], into_id=t.dock, on=JULY)

    rows = [(row.unit_id, row.since, row.until) for row in Spell.objects.order_by("pk")]
    assert rows == [(t.mill, START, JUNE), (t.dock, START, None)]


def test_undone_move_brings_back_places_and_credit_and_keeps_its_line():
    t = town()
    miller = person("纺工")
    spell(miller, t.mill)
    trained(miller, t.mill, JULY)
    places = list(UnitPlace.objects.order_by("pk").values_list("unit_id", "path", "since", "until"))
    services.move_unit(actor=CLERK, unit_id=t.mill, parent_id=t.hill, on=JULY)
    (line,) = queries.unit_history(t.mill).changes

    services.undo_change(actor=CLERK, change_id=line.id)

    assert list(UnitPlace.objects.order_by("pk").values_list("unit_id", "path", "since", "until")) == places
    assert [credited(one, TODAY) for one in (t.north, t.south, t.city)] == [1, 0, 1]
    assert queries.unit_history(t.mill).changes[0].undone_at is not None


def test_units_that_came_later_go_along_with_a_change_recorded_after_them():
    t = town()
    shop = unit("mill-shop", "workshop", "织布车间", t.mill, date(2024, 8, 1))
    pier = unit("pier", "enterprise", "新码头", t.quay, date(2024, 8, 1))

    east, west = services.split_unit(
        actor=CLERK,
        unit_id=t.quay,
        parts=[Part("a", "甲街", (t.mill,)), Part("b", "乙街", (t.dock, pier))],
        on=JULY,
    )

    assert queries.path_on(shop, TODAY).startswith(queries.path_on(east.pk, TODAY))
    assert queries.unit_by_id(pier).parent_id == west.pk
    rows = list(UnitPlace.objects.filter(unit_id=pier).values_list("since", "until"))
    assert rows == [(date(2024, 8, 1), None)]


def test_undone_move_brings_back_a_unit_that_came_later():
    t = town()
    services.move_unit(actor=CLERK, unit_id=t.mill, parent_id=t.hill, on=JULY)
    shop = unit("mill-shop", "workshop", "织布车间", t.mill, date(2024, 8, 1))
    (line,) = queries.unit_history(t.mill).changes

    services.undo_change(actor=CLERK, change_id=line.id)

    assert queries.path_on(shop, TODAY) == queries.join_path(queries.path_on(t.mill, TODAY), shop)
    assert queries.path_on(t.mill, TODAY).startswith(queries.path_on(t.quay, TODAY))


def test_undone_rename_brings_back_the_name():
    t = town()
    services.rename_unit(actor=CLERK, unit_id=t.mill, name="新厂", on=JULY)
    (line,) = queries.unit_history(t.mill).changes

    services.undo_change(actor=CLERK, change_id=line.id)

    assert [one.what for one in queries.unit_history(t.mill).names] == ["重庆路纺织厂"]
    assert queries.name_on(t.mill, TODAY) == "重庆路纺织厂"


def test_rehearsal_shows_what_comes_and_leaves_nothing():
    t = town()
    spell(person("街工"), t.quay)
    before = everything()

    seen = services.rehearsed(
        lambda: services.merge_units(actor=CLERK, unit_ids=[t.quay], into_id=t.hill, on=JULY),
        lambda made: queries.heads_at(queries.path_on(made.pk, JULY), JULY),
    )

    assert (seen, everything()) == (1, before)


def test_enrolled_person_has_his_first_spell_and_its_facts():
    t = town()
    new = NewPerson("沈知墨", id_number=id_number(12, born="19850607"), phone="13812345678")

    row = services.enrol_person(
        actor=holder("hr", t.mill), new=new, spell=NewSpell(0, t.mill, START, occupation="fitter", main=True)
    )

    assert (row.birth_on, row.sex) == (date(1985, 6, 7), "female")
    assert sorted(one[0] for one in facts(row.pk)) == ["people.employed", "people.trade-spell"]


def test_known_person_elsewhere_is_joined_by_number_and_name():
    t = town()
    someone = person("沈知墨", id_number=id_number(12))
    spell(someone, t.forge, START)

    made = services.join_known(
        actor=holder("hr", t.mill), id_number=id_number(12), name="沈知墨", spell=NewSpell(0, t.mill, JULY)
    )

    assert (made.person_id, made.unit_id) == (someone, t.mill)


def test_namesake_is_let_in_when_said_to_be_somebody_else():
    t = town()
    first = person("沈知墨", birth_on=date(1990, 1, 1))
    spell(first, t.mill, START)

    services.enrol_person(
        actor=CLERK,
        new=NewPerson("沈知墨", birth_on=date(1990, 1, 1)),
        spell=NewSpell(0, t.mill, JULY),
        other=True,
    )

    assert Person.objects.filter(name="沈知墨").count() == 2


def _stale(t):
    seen = queries.unit_stamp([t.mill, t.hill])
    services.rename_unit(actor=CLERK, unit_id=t.mill, name="新厂", on=JULY)
    return lambda: services.move_unit(actor=CLERK, unit_id=t.mill, parent_id=t.hill, on=TODAY, seen=seen)


def _twice(t):
    new, first = NewPerson("沈知墨", birth_on=date(1990, 1, 1)), NewSpell(0, t.mill, START)
    services.enrol_person(actor=CLERK, new=new, spell=first)
    return lambda: services.enrol_person(actor=CLERK, new=new, spell=first, other=True)


def _two_mains(t):
    someone = person()
    spell(someone, t.mill, START, main=True)
    return lambda: spell(someone, t.dock, JULY, main=True)


def _move_elsewhere(t):
    someone = person()
    row = spell(someone, t.mill, START, main=True)
    return lambda: services.move_spell(
        actor=holder("hr", t.mill), spell_id=row.pk, new=NewSpell(someone, t.forge, JULY, main=True)
    )


def _correct(t, who=CLERK, why="录错了", **more):
    someone = person()
    row = spell(someone, t.mill, START)
    new = NewSpell(someone, t.mill, START, **more)
    return lambda: services.correct_spell(actor=who, spell_id=row.pk, new=new, why=why)


def _undo_after_more(t):
    services.move_unit(actor=CLERK, unit_id=t.mill, parent_id=t.hill, on=JULY)
    (line,) = queries.unit_history(t.mill).changes
    services.move_unit(actor=CLERK, unit_id=t.quay, parent_id=t.south, on=date(2024, 8, 1))
    return lambda: services.undo_change(actor=CLERK, change_id=line.id)


def _undo_split(t):
    parts = [Part("a", "甲街", (t.mill,)), Part("b", "乙街", (t.dock,))]
    made = services.split_unit(actor=CLERK, unit_id=t.quay, parts=parts, on=JULY)
    line = queries.unit_history(made[0].pk).changes[0]
    return lambda: services.undo_change(actor=CLERK, change_id=line.id)


def _left_person(t):
    spell(person("街工"), t.quay)
    parts = [Part("a", "甲街", (t.mill,)), Part("b", "乙街", (t.dock,))]
    return lambda: services.split_unit(actor=CLERK, unit_id=t.quay, parts=parts, on=JULY)


def _forgotten_newer_child(t):
    unit("pier", "enterprise", "新码头", t.quay, date(2024, 8, 1))
    parts = [Part("a", "甲街", (t.mill,)), Part("b", "乙街", (t.dock,))]
    return lambda: services.split_unit(actor=CLERK, unit_id=t.quay, parts=parts, on=JULY)


def _moved_again(t):
    services.move_unit(actor=CLERK, unit_id=t.mill, parent_id=t.hill, on=date(2024, 8, 1))
    return lambda: services.move_unit(actor=CLERK, unit_id=t.mill, parent_id=t.north, on=JULY)


def _known_number(t):
    spell(person("沈知墨", id_number=id_number(12)), t.forge, START)
    new = NewPerson("沈知墨", id_number=id_number(12))
    return lambda: services.enrol_person(actor=holder("hr", t.mill), new=new, spell=NewSpell(0, t.mill, JULY))


def _wrong_name(t):
    spell(person("沈知墨", id_number=id_number(12)), t.forge, START)
    return lambda: services.join_known(
        actor=holder("hr", t.mill), id_number=id_number(12), name="别人", spell=NewSpell(0, t.mill, JULY)
    )


def _unionised_twice(t):
    services.set_unionised(actor=CLERK, unit_id=t.mill, since=JUNE)
    return lambda: services.set_unionised(actor=CLERK, unit_id=t.mill, since=JULY)


def _spell_into_a_unit_that_ended(t):
    services.merge_units(actor=CLERK, unit_ids=[t.mill], into_id=t.dock, on=JULY)
    someone = person()
    return lambda: spell(someone, t.mill, START)


TOMORROW = TODAY + timedelta(days=1)
REFUSALS = {
    "stale page": (MovedOn, _stale),
    "same form twice": (TwiceThere, _twice),
    "second main employment": (MainThere, _two_mains),
    "move to where he keeps nobody": (NotAllowed, _move_elsewhere),
    "correction without a reason": (ReasonMissing, lambda t: _correct(t, why=" ", post="钳工")),
    "correction that changes nothing": (NothingNew, _correct),
    "correction by a neighbour": (NotAllowed, lambda t: _correct(t, holder("hr", t.dock), post="钳工")),
    "undo with something resting on it": (NotUndone, _undo_after_more),
    "undo of a split": (NotUndone, _undo_split),
    "split that loses a person": (LeftOver, _left_person),
    "split that loses a child that came later": (LeftOver, _forgotten_newer_child),
    "move before a later move": (LaterHistory, _moved_again),
    "ID number known elsewhere": (PersonThere, _known_number),
    "number of somebody else": (NotTheSame, _wrong_name),
    "union set up twice": (UnionThere, _unionised_twice),
    "spell at a unit that ended": (UnitGone, _spell_into_a_unit_that_ended),
    "wrong number": (
        WrongNumber,
        lambda t: (
            lambda: services.enrol_person(
                actor=CLERK, new=NewPerson("沈", id_number="330205199001010419"), spell=NewSpell(0, t.mill, JULY)
            )
        ),
    ),
    "future rename": (
        AheadOfToday,
        lambda t: lambda: services.rename_unit(actor=CLERK, unit_id=t.mill, name="新厂", on=TOMORROW),
    ),
    "future split": (
        AheadOfToday,
        lambda t: (
            lambda: services.split_unit(
                actor=CLERK, unit_id=t.quay, parts=[Part("a", "甲", (t.mill,)), Part("b", "乙", (t.dock,))], on=TOMORROW
            )
        ),
    ),
}


@pytest.mark.parametrize(("refusal", "make"), REFUSALS.values(), ids=REFUSALS)
def test_refused_keeping_leaves_nothing(refusal, make):
    t = town()
    act = make(t)
    before = everything()

    with pytest.raises(refusal) as told:
        act()

    assert told.value.message.endswith("。")
    assert everything() == before


def test_change_from_a_day_long_past_is_refused_when_too_much_would_follow(monkeypatch):
    t = town()
    miller = person("纺工")
    spell(miller, t.mill)
    trained(miller, t.mill, JULY)
    before = everything()
    monkeypatch.setattr(credit, "MOST", 0)

    with pytest.raises(TooManyFacts):
        services.move_unit(actor=CLERK, unit_id=t.mill, parent_id=t.hill, on=JULY)

    assert everything() == before
