"""One synthetic person through the plain Python evaluator, warm.

A synthetic book of 12 kinds, 100 measures of every take, a score of 30 items, a
ladder and a scheme; a person with 300 facts. One evaluation indexes the facts and
answers everything: measures, points with their trace, what is due, requirements.
The peer reads the same rows in the same process: for each measure one plain pass
with ``sum()`` over all facts, filtered by kind and day; it knows no standing
entries, codes, levels or spans and keeps no trace.
"""

import random
import resource
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from jiangxin.policy import Book, BookText, FactRow, PersonView, evaluate, resolve

LIMIT = 0.010
FACTS = 300
MEASURES = 100
ROUNDS = 201
ON = date(2024, 9, 12)
PERSON = PersonView(id=1, birth_on=date(1985, 3, 1), sex="male", occupations=("c3",), post_class="worker")

KINDS = 12
CODES = tuple(f"c{number}" for number in range(40))
LEVELS = ("one", "two", "three", "four", "five")
TAKES = (
    'take = "count"',
    'take = "sum"\nwithin = "2y"',
    'take = "max-level"',
    'take = "years-covered"',
    'take = "count"\nwhere = { code_in = "codes" }',
    'take = "sum"\nwhere = { level_at_least = "three" }',
    'take = "latest-level"\nwhere = { proof_at_least = "verified" }',
    'take = "distinct-code"\nwithin = "36m"',
    'take = "years-since-first"\nwhere = { code = "@occupation" }',
    'take = "years-since-last"',
)


def run(*, json: bool = True) -> dict[str, Any]:
    """Return the numbers; with ``json`` off they are written as lines, too."""
    book, facts = made_book(MEASURES), made_facts(FACTS)
    fewer_facts, more_facts = made_facts(FACTS // 3), made_facts(FACTS * 3)
    fewer_measures, more_measures = made_book(MEASURES // 4), made_book(MEASURES * 2)
    seconds, peer, *varied = medians(
        lambda: everything(book, facts),
        lambda: plain_passes(book, facts),
        lambda: everything(book, fewer_facts),
        lambda: everything(book, more_facts),
        lambda: everything(fewer_measures, facts),
        lambda: everything(more_measures, facts),
    )
    found = {
        "name": "person",
        "ratio": round(seconds / peer, 2),
        "against": f"a plain sum() over the same {FACTS} facts for each of the {MEASURES} measures; limit 10 ms",
        "seconds": round(seconds, 6),
        "against_seconds": round(peer, 6),
        "limit_seconds": LIMIT,
        "share_of_limit": round(seconds / LIMIT, 3),
        "per_fact_us": round((varied[1] - varied[0]) / (len(more_facts) - len(fewer_facts)) * 1e6, 2),
        "per_measure_us": round((varied[3] - varied[2]) / (MEASURES * 2 - MEASURES // 4) * 1e6, 2),
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "rows": FACTS,
        "measures": MEASURES,
        "rounds": ROUNDS,
    }
    if not json:
        sys.stdout.write("".join(f"{name}: {value}\n" for name, value in found.items()))
    return found


def everything(book: Book, facts: list[FactRow]) -> int:
    """Index the facts and answer every part of an evaluation; return something that depends on all of it."""
    found = evaluate(PERSON, facts, book, ON)
    met = sum(one.met for one in found.due) + sum(len(one.missing) for one in found.schemes.values())
    return len(found.measures) + sum(score.total for score in found.scores.values()) + met


def plain_passes(book: Book, facts: list[FactRow]) -> int:
    """Add up every measure's kind with one pass over all facts each."""
    total = 0
    for measure in book.measures.values():
        kind = measure.of[0]
        total += sum(fact.quantity for fact in facts if fact.kind == kind and fact.happened_on <= ON)
    return total


def medians(*works: Callable[[], int]) -> list[float]:
    """Run each work in turn, warm, and return the median seconds of each."""
    for work in works:
        work()
    taken: list[list[float]] = [[] for _work in works]
    for _round in range(ROUNDS):
        for work, seconds in zip(works, taken, strict=True):
            start = time.perf_counter()
            work()
            seconds.append(time.perf_counter() - start)
    return [statistics.median(seconds) for seconds in taken]


def made_facts(count: int) -> list[FactRow]:
    """Return that many facts of a person, the same each time; one in ten is superseded, one in fifty a withdrawal."""
    dice = random.Random(2024)  # noqa: S311 -- synthetic facts
    facts = []
    for number in range(1, count + 1):
        day = date(2012, 1, 1) + timedelta(days=dice.randrange(4638))
        recorded = datetime(day.year, day.month, day.day, 8, tzinfo=UTC)
        facts.append(
            FactRow(
                id=number,
                subject_id=1,
                kind=f"bench.k{dice.randrange(KINDS)}",
                code=dice.choice(CODES),
                level=dice.choice((None, 0, 1, 2, 3, 4)),
                quantity=dice.randrange(1, 600),
                happened_on=day,
                ended_on=dice.choice((None, day + timedelta(days=dice.randrange(2000)))),
                precision=dice.choice(("day",) * 8 + ("month", "year")),
                proof=dice.choice((0, 1, 1, 2, 2)),
                entry="withdrawn" if number % 50 == 0 else "original",
                recorded_at=recorded,
                superseded_at=recorded + timedelta(days=30) if number % 10 == 0 else None,
                credited_to=7,
                issuer_id=None,
            )
        )
    return facts


def made_book(measures: int) -> Book:
    """Return a synthetic book with that many measures, a score over the first 30, a ladder and a scheme."""
    text = BookText("bench", made_files(measures))
    return resolve(text, lambda _name: None)


def made_files(measures: int) -> dict[str, str]:
    """Return the files of the synthetic book."""
    kinds = "".join(
        f'[bench.k{number}]\ntitle = "k"\ndefinition = "k"\nsubject = ["person"]\nunit = "count"\nspan = true\n'
        f'levels = {list(LEVELS)}\nmax = 1000\nsensitivity = "work"\n'
        for number in range(KINDS)
    )
    codes = "".join(f'[[entry]]\ncode = "{code}"\ntitle = "{code}"\n' for code in CODES[:20])
    named = "".join(
        f'[m{number}]\ntitle = "m{number}"\ndefinition = "m"\nof = ["bench.k{number % KINDS}"]\n'
        f"{TAKES[number % len(TAKES)]}\n"
        for number in range(measures)
    )
    items = "".join(
        f'[[item]]\naxis = "a{number % 6}"\nmeasure = "m{number}"\nbasis = "platform-default"\n{earns(number)}\n'
        for number in range(min(measures, 30))
    )
    axes = "".join(f'[[axis]]\nid = "a{number}"\ntitle = "a{number}"\ncap = 10000\n' for number in range(6))
    needs = "".join(
        f'[[require]]\nid = "r{number}"\nbasis = "platform-default"\nmeasure = "m{number}"\nat_least = 3\n'
        for number in (0, 1, 3, 4, 5, 7, 8, 9)
    )
    return {
        "book.toml": 'id = "bench"\ntitle = "bench"\nowner = "city"\nfrom = 2020-01-01\n',
        "kinds.toml": kinds,
        "lists/codes.toml": f'title = "codes"\n{codes}',
        "measures.toml": named,
        "scores/points.toml": f'title = "points"\ncap = 60000\n{axes}{items}',
        "schemes/title.toml": f'title = "title"\nsubject = "person"\nbasis = "platform-default"\n{needs}',
        "ladders/way.toml": (
            'title = "way"\nbasis = "platform-default"\n[[stage]]\nid = "s"\ntitle = "s"\nbasis = "platform-default"\n'
            '[[stage.enter]]\nid = "points"\nscore = "points"\nat_least = 20000\n'
        ),
    }


def earns(number: int) -> str:
    """Return how an item earns: levels by table, numbers by each."""
    if number % len(TAKES) in (2, 6):
        return f"table = {{ {', '.join(f'{level} = {rank}00' for rank, level in enumerate(LEVELS, start=1))} }}"
    return "each = 5\nper = 2\ncap = 3000"


if __name__ == "__main__":
    run(json=False)
