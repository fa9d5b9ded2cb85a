"""A change of a unit that was a slip is taken back, as long as nothing rests on it; its line stays, marked."""

from django.db import transaction
from django.utils.translation import gettext_lazy

from jiangxin.audit.services import acted
from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor, require
from jiangxin.people import access
from jiangxin.people.errors import NotUndone
from jiangxin.people.models import ChangeKind, Unit, UnitChange, UnitName, UnitPlace
from jiangxin.people.queries.units import join_path, path_on, place_on, within
from jiangxin.people.services.credit import credit_anew, facts_since, under
from jiangxin.people.services.units import DAY, lock_tree


@acted(gettext_lazy("撤回单位变动"))
@transaction.atomic
def undo_change(*, actor: Actor, change_id: int) -> UnitChange:
    """Take back a rename or a move that is the unit's latest change."""
    lock_tree()
    change = UnitChange.objects.select_for_update().get(pk=change_id)
    unit_id = change.predecessor_id
    list(Unit.objects.select_for_update().filter(pk=unit_id).values_list("pk", flat=True))
    if change.undone_at is not None or change.kind not in {ChangeKind.RENAME, ChangeKind.MOVE}:
        raise NotUndone()
    require(access.can_keep_units, actor, path_on(unit_id, clock.today()))
    later = UnitChange.objects.filter(predecessor_id=unit_id, kind=change.kind, undone_at=None, pk__gt=change.pk)
    if later.exists():
        raise NotUndone()
    if change.kind == ChangeKind.RENAME:
        _undo_rename(change)
    else:
        _undo_move(actor, change)
    change.undone_at, change.undone_by = clock.now(), actor.key
    change.save(update_fields=["undone_at", "undone_by"])
    return change


def _undo_rename(change: UnitChange) -> None:
    names = UnitName.objects.filter(unit_id=change.predecessor_id)
    new = names.filter(since=change.happened_on, until=None).first()
    old = names.filter(until=change.happened_on - DAY).first()
    if new is None or old is None:
        raise NotUndone()
    new.delete()
    old.until = None
    old.save(update_fields=["until"])


def _undo_move(actor: Actor, change: UnitChange) -> None:
    unit_id, on = change.predecessor_id, change.happened_on
    own = UnitPlace.objects.filter(unit_id=unit_id).order_by("-since").first()
    before = UnitPlace.objects.filter(unit_id=unit_id, until=on - DAY).first()
    if before is None or own is None or (own.since, own.until) != (on, None):
        raise NotUndone()
    parent = place_on(before.parent_id, clock.today()) if before.parent_id else None
    if parent is None or join_path(parent.path, unit_id) != before.path:
        raise NotUndone()
    facts = facts_since(own.path, on)
    closed = {row.unit_id: row for row in UnitPlace.objects.filter(within("path", [before.path]), until=on - DAY)}
    for row in UnitPlace.objects.filter(within("path", [own.path]), since__gte=on).order_by("path", "since"):
        was = closed.get(row.unit_id)
        if row.since == on and was is not None:
            row.delete()
            UnitPlace.objects.filter(pk=was.pk).update(until=row.until)
        else:
            UnitPlace.objects.filter(pk=row.pk).update(path=before.path + row.path[len(own.path) :])
    credit_anew(actor=actor, facts=facts, to=under([(own.path, before.path)]), on=on)
