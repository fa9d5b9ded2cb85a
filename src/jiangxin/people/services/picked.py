"""What a clerk does to many persons of a list: one person a call, each whole or not at all."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy

from jiangxin.audit.services import acted
from jiangxin.kernel.actor import Actor
from jiangxin.people import access
from jiangxin.people.errors import AlreadyMember, NothingToEnd, NowhereToJoin
from jiangxin.people.models import Spell, SpellKind
from jiangxin.people.queries.persons import linked_ids
from jiangxin.people.queries.units import paths_on
from jiangxin.people.services.spells import NewSpell, end_spell, start_spell


@acted(gettext_lazy("批量结束在册"))
@transaction.atomic
def end_spells(*, actor: Actor, person_id: int, until: date, kind: str = "") -> int:
    """End the person's open spells (of one kind, if given) at units that the actor keeps, and return how many."""
    rows = Spell.objects.filter(person_id__in=linked_ids(person_id), until=None)
    open_ = list(rows.filter(kind=kind) if kind else rows)
    paths = paths_on([row.unit_id for row in open_], until)
    kept = [row.pk for row in open_ if access.can_keep_persons(actor, paths.get(row.unit_id, ""))]
    if not kept:
        raise NothingToEnd()
    for spell_id in kept:
        end_spell(actor=actor, spell_id=spell_id, until=until)
    return len(kept)


@acted(gettext_lazy("批量入会"))
@transaction.atomic
def join_union(*, actor: Actor, person_id: int, since: date) -> Spell:
    """Begin membership at the unit of the person's main employment on that day."""
    rows = Spell.objects.on(since).filter(person_id__in=linked_ids(person_id))
    if rows.filter(kind=SpellKind.MEMBERSHIP).exists():
        raise AlreadyMember()
    main = rows.filter(kind=SpellKind.EMPLOYMENT).order_by("main", "since", "pk").last()
    if main is None:
        raise NowhereToJoin(day=since)
    new = NewSpell(person_id=person_id, unit_id=main.unit_id, since=since, kind=SpellKind.MEMBERSHIP)
    return start_spell(actor=actor, new=new)
