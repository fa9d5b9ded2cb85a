"""Spells: a person begins, moves and ends at a unit; each spell is told to the ledger as the facts it stands for."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.audit.services import acted
from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor, require
from jiangxin.ledger import queries as ledger_queries
from jiangxin.ledger import services as ledger
from jiangxin.people import access, kinds
from jiangxin.people.errors import MainThere, SpellEnded, SpellThere, WrongDays, WrongWord
from jiangxin.people.models import Person, PostClass, Spell, SpellKind, Unit, UnitKind
from jiangxin.people.queries.persons import linked_ids
from jiangxin.people.queries.units import name_on, path_on, place_on
from jiangxin.people.services.credit import said_again

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


@acted(gettext_lazy("登记在册"))
@transaction.atomic
def start_spell(*, actor: Actor, new: NewSpell) -> Spell:
    """Begin a spell; several may run at once, one main. Employment, the trade practised and membership become facts."""
    require(access.can_keep_persons, actor, path_on(new.unit_id, new.since))
    lock_person(new.person_id)
    return begin(actor, new)


@acted(gettext_lazy("结束在册"))
@transaction.atomic
def end_spell(*, actor: Actor, spell_id: int, until: date) -> Spell:
    """End a spell with this last day; its facts are completed."""
    spell = Spell.objects.select_for_update().get(pk=spell_id)
    require(access.can_keep_persons, actor, path_on(spell.unit_id, until))
    finish(actor, spell, until)
    return spell


@acted(gettext_lazy("调动"))
@transaction.atomic
def move_spell(*, actor: Actor, spell_id: int, new: NewSpell) -> Spell:
    """End a spell with the day before and begin the new one, of the same person, as one act."""
    lock_person(new.person_id)
    spell = Spell.objects.select_for_update().get(pk=spell_id, person_id=new.person_id)
    require(access.can_keep_persons, actor, path_on(spell.unit_id, new.since - DAY))
    require(access.can_keep_persons, actor, path_on(new.unit_id, new.since))
    finish(actor, spell, new.since - DAY)
    return begin(actor, new)


@acted(gettext_lazy("转移在册"))
@transaction.atomic
def pass_on(*, actor: Actor, spells: Iterable[Spell], unit_id: int, on: date) -> None:
    """End spells with the day before and begin the same at another unit on the day.

    A member of both units is a member once. Spells that began on the day or later must be corrected instead.
    """
    require(access.can_keep_persons, actor, path_on(unit_id, on))
    for spell in spells:
        goes = NewSpell(
            spell.person_id, unit_id, on, spell.until, spell.kind, spell.post, spell.post_class, spell.occupation,
            spell.main,
        )  # fmt: skip
        shorten(actor, spell, on - DAY)
        if spell.kind == SpellKind.MEMBERSHIP and _is_member(goes):
            continue
        begin(actor, goes)


def begin(actor: Actor, new: NewSpell, replaces: Spell | None = None) -> Spell:
    """Write one spell and record its facts; the caller has asked whether the actor may."""
    spell = write(actor, new, replaces)
    record_facts(actor, new, spell)
    return spell


def write(actor: Actor, new: NewSpell, replaces: Spell | None = None) -> Spell:
    """Write one checked spell without its facts."""
    for word, words in ((new.kind, SpellKind.values), (new.post_class, PostClass.values)):
        if word not in words:
            raise WrongWord(word=word, words="、".join(one for one in words if one))
    if new.until is not None and new.until < new.since:
        raise WrongDays(since=new.since, until=new.until)
    path_on(new.unit_id, max(new.since, min(new.until or clock.today(), clock.today())))
    key = {"person_id": new.person_id, "unit_id": new.unit_id, "kind": new.kind, "since": new.since}
    if Spell.objects.filter(**key).exists():
        raise SpellThere(unit=name_on(new.unit_id, new.since), since=new.since)
    _refuse_second_main(actor, new)
    spell: Spell = Spell.objects.create(
        **key, until=new.until, post=new.post, post_class=new.post_class, occupation=new.occupation, main=new.main,
        replaces=replaces,
    )  # fmt: skip
    return spell


def record_facts(actor: Actor, new: NewSpell, spell: Spell, wanted: Iterable[tuple[str, str]] | None = None) -> None:
    """Record what a spell stands for, or some of it."""
    path = path_on(new.unit_id, new.since)
    earlier = Spell.every.filter(person_id=new.person_id, unit_id=new.unit_id, since=new.since).exclude(pk=spell.pk)
    again = f":{spell.pk}" if earlier.exclude(taken_back_at=None).exists() else ""
    for kind, code in wanted if wanted is not None else facts_of(spell):
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
                source_key=spell_key(new, kind) + again,
            ),
        )


def finish(actor: Actor, spell: Spell, until: date) -> None:
    """Close one open spell and complete its facts; the caller has asked whether the actor may."""
    if spell.until is not None:
        raise SpellEnded(until=spell.until)
    if until < spell.since:
        raise WrongDays(since=spell.since, until=until)
    spell.until = until
    spell.save(update_fields=["until"])
    for fact_id in list(standing_facts(spell).filter(ended_on=None).order_by("pk").values_list("pk", flat=True)):
        ledger.complete(actor=actor, fact_id=fact_id, ended_on=until)


def shorten(actor: Actor, spell: Spell, until: date) -> None:
    """Let a spell end on this day, also one that had a later last day: its facts are corrected then."""
    if spell.until is None:
        finish(actor, spell, until)
        return
    for fact in list(standing_facts(spell).order_by("pk")):
        ledger.correct(actor=actor, fact_id=fact.pk, new=said_again(fact, ended_on=until))
    spell.until = until
    spell.save(update_fields=["until"])


def standing_facts(spell: Spell) -> QuerySet[Any]:
    """Return the entries that stand for a spell now."""
    names = [kind for kind, _code in facts_of(spell)]
    return ledger_queries.standing().filter(
        subject_id=spell.person_id, kind__in=names, happened_on=spell.since, credited_to_id=spell.unit_id
    )


def lock_person(person_id: int) -> None:
    """Hold a person, so that two clerks cannot both give him a main employment."""
    list(Person.objects.select_for_update().filter(pk__in=linked_ids(person_id)).values_list("pk", flat=True))


def spell_key(new: NewSpell, kind: str) -> str:
    """Return the source key of a spell's fact: what comes again is answered with the fact already there."""
    return f"{new.person_id}:{new.unit_id}:{new.since}:{kind}"


def facts_of(spell: Spell) -> list[tuple[str, str]]:
    """Return the (fact kind, code) that a written spell stands for."""
    unit_kind = Unit.objects.values_list("kind", flat=True).get(pk=spell.unit_id)
    return facts_of_spell(spell.kind, unit_kind, spell.occupation)


def facts_of_spell(kind: str, unit_kind: str, occupation: str) -> list[tuple[str, str]]:
    """Return the (fact kind, code) that a spell stands for; whoever has no employer tells his trade as a member."""
    trade = [(kinds.TRADE_SPELL, occupation)] if occupation else []
    if kind == SpellKind.MEMBERSHIP:
        joined = kinds.ASSOCIATION_JOINED if unit_kind == UnitKind.ASSOCIATION else kinds.UNION_JOINED
        return [(joined, ""), *trade]
    return [(kinds.EMPLOYED, ""), *trade]


def _refuse_second_main(actor: Actor, new: NewSpell) -> None:
    if not new.main or new.kind != SpellKind.EMPLOYMENT:
        return
    mains = Spell.objects.filter(person_id__in=linked_ids(new.person_id), kind=SpellKind.EMPLOYMENT, main=True)
    mains = mains.filter(Q(until=None) | Q(until__gte=new.since))
    if new.until is not None:
        mains = mains.filter(since__lte=new.until)
    there = mains.order_by("since").first()
    if there is None:
        return
    place = place_on(there.unit_id, min(there.until or clock.today(), clock.today()))
    # Whoever may not see that unit learns that there is one, not which.
    seen = place is not None and access.can_keep_persons(actor, place.path)
    raise MainThere(unit=name_on(there.unit_id) if seen else _("别的单位"), since=there.since)


def _is_member(new: NewSpell) -> bool:
    there = Spell.objects.on(new.since).filter(unit_id=new.unit_id, kind=SpellKind.MEMBERSHIP)
    return there.filter(person_id__in=linked_ids(new.person_id)).exists()


def same_at(spell: Spell, unit_id: int) -> NewSpell:
    """Return what a spell says, at another unit."""
    said = NewSpell(
        spell.person_id, spell.unit_id, spell.since, spell.until, spell.kind, spell.post, spell.post_class,
        spell.occupation, spell.main,
    )  # fmt: skip
    return replace(said, unit_id=unit_id)
