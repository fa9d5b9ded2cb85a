"""The read log as the audit's chain takes it: all but the purpose, whose words stay erasable."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.db.models import QuerySet

from jiangxin.audit import canonical
from jiangxin.audit.kinds import Source
from jiangxin.kernel import clock
from jiangxin.people.models import ReadLog
from jiangxin.people.queries.persons import linked_ids

Reads = QuerySet[ReadLog]

FIELDS = ("id", "person_id", "reader", "reader_user_id", "reader_unit_id", "what", "at")


def _rows(first: int, last: int) -> Iterator[tuple[int, bytes]]:
    return canonical.rows_of(ReadLog.objects.all(), FIELDS, first, last)


def _ids(first: int, last: int) -> Iterator[int]:
    return canonical.ids_of(ReadLog.objects.all(), first, last)


READS = Source("people.readlog", _rows, _ids)


def reads_asked(who: Sequence[str] | None, person_id: int | None, days: tuple[date | None, date | None]) -> Reads:
    """Return readings by these keys (None for anybody), of this person, from and until these days."""
    found = ReadLog.objects.select_related("reader_unit")
    if who is not None:
        found = found.filter(reader__in=who)
    if person_id is not None:
        found = found.filter(person_id__in=linked_ids(person_id))
    since, until = days
    if since:
        found = found.filter(at__gte=clock.start_of(since))
    return found.filter(at__lt=clock.start_of(until + timedelta(days=1))) if until else found
