"""A whole book: passes joined on the subject, then points, requirements and what is due."""

import ibis

from jiangxin.insight.compile.amounts import paid, with_sums
from jiangxin.insight.compile.conditions import all_met, met, with_attributes
from jiangxin.insight.compile.inputs import Asked, Expr, Tables
from jiangxin.insight.compile.ladders import due, stage_pass
from jiangxin.insight.compile.measures import passes
from jiangxin.insight.compile.scores import with_axes, with_totals
from jiangxin.policy.entries.rules import Ladder, Scheme

_NOTHING = {"count": 0, "sum": 0, "distinct-code": 0, "years-covered": 0}  # of no facts; the other takes give none
ATTRIBUTES = (
    "id", "birth_on", "sex", "occupation", "post_class", "party_member", "ownership", "unit_level", "tags",
)  # fmt: skip


def compile_book(asked: Asked, tables: Tables) -> Expr:
    """Return one row a subject: measures, points, requirements, money, stages and what is due."""
    table = _measured(asked, tables)
    if asked.measures:
        return _answer(table, asked)
    if asked.book.scores:
        table = tables.named(with_axes(tables.named(table), asked.book))
        table = with_totals(table, asked.book)
    amounts = [one for one in asked.book.amounts.values() if _mine(one.subject, asked)]
    table = tables.named(with_sums(with_attributes(table, asked), asked.book, amounts))
    held = paid(table, amounts)
    for scheme in _schemes(asked):
        held |= {f"e.{scheme.id}.{one.id}": met(one, table, asked) for one in scheme.require}
        held[f"e.{scheme.id}"] = all_met(scheme.require, table, asked)
    for ladder in _ladders(asked):
        held |= due(table, asked, ladder)
    return _answer(table.mutate(**held), asked)


def _answer(table: Expr, asked: Asked) -> Expr:
    others = {f"s.{one.id}" for one in asked.book.scores.values() if not _mine(one.subject, asked)}
    names = [name for name in table.columns if _told(name) and not others & {name, name.rpartition(".")[0]}]
    return table.select(*names, **{f"a.{name}": table[name] for name in asked.attributes})


def _told(name: str) -> bool:
    return name == "id" or (name[1] == "." and ":" not in name)


def _measured(asked: Asked, tables: Tables) -> Expr:
    """Return the subjects with every measure and every stage held, nothing of facts filled in."""
    subjects = tables.subjects.select(*ATTRIBUTES)
    wanted = [one for one in asked.book.measures.values() if not asked.measures or one.id in asked.measures]
    joined, found = subjects, {}
    for number, one in enumerate(passes(asked, tables, wanted)):
        table = one.table.rename({f"key.{number}": "key"} | {f"m.{name}": name for name in one.columns})
        joined = joined.left_join(table, joined.id == table[f"key.{number}"])
        found.update(dict.fromkeys(one.columns))
    for ladder in () if asked.measures else _ladders(asked):
        table = stage_pass(asked, tables, ladder)
        if table is not None:
            table = table.rename({f"key.{ladder.id}": "key", f"l.{ladder.id}": "place"})
            joined = joined.left_join(table, joined.id == table[f"key.{ladder.id}"])
    columns = {name: joined[name] for name in ATTRIBUTES}
    for measure in wanted:
        value = joined[f"m.{measure.id}"] if measure.id in found else ibis.null("int64")
        nothing = _NOTHING.get(measure.take)
        value = value.cast("int64")
        columns[f"m.{measure.id}"] = value if nothing is None else value.fill_null(nothing)
    for ladder in () if asked.measures else _ladders(asked):
        name = f"l.{ladder.id}"
        known = name in joined.columns
        columns[name] = joined[name].cast("int64").fill_null(0) if known else ibis.literal(0, type="int64")
    return joined.select(**columns)


def _mine(subject: str, asked: Asked) -> bool:
    return (subject == "person") == asked.persons


def _schemes(asked: Asked) -> list[Scheme]:
    return [one for one in asked.book.schemes.values() if _mine(one.subject, asked) and one.holds_on(asked.on)]


def _ladders(asked: Asked) -> list[Ladder]:
    return [one for one in asked.book.ladders.values() if one.switched_on and _mine(one.subject, asked)]
