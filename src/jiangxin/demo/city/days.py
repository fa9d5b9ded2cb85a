"""Days as whole numbers since 1970-01-01."""

from datetime import date
from itertools import pairwise

import numpy as np

from jiangxin.demo.city.chance import Ints

EPOCH = date(1970, 1, 1).toordinal()
NEVER = -1  # an open end


def day(text: str | date) -> int:
    """Return the number of a day."""
    when = text if isinstance(text, date) else date.fromisoformat(text)
    return when.toordinal() - EPOCH


def as_date(number: int) -> date:
    """Return the day of a number."""
    return date.fromordinal(int(number) + EPOCH)


def year_start(years: Ints) -> Ints:
    """Return the numbers of 1 January of these years."""
    return (years - 1970).astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)


def year_of(days: Ints) -> Ints:
    """Return the years in which these days lie."""
    return days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970


def month_edges(year: int, until: int) -> list[tuple[int, int]]:
    """Return first and last day of each month of a year up to the month of ``until``, which ends with it."""
    starts = np.arange(f"{year}-01", f"{year + 1}-02", dtype="datetime64[M]").astype("datetime64[D]").astype(np.int64)
    pairs = [(int(first), int(after) - 1) for first, after in pairwise(starts.tolist())]
    return [(first, min(last, until)) for first, last in pairs if first <= until]
