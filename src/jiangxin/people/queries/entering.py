"""Where somebody is signed in, and the log-ins that a leader looks after."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor
from jiangxin.people.models import Duty, DutyName, Session, UnitPlace, User
from jiangxin.people.queries.find import prefixed
from jiangxin.people.queries.sight import grants, persons_in_sight
from jiangxin.people.queries.units import within

WHOLE = 2  # signs of a path that is a root's: nothing lies above it


@dataclass(frozen=True)
class Where:
    """One place where a log-in is signed in; ``key`` opens it and is never shown."""

    key: str
    device: str
    since: datetime | None
    seen_at: datetime | None


def sessions_of(user_id: int) -> list[Where]:
    """Return where a log-in is signed in, the last used first."""
    rows = Session.objects.filter(user_id=user_id, expire_date__gt=clock.real_now()).order_by("-seen_at", "-since")
    return [Where(row.session_key, row.device, row.since, row.seen_at) for row in rows]


def keys_within(actor: Actor) -> list[str] | None:
    """Return the keys of the log-ins whose acts an auditor reads; None for all, where he audits a whole city."""
    paths = [grant.path for grant in grants(actor, {DutyName.AUDITOR})]
    if any(path.count("/") == WHOLE for path in paths):
        return None
    places = UnitPlace.objects.on(clock.today()).filter(within("path", paths)) if paths else UnitPlace.objects.none()
    users = Duty.objects.filter(unit_id__in=places.values("unit_id")).values_list("user_id", flat=True).distinct()
    return [f"user:{pk}" for pk in users]


def called_by_key(keys: Iterable[str]) -> dict[str, str]:
    """Return the log-in names of keys such as ``user:7``; machines keep their own."""
    ids = {int(key.partition(":")[2]): key for key in keys if key.startswith("user:")}
    names = dict(User.objects.filter(pk__in=ids).values_list("pk", "username"))
    return {key: names.get(pk, key) for pk, key in ids.items()}


def logins_kept(actor: Actor, text: str = "") -> QuerySet[User]:
    """Return the log-ins with a duty in the subtrees that the actor leads, or whose person he sees there."""
    today = clock.today()
    paths = [grant.path for grant in grants(actor, frozenset({DutyName.LEADER}))]
    if not paths:
        return User.objects.none()
    places = UnitPlace.objects.on(today).filter(within("path", paths))
    duties = Duty.objects.on(today).filter(unit_id__in=places.values("unit_id"))
    found = User.objects.filter(Q(pk__in=duties.values("user_id")) | Q(person__in=persons_in_sight(actor)))
    if wanted := text.strip():
        found = found.filter(prefixed("username", wanted.lower()) | prefixed("person__name", wanted))
    return found.select_related("person").order_by("username")
