"""A small town for the tests: one city, two districts, streets, firms, and people in them."""

from dataclasses import dataclass
from datetime import date

from jiangxin.kernel.actor import Actor, DutyGrant
from jiangxin.people import queries, services
from jiangxin.people.services import NewPerson, NewSpell, NewUnit

CLERK = Actor.machine("test")
BEGINNING = date(2010, 1, 1)
TODAY = date(2024, 9, 12)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True)
class Town:
    """The ids of the units."""

    city: int
    north: int
    south: int
    quay: int  # a street of the north
    hill: int  # a street of the south
    mill: int  # a firm at the quay
    dock: int  # another firm at the quay
    forge: int  # a firm on the hill


def unit(key, kind, name, parent=None, since=BEGINNING, **more):
    new = NewUnit(key=key, kind=kind, name=name, since=since, parent_id=parent, **more)
    return services.register_unit(actor=CLERK, new=new).pk


def town():
    city = unit("city", "city", "甬市")
    north, south = unit("north", "district", "北区", city), unit("south", "district", "南区", city)
    quay, hill = unit("quay", "street", "码头街道", north), unit("hill", "street", "山前街道", south)
    return Town(
        city=city, north=north, south=south, quay=quay, hill=hill,
        mill=unit("mill", "enterprise", "重庆路纺织厂", quay),
        dock=unit("dock", "enterprise", "老码头装卸公司", quay),
        forge=unit("forge", "enterprise", "山前锻造厂", hill),
    )  # fmt: skip


def id_number(serial, born="19900101", area="330205"):
    """Return a fictional ID number with its true check digit."""
    body = f"{area}{born}{serial:03d}"
    rest = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11
    return body + "10X98765432"[rest]


def person(name="沈知墨", **more):
    return services.register_person(actor=CLERK, new=NewPerson(name=name, **more)).pk


def spell(person_id, unit_id, since=date(2015, 3, 1), **more):
    return services.start_spell(actor=CLERK, new=NewSpell(person_id, unit_id, since, **more))


def holder(duty, unit_id, *, on=TODAY, person_id=None, purpose=""):
    """Return an actor who holds this duty over a unit's subtree."""
    grant = DutyGrant(name=duty, unit_id=unit_id, path=queries.path_on(unit_id, on), purpose=purpose)
    return Actor(key=f"user:{duty}:{unit_id}", person_id=person_id, duties=(grant,))
