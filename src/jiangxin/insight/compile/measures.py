"""One grouped pass for each set of kinds; each gives a narrow table by subject that is joined on the subject."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import ibis

from jiangxin.insight.compile import rows as facts
from jiangxin.insight.compile.days import days_between, full_years, years_of_days
from jiangxin.insight.compile.inputs import Asked, Expr, Tables
from jiangxin.policy.entries.rules import Measure

COVERED = "years-covered"


@dataclass(frozen=True)
class Pass:
    """A table by ``key``, and what each measure is in it."""

    table: Expr
    columns: tuple[str, ...]


def passes(asked: Asked, tables: Tables, measures: Iterable[Measure]) -> Iterator[Pass]:
    """Yield the passes of these measures; a measure whose kinds the lake has never seen is in none.

    All takes of the same kinds share one pass: what costs most is to join many wide results on the subject.
    """
    groups: dict[tuple[str, ...], list[Measure]] = defaultdict(list)
    for measure in measures:
        kinds = tuple(sorted(kind for kind in set(measure.of) if kind in asked.kinds))
        if kinds:
            groups[kinds].append(measure)
    for kinds, found in groups.items():
        yield _pass(asked, tables, kinds, found)


def _pass(asked: Asked, tables: Tables, kinds: tuple[str, ...], measures: list[Measure]) -> Pass:
    least = min(map(facts.floor_of, measures))
    rows = facts.standing(asked, tables, kinds, least)
    if any(map(facts.asks_occupation, measures)):
        rows = _with_asked(asked, tables, rows)
    covered = [measure for measure in measures if measure.take == COVERED]
    if covered:
        rows = _with_days(asked, rows, covered, least)
    taken = {one.id: _taken(one, rows, facts.counts(one, rows, asked, least)) for one in measures}
    found = rows.group_by("key").agg(**taken)
    told = {one.id: _told(one, found[one.id], asked) for one in measures}
    return Pass(found.select("key", **told), tuple(told))


def _with_asked(asked: Asked, tables: Tables, rows: Expr) -> Expr:
    """Put the occupation asked about beside each row."""
    if asked.occupation or not asked.persons:
        return rows.mutate(asked=ibis.literal(asked.occupation))
    subjects = tables.subjects.select(holder=tables.subjects.id, asked=tables.subjects.occupation.fill_null(""))
    return rows.inner_join(subjects, [("key", "holder")]).drop("holder")


def _with_days(asked: Asked, rows: Expr, measures: list[Measure], least: int) -> Expr:
    """Put the days that each row adds to a union of closed days beside it: what reaches beyond all begun before."""
    on = ibis.literal(asked.on)
    rows = rows.mutate(end=ibis.least(rows.ended_on.fill_null(on), on))
    before = ibis.rows_window(preceding=(None, 1), group_by=rows.key, order_by=rows.day)
    reached = {}
    for measure in measures:
        where = facts.counts(measure, rows, asked, least)
        end = rows.end if where is None else where.ifelse(rows.end, ibis.null("date"))
        reached[f"r.{measure.id}"] = end.max().over(before)
    rows = rows.mutate(**reached)
    whole = days_between(rows.day, rows.end) + 1
    days = {}
    for measure in measures:
        beyond = days_between(rows[f"r.{measure.id}"], rows.end)
        days[f"d.{measure.id}"] = ibis.greatest(ibis.coalesce(ibis.least(whole, beyond), whole), 0)
    return rows.mutate(**days)


def _taken(measure: Measure, rows: Expr, where: Expr | None) -> Expr:
    """Return what a measure takes of each subject's rows."""
    take = measure.take
    if take == "count":
        return rows.count(where=where)
    if take == "latest-level":
        return latest(rows, rows.level, where)
    if take == "distinct-code":
        coded = rows.code != ""
        return rows.code.nunique(where=coded if where is None else coded & where)
    column = {
        "sum": "quantity",
        "max-level": "level",
        "years-since-first": "day",
        "years-since-last": "day",
        COVERED: f"d.{measure.id}",
    }[take]
    if take in {"sum", COVERED}:
        return rows[column].sum(where=where)
    return rows[column].min(where=where) if take == "years-since-first" else rows[column].max(where=where)


def latest(rows: Expr, level: Expr, where: Expr | None) -> Expr:
    """Return the level of the later day, then of the later entry; rows without a level are passed over."""
    held = level.notnull()
    return level.argmax(ibis.struct({"day": rows.day, "id": rows.id}), where=held if where is None else held & where)


def _told(measure: Measure, value: Expr, asked: Asked) -> Expr:
    """Return a measure's value as a 64-bit integer."""
    if measure.take.startswith("years-since"):
        return full_years(value, asked.on)
    return years_of_days(value.cast("int64")) if measure.take == COVERED else value.cast("int64")
