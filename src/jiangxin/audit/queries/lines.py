"""Lines as they are searched, and the root of each day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Min, QuerySet, Sum
from django.db.models.functions import TruncDate

from jiangxin.audit import canonical
from jiangxin.audit.kinds import Source
from jiangxin.audit.models import Line, Link
from jiangxin.kernel import clock
from jiangxin.kernel.signing import pem

FIELDS = ("id", "at", "who", "session", "what", "object_type", "object_id", "detail")


def _rows(first: int, last: int) -> Iterator[tuple[int, bytes]]:
    return canonical.rows_of(Line.objects.all(), FIELDS, first, last)


def _ids(first: int, last: int) -> Iterator[int]:
    return canonical.ids_of(Line.objects.all(), first, last)


LINES = Source("audit.line", _rows, _ids)


@dataclass(frozen=True)
class Asked:
    """What is looked for; blank is everything."""

    who: str = ""
    what: str = ""
    object_type: str = ""
    object_id: int | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Root:
    """The root at the end of a day: as printed, it proves all that came before."""

    day: date
    number: int
    root: str
    signature: str
    key_id: str
    rows: int
    links: int
    sealed_at: datetime


def lines(asked: Asked) -> QuerySet[Line]:
    """Return the lines that fit, newest first."""
    found = Line.objects.order_by("-id")
    if asked.who:
        found = found.filter(who=asked.who)
    if asked.what:
        found = found.filter(what=asked.what)
    if asked.object_type:
        found = found.filter(object_type=asked.object_type)
    if asked.object_id is not None:
        found = found.filter(object_id=asked.object_id)
    if asked.since:
        found = found.filter(at__gte=clock.start_of(asked.since))
    if asked.until:
        found = found.filter(at__lt=clock.start_of(asked.until + timedelta(days=1)))
    return found


def newest_line() -> int:
    """Return the id of the newest line, 0 when there is none."""
    return Line.objects.aggregate(newest=Max("pk"))["newest"] or 0


def daily_roots() -> QuerySet[Link, dict[str, Any]]:
    """Return the days that were sealed on, newest first: ``day``, ``number`` of its last link, ``links``, ``rows``."""
    by_day = Link.objects.order_by().annotate(day=TruncDate("sealed_at", tzinfo=clock.SHANGHAI)).values("day")
    found: QuerySet[Link, dict[str, Any]] = by_day.annotate(
        rows=Sum("count"), links=Count("pk"), number=Max("number")
    ).order_by("-day")
    return found


def root_of(day: date) -> Root | None:
    """Return the root at the end of a day, None for a day on which nothing was sealed."""
    start, end = clock.start_of(day), clock.start_of(day + timedelta(days=1))
    sealed = Link.objects.filter(sealed_at__gte=start, sealed_at__lt=end)
    last = sealed.defer("leaves", "runs").order_by("-number").first()
    if last is None:
        return None
    rows = sealed.order_by().aggregate(rows=Sum("count"), links=Max("number") - Min("number") + 1)
    return Root(day, last.number, last.root, last.signature, last.key_id, rows["rows"], rows["links"], last.sealed_at)


def public_key() -> str:
    """Return the key by which anybody verifies the signatures, as PEM; blank before the first link."""
    last = Link.objects.only("key_id").order_by("-number").first()
    return pem(canonical.key().verifier(last.key_id)).decode() if last else ""
