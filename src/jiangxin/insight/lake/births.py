"""Days of birth, where a rule turns on one: the lake knows the month alone (docs/decisions/008)."""

from datetime import date
from itertools import chain

import ibis
import pyarrow as pa

from jiangxin.insight.compile.conditions import asks_birth
from jiangxin.insight.compile.days import births_retiring
from jiangxin.insight.compile.inputs import Expr
from jiangxin.insight.engines.duckdb import Engine
from jiangxin.people import queries as people
from jiangxin.policy.book import Book

DAYS = pa.schema([("person_id", pa.int64()), ("born", pa.date32())])


def with_days(run: Engine, subjects: Expr, book: Book, on: date) -> Expr:
    """Return the subjects, with the day of birth of those of whom the month does not decide what the book asks.

    These are who were born in the month asked about, of any year, and who retire in it; for everybody else any day
    of the month of birth gives the same answers as the first.
    """
    if not asks(book):
        return subjects
    found = list(people.days_of_birth(on.month, births_retiring(on)))
    table = pa.table([pa.array([row[place] for row in found], one.type) for place, one in enumerate(DAYS)], schema=DAYS)
    joined = subjects.left_join(run.columns(table), [("id", "person_id")])
    same = joined.born.truncate("M") == joined.birth_on
    return joined.mutate(birth_on=ibis.ifelse(same, joined.born, joined.birth_on)).select(subjects.columns)


def asks(book: Book) -> bool:
    """Tell whether a book's schemes or ladders turn on a day of birth."""
    schemes = chain.from_iterable(scheme.require for scheme in book.schemes.values())
    stages = chain.from_iterable(ladder.stage for ladder in book.ladders.values())
    return asks_birth(schemes) or asks_birth(chain.from_iterable((*one.enter, *one.leave) for one in stages))
