"""Counting how points are spread among peers: everybody at once, from the lake, by every rule in force."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction

from jiangxin.books import queries as books
from jiangxin.insight.lake.everyone import Question, evaluate_all
from jiangxin.insight.models import PeerGroup
from jiangxin.insight.peers.reading import GRADE, NONE, WHOLE, Key, fit, rule_of, settings_of
from jiangxin.policy.book import Book
from jiangxin.policy.entries.rules import Score

Spread = dict[str, Counter[int]]  # axis: points in hundredths: persons


def refresh(on: date) -> int:
    """Count all groups anew by every rule in force and return how many are compared. Refuses with LakeMissing."""
    rules: dict[str, tuple[Book, Score]] = {}
    for row in books.books_in_force(on):
        book = books.book_in_force(row.book_id, on)
        for score in [one for one in book.scores.values() if one.subject == "person" and fit(book, one)][:1]:
            rules.setdefault(rule_of(book, score, on), (book, score))
    made = [group for rule, (book, score) in rules.items() for group in _counted(rule, book, score, on)]
    with transaction.atomic():
        PeerGroup.objects.all().delete()
        PeerGroup.objects.bulk_create(made, batch_size=500)
    return len(made) - len(rules)


def _counted(rule: str, book: Book, score: Score, on: date) -> Iterator[PeerGroup]:
    years, least = settings_of(book, on)
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
