"""A small world in which everybody of the table below signs in: two districts, a street that was split, a mover."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.conf import settings
from django.test import Client

from jiangxin.kernel import clock
from jiangxin.ledger.services import Proposal
from jiangxin.people import access, queries, services
from jiangxin.people.models import Glass
from jiangxin.people.services import Delegation, NewDuty, Part, changes, declared
from jiangxin.people.services.declared import Declared
from jiangxin.policy import read_folder
from jiangxin.policy.text import BookText
from tests.doors.desk.builders import BOOK, INDICATORS, TARGETS, adopt
from tests.doors.me.builders import record
from tests.people.builders import CLERK, TODAY, id_number, person, spell, town

PASSWORD = "zhe-shi-yi-ge-mi-ma"
SPLIT_ON = date(2024, 7, 1)
MOVED_ON = date(2022, 3, 1)
YESTERDAY = TODAY - timedelta(days=1)

# The persons: name, where they stand today. The mover left the mill for the forge.
PERSONS = {
    "miller": ("闻人澍", "mill"),
    "docker": ("欧阳棣", "dock"),
    "smith": ("司徒砚", "forge"),
    "mover": ("皇甫筠", "forge"),
    "sealed": ("端木遥", "forge"),  # has a sensitive fact
}
NORTH, SOUTH = frozenset({"miller", "docker"}), frozenset({"smith", "mover", "sealed"})
EVERYONE = NORTH | SOUTH


@dataclass(frozen=True)
class Role:
    """One log-in: its duties (name, unit), whom it may see by name, which units lie in its reach, what it may do."""

    duties: tuple[tuple[str, str], ...] = ()
    sees: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    person: str = ""
    can: frozenset[str] = frozenset()
    more: Mapping[str, object] = field(default_factory=dict)

    @property
    def staff(self) -> bool:
        """Tell whether any duty is held today."""
        return bool(self.units)

    @property
    def names_persons(self) -> bool:
        """Tell whether some duty sees persons by name."""
        return "name" in self.can


ALL_UNITS = frozenset({"city", "north", "south", "quay", "east", "west", "hill", "mill", "dock", "forge"})
NORTH_UNITS = frozenset({"north", "quay", "east", "west", "mill", "dock"})
SOUTH_UNITS = frozenset({"south", "hill", "forge"})
NAMES = frozenset({"name"})
KEEPS = NAMES | {"keep", "roster"}  # persons and units

HR = NAMES | {"keep"}

ROLES = {
    "worker": Role(sees=frozenset({"miller"}), person="miller"),
    "city-union": Role((("union.clerk", "city"),), EVERYONE, ALL_UNITS, can=KEEPS),
    "city-leader": Role((("union.leader", "city"),), EVERYONE, ALL_UNITS, can=KEEPS | {"lead"}),
    "district-union": Role((("union.clerk", "north"),), NORTH, NORTH_UNITS, can=KEEPS),
    "district-leader": Role((("union.leader", "north"),), NORTH, NORTH_UNITS, can=KEEPS | {"lead"}),
    "reviewer": Role((("union.reviewer", "north"),), NORTH, NORTH_UNITS, can=NAMES),
    "stranger": Role((("union.clerk", "south"),), SOUTH, SOUTH_UNITS, can=KEEPS),
    # The street was split: each half's clerk sees his half, and the figures of the street it came from.
    "successor": Role((("union.clerk", "east"),), frozenset({"miller"}), frozenset({"east", "mill"}), can=KEEPS),
    "neighbour": Role((("union.clerk", "west"),), frozenset({"docker"}), frozenset({"west", "dock"}), can=KEEPS),
    "enterprise-union": Role(
        (("union.clerk", "mill"),), frozenset({"miller"}), frozenset({"mill"}), can=KEEPS | {"maker"}
    ),
    "former-employer": Role((("hr", "mill"),), frozenset({"miller"}), frozenset({"mill"}), can=HR),
    "hr": Role((("hr", "forge"),), SOUTH, frozenset({"forge"}), can=HR),
    "academy": Role((("academy", "city"),), units=ALL_UNITS),
    "examiner": Role((("examiner", "city"),), units=ALL_UNITS),
    "judge": Role((("judge", "north"),), units=NORTH_UNITS),
    "expert": Role((("expert", "city"),), units=ALL_UNITS),
    "auditor": Role((("auditor", "city"),), EVERYONE, ALL_UNITS, can=NAMES | {"audit"}),
    "district-auditor": Role((("auditor", "north"),), NORTH, NORTH_UNITS, can=NAMES | {"audit"}),
    "policy-maker": Role((("policy.maker", "city"),), units=ALL_UNITS),
    "policy-confirmer": Role((("policy.confirmer", "city"),), units=ALL_UNITS),
    "poster-maker": Role((("snapshot.maker", "city"),), units=ALL_UNITS),
    "poster-approver": Role((("snapshot.approver", "city"),), units=ALL_UNITS),
    # The district's clerk lent him one street; the lender's expired duty and his own end with their days.
    "delegate": Role(sees=frozenset({"miller"}), units=frozenset({"east", "mill"}), can=KEEPS),
    "expired": Role((("union.clerk", "city"),), more={"until": YESTERDAY}),
    "inactive": Role((("union.clerk", "city"),), more={"inactive": True}),
}

# Roles with the very rights of another one that walks everywhere (the academy).
ALIKE = frozenset({"examiner", "expert", "policy-maker", "policy-confirmer", "poster-maker", "poster-approver"})


@dataclass(frozen=True)
class World:
    """Ids by name: of persons, units and of whatever else stands in an address."""

    ids: dict[str, object]
    clients: dict[str, Client]

    def outside(self, who):
        """Return the names and numbers that this log-in must never read."""
        role = ROLES.get(who, Role())
        out = []
        for key, (name, _home) in PERSONS.items():
            if key not in role.sees:
                out.append(name)
            if key != role.person:
                out += [self.ids[f"{key} id number"], self.ids[f"{key} phone"]]
        return out


def build():
    """Return the world, everybody signed in."""
    place = town()
    adopt(read_folder(settings.POLICIES / "base"))
    adopt(BookText("town", {"book.toml": BOOK, "indicators.toml": INDICATORS, "targets/2024.toml": TARGETS}))
    ids: dict[str, object] = {name: getattr(place, name) for name in ALL_UNITS - {"east", "west"}}
    for serial, (key, (name, home)) in enumerate(PERSONS.items(), 1):
        number, phone = id_number(40 + serial), f"1381234660{serial}"
        ids[key] = person(name, id_number=number, phone=phone)
        ids[f"{key} id number"], ids[f"{key} phone"] = number, phone
        if key == "mover":
            first = spell(ids[key], ids["mill"], date(2015, 3, 1), occupation="fitter", main=True)
            services.end_spell(actor=CLERK, spell_id=first.pk, until=MOVED_ON - timedelta(days=1))
        ids[f"{key} spell"] = spell(
            ids[key], ids[home], MOVED_ON if key == "mover" else date(2015, 3, 1), occupation="fitter", main=True
        ).pk
    _split(ids)
    _facts(ids)
    _log_ins(ids)
    _acts(ids)
    ids["miller consent"] = services.give_consent(actor=actor("worker"), person_id=ids["miller"]).pk
    clients = {"public": Client(raise_request_exception=False)}
    for who in ROLES:
        clients[who] = Client(raise_request_exception=False)
        clients[who].force_login(queries.user_named(who), backend="django.contrib.auth.backends.ModelBackend")
    return World(ids, clients)


def _split(ids):
    parts = [Part("east", "码头东街道", (ids["mill"],)), Part("west", "码头西街道", (ids["dock"],))]
    east, west = services.split_unit(actor=CLERK, unit_id=ids["quay"], parts=parts, on=SPLIT_ON)
    ids["east"], ids["west"] = east.pk, west.pk


def _facts(ids):
    for key, (_name, home) in PERSONS.items():
        credit = (ids[home], queries.path_on(ids[home], TODAY))
        fact = record(ids[key], "learning.class-finished", "2024-08-08", "safety-basics", None, 480, credited_to=credit)
        ids[f"{key} fact"] = fact.pk
    credit = (ids["forge"], queries.path_on(ids["forge"], TODAY))
    then = (ids["mill"], queries.path_on(ids["mill"], date(2018, 5, 1)))
    ids["past fact"] = record(
        ids["mover"], "learning.class-finished", "2018-05-01", "safety-basics", None, 480, credited_to=then
    ).pk
    ids["sealed secret"] = record(ids["sealed"], "welfare.mutual-aid-joined", "2024-02-01", credited_to=credit).pk


def _log_ins(ids):
    for who, role in ROLES.items():
        person_id = ids[role.person] if role.person else None
        user = services.create_user(actor=CLERK, username=who, password=PASSWORD, person_id=person_id)
        for name, unit in role.duties:
            new = NewDuty(user.pk, name, ids[unit], SPLIT_ON, until=role.more.get("until"))
            ids[f"{who} duty"] = services.give_duty(actor=CLERK, new=new).pk
        if role.more.get("inactive"):
            user.is_active = False
            user.save(update_fields=["is_active"])


def _acts(ids):
    """Let somebody lend a duty, propose a change, declare, and open a file that has closed again."""
    lent = Delegation(ids["district-union duty"], "delegate", ids["east"], TODAY + timedelta(days=9))
    services.delegate_duty(actor=actor("district-union"), new=lent)
    reason = "结业日期错了一天，证书上是前一天"
    withdrawal = Proposal(action="withdraw", fact_id=ids["miller fact"])
    ids["draft"] = changes.propose_change(actor=actor("enterprise-union"), proposal=withdrawal, reason=reason).pk
    said = Declared(kind="learning.class-finished", code="safety-basics", happened_on=date(2024, 3, 1), quantity=480)
    ids["declared"] = declared.declare(actor=actor("worker"), new=said).pk
    glass = services.break_glass(
        actor=actor("stranger"), person_id=ids["miller"], ground="accident", reason="工伤抢救，要找家里人来签字"
    )
    Glass.objects.update(started_at=clock.real_now() - timedelta(hours=2), until=clock.real_now() - timedelta(hours=1))
    ids["glass"] = glass.pk


def actor(who):
    """Return the actor of a log-in."""
    return access.actor_of(queries.user_named(who))
