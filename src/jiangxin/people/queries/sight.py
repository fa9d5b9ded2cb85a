"""What an actor may see: duty by subtree by purpose by time, as the start of every query."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor, DutyGrant
from jiangxin.people.models import Consent, DutyName, Glass, Person, Spell, Unit, UnitPlace
from jiangxin.people.queries import rules
from jiangxin.people.queries.persons import linked_ids
from jiangxin.people.queries.rules import Thing
from jiangxin.people.queries.units import lineage_paths, paths_on, subtree_range, within

# The duties that see persons by name, and those that see units; experts and judges see only their cases.
SEES_PERSONS = rules.duties_for(Thing.NAME)
SEES_UNITS = frozenset(DutyName) - {DutyName.WORKER}
HISTORY = "history"  # scope of the consent to be seen with what was done elsewhere


@dataclass(frozen=True)
class Opening:
    """Which entries of one sort are open: all of them, or those credited to these subtrees at any time."""

    everything: bool = False
    paths: tuple[str, ...] = ()

    def covers(self, credited_path: str) -> bool:
        """Tell whether an entry credited to this path (of its day; blank if to nobody) is open."""
        return self.everything or any(low <= credited_path < high for low, high in map(subtree_range, self.paths))

    def within(self, name: str) -> Q:
        """Return the same as a filter."""
        return ~Q(pk__in=[]) if self.everything else within(name, self.paths)


@dataclass(frozen=True)
class Sight:
    """What one actor may see of one person's facts, by sort of entry; ``own`` is the person himself.

    The subtrees are those of his units, of their earlier places, of their predecessors.
    """

    own: bool
    whole: bool = False
    opened: Mapping[Thing, Opening] = field(default_factory=dict)

    @property
    def everything(self) -> bool:
        """Tell whether all entries of work are open, wherever they are credited."""
        return self._of(Thing.WORK).everything

    @property
    def sensitive(self) -> bool:
        """Tell whether sensitive kinds may be seen: by the person alone."""
        return self.own

    def covers(self, credited_path: str, sensitivity: str = Thing.WORK) -> bool:
        """Tell whether a fact of this sensitivity credited to this path may be seen."""
        return self._of(sensitivity).covers(credited_path)

    def facts(self, name: str = "credited_path") -> Q:
        """Return the same as a filter on a queryset of this person's facts of work."""
        return self._of(Thing.WORK).within(name)

    def facts_by(self, sensitivity_of: Mapping[str, str]) -> Q:
        """Return the filter of all his facts that may be seen, given each kind's sensitivity; other kinds are not."""
        if self.own:
            return ~Q(pk__in=[])
        if self.whole:
            return ~Q(kind__in=[kind for kind, sort in sensitivity_of.items() if sort == Thing.SENSITIVE])
        found = Q(pk__in=[])
        kinds: dict[Opening, list[str]] = {}
        for kind, sensitivity in sorted(sensitivity_of.items()):
            kinds.setdefault(self._of(sensitivity), []).append(kind)
        for opening, ids in kinds.items():
            if opening.everything or opening.paths:
                found |= Q(kind__in=ids) & opening.within("credited_path")
        return found

    def _of(self, sensitivity: str) -> Opening:
        if self.own or (self.whole and sensitivity != Thing.SENSITIVE):
            return Opening(everything=True)
        return self.opened.get(Thing(sensitivity), Opening())


def grants(actor: Actor, duties: Iterable[str]) -> list[DutyGrant]:
    """Return the actor's grants of these duties that fit the stated purpose."""
    wanted = set(duties)
    return [grant for grant in actor.duties if grant.name in wanted and grant.purpose in {"", actor.purpose}]


def glasses(actor: Actor) -> QuerySet[Glass]:
    """Return what the actor has opened out of turn and may still see, by a duty that he still holds."""
    held = [grant.name for grant in grants(actor, rules.GLASS)]
    if actor.user_id is None or not held:
        return Glass.objects.none()
    return Glass.objects.filter(user_id=actor.user_id, duty__in=held, until__gt=clock.real_now())


def persons_in_sight(actor: Actor, on: date | None = None, thing: Thing = Thing.NAME) -> QuerySet[Person]:
    """Return the persons of whom an actor may see a thing (their name): himself, whoever stands in his subtree."""
    if actor.is_machine:
        return Person.objects.all()
    day = on or clock.today()
    own = linked_ids(actor.person_id) if actor.person_id else frozenset[int]()
    paths = [grant.path for grant in grants(actor, rules.duties_for(thing))]
    seen = Q(pk__in=own)
    if paths:
        places = UnitPlace.objects.on(day).filter(within("path", paths))
        spells = Spell.objects.on(day).filter(unit_id__in=places.values("unit_id"))
        seen |= Q(pk__in=spells.values("person_id"))
    if actor.user_id is not None and paths:
        out_of_turn = glasses(actor).filter(duty__in=rules.glass_for(thing))
        seen |= Q(pk__in=out_of_turn.values("person_id"))
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


def sight_of(actor: Actor, person_id: int, *, ids: frozenset[int] | None = None) -> Sight:
    """Return what the actor may see of this person's facts; the person's consent opens the older ones of others.

    ``ids`` are the person's joined ids, where the caller has read them.
    """
    ids = linked_ids(person_id) if ids is None else ids
    if actor.is_machine or actor.person_id in ids:
        return Sight(own=actor.person_id in ids, whole=actor.is_machine)
    held = grants(actor, rules.TABLE)
    if not held:
        return Sight(own=False)
    agreed = _agreed(held, ids)
    broken = set(glasses(actor).filter(person_id__in=ids).values_list("duty", flat=True))
    lineages: dict[frozenset[int], tuple[str, ...]] = {}
    opened = {}
    for thing in rules.ENTRIES:
        seeing = [grant for grant in held if rules.need_of(grant.name, thing)]
        whole = any(grant in agreed for grant in seeing) or any(thing in rules.GLASS[duty] for duty in broken)
        units = frozenset(grant.unit_id for grant in seeing)
        if units not in lineages:
            lineages[units] = tuple(lineage_paths(units)) if units else ()
        opened[thing] = Opening(whole, lineages[units])
    return Sight(own=False, opened=opened)


def asks_purpose(actor: Actor) -> bool:
    """Tell whether the actor's duties want a purpose stated before he reads another's file."""
    held = grants(actor, rules.TABLE)
    needs = {rules.need_of(grant.name, thing) for grant in held for thing in rules.ENTRIES}
    return bool(needs - {None, rules.Need.OPEN})


def paths_of_persons(person_ids: Iterable[int], on: date) -> list[str]:
    """Return the paths of the units in which these persons stand on a day."""
    spells = Spell.objects.on(on).filter(person_id__in=list(person_ids))
    places = UnitPlace.objects.on(on).filter(unit_id__in=spells.values("unit_id"))
    return list(places.order_by("path").values_list("path", flat=True).distinct())


def _agreed(held: list[DutyGrant], ids: Iterable[int]) -> list[DutyGrant]:
    """Return the grants to which the person opened his history: where he stands today, and he said so."""
    standing = Consent.objects.standing().filter(person_id__in=ids, scope=HISTORY).values_list("unit_id", flat=True)
    agreed = list(standing)
    if not agreed:
        return []
    day = clock.today()
    whom = paths_on([unit_id for unit_id in agreed if unit_id], day).values()
    here = paths_of_persons(ids, day)
    return [
        grant
        for grant in held
        if rules.need_of(grant.name, Thing.HISTORY)
        and any(path.startswith(grant.path) for path in here)
        and (None in agreed or any(grant.path.startswith(path) for path in whom))
    ]


def _own_units(actor: Actor, day: date) -> list[int]:
    if actor.person_id is None:
        return []
    spells = Spell.objects.on(day).filter(person_id__in=linked_ids(actor.person_id))
    return list(spells.values_list("unit_id", flat=True))


def _steps(path: str) -> list[int]:
    """Return where each unit of a path begins."""
    return [at + 1 for at, char in enumerate(path[:-1]) if char == "/"]
