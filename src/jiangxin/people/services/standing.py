"""What a unit is: with a union or without, and what it was named by those above it."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy

from jiangxin.audit.services import acted
from jiangxin.kernel import numbers
from jiangxin.kernel.actor import Actor, require
from jiangxin.ledger import queries as ledger_queries
from jiangxin.ledger import services as ledger
from jiangxin.people import access, kinds
from jiangxin.people.errors import NoUnion, UnionThere, WrongDays
from jiangxin.people.models import Unit
from jiangxin.people.queries.units import name_on, path_on
from jiangxin.people.services.units import refuse_ahead, refuse_moved_on, refuse_wrong_code


@dataclass(frozen=True)
class Designation:
    """A unit named a pilot, a base, a demonstration: ``code`` of the list, ``level`` id of the naming body."""

    unit_id: int
    code: str
    level: str
    on: date
    until: date | None = None
    issuer_id: int | None = None


@acted(gettext_lazy("登记建会"))
@transaction.atomic
def set_unionised(*, actor: Actor, unit_id: int, since: date, union_code: str = "", seen: str = "") -> Unit:
    """Record that the unit set up its union on this day; one that ended before may be set up again."""
    unit = Unit.objects.select_for_update().get(pk=unit_id)
    path = path_on(unit_id, since)
    require(access.can_keep_units, actor, path)
    refuse_ahead(since)
    refuse_moved_on(seen, [unit_id])
    ended = unit.unionised_until
    if unit.unionised_from is not None and (ended is None or ended >= since):
        raise UnionThere(unit=name_on(unit_id, since), since=unit.unionised_from)
    refuse_wrong_code(union_code)
    unit.unionised_from, unit.union_code = since, numbers.plain(union_code) or unit.union_code
    unit.unionised_until = None
    unit.save(update_fields=["unionised_from", "unionised_until", "union_code"])
    ledger.record(
        actor=actor,
        fact=ledger.NewFact(
            subject_id=unit_id,
            kind=kinds.UNIONISED,
            happened_on=since,
            credited_to=(unit_id, path),
            proof="confirmed",
            source="people",
            source_key=f"unionised:{unit_id}" if ended is None else f"unionised:{unit_id}:{since}",
        ),
    )
    return unit


@acted(gettext_lazy("登记撤会"))
@transaction.atomic
def end_union(*, actor: Actor, unit_id: int, until: date, seen: str = "") -> Unit:
    """Record the last day of a unit's union; the fact is completed."""
    unit = Unit.objects.select_for_update().get(pk=unit_id)
    require(access.can_keep_units, actor, path_on(unit_id, until))
    refuse_ahead(until)
    refuse_moved_on(seen, [unit_id])
    if unit.unionised_from is None or unit.unionised_until is not None:
        raise NoUnion(unit=name_on(unit_id, until))
    if until < unit.unionised_from:
        raise WrongDays(since=unit.unionised_from, until=until)
    unit.unionised_until = until
    unit.save(update_fields=["unionised_until"])
    open_facts = ledger_queries.standing().filter(subject_id=unit_id, kind=kinds.UNIONISED, ended_on=None)
    for fact_id in list(open_facts.order_by("pk").values_list("pk", flat=True)):
        ledger.complete(actor=actor, fact_id=fact_id, ended_on=until)
    return unit


@acted(gettext_lazy("认定单位"))
@transaction.atomic
def designate_unit(*, actor: Actor, new: Designation) -> int:
    """Record that those above named a unit, by the day of their document; answer the fact's id."""
    path = path_on(new.unit_id, new.on)
    require(access.can_keep_units, actor, path)
    fact = ledger.record(
        actor=actor,
        fact=ledger.NewFact(
            subject_id=new.unit_id,
            kind=kinds.DESIGNATED,
            code=new.code,
            level=new.level,
            happened_on=new.on,
            ended_on=new.until,
            credited_to=(new.unit_id, path),
            proof="verified",
            issuer_id=new.issuer_id,
            source="people",
            source_key=f"designated:{new.unit_id}:{new.code}:{new.level}:{new.on}",
        ),
    )
    return fact.pk
