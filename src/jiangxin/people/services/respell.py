"""A spell that was entered wrongly: taken back with a reason and a date, what is right beside it, facts corrected."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy

from jiangxin.audit.services import acted
from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor, require
from jiangxin.ledger import services as ledger
from jiangxin.people import access
from jiangxin.people.errors import NothingNew, ReasonMissing
from jiangxin.people.models import Spell
from jiangxin.people.queries.units import path_on
from jiangxin.people.services.credit import said_again
from jiangxin.people.services.spells import (
    NewSpell,
    facts_of,
    lock_person,
    record_facts,
    same_at,
    standing_facts,
    write,
)

SHORTEST = 2


@acted(gettext_lazy("更正在册时段"))
@transaction.atomic
def correct_spell(*, actor: Actor, spell_id: int, new: NewSpell, why: str) -> Spell:
    """Say what a spell should have said; the wrong one stays to be seen, its facts are corrected entry by entry."""
    lock_person(new.person_id)
    old = Spell.objects.select_for_update().get(pk=spell_id, person_id=new.person_id)
    require(access.can_keep_persons, actor, path_on(old.unit_id, old.since))
    require(access.can_keep_persons, actor, path_on(new.unit_id, new.since))
    if new == same_at(old, old.unit_id):
        raise NothingNew()
    return put_right(actor, old, new, why)


@acted(gettext_lazy("撤掉在册时段"))
@transaction.atomic
def take_back_spell(*, actor: Actor, spell_id: int, why: str) -> Spell:
    """Say that a spell never was; it stays to be seen, its facts are withdrawn."""
    old = Spell.objects.select_for_update().get(pk=spell_id)
    require(access.can_keep_persons, actor, path_on(old.unit_id, old.since))
    for fact_id in list(standing_facts(old).order_by("pk").values_list("pk", flat=True)):
        ledger.withdraw(actor=actor, fact_id=fact_id)
    _close(actor, old, why)
    return old


def put_right(actor: Actor, old: Spell, new: NewSpell, why: str) -> Spell:
    """Set a spell in the place of another; the caller has asked whether the actor may."""
    facts = {fact.kind: fact for fact in standing_facts(old).order_by("pk")}
    _close(actor, old, why)
    spell = write(actor, new, replaces=old)
    path = path_on(new.unit_id, new.since)
    wanted = dict(facts_of(spell))
    for kind, fact in facts.items():
        if kind not in wanted:
            ledger.withdraw(actor=actor, fact_id=fact.pk)
            continue
        said = said_again(
            fact,
            code=wanted[kind],
            happened_on=new.since,
            ended_on=new.until,
            credited_to=(new.unit_id, path),
        )
        if said != said_again(fact):
            ledger.correct(actor=actor, fact_id=fact.pk, new=said)
    record_facts(actor, new, spell, [(kind, code) for kind, code in wanted.items() if kind not in facts])
    return spell


def moved_since(*, actor: Actor, spell: Spell, unit_id: int, on: date, why: str) -> None:
    """Set right, to another unit, a spell that began on or after the day on which its unit ended."""
    assert spell.since >= on
    put_right(actor, spell, same_at(spell, unit_id), why)


def _close(actor: Actor, spell: Spell, why: str) -> None:
    if len(why.strip()) < SHORTEST:
        raise ReasonMissing()
    spell.taken_back_at, spell.taken_back_by, spell.why = clock.now(), actor.key, why.strip()
    spell.save(update_fields=["taken_back_at", "taken_back_by", "why"])
