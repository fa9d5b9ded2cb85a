"""Spells: a person begins and ends at a unit; each spell is told to the ledger as the facts it stands for."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db import transaction

from jiangxin.kernel.actor import Actor, require
from jiangxin.ledger import queries as ledger_queries
from jiangxin.ledger import services as ledger
from jiangxin.people import access, kinds
from jiangxin.people.errors import LaterHistory, SpellEnded, SpellThere, WrongDays, WrongWord
from jiangxin.people.models import PostClass, Spell, SpellKind, Unit, UnitKind
from jiangxin.people.queries.units import name_on, path_on

DAY = timedelta(days=1)


@dataclass(frozen=True)
class NewSpell:
    """A person at a unit from a day (to a day, both counted); ``proof`` is that of its facts."""

    person_id: int
    unit_id: int
    since: date
    until: date | None = None
    kind: str = SpellKind.EMPLOYMENT
    post: str = ""
    post_class: str = ""
    occupation: str = ""
    main: bool = False
    proof: str = "confirmed"


@transaction.atomic
def start_spell(*, actor: Actor, new: NewSpell) -> Spell:
    """Begin a spell; several may run at once. Employment, the trade practised and membership become facts."""
    require(access.can_keep_persons, actor, path_on(new.unit_id, new.since))
    return begin(actor, new)


@transaction.atomic
def end_spell(*, actor: Actor, spell_id: int, until: date) -> Spell:
    """End a spell with this last day; its facts are completed."""
    spell = Spell.objects.select_for_update().get(pk=spell_id)
    require(access.can_keep_persons, actor, path_on(spell.unit_id, until))
    finish(actor, spell, until)
    return spell


@transaction.atomic
def pass_on(*, actor: Actor, spells: Iterable[Spell], unit_id: int, on: date) -> None:
    """End spells with the day before and begin the same at another unit on the day."""
    require(access.can_keep_persons, actor, path_on(unit_id, on))
    for spell in spells:
        if spell.since >= on:
            raise LaterHistory(unit=name_on(spell.unit_id, on), since=spell.since)
        until = spell.until
        old = NewSpell(
            spell.person_id, unit_id, on, None, spell.kind, spell.post, spell.post_class, spell.occupation, spell.main
        )
        spell.until = None
        finish(actor, spell, on - DAY)
        begin(actor, replace(old, until=until))


def begin(actor: Actor, new: NewSpell) -> Spell:
    """Write one spell and record its facts; the caller has asked whether the actor may."""
    for word, words in ((new.kind, SpellKind.values), (new.post_class, PostClass.values)):
        if word not in words:
            raise WrongWord(word=word, words="、".join(one for one in words if one))
    if new.until is not None and new.until < new.since:
        raise WrongDays(since=new.since, until=new.until)
    key = {"person_id": new.person_id, "unit_id": new.unit_id, "kind": new.kind, "since": new.since}
    if Spell.objects.filter(**key).exists():
        raise SpellThere(unit=name_on(new.unit_id, new.since), since=new.since)
    spell = Spell.objects.create(
        **key, until=new.until, post=new.post, post_class=new.post_class, occupation=new.occupation, main=new.main
    )
    path = path_on(new.unit_id, new.since)
    unit_kind = Unit.objects.values_list("kind", flat=True).get(pk=new.unit_id)
    for kind, code in facts_of_spell(new.kind, unit_kind, new.occupation):
        ledger.record(
            actor=actor,
            fact=ledger.NewFact(
                subject_id=new.person_id,
                kind=kind,
                code=code,
                happened_on=new.since,
                ended_on=new.until,
                credited_to=(new.unit_id, path),
                proof=new.proof,
                source="people",
                source_key=spell_key(new, kind),
            ),
        )
    return spell


def finish(actor: Actor, spell: Spell, until: date) -> None:
    """Close one open spell and complete its facts; the caller has asked whether the actor may."""
    if spell.until is not None:
        raise SpellEnded(until=spell.until)
    if until < spell.since:
        raise WrongDays(since=spell.since, until=until)
    spell.until = until
    spell.save(update_fields=["until"])
    names = [kind for kind, _code in facts_of_spell(spell.kind, spell.unit.kind, spell.occupation)]
    open_facts = ledger_queries.standing().filter(
        subject_id=spell.person_id,
        kind__in=names,
        happened_on=spell.since,
        credited_to_id=spell.unit_id,
        ended_on=None,
    )
    for fact_id in list(open_facts.order_by("pk").values_list("pk", flat=True)):
        ledger.complete(actor=actor, fact_id=fact_id, ended_on=until)


def spell_key(new: NewSpell, kind: str) -> str:
    """Return the source key of a spell's fact: what comes again is answered with the fact already there."""
    return f"{new.person_id}:{new.unit_id}:{new.since}:{kind}"


def facts_of_spell(kind: str, unit_kind: str, occupation: str) -> list[tuple[str, str]]:
    """Return the (fact kind, code) that a spell stands for."""
    if kind == SpellKind.MEMBERSHIP:
        joined = kinds.ASSOCIATION_JOINED if unit_kind == UnitKind.ASSOCIATION else kinds.UNION_JOINED
        return [(joined, "")]
    return [(kinds.EMPLOYED, ""), *([(kinds.TRADE_SPELL, occupation)] if occupation else [])]
