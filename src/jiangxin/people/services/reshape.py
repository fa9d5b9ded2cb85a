"""Split one unit into several, merge several into one: the old stays in the days before, the new begins on the day."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from jiangxin.kernel.actor import Actor, require
from jiangxin.people import access
from jiangxin.people.errors import LeftOver, NotApart
from jiangxin.people.models import ChangeKind, Spell, Unit, UnitName, UnitPlace, UnitTag
from jiangxin.people.queries.units import children_on, name_on, path_on, place_on
from jiangxin.people.services.spells import pass_on
from jiangxin.people.services.units import DAY, NewUnit, lock_tree, note_change, refuse_later, register_unit, replant


@dataclass(frozen=True)
class Part:
    """One new unit of a split, with the child units and the spells (by id) that go to it."""

    key: str
    name: str
    children: tuple[int, ...] = ()
    spells: tuple[int, ...] = ()


@transaction.atomic
def split_unit(*, actor: Actor, unit_id: int, parts: Sequence[Part], on: date) -> list[Unit]:
    """Split a unit on a day: until the day before all shows the old one, from the day on the new ones.

    Every child unit and every spell standing at the unit itself must be given to a part;
    the sums above the unit do not change.
    """
    lock_tree()
    path, place = path_on(unit_id, on), place_on(unit_id, on)
    require(access.can_keep_units, actor, path)
    assert place is not None
    refuse_later([place], on)
    _refuse_left_over(unit_id, parts, on)
    old = Unit.objects.get(pk=unit_id)
    made = []
    for part in parts:
        new = NewUnit(part.key, old.kind, part.name, on, place.parent_id)
        unit = register_unit(actor=actor, new=new)
        _copy_tags(unit_id, unit.pk, on)
        for child_id in part.children:
            replant(child_id, unit.pk, on)
        pass_on(actor=actor, spells=Spell.objects.filter(pk__in=part.spells), unit_id=unit.pk, on=on)
        note_change(actor, ChangeKind.SPLIT, unit_id, unit.pk, on)
        made.append(unit)
    _close(unit_id, on)
    return made


@transaction.atomic
def merge_units(*, actor: Actor, unit_ids: Collection[int], into_id: int, on: date) -> Unit:
    """Merge units into one that stands already: children and standing spells pass to it on the day."""
    lock_tree()
    goal = path_on(into_id, on)
    paths = {unit_id: path_on(unit_id, on) for unit_id in unit_ids}
    for path in [goal, *paths.values()]:
        require(access.can_keep_units, actor, path)
    if not paths or into_id in paths or any(goal.startswith(path) for path in paths.values()):
        raise NotApart()
    for unit_id in paths:
        place = place_on(unit_id, on)
        assert place is not None
        refuse_later([place], on)
        for child in children_on(unit_id, on):
            replant(child.id, into_id, on)
        pass_on(actor=actor, spells=Spell.objects.on(on).filter(unit_id=unit_id), unit_id=into_id, on=on)
        note_change(actor, ChangeKind.MERGE, unit_id, into_id, on)
        _close(unit_id, on)
    return Unit.objects.get(pk=into_id)


def _refuse_left_over(unit_id: int, parts: Sequence[Part], on: date) -> None:
    """Refuse unless the parts take every child and standing spell exactly once."""
    children = {child.id: child.name for child in children_on(unit_id, on)}
    spells = set(Spell.objects.on(on).filter(unit_id=unit_id).values_list("pk", flat=True))
    given = [child_id for part in parts for child_id in part.children]
    handed = [spell_id for part in parts for spell_id in part.spells]
    left = [children.get(child_id, str(child_id)) for child_id in set(children) ^ set(given)]
    left += [_("第%(spell)s段") % {"spell": spell_id} for spell_id in sorted(spells ^ set(handed))]
    if left or len(given) != len(set(given)) or len(handed) != len(set(handed)) or len(parts) < 2:
        raise LeftOver(unit=name_on(unit_id, on), left="、".join(left[:8]) or _("重复的下级，或只有一家新单位"))


def _copy_tags(old_id: int, new_id: int, on: date) -> None:
    rows = UnitTag.objects.on(on).filter(unit_id=old_id)
    UnitTag.objects.bulk_create(UnitTag(unit_id=new_id, family=row.family, code=row.code, since=on) for row in rows)


def _close(unit_id: int, on: date) -> None:
    """End the unit's place, names and tags with the day before."""
    for model in (UnitPlace, UnitName, UnitTag):
        rows = model._default_manager.filter(unit_id=unit_id, until=None, since__lt=on)
        rows.update(until=on - DAY)
