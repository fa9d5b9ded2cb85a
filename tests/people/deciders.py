"""A town with a fact on record, a clerk who proposes, reviewers who decide, a worker, and his unit's clerks."""

from dataclasses import dataclass
from datetime import date

from jiangxin.ledger import services as ledger
from jiangxin.ledger.services import NewFact
from jiangxin.people import access, queries, services
from jiangxin.people.services import NewDuty
from tests.people.builders import CLERK, TODAY, Town, id_number, person, spell, town

SINCE = date(2020, 1, 1)
# log-in: duty, unit, person
OFFICES = {
    "clerk": ("union.clerk", "north", None),
    "reviewer": ("union.reviewer", "north", None),
    "other": ("union.reviewer", "north", None),
    "citylead": ("union.leader", "city", None),
    "southreviewer": ("union.reviewer", "south", None),
    "southclerk": ("union.clerk", "south", None),
    "millhr": ("hr", "mill", None),
    "millclerk": ("union.clerk", "mill", None),
    "dockhr": ("hr", "dock", None),
    "auditor": ("auditor", "city", None),
}


@dataclass(frozen=True)
class Office:
    """The town, the worker, the colleague, and the id of the worker's fact."""

    town: Town
    worker: int
    colleague: int
    fact: int


def login(name, person_id=None):
    services.create_user(actor=CLERK, username=name, password="zhe-shi-yi-ge-mi-ma", person_id=person_id)


def give(name, duty, unit_id, until=None):
    user = queries.user_named(name)
    return services.give_duty(
        actor=CLERK, new=NewDuty(user_id=user.pk, name=duty, unit_id=unit_id, since=SINCE, until=until)
    )


def actor(name):
    return access.actor_of(queries.user_named(name))


def finished(person_id, unit_id, day=date(2024, 3, 8), **more):
    """Record that a person finished a class credited to a unit."""
    new = NewFact(
        subject_id=person_id,
        kind="learning.class-finished",
        code="safety-basics",
        quantity=480,
        happened_on=day,
        credited_to=(unit_id, queries.path_on(unit_id, TODAY)),
        proof="confirmed",
        **more,
    )
    return ledger.record(actor=CLERK, fact=new).pk


def office():
    place = town()
    worker, colleague = person("沈知墨", id_number=id_number(41)), person("袁望", id_number=id_number(43))
    for one in (worker, colleague):
        spell(one, place.mill, date(2015, 3, 1), occupation="fitter", post_class="worker", main=True)
    for name, (duty, unit, _person) in OFFICES.items():
        login(name)
        give(name, duty, getattr(place, unit))
    login("worker", worker)
    login("colleague", colleague)
    return Office(place, worker, colleague, finished(worker, place.mill))
