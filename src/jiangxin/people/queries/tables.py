"""What a reader keeps of tables: his sets of conditions, those shared with his units, his files."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from jiangxin.kernel.actor import Actor
from jiangxin.people.models import Consent, Export, ReadLog, SavedSet, User
from jiangxin.people.queries.persons import linked_many
from jiangxin.people.queries.sight import SEES_UNITS, grants

EXPORTED = "export"  # how the read log names a line that was taken away


@dataclass(frozen=True)
class SetLine:
    """A saved set in a menu; ``by`` is blank for one's own, ``unit_id`` the unit it is shared with."""

    id: int
    name: str
    query: str
    own: bool
    unit_id: int | None
    by: str


def sets_of(actor: Actor, table: str) -> list[SetLine]:
    """Return one's own sets of a table and those shared with a unit under one's duties, by name; one query."""
    mine = Q(owner_id=actor.user_id) if actor.user_id else Q(pk__in=[])
    theirs = Q(unit_id__in={grant.unit_id for grant in grants(actor, SEES_UNITS)})
    rows = SavedSet.objects.filter(mine | theirs, table=table, dropped_at=None).select_related("owner__person")
    return [
        SetLine(
            one.pk, one.name, one.query, one.owner_id == actor.user_id, one.unit_id,
            "" if one.owner_id == actor.user_id else user_words(one.owner),
        )
        for one in rows
    ]  # fmt: skip


def own_set(actor: Actor, set_id: int) -> SavedSet | None:
    """Return a set that the actor himself saved, also one he has dropped."""
    return SavedSet.objects.filter(pk=set_id, owner_id=actor.user_id).first() if actor.user_id else None


def exports_of(actor: Actor) -> QuerySet[Export]:
    """Return the files the actor asked for, latest first."""
    return Export.objects.filter(user_id=actor.user_id or 0)


def called(actor: Actor) -> str:
    """Return the actor's name as others read it: the person's, else the log-in's."""
    user = User.objects.select_related("person").filter(pk=actor.user_id or 0).first()
    return user_words(user) if user else actor.key.removeprefix("machine:")


def user_words(user: User) -> str:
    """Return a user's name as others read it."""
    return user.person.name if user.person else user.username


def withdrawn_since(moment: datetime, person_ids: Iterable[int]) -> int:
    """Return how many of these persons took a consent back since an instant."""
    gone = set(Consent.objects.filter(withdrawn_at__gte=moment).values_list("person_id", flat=True))
    if not gone:
        return 0
    linked = linked_many(gone)
    wanted = set(person_ids)
    return len({one for ids in linked.values() for one in ids} & wanted)


def taken_lines(user_id: int, moment: datetime) -> Sequence[int]:
    """Return the persons among those who took a consent back since whose lines this user took away since."""
    gone = set(Consent.objects.filter(withdrawn_at__gte=moment).values_list("person_id", flat=True))
    every = {one for ids in linked_many(gone).values() for one in ids} if gone else set()
    rows = ReadLog.objects.filter(person_id__in=every, reader_user_id=user_id, what=EXPORTED, at__gte=moment)
    return sorted(set(rows.values_list("person_id", flat=True)))
