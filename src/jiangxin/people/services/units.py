"""Units: register, rename, move, tag, unionise. Every change is a dated row; none is overwritten."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.audit.services import acted
from jiangxin.kernel import clock, numbers
from jiangxin.kernel.actor import Actor, require
from jiangxin.ledger import services as ledger
from jiangxin.people import access
from jiangxin.people.errors import (
    AheadOfToday,
    InsideItself,
    LaterHistory,
    MovedOn,
    SameAgain,
    UnitGone,
    UnitThere,
    WrongNumber,
    WrongWord,
)
from jiangxin.people.models import ChangeKind, Unit, UnitChange, UnitKind, UnitName, UnitPlace, UnitTag
from jiangxin.people.queries.keeping import unit_stamp
from jiangxin.people.queries.pinyin import unit_reading
from jiangxin.people.queries.units import join_path, name_on, path_on, place_on, within
from jiangxin.people.services.credit import credit_anew, facts_since, under

DAY = timedelta(days=1)


@dataclass(frozen=True)
class NewUnit:
    """What is entered of a unit; ``parent_id`` None founds a root."""

    key: str
    kind: str
    name: str
    since: date
    parent_id: int | None = None
    employer_code: str = ""
    union_code: str = ""
    tags: dict[str, str] = field(default_factory=dict)
    is_example: bool = False


@acted(gettext_lazy("登记单位"))
@transaction.atomic
def register_unit(*, actor: Actor, new: NewUnit) -> Unit:
    """Enter one unit below its parent from a day on."""
    refuse_ahead(new.since)
    parent_path = path_on(new.parent_id, new.since) if new.parent_id else ""
    require(access.can_keep_units, actor, parent_path)
    refuse_wrong_unit(new)
    taken = Unit.objects.filter(key=new.key).first()
    if taken:
        raise UnitThere(key=new.key, name=name_on(taken.pk), candidate=taken.pk)
    unit = Unit.objects.create(
        id=ledger.new_subject(actor=actor, type="unit"),
        key=new.key,
        kind=new.kind,
        employer_code=numbers.plain(new.employer_code),
        union_code=numbers.plain(new.union_code),
        is_example=new.is_example,
    )
    name_row(unit.pk, new.name, new.since).save()
    path = join_path(parent_path, unit.pk)
    UnitPlace.objects.create(unit=unit, parent_id=new.parent_id, path=path, since=new.since)
    UnitTag.objects.bulk_create(
        UnitTag(unit=unit, family=family, code=code, since=new.since) for family, code in new.tags.items()
    )
    return unit


@acted(gettext_lazy("单位改名"))
@transaction.atomic
def rename_unit(*, actor: Actor, unit_id: int, name: str, on: date, seen: str = "") -> UnitName:
    """Give a unit a new name from this day on; the day before still shows the old one.

    ``seen`` is the ``unit_stamp`` of the page the change was decided on; blank where there was none.
    """
    unit = Unit.objects.select_for_update().get(pk=unit_id)
    require(access.can_keep_units, actor, path_on(unit_id, on))
    refuse_ahead(on)
    refuse_moved_on(seen, [unit_id])
    old = unit.names.order_by("since").last()
    if old is None or old.since >= on:
        raise LaterHistory(unit=name_on(unit_id, on), since=old.since if old else on)
    if old.name == name.strip():
        raise SameAgain(unit=old.name)
    old.until = on - DAY
    old.save(update_fields=["until"])
    row = name_row(unit_id, name, on)
    row.save()
    note_change(actor, ChangeKind.RENAME, unit_id, unit_id, on)
    return row


@acted(gettext_lazy("单位划转"))
@transaction.atomic
def move_unit(*, actor: Actor, unit_id: int, parent_id: int, on: date, seen: str = "") -> UnitPlace:
    """Put a unit with everything below it under another parent from this day on; entries since then follow it."""
    lock_tree()
    refuse_ahead(on)
    old_path, parent_path = path_on(unit_id, on), path_on(parent_id, on)
    require(access.can_keep_units, actor, old_path)
    require(access.can_keep_units, actor, parent_path)
    refuse_moved_on(seen, [unit_id, parent_id])
    if parent_path.startswith(old_path):
        raise InsideItself(unit=name_on(unit_id, on))
    place = place_on(unit_id, on)
    if place is not None and place.parent_id == parent_id:
        raise SameAgain(unit=name_on(unit_id, on))
    refuse_later(unit_id, on)
    facts = facts_since(old_path, on)
    pair = replant(unit_id, parent_id, on)
    credit_anew(actor=actor, facts=facts, to=under([pair]), on=on)
    note_change(actor, ChangeKind.MOVE, unit_id, unit_id, on)
    return UnitPlace.objects.get(unit_id=unit_id, since=on)


@acted(gettext_lazy("给单位归类"))
@transaction.atomic
def tag_unit(*, actor: Actor, unit_id: int, family: str, code: str, on: date, seen: str = "") -> UnitTag | None:
    """Set a unit's one tag of a family from this day on; a blank code ends it."""
    unit = Unit.objects.select_for_update().get(pk=unit_id)
    require(access.can_keep_units, actor, path_on(unit_id, on))
    refuse_ahead(on)
    refuse_moved_on(seen, [unit_id])
    old = unit.tags.filter(family=family).order_by("since").last()
    if old and (old.since >= on or (old.until is not None and old.until >= on)):
        raise LaterHistory(unit=name_on(unit_id, on), since=max(old.since, old.until or old.since))
    standing = old if old and old.until is None else None
    if (standing.code if standing else "") == code:
        raise SameAgain(unit=name_on(unit_id, on))
    if standing:
        standing.until = on - DAY
        standing.save(update_fields=["until"])
    return UnitTag.objects.create(unit=unit, family=family, code=code, since=on) if code else None


def name_row(unit_id: int, name: str, since: date, until: date | None = None) -> UnitName:
    """Return the row of a name with its readings, unsaved."""
    reading = unit_reading(name.strip())
    return UnitName(
        unit_id=unit_id, name=name.strip(), pinyin=reading.pinyin, initials=reading.initials, since=since, until=until
    )


def refuse_wrong_unit(new: NewUnit) -> None:
    """Refuse a kind or a unified code that cannot be."""
    if new.kind not in UnitKind.values:
        raise WrongWord(word=new.kind, words="、".join(UnitKind.values))
    refuse_wrong_code(new.employer_code)
    refuse_wrong_code(new.union_code)


def refuse_wrong_code(code: str) -> None:
    """Refuse a unified code whose check digits fail; blank passes."""
    wrong = numbers.credit_code_problem(code) if code else None
    if wrong:
        raise WrongNumber(what=_("统一代码"), why=str(wrong).rstrip("。"))


def lock_tree() -> None:
    """Hold the roots, so that two changes of the tree come one after the other."""
    roots = UnitPlace.objects.filter(parent=None).values("unit_id")
    list(Unit.objects.select_for_update().filter(pk__in=roots).values_list("pk", flat=True))


def replant(unit_id: int, parent_id: int, on: date) -> tuple[str, str]:
    """Stand a unit and all below it under another parent from this day on; return its old and its new path.

    Places that began before the day are closed and opened anew; those that begin later only change their path.
    """
    reaching = Q(until=None) | Q(until__gte=on)
    own = UnitPlace.objects.filter(reaching, unit_id=unit_id).order_by("since").first()
    if own is None:
        raise UnitGone(unit=name_on(unit_id, on), on=on)
    old_path, new_path = own.path, join_path(path_on(parent_id, max(on, own.since)), unit_id)
    rows = list(UnitPlace.objects.filter(reaching, within("path", [old_path])).order_by("path", "since"))
    opened = []
    for row in rows:
        path = new_path + row.path[len(old_path) :]
        parent = parent_id if row.unit_id == unit_id else row.parent_id
        if row.since < on:
            opened.append(UnitPlace(unit_id=row.unit_id, parent_id=parent, path=path, since=on, until=row.until))
            row.until = on - DAY
        else:
            row.path, row.parent_id = path, parent
    UnitPlace.objects.bulk_update(rows, ["until", "path", "parent_id"], batch_size=200)
    UnitPlace.objects.bulk_create(opened, batch_size=500)
    return old_path, new_path


def refuse_later(unit_id: int, on: date) -> None:
    """Refuse when a unit begins its place on the day or later, moves again after it, or has ended."""
    places = UnitPlace.objects.filter(unit_id=unit_id)
    later = places.filter(since__gte=on).order_by("since").first()
    if later:
        raise LaterHistory(unit=name_on(unit_id, on), since=later.since)
    ending = places.on(on).exclude(until=None).first()
    if ending:
        raise UnitGone(unit=name_on(unit_id, on), on=ending.until)


def refuse_ahead(on: date) -> None:
    """Refuse a day that has not come."""
    if on > clock.today():
        raise AheadOfToday(on=on)


def refuse_moved_on(seen: str, unit_ids: Sequence[int]) -> None:
    """Refuse when these units are no longer as they were on the page; the caller holds their lock."""
    if seen and seen != unit_stamp(unit_ids):
        raise MovedOn(unit=name_on(unit_ids[0]))


def note_change(actor: Actor, kind: ChangeKind, predecessor_id: int, successor_id: int, on: date) -> None:
    """Write the line of what became of what."""
    UnitChange.objects.create(
        kind=kind, predecessor_id=predecessor_id, successor_id=successor_id, happened_on=on,
        recorded_at=clock.now(), recorded_by=actor.key,
    )  # fmt: skip
