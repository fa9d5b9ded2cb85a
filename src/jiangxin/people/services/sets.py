"""Sets of conditions under a name: saved, renamed, shared with a unit, dropped and taken back."""

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.audit.services import acted
from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor
from jiangxin.kernel.refusal import NotAllowed, NotFound
from jiangxin.people.errors import SetNameTaken, SetNameWrong
from jiangxin.people.models import SavedSet
from jiangxin.people.queries.sight import SEES_UNITS, grants

LONGEST = 40
NEVER = ("page", "q", "found", "unit", "on", "known_at", "then")  # of the day and the search, not of the set


@acted(gettext_lazy("存了一份名单条件"))
@transaction.atomic
def save_set(*, actor: Actor, table: str, name: str, query: str) -> SavedSet:
    """Keep the conditions, columns and order of a table's address under a name; the same name is written over."""
    owner_id = _owner(actor)
    kept, found = kept_query(query), _named(name)
    row, made = SavedSet.objects.select_for_update().get_or_create(
        owner_id=owner_id, table=table, name=found, dropped_at=None,
        defaults={"query": kept, "saved_at": clock.now()},
    )  # fmt: skip
    if not made:
        row.query, row.saved_at = kept, clock.now()
        row.save(update_fields=["query", "saved_at"])
    return row


@acted(gettext_lazy("改了名单条件的名字"))
@transaction.atomic
def rename_set(*, actor: Actor, set_id: int, name: str) -> SavedSet:
    """Give one's own set another name; a name that another of one's sets has is refused."""
    row = _own(actor, set_id)
    row.name = _named(name)
    _refuse_twin(row)
    row.save(update_fields=["name"])
    return row


@acted(gettext_lazy("共享名单条件"))
@transaction.atomic
def share_set(*, actor: Actor, set_id: int, unit_id: int | None) -> SavedSet:
    """Let those with a duty at this unit use one's set, or nobody else again (None); one's own units only."""
    row = _own(actor, set_id)
    if unit_id is not None and unit_id not in {grant.unit_id for grant in grants(actor, SEES_UNITS)}:
        raise NotAllowed(_("只能给你任职的单位共用；换一个单位。"))
    row.unit_id = unit_id
    row.save(update_fields=["unit"])
    return row


@acted(gettext_lazy("删了名单条件"))
@transaction.atomic
def drop_set(*, actor: Actor, set_id: int) -> SavedSet:
    """Take one's own set out of the menu; it can be taken back."""
    row = _own(actor, set_id)
    row.dropped_at = clock.now()
    row.save(update_fields=["dropped_at"])
    return row


@acted(gettext_lazy("恢复名单条件"))
@transaction.atomic
def restore_set(*, actor: Actor, set_id: int) -> SavedSet:
    """Take back a set one dropped; refused when its name has been given again."""
    row = _own(actor, set_id, dropped=True)
    row.dropped_at = None
    _refuse_twin(row)
    row.save(update_fields=["dropped_at"])
    return row


def kept_query(query: str) -> str:
    """Return what a set keeps of an address: no unit, no day, no name or number that somebody was looked for by."""
    asked = QueryDict(query[:4_000])
    kept = QueryDict(mutable=True)
    for name, values in asked.lists():
        if name not in NEVER:
            kept.setlist(name, [value for value in values if value])
    return kept.urlencode()


def _owner(actor: Actor) -> int:
    if actor.user_id is None:
        raise NotAllowed()
    return actor.user_id


def _own(actor: Actor, set_id: int, *, dropped: bool = False) -> SavedSet:
    rows = SavedSet.objects.select_for_update().filter(pk=set_id, owner_id=_owner(actor))
    row = rows.filter(dropped_at__isnull=not dropped).first()
    if row is None:
        raise NotFound()
    return row


def _named(name: str) -> str:
    found = " ".join(name.split())
    if not found or len(found) > LONGEST:
        raise SetNameWrong(most=LONGEST)
    return found


def _refuse_twin(row: SavedSet) -> None:
    twins = SavedSet.objects.filter(owner_id=row.owner_id, table=row.table, name=row.name, dropped_at=None)
    if twins.exclude(pk=row.pk).exists():
        raise SetNameTaken(name=row.name)
