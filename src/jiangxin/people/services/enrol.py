"""Somebody comes onto the roster: a new person with his first spell, or a known one found by his number."""

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext_lazy

from jiangxin.audit.services import acted
from jiangxin.kernel import numbers
from jiangxin.kernel.actor import Actor, require
from jiangxin.people import access
from jiangxin.people.errors import NotTheSame, TwiceThere
from jiangxin.people.models import Person, Spell, Unit
from jiangxin.people.queries.hashes import id_hash
from jiangxin.people.queries.keeping import twins_in_sight
from jiangxin.people.queries.units import path_on
from jiangxin.people.services.persons import NewPerson, number_problem, refuse_known, register_person
from jiangxin.people.services.spells import NewSpell, begin, lock_person


@acted(gettext_lazy("登记人员入册"))
@transaction.atomic
def enrol_person(*, actor: Actor, new: NewPerson, spell: NewSpell, other: bool = False) -> Person:
    """Register a person and begin his spell as one act; the spell's ``person_id`` is passed over.

    Refused with PersonThere where the ID number stands, with TwiceThere where somebody in sight is too like him,
    unless ``other`` says that he is somebody else; the same form sent twice never enters two.
    """
    require(access.can_keep_persons, actor, path_on(spell.unit_id, spell.since))
    # Two entries of the same form come one after the other.
    list(Unit.objects.select_for_update().filter(pk=spell.unit_id).values_list("pk", flat=True))
    problem = number_problem(new)
    if problem:
        raise problem
    if new.id_number:
        refuse_known(actor, id_hash(new.id_number))
    born = new.birth_on or (numbers.birth_date(new.id_number) if new.id_number else None)
    twins = twins_in_sight(actor, new.name, born, new.phone)
    again = Spell.objects.filter(
        person__in=twins, person__name=new.name.strip(), unit_id=spell.unit_id, since=spell.since, kind=spell.kind
    )
    if twins and not (other and (new.id_number or not again.exists())):
        near = "、".join(f"{one.name}（{one.birth_on.year if one.birth_on else one.pk}）" for one in twins)
        raise TwiceThere(near=near, candidates=[one.pk for one in twins])
    person = register_person(actor=actor, new=new)
    begin(actor, replace(spell, person_id=person.pk))
    return person


@acted(gettext_lazy("把在册的人接进来"))
@transaction.atomic
def join_known(*, actor: Actor, id_number: str, name: str, spell: NewSpell) -> Spell:
    """Begin a spell for somebody on the roster outside the actor's sight, by number and name together."""
    require(access.can_keep_persons, actor, path_on(spell.unit_id, spell.since))
    known = Person.objects.filter(id_hash=id_hash(id_number)).first()
    if known is None or known.name != name.strip():
        raise NotTheSame()
    lock_person(known.pk)
    return begin(actor, replace(spell, person_id=known.pk))
