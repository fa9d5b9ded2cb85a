"""Persons: register one, join two records, undo it."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.audit.services import acted
from jiangxin.kernel import clock, numbers
from jiangxin.kernel.actor import Actor, require
from jiangxin.ledger import services as ledger
from jiangxin.people import access
from jiangxin.people.errors import LinkRefused, LinkUndone, PersonThere, WrongNumber
from jiangxin.people.models import Person, PersonLink
from jiangxin.people.queries.hashes import Hashes, hashes_of
from jiangxin.people.queries.persons import linked_ids
from jiangxin.people.queries.pinyin import person_reading


@dataclass(frozen=True)
class NewPerson:
    """What is entered of a person; birth and sex are read from the ID number where they are left out."""

    name: str
    sex: str = ""
    birth_on: date | None = None
    id_number: str = ""
    phone: str = ""
    key: str | None = None
    is_example: bool = False


def number_problem(new: NewPerson) -> WrongNumber | None:
    """Return what is wrong with the numbers of somebody to be entered, or None."""
    wrong = numbers.id_number_problem(new.id_number) if new.id_number else None
    if wrong:
        return WrongNumber(what=_("身份证号"), why=str(wrong).rstrip("。"))
    wrong = numbers.phone_problem(new.phone) if new.phone else None
    return WrongNumber(what=_("手机号"), why=str(wrong).rstrip("。")) if wrong else None


def person_row(new: NewPerson, person_id: int, hashes: Hashes) -> Person:
    """Return the row of a checked new person, with readings, unsaved."""
    full = numbers.full_id_number(new.id_number) if new.id_number else ""
    reading = person_reading(new.name)
    phone = numbers.plain(new.phone)
    return Person(
        id=person_id,
        key=new.key or None,
        name=new.name.strip(),
        sex=new.sex or (("male" if int(full[16]) % 2 else "female") if full else ""),
        birth_on=new.birth_on or (numbers.birth_date(full) if full else None),
        id_number=full or None,
        id_hash=hashes.id or None,
        phone=phone or None,
        phone_hash=hashes.phone,
        tail_hash=hashes.tail,
        pinyin=reading.pinyin,
        initials=reading.initials,
        pinyin_also=reading.pinyin_also,
        initials_also=reading.initials_also,
        is_example=new.is_example,
    )


@acted(gettext_lazy("登记人员"))
@transaction.atomic
def register_person(*, actor: Actor, new: NewPerson) -> Person:
    """Enter one person; an ID number that stands already is refused with that person as the candidate."""
    require(access.can_register_persons, actor)
    problem = number_problem(new)
    if problem:
        raise problem
    (hashes,) = hashes_of([(new.id_number, new.phone)])
    if hashes.id:
        refuse_known(actor, hashes.id)
    person = person_row(new, ledger.new_subject(actor=actor, type="person"), hashes)
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError:  # the same person was entered in the same moment
        refuse_known(actor, hashes.id)
        raise
    return person


@acted(gettext_lazy("合并两份人员记录"))
@transaction.atomic
def link_persons(*, actor: Actor, keep_id: int, other_id: int) -> PersonLink:
    """Join two records of one person from now on; both stay, facts keep their subject, it can be undone."""
    require(access.can_link, actor, keep_id, other_id)
    return write_link(actor=actor, keep_id=keep_id, other_id=other_id)


def write_link(*, actor: Actor, keep_id: int, other_id: int) -> PersonLink:
    """Write what was decided elsewhere: that two records are one person. Within the caller's transaction."""
    rows = {row.pk for row in Person.objects.select_for_update().filter(pk__in=[keep_id, other_id])}
    if rows != {keep_id, other_id} or keep_id == other_id or other_id in linked_ids(keep_id):
        raise LinkRefused()
    return PersonLink.objects.create(person_id=keep_id, other_id=other_id, linked_at=clock.now(), linked_by=actor.key)


@acted(gettext_lazy("撤回合并"))
@transaction.atomic
def unlink_persons(*, actor: Actor, link_id: int) -> PersonLink:
    """Undo a link from now on; what was seen through it before stays known for the days it stood."""
    link = PersonLink.objects.select_for_update().get(pk=link_id)
    require(access.can_unlink, actor, link)
    return write_unlink(actor=actor, link=link)


def write_unlink(*, actor: Actor, link: PersonLink) -> PersonLink:
    """Write what was decided elsewhere: that a link holds no longer. Within the caller's transaction."""
    if link.undone_at is not None:
        raise LinkUndone()
    link.undone_at, link.undone_by = clock.now(), actor.key
    link.save(update_fields=["undone_at", "undone_by"])
    return link


def refuse_known(actor: Actor, hashed: str) -> None:
    """Refuse an ID number (by its hash) that stands on the roster, with the person where the actor may see him."""
    known = Person.objects.filter(id_hash=hashed).first()
    if known is None:
        return
    # Whoever may not see the person learns that there is one, not who.
    seen = access.can_read(actor, known.pk)
    label = f"{known.name}（{known.pk}）" if seen else _("不在你范围内的一人")
    raise PersonThere(label=label, candidate=known.pk if seen else None)
