"""What an actor may see: duty by subtree by purpose by time, as the start of every query."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor, DutyGrant
from jiangxin.people.models import Consent, DutyName, Person, Spell, Unit, UnitPlace
from jiangxin.people.queries.persons import linked_ids
from jiangxin.people.queries.units import lineage_paths, paths_on, subtree_range, within

# The duties that see persons by name, and those that see units; experts and judges see only their cases.
SEES_PERSONS = frozenset({DutyName.CLERK, DutyName.REVIEWER, DutyName.LEADER, DutyName.HR, DutyName.AUDITOR})
SEES_UNITS = frozenset(DutyName) - {DutyName.WORKER}


@dataclass(frozen=True)
class Sight:
    """What one actor may see of one person's facts.

    ``paths`` are subtrees whose facts of any time are his: his units', their earlier places', their predecessors'.
    """

    own: bool
    everything: bool
    paths: tuple[str, ...] = ()

    def covers(self, credited_path: str) -> bool:
        """Tell whether a fact credited to this path (of its day; blank if to nobody) may be seen."""
        if self.own or self.everything:
            return True
        return any(low <= credited_path < high for low, high in map(subtree_range, self.paths))

    def facts(self, field: str = "credited_path") -> Q:
        """Return the same as a filter on a queryset of this person's facts."""
        return ~Q(pk__in=[]) if self.own or self.everything else within(field, self.paths)

    @property
    def sensitive(self) -> bool:
        """Tell whether sensitive kinds may be seen: by the person alone."""
        return self.own


def grants(actor: Actor, duties: Iterable[str]) -> list[DutyGrant]:
    """Return the actor's grants of these duties that fit the stated purpose."""
    wanted = set(duties)
    return [grant for grant in actor.duties if grant.name in wanted and grant.purpose in {"", actor.purpose}]


def persons_in_sight(actor: Actor, on: date | None = None) -> QuerySet[Person]:
    """Return the persons an actor may see: himself, and whoever stands in his subtree on this day."""
    if actor.is_machine:
        return Person.objects.all()
    day = on or clock.today()
    own = linked_ids(actor.person_id) if actor.person_id else frozenset[int]()
    paths = [grant.path for grant in grants(actor, SEES_PERSONS)]
    seen = Q(pk__in=own)
    if paths:
        places = UnitPlace.objects.on(day).filter(within("path", paths))
        spells = Spell.objects.on(day).filter(unit_id__in=places.values("unit_id"))
        seen |= Q(pk__in=spells.values("person_id"))
    return Person.objects.filter(seen)


def units_in_sight(actor: Actor, on: date | None = None) -> QuerySet[Unit]:
    """Return the units an actor may see: his subtrees, his own units, all above them, and what they came from."""
    if actor.is_machine:
        return Unit.objects.all()
    day = on or clock.today()
    held = grants(actor, SEES_UNITS)
    paths = [grant.path for grant in held]
    mine = list(paths_on(_own_units(actor, day), day).values())
    above = {path[: path.index("/", at) + 1] for path in [*paths, *mine] for at in _steps(path)}
    places = UnitPlace.objects.filter(
        within("path", [*paths, *lineage_paths(grant.unit_id for grant in held)]) | Q(path__in=above)
    )
    return Unit.objects.filter(pk__in=places.values("unit_id"))


def sight_of(actor: Actor, person_id: int) -> Sight:
    """Return what the actor may see of this person's facts; the person's consent opens the older ones of others."""
    ids = linked_ids(person_id)
    if actor.is_machine or actor.person_id in ids:
        return Sight(own=actor.person_id in ids, everything=actor.is_machine)
    held = grants(actor, SEES_PERSONS)
    if not held:
        return Sight(own=False, everything=False)
    agreed = Consent.objects.standing().filter(person_id__in=ids, scope="history").values_list("unit_id", flat=True)
    whom = paths_on([unit_id for unit_id in agreed if unit_id], clock.today()).values()
    opened = None in agreed or any(grant.path.startswith(path) for grant in held for path in whom)
    inside = opened and persons_in_sight(actor).filter(pk__in=ids).exists()
    return Sight(own=False, everything=inside, paths=tuple(lineage_paths(grant.unit_id for grant in held)))


def _own_units(actor: Actor, day: date) -> list[int]:
    if actor.person_id is None:
        return []
    spells = Spell.objects.on(day).filter(person_id__in=linked_ids(actor.person_id))
    return list(spells.values_list("unit_id", flat=True))


def _steps(path: str) -> list[int]:
    """Return where each unit of a path begins."""
    return [at + 1 for at, char in enumerate(path[:-1]) if char == "/"]
