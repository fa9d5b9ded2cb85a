"""The subject as the evaluator sees it, and the closed list of attributes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from jiangxin.kernel.dates import full_years, retirement_on

WORKER_POST: Final = "worker"


@dataclass(frozen=True, kw_only=True)
class PersonView:
    """What rules may ask about a person on a day, beside the facts.

    ``sex`` is male, female or empty; ``occupations`` begins with that of the
    main spell; ``unit_attributes`` has ownership and level of the main unit;
    ``tags`` are its tags as family:code.
    """

    id: int
    birth_on: date | None = None
    sex: str = ""
    occupations: tuple[str, ...] = ()
    post_class: str = ""
    unit_attributes: Mapping[str, str] = field(default_factory=dict)
    tags: frozenset[str] = frozenset()
    party_member: bool | None = None

    def retires_on(self) -> date | None:
        """Return the day of statutory retirement, or None while birth, sex or a woman's post class is unknown."""
        if self.birth_on is None or self.sex not in ("male", "female"):
            return None
        if self.sex == "male":
            return retirement_on("male", self.birth_on, 60)
        if not self.post_class:
            return None
        return retirement_on("female", self.birth_on, 50 if self.post_class == WORKER_POST else 55)

    def age_on(self, on: date) -> int | None:
        """Return full years since birth."""
        return full_years(self.birth_on, on) if self.birth_on else None


def attribute_of(person: PersonView | None, name: str, on: date) -> frozenset[int | str]:
    """Return what an attribute is on a day: nothing if unknown, one value, or several tags."""
    if person is None:
        return frozenset()
    if name == "unit.tag":
        return frozenset(person.tags)
    retires_on = person.retires_on() if name == "within_retirement" else None
    known: dict[str, int | str | None] = {
        "age": person.age_on(on),
        "sex": person.sex,
        "within_retirement": None if retires_on is None else on < retires_on,
        "post_class": person.post_class,
        "party_member": person.party_member,
        "unit.ownership": person.unit_attributes.get("ownership"),
        "unit.level": person.unit_attributes.get("level"),
    }
    value = known[name]
    return frozenset() if value is None or value == "" else frozenset((value,))
