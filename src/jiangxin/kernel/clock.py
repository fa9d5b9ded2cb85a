"""The only source of today and now.

``today`` is a Chinese civil date; ``now`` an instant in UTC. Where a demo day is
fixed, today is that day and now is that day at the real time of day in Shanghai.
Sessions, locks and time limits use ``real_now``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

_fixed: list[date | None] = [None]
_moment: ContextVar[date | datetime | None] = ContextVar("jiangxin_moment", default=None)


def real_now() -> datetime:
    """Return the machine's instant in UTC, whatever day is fixed."""
    return datetime.now(UTC)


def now() -> datetime:
    """Return this instant in UTC, on the fixed day where there is one."""
    moment = _moment.get()
    if isinstance(moment, datetime):
        return moment.astimezone(UTC)
    day = moment or _fixed[0]
    if day is None:
        return real_now()
    time_of_day = real_now().astimezone(SHANGHAI).time()
    return datetime.combine(day, time_of_day, SHANGHAI).astimezone(UTC)


def today() -> date:
    """Return the civil date in Shanghai, or the fixed day."""
    return civil(now())


def civil(moment: datetime) -> date:
    """Return the civil date in Shanghai of an aware instant."""
    if moment.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return moment.astimezone(SHANGHAI).date()


def start_of(day: date) -> datetime:
    """Return the instant (UTC) at which a civil day begins in Shanghai."""
    return datetime.combine(day, time.min, SHANGHAI).astimezone(UTC)


def fix(day: date | None) -> None:
    """Fix the demo day for this process, or let the clock run again."""
    _fixed[0] = day


def demo_day() -> date | None:
    """Return the fixed day, or None when the clock runs."""
    return _fixed[0]


@contextmanager
def at(moment: datetime | date) -> Iterator[None]:
    """Hold the clock at an aware instant or on a day, within a ``with`` block."""
    if isinstance(moment, datetime) and moment.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)
