"""Files opened out of turn, as lines: for the person told, for whoever looks at them again, for whoever did it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from jiangxin.kernel import clock, numbers
from jiangxin.kernel.actor import Actor
from jiangxin.people.errors import UnknownPerson
from jiangxin.people.models import Glass, GlassGround, Person
from jiangxin.people.queries.hashes import id_hash, phone_hash
from jiangxin.people.queries.persons import linked_ids
from jiangxin.people.queries.rules import GLASS, NUMBERS, duties_for
from jiangxin.people.queries.sight import glasses, grants
from jiangxin.people.queries.units import names_on

GROUNDS = GlassGround.choices  # of a form


@dataclass(frozen=True)
class GlassLine:
    """One opening in words; ``reason`` may be erased later, the rest stays."""

    id: int
    person_id: int
    name: str
    username: str
    duty: str
    unit: str
    ground: str
    reason: str
    at: datetime
    until: datetime
    open: bool
    verdict: str
    verdict_words: str
    remark: str


def glass_lines(rows: Iterable[Glass]) -> list[GlassLine]:
    """Return openings as lines."""
    found, now = list(rows), clock.real_now()
    names = names_on({row.unit_id for row in found}, clock.today())
    return [
        GlassLine(
            id=row.pk,
            person_id=row.person_id,
            name=row.person.name,
            username=row.user.username,
            duty=str(row.get_duty_display()),
            unit=names[row.unit_id],
            ground=str(row.get_ground_display()),
            reason=row.reason,
            at=row.opened_at,
            until=row.until,
            open=row.until > now,
            verdict=row.verdict,
            verdict_words=str(row.get_verdict_display()),
            remark=row.remark,
        )
        for row in found
    ]


def told_rows(rows: QuerySet[Glass]) -> QuerySet[Glass]:
    """Return openings with the persons and users that their lines name."""
    return rows.select_related("person", "user")


def unseen_glasses(person_id: int) -> list[GlassLine]:
    """Return the openings of a person's file that he has not put away yet."""
    return glass_lines(told_rows(Glass.objects.filter(person_id__in=linked_ids(person_id), seen_at=None))[:5])


def own_glasses(user_id: int) -> QuerySet[Glass]:
    """Return what a user opened out of turn, latest first."""
    return told_rows(Glass.objects.filter(user_id=user_id))


def open_glass(actor: Actor, person_id: int) -> GlassLine | None:
    """Return what lets the actor see this person out of turn now, None for nothing."""
    if not grants(actor, GLASS):
        return None
    rows = told_rows(glasses(actor).filter(person_id=person_id)).order_by("-until")
    return next(iter(glass_lines(rows[:1])), None)


def numbers_shown(actor: Actor) -> frozenset[str]:
    """Return the numbers that some duty of the actor may have shown for a reason; each is asked about again then."""
    return frozenset(thing for thing in NUMBERS if grants(actor, duties_for(thing)))


def one_by_number(text: str) -> int:
    """Return the one person of this whole ID number, phone, key or id, in or out of sight; else UnknownPerson."""
    wanted = text.strip()
    number = numbers.plain(wanted)
    hit = Q(key=wanted)
    if wanted.isascii() and wanted.isdecimal() and len(wanted) <= 16:
        hit |= Q(pk=int(wanted))
    if len(number) in {15, 18}:
        hit |= Q(id_hash=id_hash(number))
    if number.isascii() and number.isdigit() and len(number) >= 11:
        hit |= Q(phone_hash=phone_hash(number))
    found = list(Person.objects.filter(hit).values_list("pk", flat=True)[:2])
    if len(found) != 1:
        raise UnknownPerson(text="…", near="", candidates=[])
    return int(found[0])
