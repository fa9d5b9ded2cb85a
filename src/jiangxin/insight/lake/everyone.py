"""A book for everybody: the newest version of the lake, in ranges of persons, so that memory stays as it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

import duckdb
import ibis
import pyarrow as pa

from jiangxin.insight.compile import Asked
from jiangxin.insight.compile.inputs import Expr
from jiangxin.insight.compile.links import moved, unmoved
from jiangxin.insight.compile.subjects import persons_on
from jiangxin.insight.engines.duckdb import MEMORY, Engine, engine
from jiangxin.insight.engines.ranges import AT_ONCE, in_ranges
from jiangxin.insight.lake import shape, source, store
from jiangxin.insight.lake.births import with_days
from jiangxin.insight.lake.errors import LakeMissing
from jiangxin.policy.book import Book

LINKS = pa.schema([("id", pa.int64()), ("leader_id", pa.int64())])


@dataclass(frozen=True)
class Question:
    """One book on one day, by what was known at an instant; ``measures`` the only ones wanted, all when empty.

    ``attributes`` of the subjects stand beside the answer as ``a.<name>``.
    """

    book: Book
    on: date
    known_at: datetime | None = None
    occupation: str = ""
    measures: frozenset[str] = frozenset()
    attributes: tuple[str, ...] = ()


def evaluate_all(question: Question, *, at_once: int = AT_ONCE, memory: str = MEMORY) -> Iterator[pa.Table]:
    """Yield one row a person, range after range, with the columns of ``insight.compile``. Refuses with LakeMissing."""
    pinned = store.pin()
    with _reading(pinned), engine(store.folder().parent / "scratch", memory=memory) as run:
        facts = facts_in(run, pinned)
        dimensions = {name: _table(run, files, shape.DIMENSIONS[name]) for name, files in pinned.dimensions.items()}
        links = _links(run, dimensions["persons"], question.known_at)
        subjects = persons_on(dimensions, facts, pinned.kinds, links, question.on)
        if not question.measures:
            subjects = with_days(run, subjects, question.book, question.on)
        subjects = run.kept(subjects)
        if links is not None:
            facts = run.named(ibis.union(unmoved(facts, links), run.kept(moved(facts, links))))
        asked = Asked(
            book=question.book,
            on=question.on,
            known_at=question.known_at,
            occupation=question.occupation,
            kinds=pinned.kinds,
            measures=question.measures,
            attributes=question.attributes,
        )
        for query in in_ranges(run, asked, facts, subjects, at_once):
            yield run.answer(query)


@contextmanager
def _reading(pinned: store.Pinned) -> Iterator[None]:
    """Refuse with LakeMissing where files of a version go while it is read."""
    try:
        yield
    except duckdb.IOException as error:
        if pinned.whole:
            raise
        raise LakeMissing from error


def _table(run: Engine, files: tuple[str, ...], schema: pa.Schema) -> Expr:
    return run.files(files) if files else run.columns(schema.empty_table())


def facts_in(run: Engine, pinned: store.Pinned) -> Expr:
    """Return the facts of a version, marks folded in."""
    facts = _table(run, pinned.facts, shape.FACTS)
    if not pinned.marks:
        return facts
    marks = run.files(pinned.marks)
    since = marks.group_by(marked=marks.id).agg(since=marks.superseded_at.min())
    joined = facts.left_join(since, facts.id == since.marked)
    folded = joined.mutate(superseded_at=ibis.coalesce(joined.superseded_at, joined.since))
    return run.named(folded.drop("marked", "since"))


def _links(run: Engine, persons: Expr, known_at: datetime | None) -> Expr | None:
    """Return who is joined to whom: by the links in force at the sync, or at an instant asked about."""
    if known_at is None:
        found = run.rows(persons.filter(persons.id != persons.leader_id).select("id", "leader_id"))
    else:
        leaders = source.leaders_of(known_at)
        found = pa.table([list(leaders), list(leaders.values())], schema=LINKS)
    return run.columns(found.cast(LINKS)) if found.num_rows else None
