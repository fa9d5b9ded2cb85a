"""The page of rights and the querysets say the same: seeded persons, users, duties, consents, opened files."""

import random
from datetime import date, timedelta

import pytest

from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor
from jiangxin.people import access, queries, services
from jiangxin.people.models import Glass, User
from jiangxin.people.queries import matrix, rules
from jiangxin.people.queries.rules import Need, Thing
from jiangxin.people.services import Delegation, NewDuty
from tests.house.source import ROOT
from tests.people.builders import CLERK, TODAY, person, spell, town

pytestmark = pytest.mark.django_db
SINCE, MOVED_ON = date(2021, 1, 1), date(2023, 1, 1)
PURPOSES = ("", "", "", "换届", "审查")


@pytest.fixture(autouse=True)
def _today(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with clock.at(TODAY):
        yield


def crowd(seed):
    """Return the persons and users of a town where everything was dealt out by chance."""
    rolls, place = random.Random(seed), town()
    firms = [place.mill, place.dock, place.forge]
    persons = [person(f"沈{sign}") for sign in "甲乙丙丁戊己"]
    for one in persons:
        first = spell(one, rolls.choice(firms), date(2018, 1, 1))
        if rolls.random() < 0.4:
            services.end_spell(actor=CLERK, spell_id=first.pk, until=MOVED_ON - timedelta(days=1))
            spell(one, rolls.choice(firms), MOVED_ON)
    services.link_persons(actor=CLERK, keep_id=persons[0], other_id=persons[1])
    users = []
    for number in range(9):
        own = persons[number] if number < 3 else None
        user = services.create_user(actor=CLERK, username=f"u{number}", password="ding-bu-ding-8", person_id=own)
        users.append(user)
        for _turn in range(rolls.randint(0, 3)):
            unit = rolls.choice([place.city, place.north, place.south, place.quay, place.hill, *firms])
            until = rolls.choice([None, None, TODAY, TODAY - timedelta(days=1)])
            duty = rolls.choice([*rules.TABLE, "academy", "expert"])
            new = NewDuty(user.pk, duty, unit, SINCE, until, rolls.choice(PURPOSES))
            services.give_duty(actor=CLERK, new=new)
    users[-1].is_active = False
    users[-1].save()
    for one in rolls.sample(persons, 5):
        unit = rolls.choice([None, *firms, place.quay, place.hill])
        services.give_consent(actor=Actor(key="user:0", person_id=one), person_id=one, unit_id=unit)
    for user in users:
        actor = access.actor_of(user)
        stranger = rolls.choice(persons[3:])
        if access.can_break_glass(actor) and rolls.random() < 0.5:
            services.break_glass(actor=actor, person_id=stranger, ground="accident", reason="工伤抢救要找家里人来签字")
    for user in users[:-1]:
        own = user.duties.filter(delegated_from=None, until=None).first()
        if own and rolls.random() < 0.5:
            new = Delegation(own.pk, rolls.choice(users[:-1]).username, own.unit_id, TODAY + timedelta(days=9))
            if new.username != user.username:
                services.delegate_duty(actor=access.actor_of(user), new=new)
    return persons, users


def by_matrix(person_id, thing):
    return {one.user_id for one in matrix.who_sees(person_id, thing) if one.sees}


def actors_of(users):
    return {user.pk: access.actor_of(User.objects.get(pk=user.pk)) for user in users}


def by_querysets(actors, person_id, thing):
    return {
        pk
        for pk, actor in actors.items()
        if any(
            matrix.sees(access.for_purpose(actor, one), person_id, thing) for one in {g.purpose for g in actor.duties}
        )
        or matrix.sees(actor, person_id, thing)
    }


@pytest.mark.parametrize("seed", range(2))
def test_matrix_answers_as_the_querysets_do(seed):
    persons, users = crowd(seed)

    actors = actors_of(users)

    said = {(one, thing): by_matrix(one, thing) for one in persons for thing in Thing}

    assert said == {(one, thing): by_querysets(actors, one, thing) for one in persons for thing in Thing}
    assert any(said.values())


def test_closed_glass_is_in_neither_answer():
    persons, users = crowd(1)
    Glass.objects.update(
        until=clock.real_now() - timedelta(minutes=1), started_at=clock.real_now() - timedelta(hours=2)
    )

    ways = {one.way for who in persons for thing in Thing for one in matrix.who_sees(who, thing)}

    assert matrix.GLASS not in ways
    assert by_matrix(persons[3], Thing.NAME) == by_querysets(actors_of(users), persons[3], Thing.NAME)


def test_answer_names_duty_unit_condition_and_end():
    place, one = town(), person("沈知墨")
    spell(one, place.mill)
    user = services.create_user(actor=CLERK, username="clerk", password="ding-bu-ding-8")
    services.give_duty(actor=CLERK, new=NewDuty(user.pk, "union.clerk", place.north, SINCE, date(2024, 12, 31), "换届"))

    (seer,) = matrix.who_sees(one, Thing.PHONE)
    unit = matrix.who_sees_unit(queries.path_on(place.mill, TODAY), Thing.PHONE)

    assert (seer.username, seer.duty, seer.unit, seer.purpose, seer.need, seer.until) == (
        "clerk", "工会经办", "北区", "换届", Need.REASON, date(2024, 12, 31),
    )  # fmt: skip
    assert unit == [seer]


def test_what_a_user_sees_is_told_by_duty_with_how_many_persons():
    place = town()
    for name, unit in (("沈知墨", place.mill), ("王伟", place.forge)):
        spell(person(name), unit)
    user = services.create_user(actor=CLERK, username="hr", password="ding-bu-ding-8")
    for duty, unit in (("hr", place.mill), ("academy", place.city)):
        services.give_duty(actor=CLERK, new=NewDuty(user.pk, duty, unit, SINCE))

    held = {
        one.code: (one.unit, one.persons, [thing for thing, _need in one.things]) for one in matrix.held_by(user.pk)
    }

    seen = [str(thing.label) for thing in rules.TABLE["hr"]]
    assert held == {"hr": ("重庆路纺织厂", 1, seen), "academy": ("甬市", 0, [])}
    assert "个人的账" not in seen


def test_table_in_the_docs_is_the_table_of_the_code():
    things = list(Thing)
    lines = ["| duty | " + " | ".join(thing.value for thing in things) + " |", "|---" * (len(things) + 1) + "|"]
    for duty, needs in rules.TABLE.items():
        cells = [f"{needs.get(one, '')}{'*' if one in rules.GLASS[duty] else ''}" for one in things]
        lines.append(f"| {duty.value} | " + " | ".join(cells) + " |")

    assert "\n".join(lines) in (ROOT / "docs" / "rights.md").read_text(encoding="utf-8")
