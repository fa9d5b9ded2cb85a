"""The read log as the audit's chain takes it: all but the purpose, whose words stay erasable."""

from collections.abc import Iterator

from jiangxin.audit import canonical
from jiangxin.audit.kinds import Source
from jiangxin.people.models import ReadLog

FIELDS = ("id", "person_id", "reader", "reader_user_id", "reader_unit_id", "what", "at")


def _rows(first: int, last: int) -> Iterator[tuple[int, bytes]]:
    return canonical.rows_of(ReadLog.objects.all(), FIELDS, first, last)


def _ids(first: int, last: int) -> Iterator[int]:
    return canonical.ids_of(ReadLog.objects.all(), first, last)


READS = Source("people.readlog", _rows, _ids)
