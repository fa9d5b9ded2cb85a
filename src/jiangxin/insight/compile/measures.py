"""One grouped pass per kind and take; each gives a narrow table by subject that is joined on the subject."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import ibis

from jiangxin.insight.compile import rows as facts
from jiangxin.insight.compile.days import days_between, full_years, years_of_days
from jiangxin.insight.compile.inputs import Asked, Expr, Tables
from jiangxin.policy.entries.rules import Measure

RANKS = 1024  # more than a kind has levels; ids stay below 2**53, so that id and level fit one integer
_TAGGED = {"latest-level": "latest", "distinct-code": "codes", "years-covered": "covered"}


@dataclass(frozen=True)
class Pass:
    """A table by ``key``, and what each measure is in it."""

    table: Expr
    columns: tuple[str, ...]


def passes(asked: Asked, tables: Tables, measures: Iterable[Measure]) -> Iterator[Pass]:
    """Yield the passes of these measures; a measure whose kinds the lake has never seen is in none."""
    groups: dict[tuple[object, ...], list[Measure]] = defaultdict(list)
    for measure in measures:
        kinds = tuple(sorted(kind for kind in set(measure.of) if kind in asked.kinds))
        if kinds:
            alone = measure.id if measure.take in {"latest-level", "years-covered"} else ""
            groups[(kinds, facts.asks_occupation(measure), _TAGGED.get(measure.take, ""), alone)].append(measure)
    for found in groups.values():
        yield _pass(asked, tables, found)


def _pass(asked: Asked, tables: Tables, measures: list[Measure]) -> Pass:
    first = measures[0]
    rows = facts.standing(asked, tables, [kind for kind in first.of if kind in asked.kinds])
    least = min(map(facts.floor_of, measures))
    rows = rows.filter(rows.proof >= least)
    if facts.asks_occupation(first):
        rows = _with_asked(asked, tables, rows)
    made = {"latest-level": _latest, "distinct-code": _codes, "years-covered": _covered}.get(first.take, _plain)
    table = made(asked, rows, measures, least)
    return Pass(table, tuple(measure.id for measure in measures))


def _with_asked(asked: Asked, tables: Tables, rows: Expr) -> Expr:
    """Put the occupation asked about beside each row."""
    if asked.occupation or not asked.persons:
        return rows.mutate(asked=ibis.literal(asked.occupation))
    subjects = tables.subjects.select(holder=tables.subjects.id, asked=tables.subjects.occupation.fill_null(""))
    return rows.inner_join(subjects, rows.key == subjects.holder).drop("holder")


def _plain(asked: Asked, rows: Expr, measures: list[Measure], least: int) -> Expr:
    columns = {}
    for measure in measures:
        where = facts.counts(measure, rows, asked, least)
        match measure.take:
            case "count":
                columns[measure.id] = rows.count(where=where)
            case "sum":
                columns[measure.id] = rows.quantity.sum(where=where).cast("int64")
            case "max-level":
                columns[measure.id] = rows.level.max(where=where).cast("int64")
            case "years-since-first":
                columns[measure.id] = rows.day.min(where=where)
            case _:
                columns[measure.id] = rows.day.max(where=where)
    found = rows.group_by("key").agg(**columns)
    years = [measure.id for measure in measures if measure.take.startswith("years-since")]
    return found.mutate(**{name: full_years(found[name], asked.on) for name in years}) if years else found


def _codes(asked: Asked, rows: Expr, measures: list[Measure], least: int) -> Expr:
    """Count different codes: first one row for each code, then how many of them each measure takes."""
    rows = rows.filter(rows.code != "")
    taken = {}
    for measure in measures:
        where = facts.counts(measure, rows, asked, least)
        taken[measure.id] = rows.count(where=where) > 0
    coded = rows.group_by("key", "code").agg(**taken)
    return coded.group_by("key").agg(**{name: coded[name].cast("int64").sum().cast("int64") for name in taken})


def _latest(asked: Asked, rows: Expr, measures: list[Measure], least: int) -> Expr:
    (measure,) = measures
    where = facts.counts(measure, rows, asked, least)
    rows = rows.filter(rows.level.notnull(), *([] if where is None else [where]))
    return latest(rows.select("key", "day", "id", "level"), measure.id)


def latest(rows: Expr, name: str) -> Expr:
    """Return the level of the later day, then of the later entry."""
    days = rows.group_by("key").agg(last=rows.day.max())
    days = days.select(holder=days.key, last=days.last)
    joined = rows.inner_join(days, [rows.key == days.holder, rows.day == days.last])
    packed = joined.select(joined.key, packed=joined.id * RANKS + joined.level.cast("int64"))
    found = packed.group_by("key").agg(top=packed.packed.max())
    return found.select("key", **{name: found.top % RANKS})


def _covered(asked: Asked, rows: Expr, measures: list[Measure], least: int) -> Expr:
    """Unite closed days per subject: of each span only what reaches beyond all that began before it."""
    (measure,) = measures
    where = facts.counts(measure, rows, asked, least)
    rows = rows if where is None else rows.filter(where)
    on = ibis.literal(asked.on)
    spans = rows.select("key", "id", start=rows.day, end=ibis.least(rows.ended_on.fill_null(on), on))
    before = ibis.rows_window(preceding=(None, 1), group_by=spans.key, order_by=[spans.start, spans.end, spans.id])
    spans = spans.mutate(reached=spans.end.max().over(before))
    whole = days_between(spans.start, spans.end) + 1
    beyond = days_between(spans.reached, spans.end)
    days = ibis.greatest(ibis.coalesce(ibis.least(whole, beyond), whole), 0)
    spans = spans.select("key", days=days)
    found = spans.group_by("key").agg(days=spans.days.sum().cast("int64"))
    return found.select("key", **{measure.id: years_of_days(found.days)})
