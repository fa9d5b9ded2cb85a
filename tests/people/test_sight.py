"""Who sees whom: stranger, neighbour, successor, former employer, the person himself."""

from datetime import date, timedelta

import pytest

from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor
from jiangxin.kernel.refusal import NotAllowed, NotFound
from jiangxin.ledger import queries as ledger_queries
from jiangxin.people import access, queries, services
from jiangxin.people.errors import ConsentGone, ConsentThere, PurposeMissing, WrongWord
from jiangxin.people.models import Consent, Duty, ReadLog
from jiangxin.people.queries import Read
from jiangxin.people.services import NewDuty, Part
from tests.people.builders import BEGINNING, CLERK, TODAY, holder, id_number, person, spell, town

pytestmark = pytest.mark.django_db
JULY = date(2024, 7, 1)
MOVED_ON = date(2020, 6, 1)


@pytest.fixture(autouse=True)
def _today():
    with clock.at(TODAY):
        yield


@pytest.fixture
def life():
    """A town where one person left the mill for the forge in 2020, and a neighbour stayed at the mill."""
    t = town()
    mover, stayer = person("沈知墨"), person("王伟")
    first = spell(mover, t.mill, main=True)
    services.end_spell(actor=CLERK, spell_id=first.pk, until=MOVED_ON - timedelta(days=1))
    spell(mover, t.forge, since=MOVED_ON, main=True)
    spell(stayer, t.mill, main=True)
    return t, mover, stayer


def seen(actor):
    return [row.name for row in access.visible_persons(actor).order_by("pk")]


@pytest.mark.parametrize(
    ("duty", "where", "names"),
    [
        ("union.clerk", "city", ["沈知墨", "王伟"]),
        ("union.clerk", "north", ["王伟"]),
        ("union.reviewer", "south", ["沈知墨"]),
        ("union.leader", "quay", ["王伟"]),
        ("hr", "mill", ["王伟"]),
        ("hr", "forge", ["沈知墨"]),
        ("hr", "dock", []),
        ("auditor", "city", ["沈知墨", "王伟"]),
        ("academy", "city", []),
        ("examiner", "city", []),
        ("judge", "city", []),
        ("expert", "city", []),
        ("worker", "city", []),
        ("policy.maker", "city", []),
        ("policy.confirmer", "city", []),
        ("snapshot.maker", "city", []),
        ("snapshot.approver", "city", []),
    ],
)
def test_duty_sees_who_stands_in_its_subtree_today(life, duty, where, names):
    t = life[0]
    assert seen(holder(duty, getattr(t, where))) == names


def test_nobody_signed_in_sees_nobody(life):
    assert (seen(access.PUBLIC), list(access.visible_units(access.PUBLIC))) == ([], [])


def test_worker_sees_himself_under_all_his_linked_records(life):
    _t, mover, _stayer = life
    double = person("沈知黑")
    services.link_persons(actor=CLERK, keep_id=mover, other_id=double)

    assert seen(Actor(key="user:1", person_id=mover)) == ["沈知墨", "沈知黑"]


def test_duty_for_a_purpose_opens_only_when_the_purpose_is_stated(life):
    actor = holder("union.clerk", life[0].city, purpose="换届")

    assert seen(actor) == []
    assert seen(access.for_purpose(actor, "别的")) == []
    assert seen(access.for_purpose(actor, "换届")) == ["沈知墨", "王伟"]


def test_duty_begins_and_ends_by_day(life):
    t = life[0]
    user = services.create_user(actor=CLERK, username="clerk", password="ding-bu-ding-8")
    services.give_duty(actor=CLERK, new=NewDuty(user.pk, "union.clerk", t.north, JULY, TODAY - timedelta(days=1)))

    days = (JULY - timedelta(days=1), JULY, TODAY - timedelta(days=1), TODAY)

    assert [access.actor_of(user, on).has("union.clerk") for on in days] == [False, True, True, False]


def test_former_employer_keeps_the_facts_of_his_days_and_loses_the_person(life):
    t, mover, _stayer = life
    old, new = holder("hr", t.mill), holder("hr", t.forge)
    at_mill, at_forge = queries.path_on(t.mill, TODAY), queries.path_on(t.forge, TODAY)

    assert [seen(old), seen(new)] == [["王伟"], ["沈知墨"]]
    covers = [[queries.sight_of(actor, mover).covers(path) for path in (at_mill, at_forge, "")] for actor in (old, new)]
    assert covers == [[True, False, False], [False, True, False]]


def test_sight_filters_facts_as_it_covers_them(life):
    t, mover, _stayer = life
    sights = [queries.sight_of(holder("hr", unit_id), mover) for unit_id in (t.mill, t.forge, t.dock)]
    sights += [queries.sight_of(Actor(key="user:1", person_id=mover), mover), queries.sight_of(access.PUBLIC, mover)]
    facts = ledger_queries.standing().filter(subject_id=mover).order_by("pk")

    found = [[fact.credited_to_id for fact in facts.filter(sight.facts())] for sight in sights]

    assert found == [[t.mill], [t.forge], [], [t.mill, t.forge], []]
    assert found == [[fact.credited_to_id for fact in facts if sight.covers(fact.credited_path)] for sight in sights]


def test_consent_opens_older_facts_of_others_and_withdrawal_closes_them_at_once(life):
    t, mover, _stayer = life
    new, own = holder("hr", t.forge), Actor(key="user:1", person_id=mover)
    at_mill = queries.path_on(t.mill, TODAY)

    consent = services.give_consent(actor=own, person_id=mover, unit_id=t.forge)
    during = [queries.sight_of(actor, mover).covers(at_mill) for actor in (new, holder("union.clerk", t.south))]
    services.withdraw_consent(actor=own, consent_id=consent.pk)

    assert during == [True, False]
    assert queries.sight_of(new, mover).covers(at_mill) is False


def test_consent_to_all_does_not_open_to_those_who_do_not_see_the_person(life):
    t, mover, _stayer = life
    services.give_consent(actor=Actor(key="user:1", person_id=mover), person_id=mover)

    sights = [queries.sight_of(holder("hr", unit_id), mover).everything for unit_id in (t.forge, t.mill, t.dock)]

    assert sights == [True, False, False]


def test_own_record_is_seen_whole_and_a_stranger_sees_nothing(life):
    _t, mover, stayer = life
    own = queries.sight_of(Actor(key="user:1", person_id=mover), mover)
    stranger = queries.sight_of(Actor(key="user:2", person_id=stayer), mover)

    assert (own.covers("/any/"), own.sensitive) == (True, True)
    assert (stranger.covers("/any/"), stranger.covers(""), stranger.sensitive) == (False, False, False)


def test_successor_sees_what_its_predecessor_saw(life):
    t, _mover, stayer = life
    old_path = queries.path_on(t.mill, date(2024, 6, 30))
    east, west = services.split_unit(
        actor=CLERK,
        unit_id=t.quay,
        parts=[Part("east", "码头东街道", (t.mill,)), Part("west", "码头西街道", (t.dock,))],
        on=JULY,
    )

    east_sees, west_sees = holder("union.clerk", east.pk), holder("union.clerk", west.pk)

    assert [seen(east_sees), seen(west_sees)] == [["王伟"], []]
    assert [queries.sight_of(actor, stayer).covers(old_path) for actor in (east_sees, west_sees)] == [True, True]
    assert queries.sight_of(holder("union.clerk", t.hill), stayer).covers(old_path) is False
    keys = access.visible_units(east_sees).order_by("key").values_list("key", flat=True)
    assert list(keys) == ["city", "dock", "east", "mill", "north", "quay"]


def test_moved_unit_still_sees_its_facts_under_the_old_path(life):
    t, _mover, stayer = life
    old_path = queries.path_on(t.mill, TODAY)
    services.move_unit(actor=CLERK, unit_id=t.mill, parent_id=t.hill, on=TODAY)

    assert queries.sight_of(holder("hr", t.mill), stayer).covers(old_path) is True
    assert queries.sight_of(holder("union.clerk", t.hill), stayer).covers(old_path) is False


def test_units_in_sight_are_the_subtree_and_what_lies_above(life):
    t, mover, _stayer = life

    def keys(actor):
        return list(access.visible_units(actor).order_by("key").values_list("key", flat=True))

    assert keys(holder("union.clerk", t.north)) == ["city", "dock", "mill", "north", "quay"]
    assert keys(Actor(key="user:1", person_id=mover)) == ["city", "forge", "hill", "south"]
    assert keys(holder("expert", t.mill)) == ["city", "mill", "north", "quay"]


def test_reads_are_logged_with_who_from_where_and_why(life):
    t, mover, _stayer = life
    user = services.create_user(actor=CLERK, username="clerk", password="ding-bu-ding-8")
    services.give_duty(actor=CLERK, new=NewDuty(user.pk, "union.clerk", t.south, BEGINNING))
    number = id_number(12)
    target = person("区大年", id_number=number)
    spell(target, t.forge)

    shown = services.reveal(actor=access.actor_of(user), person_id=target, what="id_number", purpose="核对报名")
    services.log_read(actor=CLERK, person_id=target, what="portrait", purpose="导出")
    services.log_read(actor=Actor(key="user:9", person_id=target), person_id=target, what="portrait")

    assert shown == number
    reads = [(read.reader, read.unit, read.purpose, read.what) for read in queries.reads_of(target)]
    assert reads == [("test", "", "导出", "portrait"), ("clerk", "南区", "核对报名", "id_number")]
    assert isinstance(queries.reads_of(target)[0], Read)
    assert queries.reads_of(mover) == []


REFUSALS = {
    "no purpose": (
        PurposeMissing,
        lambda t, one: services.reveal(actor=CLERK, person_id=one, what="phone", purpose=" "),
    ),
    "not a number field": (
        WrongWord,
        lambda t, one: services.reveal(actor=CLERK, person_id=one, what="name", purpose="x"),
    ),
    "out of sight": (
        NotFound,
        lambda t, one: services.reveal(actor=holder("hr", t.dock), person_id=one, what="phone", purpose="x"),
    ),
    "another consents": (NotAllowed, lambda t, one: services.give_consent(actor=CLERK, person_id=one)),
    "clerk gives a duty": (
        NotAllowed,
        lambda t, one: services.give_duty(actor=holder("union.clerk", t.city), new=NewDuty(1, "hr", t.mill, JULY)),
    ),
    "leader gives a duty next door": (
        NotAllowed,
        lambda t, one: services.give_duty(actor=holder("union.leader", t.north), new=NewDuty(1, "hr", t.forge, JULY)),
    ),
    "unknown duty": (WrongWord, lambda t, one: services.give_duty(actor=CLERK, new=NewDuty(1, "king", t.city, JULY))),
}


@pytest.mark.parametrize(("refusal", "act"), REFUSALS.values(), ids=REFUSALS)
def test_refused_leaves_nothing(life, refusal, act):
    t, mover, _stayer = life

    with pytest.raises(refusal):
        act(t, mover)

    assert [model.objects.count() for model in (Consent, Duty, ReadLog)] == [0, 0, 0]


def test_consent_is_given_once_and_withdrawn_once(life):
    _t, mover, _stayer = life
    own = Actor(key="user:1", person_id=mover)
    consent = services.give_consent(actor=own, person_id=mover)

    with pytest.raises(ConsentThere):
        services.give_consent(actor=own, person_id=mover)
    services.withdraw_consent(actor=own, consent_id=consent.pk)
    with pytest.raises(ConsentGone):
        services.withdraw_consent(actor=own, consent_id=consent.pk)

    assert list(queries.consents_of(mover)) == [consent]
