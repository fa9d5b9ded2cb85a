"""How one stands among those of his trade, grade and age; nothing is said of a group too small to hide a person."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction
from django.db.models import Q

from jiangxin.books import queries as books
from jiangxin.insight.lake.everyone import Question, evaluate_all
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
Spread = dict[str, Counter[int]]  # axis: points in hundredths: persons


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
    if score is None or person is None or not whole or not person.occupations or not _fit(portrait.book, score):
        return None
    key = _key(portrait, person.birth_on)
    mine = Q(occupation=key[0], level=key[1], age=key[2])
    groups = PeerGroup.objects.filter(mine | Q(occupation=""), rule=rule_of(portrait.book, score, portrait.on))
    found = {row.occupation: row for row in groups}
    years, least = _settings(portrait.book, portrait.on)
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


def refresh(on: date) -> int:
    """Count all groups anew by every rule in force and return how many are compared. Refuses with LakeMissing."""
    rules: dict[str, tuple[Book, Score]] = {}
    for row in books.books_in_force(on):
        book = books.book_in_force(row.book_id, on)
        for score in [one for one in book.scores.values() if one.subject == "person" and _fit(book, one)][:1]:
            rules.setdefault(rule_of(book, score, on), (book, score))
    made = [group for rule, (book, score) in rules.items() for group in _counted(rule, book, score, on)]
    with transaction.atomic():
        PeerGroup.objects.all().delete()
        PeerGroup.objects.bulk_create(made, batch_size=500)
    return len(made) - len(rules)


def rule_of(book: Book, score: Score, on: date) -> str:
    """Return the digest of all that decides points and groups: books that only add elsewhere share it."""
    measures = [book.measures[name] for name in (*dict.fromkeys(item.measure for item in score.item), GRADE)]
    named = {where.code_in for one in measures if (where := one.where) and isinstance(where.code_in, str)}
    lists = [book.lists[name] for name in sorted(named) if name in book.lists]
    return sha256(repr((score, measures, lists, _settings(book, on))).encode()).hexdigest()


def _fit(book: Book, score: Score) -> bool:
    return GRADE in book.measures and YEARS in book.values and LEAST in book.values and bool(score.axis)


def _settings(book: Book, on: date) -> tuple[int, int]:
    return int(book.values[YEARS].on(on) or 1), int(book.values[LEAST].on(on) or 1)


def _key(portrait: Portrait, born: date | None) -> Key:
    """Return the group of a person; the lake knows the month of birth alone, so its first day counts here too."""
    level = portrait.evaluation.measure(GRADE).value
    years, _least = _settings(portrait.book, portrait.on)
    age = full_years(born.replace(day=1), portrait.on) // years * years if born else NONE
    return portrait.evaluation.occupation or "", NONE if level is None else level, age


def _counted(rule: str, book: Book, score: Score, on: date) -> Iterator[PeerGroup]:
    years, least = _settings(book, on)
    columns = {WHOLE: f"s.{score.id}"} | {axis.id: f"s.{score.id}.{axis.id}" for axis in score.axis}
    groups: dict[Key, Spread] = defaultdict(lambda: defaultdict(Counter))
    question = Question(book=book, on=on, attributes=("occupation", "birth_on"))
    for table in evaluate_all(question):
        keyed = _keyed(table, on, years)
        for axis, column in columns.items():
            for key, points, persons in _counts(keyed, table[column]):
                groups[key][axis][points] += persons
    # One row of nobody tells that this rule was counted, also where every group is too small.
    yield PeerGroup(rule=rule, occupation="", level=NONE, age=NONE, size=0, spread={}, on=on)
    for (occupation, level, age), spread in groups.items():
        size = spread[WHOLE].total()
        if size >= least:
            told = {axis: sorted(counts.items(), reverse=True) for axis, counts in spread.items()}
            yield PeerGroup(
                rule=rule, occupation=occupation, level=level, age=age, size=size, spread=told, on=on
            )  # fmt: skip


def _keyed(table: pa.Table, on: date, years: int) -> pa.Table:
    """Return occupation, level and age of a range of persons, in the table's order."""
    born = table["a.birth_on"]
    before = pc.greater(pc.month(born), on.month).cast(pa.int64())
    age = pc.subtract(pc.subtract(on.year, pc.year(born)), before)
    band = pc.multiply(pc.divide(age, years), years)
    return pa.table(
        {
            "occupation": pc.fill_null(table["a.occupation"], ""),
            "level": pc.fill_null(table[f"m.{GRADE}"].cast(pa.int64()), NONE),
            "age": pc.fill_null(band, NONE),
        }
    )


def _counts(keyed: pa.Table, points: pa.ChunkedArray) -> Iterable[tuple[Key, int, int]]:
    found = keyed.append_column("points", points).group_by(["occupation", "level", "age", "points"]).aggregate(
        [([], "count_all")]
    )  # fmt: skip
    for row in found.to_pylist():
        if row["occupation"]:
            yield (row["occupation"], row["level"], row["age"]), row["points"], row["count_all"]


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
