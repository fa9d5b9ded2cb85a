"""Civil dates, once for the whole house: spans, anniversaries, covered years, periods, retirement."""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from jiangxin.kernel.words import _

DAYS_IN_400_YEARS = 146_097
_SPAN = re.compile(r"([1-9][0-9]{0,3})([ymd])", re.ASCII)
_POINT = re.compile(r"([0-9]{4})(?:-(?:Q([1-4])|([0-9]{2})(?:-([0-9]{2}))?))?", re.ASCII)
_QUARTERS = ("一", "二", "三", "四")

# Base age and sex -> first month of birth that is delayed, months of birth per month of delay, most months of delay.
_DELAYS = {("male", 60): (1965, 4, 36), ("female", 55): (1970, 4, 36), ("female", 50): (1975, 2, 60)}


def add_months(day: date, months: int) -> date:
    """Return the same day some months later (or earlier); a day the month lacks falls to its last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def is_span(text: str) -> bool:
    """Tell whether a text is a calendar span such as 2y, 6m or 30d."""
    return _SPAN.fullmatch(text) is not None


def span_before(on: date, span: str) -> date:
    """Return the day a calendar span ("2y", "6m", "30d") before a day; never earlier than the first of all days."""
    found = _SPAN.fullmatch(span)
    if found is None:
        raise ValueError(f"not a span: {span!r}")
    count, unit = int(found[1]), found[2]
    try:
        return on - timedelta(days=count) if unit == "d" else add_months(on, -count * (12 if unit == "y" else 1))
    except (ValueError, OverflowError):
        return date.min


def first_day(day: date, precision: str) -> date:
    """Return the day a fact counts from: the first of its month or year where only that is known."""
    if precision == "month":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if precision == "year" else day


def full_years(start: date, end: date) -> int:
    """Return the completed anniversaries from start to end, 0 if end comes first; 29 Feb has its day on 28 Feb."""
    if end <= start:
        return 0
    years = end.year - start.year
    return years if end >= add_months(start, years * 12) else years - 1


def years_covered(intervals: Iterable[tuple[date, date | None]], on: date) -> int:
    """Return the full years in the union of closed day intervals up to ``on``; an open end reaches ``on``."""
    days, reached = 0, 0
    for start, end in sorted((start.toordinal(), min(end or on, on).toordinal()) for start, end in intervals):
        begin = max(start, reached + 1)
        if end >= begin:
            days += end - begin + 1
            reached = end
    return days * 400 // DAYS_IN_400_YEARS


def retirement_on(sex: str, birth: date, base: int) -> date:
    """Return the day of statutory retirement: base 60 (male), 55 or 50 (female), sliding from 2025-01-01."""
    if (sex, base) not in _DELAYS:
        raise ValueError(f"no statutory base {base} for {sex!r}")
    since, step, most = _DELAYS[sex, base]
    months = (birth.year - since) * 12 + birth.month
    delay = min(-(-months // step), most) if months > 0 else 0
    return add_months(birth, base * 12 + delay)


@dataclass(frozen=True, order=True)
class Period:
    """Closed days; without a start everything up to the end (a running total)."""

    start: date | None
    end: date

    def __post_init__(self) -> None:
        if self.start is not None and self.start > self.end:
            raise ValueError("a period ends before it starts")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "2024", "2024-Q1", "2024-06", "2024-01-01..2024-09-12" or "..2024"; ValueError if it is none."""
        left, dots, right = text.partition("..")
        try:
            if not dots:
                return cls(*_point(text))
            return cls(_point(left)[0] if left else None, _point(right)[1])
        except ValueError as error:
            raise ValueError(f"not a period: {text!r}") from error

    @property
    def running(self) -> bool:
        """Tell whether this is everything up to the end."""
        return self.start is None

    def __contains__(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and day <= self.end

    def __str__(self) -> str:
        short = self._short()
        if short:
            return short
        return f"{self.start or ''}..{self._running_point() if self.running else self.end}"

    def words(self) -> str:
        """Return the period as a reader says it."""
        if self.start is None:
            return self._running_words()
        short = self._short()
        if len(short) == 4:
            return _("%(year)d年") % {"year": self.start.year}
        if "Q" in short:
            quarter = _QUARTERS[(self.start.month - 1) // 3]
            return _("%(year)d年%(quarter)s季度") % {"year": self.start.year, "quarter": quarter}
        if len(short) == 7:
            return _("%(year)d年%(month)d月") % {"year": self.start.year, "month": self.start.month}
        if short:
            return day_words(self.start)
        if self.start.year == self.end.year:
            end = _("%(month)d月%(day)d日") % {"month": self.end.month, "day": self.end.day}
        else:
            end = day_words(self.end)
        return _("%(start)s至%(end)s") % {"start": day_words(self.start), "end": end}

    def _short(self) -> str:
        start, end = self.start, self.end
        if start is None:
            return ""
        if start == end:
            return start.isoformat()
        if start.day != 1 or end != _month_end(end.year, end.month) or start.year != end.year:
            return ""
        months = (start.month, end.month)
        if months == (1, 12):
            return f"{start.year:04d}"
        if months[0] == months[1]:
            return f"{start.year:04d}-{start.month:02d}"
        return f"{start.year:04d}-Q{end.month // 3}" if months in {(1, 3), (4, 6), (7, 9), (10, 12)} else ""

    def _running_point(self) -> str:
        end = self.end
        if (end.month, end.day) == (12, 31):
            return f"{end.year:04d}"
        return f"{end.year:04d}-{end.month:02d}" if end == _month_end(end.year, end.month) else end.isoformat()

    def _running_words(self) -> str:
        point = self._running_point()
        if len(point) == 4:
            return _("截至%(year)d年底") % {"year": self.end.year}
        if len(point) == 7:
            return _("截至%(year)d年%(month)d月底") % {"year": self.end.year, "month": self.end.month}
        return _("截至%(day)s") % {"day": day_words(self.end)}


def day_words(day: date) -> str:
    """Return a day as running text says it: 2024年9月12日."""
    return _("%(year)d年%(month)d月%(day)d日") % {"year": day.year, "month": day.month, "day": day.day}


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _point(text: str) -> tuple[date, date]:
    found = _POINT.fullmatch(text)
    if found is None:
        raise ValueError("not a point in time")
    year, quarter, month, day = int(found[1]), found[2], found[3], found[4]
    if day:
        only = date(year, int(month), int(day))
        return only, only
    if quarter:
        last = int(quarter) * 3
        return date(year, last - 2, 1), _month_end(year, last)
    if month:
        return date(year, int(month), 1), _month_end(year, int(month))
    return date(year, 1, 1), date(year, 12, 31)
