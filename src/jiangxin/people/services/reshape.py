"""Split one unit into several, merge several into one: the old stays in the days before, the new begins on the day."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.audit.services import acted
from jiangxin.kernel.actor import Actor, require
from jiangxin.people import access
from jiangxin.people.errors import LeftOver, NotApart, SameAgain
from jiangxin.people.models import ChangeKind, Spell, Unit, UnitName, UnitPlace, UnitTag
from jiangxin.people.queries.keeping import children_from, spells_from
from jiangxin.people.queries.units import name_on, path_on, place_on
from jiangxin.people.services.credit import Credit, credit_anew, facts_since, under
from jiangxin.people.services.respell import moved_since
from jiangxin.people.services.spells import pass_on
from jiangxin.people.services.units import (
    DAY,
    NewUnit,
    lock_tree,
    note_change,
    refuse_ahead,
    refuse_later,
    refuse_moved_on,
    register_unit,
    replant,
)

FEWEST = 2


@dataclass(frozen=True)
class Part:
    """One new unit of a split, with the child units and the spells (by id) that go to it."""

    key: str
    name: str
    children: tuple[int, ...] = ()
    spells: tuple[int, ...] = ()


@acted(gettext_lazy("分设单位"))
@transaction.atomic
def split_unit(*, actor: Actor, unit_id: int, parts: Sequence[Part], on: date, seen: str = "") -> list[Unit]:
    """Split a unit on a day: until the day before all shows the old one, from the day on the new ones.

    Every child unit and every spell at the unit itself that reaches the day must be given to a part;
    the sums above the unit do not change. What is credited to the unit itself from the day on goes where its
    person goes, else to the first part.
    """
    lock_tree()
    refuse_ahead(on)
    path, place = path_on(unit_id, on), place_on(unit_id, on)
    require(access.can_keep_units, actor, path)
    refuse_moved_on(seen, [unit_id])
    assert place is not None
    refuse_later(unit_id, on)
    _refuse_left_over(unit_id, parts, on)
    old = Unit.objects.get(pk=unit_id)
    made: list[Unit] = []
    homes: dict[int, int] = {}
    pairs: list[tuple[str, str]] = []
    for part in parts:
        new = NewUnit(part.key, old.kind, part.name, on, place.parent_id)
        unit = register_unit(actor=actor, new=new)
        _copy_tags(unit_id, unit.pk, on)
        pairs += [replant(child_id, unit.pk, on) for child_id in part.children]
        homes |= _hand_over(actor, Spell.objects.filter(pk__in=part.spells), unit.pk, on)
        note_change(actor, ChangeKind.SPLIT, unit_id, unit.pk, on)
        made.append(unit)
    to = _homes(path, pairs, homes, made[0].pk, on)
    credit_anew(actor=actor, facts=facts_since(path, on), to=to, on=on)
    _close(unit_id, on)
    return made


@acted(gettext_lazy("合并单位"))
@transaction.atomic
def merge_units(*, actor: Actor, unit_ids: Collection[int], into_id: int, on: date, seen: str = "") -> Unit:
    """Merge units into one that stands already: children, spells and entries since the day pass to it."""
    lock_tree()
    refuse_ahead(on)
    goal = path_on(into_id, on)
    paths = {unit_id: path_on(unit_id, on) for unit_id in unit_ids}
    for path in [goal, *paths.values()]:
        require(access.can_keep_units, actor, path)
    if not paths or into_id in paths or any(goal.startswith(path) for path in paths.values()):
        raise NotApart()
    refuse_moved_on(seen, [*paths, into_id])
    for unit_id, path in paths.items():
        refuse_later(unit_id, on)
        pairs = [replant(child_id, into_id, on) for child_id in children_from(unit_id, on)]
        _hand_over(actor, spells_from(unit_id, on), into_id, on)
        to = _homes(path, pairs, {}, into_id, on)
        credit_anew(actor=actor, facts=facts_since(path, on), to=to, on=on)
        note_change(actor, ChangeKind.MERGE, unit_id, into_id, on)
        _close(unit_id, on)
    return Unit.objects.get(pk=into_id)


def _hand_over(actor: Actor, spells: Any, unit_id: int, on: date) -> dict[int, int]:
    """Pass spells on from the day; those begun on it or later are set right. Return where each person went."""
    rows = list(spells)
    pass_on(actor=actor, spells=[row for row in rows if row.since < on], unit_id=unit_id, on=on)
    why = _("单位变动，从%(on)s起归新单位") % {"on": on.isoformat()}
    for row in rows:
        if row.since >= on:
            moved_since(actor=actor, spell=row, unit_id=unit_id, on=on, why=why)
    return {row.person_id: unit_id for row in rows}


def _homes(
    path: str, pairs: Sequence[tuple[str, str]], homes: Mapping[int, int], else_id: int, on: date
) -> Callable[[Any], Credit]:
    """Return the new credit of entries: below a child with it, at the unit itself where its person went, else one."""
    paths = {unit_id: path_on(unit_id, on) for unit_id in {*homes.values(), else_id}}
    along = under(pairs)

    def home(fact: Any) -> Credit:
        if fact.credited_path != path:
            return along(fact)
        unit_id = homes.get(fact.subject_id, else_id)
        return unit_id, paths[unit_id]

    return home


def _refuse_left_over(unit_id: int, parts: Sequence[Part], on: date) -> None:
    """Refuse unless the parts, each of its own name, take every child and every spell from the day on exactly once."""
    children = children_from(unit_id, on)
    spells = {spell.pk: spell.person.name for spell in spells_from(unit_id, on)}
    given = [child_id for part in parts for child_id in part.children]
    handed = [spell_id for part in parts for spell_id in part.spells]
    left = [children.get(child_id, str(child_id)) for child_id in sorted(set(children) ^ set(given))]
    left += [spells.get(spell_id, str(spell_id)) for spell_id in sorted(set(spells) ^ set(handed))]
    if left or len(given) != len(set(given)) or len(handed) != len(set(handed)) or len(parts) < FEWEST:
        raise LeftOver(unit=name_on(unit_id, on), left="、".join(left[:8]) or _("重复的下级，或只有一家新单位"))
    names = [part.name.strip() for part in parts]
    if len(set(names)) < len(names):
        raise SameAgain(unit=next(name for name in names if names.count(name) > 1))


def _copy_tags(old_id: int, new_id: int, on: date) -> None:
    rows = UnitTag.objects.on(on).filter(unit_id=old_id)
    UnitTag.objects.bulk_create(UnitTag(unit_id=new_id, family=row.family, code=row.code, since=on) for row in rows)


def _close(unit_id: int, on: date) -> None:
    """End the unit's place, names and tags with the day before."""
    for model in (UnitPlace, UnitName, UnitTag):
        rows = model._default_manager.filter(unit_id=unit_id, until=None, since__lt=on)
        rows.update(until=on - DAY)
