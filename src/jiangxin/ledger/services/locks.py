"""Who waits for whom: recorders share, the sealer is alone; and the moment an entry is written.

SQLite needs no locks: its write transactions begin IMMEDIATE, one after the other.
"""

from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Max

from jiangxin.kernel import clock
from jiangxin.ledger.errors import ClockSetBack
from jiangxin.ledger.models import Fact

RECORDING = 7_204_001  # advisory lock: shared by recorders, taken alone by the sealer
SEALING = 7_204_002  # advisory lock: one sealer at a time


def share_recording() -> None:
    """Hold the recorders' shared lock until the transaction ends."""
    _lock("SELECT pg_advisory_xact_lock_shared(%s)", RECORDING)


def take_recording() -> None:
    """Hold off all recorders and sealers until the transaction ends."""
    _lock("SELECT pg_advisory_xact_lock(%s)", SEALING)
    _lock("SELECT pg_advisory_xact_lock(%s)", RECORDING)


def take_sealing() -> None:
    """Hold off other sealers until the transaction ends."""
    _lock("SELECT pg_advisory_xact_lock(%s)", SEALING)


def take_source_key(source: str, key: str) -> None:
    """Hold off whoever records the same outside row until the transaction ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7204003))", [f"{source} {key}"])


def final_head() -> int:
    """Return the highest id below which no recorder is still at work; 0 for an empty ledger."""
    if connection.vendor != "postgresql":
        return Fact.objects.aggregate(head=Max("pk"))["head"] or 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [RECORDING])
        try:
            cursor.execute("SELECT max(id) FROM ledger_fact")
            return int(cursor.fetchone()[0] or 0)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [RECORDING])


def next_moment() -> datetime:
    """Return the instant of the next entry: now, and after the last one; refuses a clock set back a day."""
    now = clock.now()
    last: datetime | None = Fact.objects.aggregate(last=Max("recorded_at"))["last"]
    if last is None:
        return now
    if clock.civil(now) < clock.civil(last):
        raise ClockSetBack(today=clock.civil(now), last=clock.civil(last))
    return max(now, last + timedelta(microseconds=1))


def _lock(statement: str, key: int) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(statement, [key])
