"""The two times of every page: the day asked about, and what had been recorded by then."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from jiangxin.doors.me.errors import WrongDay, WrongMoment
from jiangxin.kernel import clock

EARLIEST = date(1900, 1, 1)
DAY, TICK = timedelta(days=1), timedelta(microseconds=1)


@dataclass(frozen=True)
class Stand:
    """From where a page is read: the day ``on`` and, if asked for, the instant ``known_at``."""

    on: date
    known_at: datetime | None
    query: str = ""  # the parameters to carry on, with their question mark
    then: bool = False  # asked as it was known at the end of the day itself

    @property
    def now(self) -> bool:
        """Tell whether this is today by all that is recorded."""
        return self.known_at is None and self.on == clock.today()


def stand_of(asked: QueryDict, path: str) -> Stand:
    """Read ``on``, ``known_at`` and ``then`` (by what was known at the end of ``on``), and what to carry on.

    Refuses with WrongDay or WrongMoment and offers the page of today.
    """
    way_on = (_("看今天的"), path)
    day, moment = asked.get("on", "").strip(), asked.get("known_at", "").strip()
    on = _day(day, way_on) if day else clock.today()
    then = bool(asked.get("then")) and not moment and on < clock.today()
    carried = QueryDict(mutable=True)
    for name, value in (("on", day), ("known_at", moment), ("then", "1" if then else "")):
        if value:
            carried[name] = value
    known_at = _moment(moment or on.isoformat(), way_on) if moment or then else None
    return Stand(on, known_at, f"?{carried.urlencode()}" if carried else "", then)


def _day(text: str, way_on: tuple[str, str]) -> date:
    details: dict[str, Any] = {"text": text[:40], "way_on": way_on}
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise WrongDay(**details, why=_("看不懂")) from error
    if day > clock.today():
        raise WrongDay(**details, why=_("还没到"))
    if day < EARLIEST:
        raise WrongDay(**details, why=_("太早了"))
    return day


def _moment(text: str, way_on: tuple[str, str]) -> datetime:
    """Read an instant; without a zone it is Shanghai's, and a day alone means all that was recorded on it."""
    details: dict[str, Any] = {"text": text[:40], "way_on": way_on}
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise WrongMoment(**details, why=_("看不懂")) from error
    if not EARLIEST.year <= moment.year < date.max.year:
        raise WrongMoment(**details, why=_("太早了") if moment.year < EARLIEST.year else _("还没到"))
    whole_day = len(text) <= len("2024-09-12")
    if whole_day:
        if moment.date() > clock.today():
            raise WrongMoment(**details, why=_("还没到"))
        return clock.start_of(moment.date() + DAY) - TICK
    moment = moment if moment.tzinfo else moment.replace(tzinfo=clock.SHANGHAI)
    if moment > clock.now():
        raise WrongMoment(**details, why=_("还没到"))
    return moment
