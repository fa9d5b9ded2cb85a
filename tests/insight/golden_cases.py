"""The golden cases made real: a small tree, people, facts, what happens later, and what is asked."""

import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from jiangxin.books import queries as books
from jiangxin.insight.indicators import scope_of
from jiangxin.kernel.actor import Actor
from jiangxin.kernel.dates import Period
from jiangxin.ledger import queries as ledger_queries
from jiangxin.ledger import services as ledger
from jiangxin.ledger.services import NewFact
from jiangxin.people import queries
from jiangxin.people import services as people
from tests.books.builders import BASE, CITY, TODAY, adopt, text, unit

CLERK = Actor.machine("clerk")
HERE = Path(__file__).parent / "golden"
KINDS = {
    "finished": "learning.class-finished",
    "registered": "learning.registered",
    "joined": "people.union-joined",
    "honour": "honour.awarded",
    "designated": "people.designated",
}
CODES = {"finished": "cnc-programming"}


def cases():
    """Return every case."""
    return tomllib.loads((HERE / "cases.toml").read_text(encoding="utf-8"))["case"]


@dataclass
class World:
    """Units and persons by name, facts and links in the order they were made."""

    units: dict = field(default_factory=dict)
    persons: dict = field(default_factory=dict)
    facts: list = field(default_factory=list)
    links: list = field(default_factory=list)

    def begin(self):
        """Make the tree and adopt the book."""
        city = unit("city", "city", "甬市")
        north, south = unit("north", "district", "北区", city), unit("south", "district", "南区", city)
        quay = unit("quay", "street", "码头街道", north)
        mill, dock = unit("mill", "enterprise", "纺织厂", quay), unit("dock", "enterprise", "船坞", quay)
        self.units = {"city": city, "north": north, "south": south, "quay": quay, "mill": mill, "dock": dock}
        adopt(text(BASE))
        indicators = (HERE / "indicators.toml").read_text(encoding="utf-8")
        adopt(text(CITY, **{"indicators.toml": indicators, "figures/2024.toml": None}))

    @property
    def book(self):
        """Return the book."""
        return books.book_for(self.units["city"], TODAY)

    def subject(self, name):
        """Return a unit's id, or a person's, whom it registers the first time."""
        if name in self.units:
            return self.units[name]
        if name not in self.persons:
            new = people.NewPerson(name=f"沈{name}", sex="female", birth_on=date(1990, 5, 1))
            self.persons[name] = people.register_person(actor=CLERK, new=new).pk
        return self.persons[name]

    def new_fact(self, told):
        """Return a fact as the table tells it."""
        kind, home, on = told.get("kind", "finished"), self.units[told["unit"]], told["on"]
        return NewFact(
            subject_id=self.subject(told["who"]),
            kind=KINDS[kind],
            happened_on=on,
            code=told.get("code", CODES.get(kind, "")),
            level=told.get("level"),
            quantity=told.get("n", 120 if kind == "finished" else 1),
            precision=told.get("precision", "day"),
            ended_on=told.get("ended"),
            credited_to=(home, queries.path_on(home, on)),
            proof=told.get("proof", "confirmed"),
        )

    def record(self, told):
        """Record a fact."""
        made = ledger.record(actor=CLERK, fact=self.new_fact(told))
        self.facts.append((made.pk, told))

    def do(self, step):
        """Do one thing that comes later."""
        getattr(self, f"_{step['do']}")(step)

    def _record(self, step):
        self.record(step)

    def _latest(self, place):
        pk, told = self.facts[place]
        while True:
            fact = ledger_queries.facts_with([pk]).select_related("superseded_by").get()
            if getattr(fact, "superseded_by", None) is None:
                return pk, told
            pk = fact.superseded_by.pk

    def _correct(self, step):
        pk, told = self._latest(step["fact"])
        told = told | {name: value for name, value in step.items() if name not in ("do", "fact")}
        made = ledger.correct(actor=CLERK, fact_id=pk, new=self.new_fact(told))
        self.facts[step["fact"]] = (made.pk, told)

    def _withdraw(self, step):
        ledger.withdraw(actor=CLERK, fact_id=self._latest(step["fact"])[0])

    def _complete(self, step):
        ledger.complete(actor=CLERK, fact_id=self._latest(step["fact"])[0], ended_on=step["ended"])

    def _confirm(self, step):
        ledger.confirm(actor=CLERK, fact_id=self._latest(step["fact"])[0], proof=step["proof"])

    def _move(self, step):
        under = self.units[step["under"]]
        people.move_unit(actor=CLERK, unit_id=self.units[step["unit"]], parent_id=under, on=step["on"])

    def _split(self, step):
        parts = [
            people.Part(key=key, name=f"{key}街道", children=tuple(self.units[one] for one in children))
            for key, children in step["into"]
        ]
        made = people.split_unit(actor=CLERK, unit_id=self.units[step["unit"]], parts=parts, on=step["on"])
        self.units |= {one.key: one.pk for one in made}

    def _link(self, step):
        one, other = self.subject(step["who"]), self.subject(step["other"])
        self.links.append(people.link_persons(actor=CLERK, keep_id=one, other_id=other).pk)

    def _unlink(self, step):
        people.unlink_persons(actor=CLERK, link_id=self.links[step["link"]])

    def scope(self, ask, known_at=None):
        """Return the scope a question is about."""
        period = Period.parse(ask.get("period", "2024"))
        known = known_at if ask.get("known") == "before" else None
        return scope_of(self.units[ask["unit"]], period, ask.get("on", TODAY), known)

    def names(self, by_unit):
        """Return parts by the names of the table."""
        known = {one: name for name, one in self.units.items()} | {0: ""}
        return {known[one]: value for one, value in by_unit.items()}
