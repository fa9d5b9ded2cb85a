"""How one stands among those of his trade, grade and age; nothing is said of a group too small to hide a person."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.db.models import Q

from jiangxin.insight.models import PeerGroup
from jiangxin.insight.portraits import Portrait
from jiangxin.kernel import clock
from jiangxin.kernel.dates import full_years
from jiangxin.policy.book import Book
from jiangxin.policy.entries.rules import Score

GRADE = "skill_level_in_trade"  # the measure that tells one grade from another
YEARS, LEAST = "peer_years", "peer_least"  # the book's values: years of an age band, persons of a group
NONE = -1  # no grade, no age known
WHOLE = ""  # the spread of the total stands under no axis

Key = tuple[str, int, int]  # occupation, rank of the grade, first year of the age band


@dataclass(frozen=True)
class Place:
    """Where one stands on an axis: among the first ``top`` percent (None without points); the peers' median."""

    top: int | None
    median: int


@dataclass(frozen=True)
class Peers:
    """One's place among ``size`` peers (himself among them): on each axis, and by the total under no axis."""

    size: int
    ages: tuple[int, int] | None
    level: int | None
    occupation: str
    places: dict[str, Place]


@dataclass(frozen=True)
class TooFew:
    """There is a comparison, but the group has fewer persons than the book asks for."""

    least: int


def peers_of(portrait: Portrait) -> Peers | TooFew | None:
    """Return one's place among his peers; None where there is none to give.

    Counted on this day for whole portraits only: what a reader may not see would put a person in a wrong place.
    """
    score = portrait.book.scores.get(portrait.score)
    person = portrait.evaluation.person
    whole = not portrait.cut and portrait.known_at is None and portrait.on == clock.today()
    if score is None or person is None or not whole or not person.occupations or not fit(portrait.book, score):
        return None
    key = _key(portrait, person.birth_on)
    mine = Q(occupation=key[0], level=key[1], age=key[2])
    groups = PeerGroup.objects.filter(mine | Q(occupation=""), rule=rule_of(portrait.book, score, portrait.on))
    found = {row.occupation: row for row in groups}
    years, least = settings_of(portrait.book, portrait.on)
    group = found.get(key[0])
    if group is None:
        return TooFew(least) if found else None
    points = {WHOLE: portrait.total} | {axis.id: axis.points for axis in portrait.axes}
    return Peers(
        size=group.size,
        ages=None if group.age == NONE else (group.age, group.age + years - 1),
        level=None if group.level == NONE else group.level,
        occupation=group.occupation,
        places={axis: _place(points[axis], spread) for axis, spread in group.spread.items() if axis in points},
    )


def rule_of(book: Book, score: Score, on: date) -> str:
    """Return the digest of all that decides points and groups: books that only add elsewhere share it."""
    measures = [book.measures[name] for name in (*dict.fromkeys(item.measure for item in score.item), GRADE)]
    named = {where.code_in for one in measures if (where := one.where) and isinstance(where.code_in, str)}
    lists = [book.lists[name] for name in sorted(named) if name in book.lists]
    return sha256(repr((score, measures, lists, settings_of(book, on))).encode()).hexdigest()


def fit(book: Book, score: Score) -> bool:
    """Tell whether a book has all that a comparison needs."""
    return GRADE in book.measures and YEARS in book.values and LEAST in book.values and bool(score.axis)


def settings_of(book: Book, on: date) -> tuple[int, int]:
    """Return the years of an age band and the persons of a group that a book asks for."""
    return int(book.values[YEARS].on(on) or 1), int(book.values[LEAST].on(on) or 1)


def _key(portrait: Portrait, born: date | None) -> Key:
    """Return the group of a person; the lake knows the month of birth alone, so its first day counts here too."""
    level = portrait.evaluation.measure(GRADE).value
    years, _least = settings_of(portrait.book, portrait.on)
    age = full_years(born.replace(day=1), portrait.on) // years * years if born else NONE
    return portrait.evaluation.occupation or "", NONE if level is None else level, age


def _place(points: int, spread: list[list[int]]) -> Place:
    """Return a place among points counted from the highest down; of two in the middle the lower is the median."""
    size = sum(persons for _points, persons in spread)
    above = sum(persons for held, persons in spread if held > points)
    passed, median = 0, 0
    for held, persons in spread:
        passed, median = passed + persons, held
        if 2 * passed > size:
            break
    return Place(top=min(-(-100 * (above + 1) // size), 100) if points else None, median=median)
