"""The desk's figures as tables to take away: every indicator, one by unit, the facts behind it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jiangxin.doors.desk.board import every_line, one_line
from jiangxin.doors.desk.drill import FactLine, code_choices, fact_lines, facts_for, part_lines, shown_for
from jiangxin.doors.desk.forms import FactsForm
from jiangxin.doors.desk.line import Line
from jiangxin.doors.desk.reach import Again, Reach, reach_of
from jiangxin.insight.drill import Narrowed, codes_in, may_be_listed, rows
from jiangxin.insight.indicators import Facts
from jiangxin.insight.tally import about_persons
from jiangxin.kernel.actor import Actor
from jiangxin.policy.book import Book
from jiangxin.ui.tables import AskedTable, Column, ListRows, QueryRows, Row, Table

LINES = (
    Column("title", lazy("指标")),
    Column("value", lazy("账面数"), "number"),
    Column("unit", lazy("单位")),
    Column("target", lazy("目标")),
    Column("reading", lazy("读数")),
    Column("reported", lazy("上报数")),
    Column("definition", lazy("口径"), wide=True),
    Column("adding", lazy("怎么加"), wide=True),
    Column("source", lazy("出处"), wide=True),
)
PARTS = (Column("name", lazy("单位")), Column("value", lazy("账面数"), "number"))
FACTS = (
    Column("who", lazy("谁")),
    Column("title", lazy("事项")),
    Column("sub", lazy("说明"), wide=True),
    Column("day", lazy("日期")),
    Column("unit", lazy("计入单位")),
    Column("proof", lazy("证明")),
)


def indicators_table(actor: Actor, asked: AskedTable) -> Table:
    """Return every indicator of a unit's book, or those with a target."""
    reach = reach_of(Again(asked.params, actor))
    return indicators_of(reach)


def indicators_of(reach: Reach) -> Table:
    """Return the indicators of a page as a table."""
    lines = every_line(reach, reach.book) if reach.book else []
    if reach.request.GET.get("show") == "targets":
        lines = [line for line in lines if line.target]
    told = [_line_row(line) for line in lines]
    return _of(reach, Table("indicators", _("指标"), LINES, ListRows(told), noun=_("项")))


def line_parts(actor: Actor, asked: AskedTable) -> Table:
    """Return an indicator by the units below, as the actor may see it."""
    reach, book, line = _asked(actor, asked)
    return parts_table(reach, book, line)


def parts_table(reach: Reach, book: Book, line: Line) -> Table:
    """Return an indicator of a page by the units below."""
    parts = part_lines(reach, shown_for(reach, book, line))
    told: list[Row] = [{"name": one.name, "value": one.printed if one.hidden else one.value} for one in parts]
    whole: Row = {"name": _("合计"), "value": line.printed if line.hidden else line.value}
    return _of(reach, Table("parts", line.title, PARTS, ListRows([*told, whole]), noun=_("行")))


def line_facts(actor: Actor, asked: AskedTable) -> Table:
    """Return the facts behind an indicator; not found for whoever may not see them one by one."""
    reach, book, line = _asked(actor, asked)
    if not may_be_listed(book, line.id, named=reach.named):
        raise Http404
    form = FactsForm(asked.params, codes=code_choices(book, codes_in(facts_for(reach, book, line)), reach.on))
    if not form.is_valid():
        raise Http404
    narrowed = Narrowed(form.cleaned_data["code"], form.cleaned_data["month"])
    return facts_table_of(reach, book, line, facts_for(reach, book, line, narrowed))


def facts_table_of(reach: Reach, book: Book, line: Line, found: Facts) -> Table:
    """Return the facts of a page as a table that is read in chunks; whose file says whom it is about."""

    def lines(facts: Sequence[Any]) -> list[Row]:
        held = {row.id: row for row in rows(found.filter(pk__in=[one.pk for one in facts]))}
        told = fact_lines(reach, book, [held[one.pk] for one in facts if one.pk in held])
        return [_fact_row(one) for one in told]

    source = QueryRows(found, lines, order=("-happened_on", "-pk"))
    person = "person" if about_persons(book, line.indicator) else ""
    return _of(reach, Table("facts", line.title, FACTS, source, noun=_("条"), person=person))


def _asked(actor: Actor, asked: AskedTable) -> tuple[Reach, Book, Line]:
    reach = reach_of(Again(asked.params, actor))
    name = asked.params.get("indicator", "")
    if reach.book is None or name not in reach.book.indicators:
        raise Http404
    return reach, reach.book, one_line(reach, reach.book, name)


def _of(reach: Reach, table: Table) -> Table:
    """Return a table that says which unit and day it is of, and what was known."""
    filters = ((_("口径"), reach.as_of), *(((_("分类"), reach.tag.title),) if reach.tag else ()))
    return replace(table, unit=reach.unit.name, on=reach.on, filters=filters)


def _line_row(line: Line) -> Row:
    return {
        "title": line.title,
        "value": line.printed if line.hidden else line.value,
        "unit": line.unit,
        "target": line.target_words,
        "reading": line.reading.words,
        "reported": line.reported_words,
        "definition": line.definition,
        "adding": line.adding if line.indicator.counted else "",
        "source": line.source,
    }


def _fact_row(one: FactLine) -> Row:
    return {
        "who": one.who,
        "title": one.title,
        "sub": one.sub,
        "day": one.day,
        "unit": one.unit,
        "proof": one.proof,
        "person": one.subject_id,
    }
