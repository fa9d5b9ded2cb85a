"""Who may see a thing of a person, through which duty; and what a user may see. Reads the table of ``rules``.

``sight`` goes from an actor to the persons; this goes from a person to the users. A test holds them together.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor, DutyGrant
from jiangxin.kernel.ids import from36
from jiangxin.people.models import Consent, Duty, DutyName, Glass, Person, User
from jiangxin.people.queries import rules
from jiangxin.people.queries.persons import linked_ids
from jiangxin.people.queries.rules import Need, Thing
from jiangxin.people.queries.sight import HISTORY, paths_of_persons, persons_in_sight, sight_of
from jiangxin.people.queries.units import names_on, paths_on

SELF, DUTY, PAST, GLASS = "self", "duty", "past", "glass"


@dataclass(frozen=True)
class Seer:
    """One way in which one user may see a thing.

    ``way`` is self, duty, past (only what his unit entered in its days) or glass (opened out of turn, until an
    instant). ``sees`` is False where the person's consent is still wanting.
    """

    user_id: int
    username: str
    way: str
    duty: str = ""
    unit_id: int | None = None
    unit: str = ""
    purpose: str = ""
    need: Need | None = None
    since: date | None = None
    until: date | None = None
    closes: datetime | None = None
    lender: str = ""
    sees: bool = True

    @property
    def condition(self) -> str:
        """Say on what condition."""
        return rules.need_words(self.need) if self.need else ""


def who_sees(person_id: int, thing: Thing) -> list[Seer]:
    """Return every way in which a user may see a thing of a person today, those with the person himself first."""
    day, ids = clock.today(), linked_ids(person_id)
    here = paths_of_persons([person_id], day)
    own = [Seer(user.pk, user.username, SELF) for user in User.objects.filter(person_id__in=ids, is_active=True)]
    if thing == Thing.NAME or thing in rules.NUMBERS:
        return [*own, *_seers(_duties_above(here, thing, day), thing, day), *_opened([person_id], thing, day)]
    named = _opened([person_id], Thing.NAME, day)
    purposes: dict[int, set[str]] = defaultdict(set)
    for one in [*_seers(_duties_above(here, Thing.NAME, day), Thing.NAME, day), *named]:
        purposes[one.user_id].add(one.purpose)
    broken = [one for one in _opened(ids, thing, day) if one.user_id in purposes]
    if thing == Thing.HISTORY:
        above = _duties_above(paths_of_persons(ids, day), thing, day)
        agreed = _agreed(above, ids, day)
        return [*own, *_seers(_together(above, purposes), thing, day, agreed=agreed), *broken]
    every = Duty.objects.on(day).filter(name__in=rules.duties_for(thing), user_id__in=purposes)
    held = _together(list(_told(every)), purposes)
    return [*own, *_seers(held, thing, day, here=here), *broken]


def who_sees_unit(path: str, thing: Thing) -> list[Seer]:
    """Return every duty over the unit at this path that may see a thing of whoever stands in it."""
    day = clock.today()
    return _seers(_duties_above([path], thing, day), thing, day)


def sees(actor: Actor, person_id: int, thing: Thing) -> bool:
    """Tell whether an actor may see a thing of a person, by the querysets that the pages start from."""
    if actor.person_id in linked_ids(person_id):
        return True
    if thing == Thing.NAME or thing in rules.NUMBERS:
        return persons_in_sight(actor, thing=thing).filter(pk=person_id).exists()
    if not persons_in_sight(actor).filter(pk=person_id).exists():
        return False
    sight = sight_of(actor, person_id)
    if thing == Thing.HISTORY:
        return any(opening.everything for opening in sight.opened.values())
    opening = sight.opened.get(thing)
    return opening is not None and (opening.everything or bool(opening.paths))


@dataclass(frozen=True)
class Held:
    """One duty of a user with what it sees; ``things`` in the order of the table."""

    duty_id: int
    code: str
    duty: str
    unit_id: int
    unit: str
    path: str
    purpose: str
    since: date
    until: date | None
    lender: str
    things: tuple[tuple[str, str], ...]
    persons: int


def held_by(user_id: int) -> list[Held]:
    """Return what each duty of a user sees today and of how many persons."""
    day = clock.today()
    duties = list(_told(Duty.objects.on(day).filter(user_id=user_id, user__is_active=True)))
    paths = paths_on([duty.unit_id for duty in duties], day)
    names = names_on([duty.unit_id for duty in duties], day)
    found = []
    for duty in duties:
        needs = rules.TABLE.get(duty.name, {})
        found.append(
            Held(
                duty_id=duty.pk,
                code=duty.name,
                duty=str(DutyName(duty.name).label),
                unit_id=duty.unit_id,
                unit=names[duty.unit_id],
                path=paths.get(duty.unit_id, ""),
                purpose=duty.purpose,
                since=duty.since,
                until=_last_day(duty),
                lender=_lender(duty),
                things=tuple((str(thing.label), rules.need_words(need)) for thing, need in needs.items()),
                persons=persons_under(duty, paths.get(duty.unit_id, "")).count() if needs else 0,
            )
        )
    return found


def persons_under(duty: Duty | Held, path: str) -> QuerySet[Person]:
    """Return the persons whom one duty over the unit at this path sees by name."""
    name = duty.name if isinstance(duty, Duty) else duty.code
    grants = (DutyGrant(name, duty.unit_id, path, duty.purpose),) if path else ()
    return persons_in_sight(Actor(key="duty", duties=grants, purpose=duty.purpose))


def _told(duties: QuerySet[Duty]) -> QuerySet[Duty]:
    return duties.select_related("user", "delegated_from__user").order_by("user__username", "since", "pk")


def _duties_above(paths: Iterable[str], thing: Thing, day: date) -> list[Duty]:
    """Return the duties over any unit on these paths that may see a thing."""
    units = {from36(part) for path in paths for part in path.strip("/").split("/")}
    held = Duty.objects.on(day).filter(name__in=rules.duties_for(thing), unit_id__in=units, user__is_active=True)
    return list(_told(held))


def _together(duties: Iterable[Duty], purposes: Mapping[int, set[str]]) -> list[Duty]:
    """Return the duties whose holder can state one purpose for both this and for seeing the name."""
    return [
        duty
        for duty in duties
        if (stated := purposes.get(duty.user_id)) and (duty.purpose in {"", *stated} or "" in stated)
    ]


def _seers(
    duties: Collection[Duty],
    thing: Thing,
    day: date,
    *,
    here: Collection[str] | None = None,
    agreed: Collection[int] | None = None,
) -> list[Seer]:
    paths = paths_on([duty.unit_id for duty in duties], day)
    names = names_on([duty.unit_id for duty in duties], day)
    return [
        Seer(
            user_id=duty.user_id,
            username=duty.user.username,
            way=PAST if here is not None and not _over(paths[duty.unit_id], here) else DUTY,
            duty=str(DutyName(duty.name).label),
            unit_id=duty.unit_id,
            unit=names[duty.unit_id],
            purpose=duty.purpose,
            need=rules.need_of(duty.name, thing),
            since=duty.since,
            until=_last_day(duty),
            lender=_lender(duty),
            sees=agreed is None or duty.pk in agreed,
        )
        for duty in duties
        if duty.unit_id in paths
    ]


def _opened(ids: Iterable[int], thing: Thing, day: date) -> list[Seer]:
    """Return what stands open out of turn, by a duty still held."""
    rows = Glass.objects.filter(
        person_id__in=list(ids), until__gt=clock.real_now(), duty__in=rules.glass_for(thing), user__is_active=True
    ).select_related("user")
    found = []
    for row in rows:
        held = Duty.objects.on(day).filter(user_id=row.user_id, name=row.duty)
        purposes = set(held.values_list("purpose", flat=True))
        names = names_on([row.unit_id], day)
        found += [
            Seer(
                user_id=row.user_id,
                username=row.user.username,
                way=GLASS,
                duty=str(DutyName(row.duty).label),
                unit_id=row.unit_id,
                unit=names[row.unit_id],
                purpose=purpose,
                closes=row.until,
            )
            for purpose in sorted(purposes)
        ]
    return found


def _agreed(duties: Collection[Duty], ids: Iterable[int], day: date) -> set[int]:
    """Return the duties to which the person opened what he did elsewhere."""
    standing = Consent.objects.standing().filter(person_id__in=ids, scope=HISTORY)
    agreed = list(standing.values_list("unit_id", flat=True))
    whom = list(paths_on([unit_id for unit_id in agreed if unit_id], day).values())
    paths = paths_on([duty.unit_id for duty in duties], day)
    return {
        duty.pk
        for duty in duties
        if None in agreed or any(paths.get(duty.unit_id, "").startswith(path) for path in whom)
    }


def _over(path: str, here: Iterable[str]) -> bool:
    return any(one.startswith(path) for one in here)


def _last_day(duty: Duty) -> date | None:
    lent = duty.delegated_from
    days = [day for day in (duty.until, lent.until if lent else None) if day]
    return min(days, default=None)


def _lender(duty: Duty) -> str:
    return duty.delegated_from.user.username if duty.delegated_from else ""
