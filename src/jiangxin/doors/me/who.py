"""Who signed in: name, trade and grade, unit and street, duties; and who wrote an entry."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from jiangxin.doors.me import words
from jiangxin.doors.me.kinds import GRADE
from jiangxin.insight.queries import Portrait
from jiangxin.kernel import clock
from jiangxin.people import queries as people
from jiangxin.people.queries import Office, UnitOn
from jiangxin.policy.facts import CONFIRMED

AREAS = ("district", "street")
ABOVE_EMPLOYERS = ("city", "zone", *AREAS)


@dataclass(frozen=True)
class Who:
    """The person as his own page names him; numbers are masked, blank where there are none.

    ``units`` are his employer and the team he belongs to within it; of one who works at a union office that office.
    """

    name: str
    example: bool
    trade: str
    grade: str
    units: tuple[str, ...]
    area: str
    lineage: tuple[UnitOn, ...]
    id_number: str
    phone: str


def who_is(portrait: Portrait) -> Who:
    """Return the person of a portrait, as he stood on its day; whoever may read it was asked before."""
    person = portrait.known.person
    spell = portrait.known.main(portrait.on)
    lineage = people.units_along(portrait.path, portrait.on) if spell is not None and portrait.path else []
    last = lineage[-1].name if lineage else people.name_on(spell.unit_id, portrait.on) if spell else ""
    inside = [one.name for one in lineage if one.kind not in ABOVE_EMPLOYERS] or ([last] if last else [])
    units = (*inside[:1], *inside[1:][-1:])
    trade = spell.occupation if spell else ""
    return Who(
        name=person.name,
        example=person.is_example,
        trade=words.trade_words(portrait.book, trade, portrait.on),
        grade=_grade(portrait, trade),
        units=units,
        lineage=tuple(lineage),
        area="".join(one.name for one in lineage[:-1] if one.kind in AREAS),
        id_number=person.id_number.masked if person.id_number else "",
        phone=person.phone.masked if person.phone else "",
    )


def _grade(portrait: Portrait, trade: str) -> str:
    """Return the highest grade in the trade, else in any; only what is confirmed."""
    held = [row for row in portrait.facts if row.kind == GRADE and row.proof >= CONFIRMED and row.level is not None]
    held = [row for row in held if row.ended_on is None or row.ended_on >= portrait.on]
    best = max(held, key=lambda row: (row.code == trade, row.level or 0), default=None)
    return words.level_words(portrait.book, GRADE, best.level) if best else ""


def offices_of(user_id: int, on: date) -> Sequence[Office]:
    """Return the duties a user holds on a day."""
    return people.offices_of([user_id], on).get(user_id, ())


def recorders(keys: Iterable[str]) -> Mapping[str, str]:
    """Say who wrote an entry, by the recorded key: a person by his office, a machine by its name."""
    wanted = set(keys)
    users = {key: int(name) for key in wanted if (name := key.removeprefix("user:")) != key and name.isdecimal()}
    held = people.offices_of(users.values(), clock.today())
    return {key: _recorder(key, held.get(users.get(key, 0), ())) for key in wanted}


def _recorder(key: str, held: Sequence[Office]) -> str:
    sort, _colon, name = key.partition(":")
    if sort == "machine":
        return _("系统（%(name)s）") % {"name": name}
    if sort != "user" or not name.isdecimal():
        return key
    return "·".join((held[0].unit, held[0].duty)) if held else _("经办人%(number)s") % {"number": name}
