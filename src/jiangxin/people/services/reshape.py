"""Split one unit into several, merge several into one: the old stays in the days before, the new begins on the day."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jiangxin.kernel.actor import Actor, require
from jiangxin.people import access
from jiangxin.people.errors import LaterHistory, LeftOver, NotApart, SameAgain
from jiangxin.people.models import ChangeKind, Spell, Unit, UnitName, UnitPlace, UnitTag
from jiangxin.people.queries.keeping import spells_from
from jiangxin.people.queries.units import children_on, name_on, path_on, place_on
from jiangxin.people.services.credit import credit_anew, facts_since
from jiangxin.people.services.respell import moved_since
from jiangxin.people.services.spells import pass_on
from jiangxin.people.services.units import (
    DAY,
    NewUnit,
    lock_tree,
    note_change,
    refuse_ahead,
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
    _refuse_begun(unit_id, place, on)
    _refuse_left_over(unit_id, parts, on)
    old = Unit.objects.get(pk=unit_id)
    made: list[Unit] = []
    homes: dict[int, int] = {}
    for part in parts:
        new = NewUnit(part.key, old.kind, part.name, on, place.parent_id)
        unit = register_unit(actor=actor, new=new)
        _copy_tags(unit_id, unit.pk, on)
        for child_id in part.children:
            replant(actor, child_id, unit.pk, on)
        homes |= _hand_over(actor, Spell.objects.filter(pk__in=part.spells), unit.pk, on)
        note_change(actor, ChangeKind.SPLIT, unit_id, unit.pk, on)
        made.append(unit)
    _credit_own(actor, path, on, homes, made[0].pk)
    _close(unit_id, on)
    return made


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
        place = place_on(unit_id, on)
        assert place is not None
        _refuse_begun(unit_id, place, on)
        for child in children_on(unit_id, on):
            replant(actor, child.id, into_id, on)
        _hand_over(actor, spells_from(unit_id, on), into_id, on)
        _credit_own(actor, path, on, {}, into_id)
        note_change(actor, ChangeKind.MERGE, unit_id, into_id, on)
        _close(unit_id, on)
    return Unit.objects.get(pk=into_id)


def _refuse_begun(unit_id: int, place: UnitPlace, on: date) -> None:
    """Refuse a day on which the unit begins its place, or after which it or what is below it changes again."""
    later = UnitPlace.objects.filter(unit_id=unit_id, since__gte=on) | UnitPlace.objects.filter(
        parent_id=unit_id, since__gte=on
    )
    first = later.order_by("since").first()
    if first:
        raise LaterHistory(unit=name_on(first.unit_id, on), since=first.since)
    if place.until is not None:
        raise LaterHistory(unit=name_on(unit_id, on), since=place.until)


def _hand_over(actor: Actor, spells: Any, unit_id: int, on: date) -> dict[int, int]:
    """Pass spells on from the day; those begun on it or later are set right. Return where each person went."""
    rows = list(spells)
    pass_on(actor=actor, spells=[row for row in rows if row.since < on], unit_id=unit_id, on=on)
    why = _("单位变动，从%(on)s起归新单位") % {"on": on.isoformat()}
    for row in rows:
        if row.since >= on:
            moved_since(actor=actor, spell=row, unit_id=unit_id, on=on, why=why)
    return {row.person_id: unit_id for row in rows}


def _credit_own(actor: Actor, path: str, on: date, homes: Mapping[int, int], else_id: int) -> None:
    """Credit what stands at the unit itself from the day on to where its person went, else to one unit."""
    facts = [fact for fact in facts_since(path, on) if fact.credited_path == path]
    paths = {unit_id: path_on(unit_id, on) for unit_id in {*homes.values(), else_id}}

    def home(fact: Any) -> tuple[int, str]:
        unit_id = homes.get(fact.subject_id, else_id)
        return unit_id, paths[unit_id]

    credit_anew(actor=actor, facts=facts, to=home, on=on)


def _refuse_left_over(unit_id: int, parts: Sequence[Part], on: date) -> None:
    """Refuse unless the parts, each of its own name, take every child and every spell from the day on exactly once."""
    children = {child.id: child.name for child in children_on(unit_id, on)}
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
