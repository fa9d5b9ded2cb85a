"""Draws skill grades: one after another with the waiting years between, and the new ones of the first quarter."""

from dataclasses import dataclass

import numpy as np

from jiangxin.demo.city.chance import Flags, Ints, between, child, pick, share
from jiangxin.demo.city.days import day, month_edges
from jiangxin.demo.city.facts import VERIFIED, Rows
from jiangxin.demo.city.people import COLLEGE, People, trades
from jiangxin.demo.city.source import plan
from jiangxin.demo.city.spells import TODAY

JUNIOR, INTERMEDIATE, SENIOR, TECHNICIAN, TOP = 1, 2, 3, 4, 5  # ranks of the grade kind
WAIT = np.array([0, 366, 1100, 1470, 1470, 1470])  # days to wait before each rank, after the one below
OPENS = day("2012-01-01")  # the account begins; what was earned earlier is known, not entered
QUARTER = (day("2024-01-01"), day("2024-03-31"))


@dataclass
class Grades:
    """The day on which each person earned each rank of the trade; 0 never."""

    days: Ints  # people x ranks

    def rank_on(self, who: Ints, on: Ints | int) -> Ints:
        """Return the highest rank held on a day, 0 for none."""
        earned = (self.days[who] > 0) & (self.days[who] <= np.reshape(on, (-1, 1)))
        return np.where(earned.any(axis=1), earned.shape[1] - 1 - earned[:, ::-1].argmax(axis=1), 0)


def draw_grades(seed: int, block: int, blocks: int, people: People, last: Ints) -> tuple[Grades, Flags]:
    """Return the grades and who earned one in the quarter; ``last`` is each person's last day at work."""
    rng = child(seed, "grades", block)
    size = len(people)
    days = np.zeros((size, TOP + 1), np.int64)
    reach = np.clip((people.gift * 6.4 + 0.35).astype(np.int64), 0, TOP)
    reach[people.scripted] = 0
    skip = (people.degree >= COLLEGE) & ~people.master  # with a college diploma one starts at the third rank
    at = people.begin.copy()
    for rank in range(JUNIOR, TOP + 1):
        slack = between(rng, 20, 900 if rank > JUNIOR else 500, size)
        slack[people.master] = slack[people.master] // 8
        step = np.where(skip & (rank < INTERMEDIATE), 0, WAIT[rank] + slack)
        at = at + step
        earned = (reach >= rank) & (at <= last) & ~(skip & (rank < INTERMEDIATE))
        days[earned, rank] = at[earned]
        reach = np.where(at > last, np.minimum(reach, rank - 1), reach)
    new = _quarter(rng, days, people, last, share(plan("course")["grades"]["people"][-1], block, blocks))
    return Grades(days), new


def _quarter(rng: np.random.Generator, days: Ints, people: People, last: Ints, count: int) -> Flags:
    """Let exactly ``count`` people earn their next rank in the quarter, nobody else any."""
    first, end = QUARTER
    within = (days >= first) & (days <= end)
    days[within] = 0
    days[:, 1:][np.cumsum(within, axis=1)[:, 1:] > 0] = 0  # what would have followed has not come either
    able = ~people.scripted & ~people.master & (last >= end) & (people.begin + WAIT[JUNIOR] < first)
    chosen = pick(rng, able, count)
    held = days[chosen] * (days[chosen] < first)
    rank, since = _highest(held)
    # A last grade too fresh for the next one is taken back: it is the one earned in the quarter.
    early = (rank > 0) & ((rank == TOP) | (since + WAIT[np.minimum(rank + 1, TOP)] >= first))
    held[np.flatnonzero(early), rank[early]] = 0
    rank, since = _highest(held)
    skip = (rank == 0) & (people.degree[chosen] >= COLLEGE) & (people.begin[chosen] + WAIT[INTERMEDIATE] < first)
    following = np.where(skip, INTERMEDIATE, rank + 1)
    months = month_edges(2024, end)
    course = np.array([0, *plan("course")["grades"]["people"]])
    month = np.minimum(np.searchsorted(course[1:], np.arange(count) * course[-1] // max(count, 1), side="right"), 2)
    rng.shuffle(month)
    low, high = np.array([low for low, _ in months]), np.array([high for _, high in months])
    days[chosen] = held
    days[chosen, following] = between(rng, low[month], high[month], count)
    new = np.zeros(len(people), bool)
    new[chosen] = True
    return new


def _highest(held: Ints) -> tuple[Ints, Ints]:
    """Return the highest rank of each line and its day, 0 and 0 for none."""
    rank = np.where((held > 0).any(axis=1), TOP - (held > 0)[:, ::-1].argmax(axis=1), 0)
    return rank, held[np.arange(len(held)), rank]


def grade_rows(people: People, grades: Grades, issuer: int) -> Rows:
    """Return the facts of grades earned since the account began."""
    who, rank = np.nonzero((grades.days >= OPENS) & (grades.days <= TODAY))
    on = grades.days[who, rank]
    return Rows(
        "grade", "credentials.level-earned", on, who=who, code=people.trade[who], codes=tuple(trades()),
        level=rank, proof=VERIFIED, issuer=issuer,
    )  # fmt: skip
