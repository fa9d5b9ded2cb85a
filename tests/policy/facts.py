"""Facts of one subject, and short ways to ask the sample book about them."""

from datetime import UTC, date, datetime
from itertools import count

from jiangxin.policy import FactRow, PersonView, evaluate, resolve
from tests.policy.books import PARENTS, changed

ON = date(2024, 9, 12)
GROUND = resolve(PARENTS("ground"), PARENTS)
NOBODY = PersonView(id=1)
MAN = PersonView(id=1, birth_on=date(1980, 5, 5), sex="male", occupations=("welder", "fitter"))
_ids = count(1)


def fact(kind, happened_on, **values):
    """Return a standing fact of proof confirmed, recorded on the day it happened."""
    row = {
        "id": next(_ids),
        "subject_id": 1,
        "kind": kind,
        "code": "",
        "level": None,
        "quantity": 1,
        "happened_on": happened_on,
        "ended_on": None,
        "precision": "day",
        "proof": 1,
        "entry": "original",
        "recorded_at": at(happened_on),
        "superseded_at": None,
        "credited_to": None,
        "issuer_id": None,
    }
    return FactRow(**row | values)


def at(day, hour=0):
    """Return an instant of a day in UTC."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def book_with(**files):
    """Return the sample ground book with files put in place of its own."""
    return resolve(changed("ground", **files), PARENTS)


def measured(body, facts, *, on=ON, known_at=None, occupation=None, lists=None):
    """Return value and facts of one measure, written as the body of its table."""
    head = '\n[mine]\ntitle = "口径"\ndefinition = "怎么数"\n'
    text = changed("ground").files["measures.toml"] + head + body
    book = book_with(measures=text, **(lists or {}))
    result = evaluate(NOBODY, facts, book, on, known_at, occupation=occupation).measure("mine")
    return result.value, result.facts


def evaluated(facts, *, person=NOBODY, on=ON, book=GROUND):
    """Return an evaluation of the sample book."""
    return evaluate(person, facts, book, on)


def senior(day=date(2023, 5, 1), **values):
    """Return a verified skill level senior."""
    return fact("skills.level-verified", day, **{"level": 1, "proof": 2, "code": "welder"} | values)


def lesson(minutes, day=date(2024, 5, 1)):
    """Return a finished class."""
    return fact("learning.class-finished", day, quantity=minutes)


def win(day=date(2024, 1, 5), level=2, **values):
    """Return a placing in a contest."""
    return fact("contest.placed", day, level=level, **values)


def spell(day=date(2012, 9, 1), **values):
    """Return a spell in a trade."""
    return fact("people.trade-spell", day, **{"code": "welder"} | values)
