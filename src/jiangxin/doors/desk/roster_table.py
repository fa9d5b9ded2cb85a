"""The list of persons as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.doors.desk.board import book_of
from jiangxin.doors.desk.list_forms import RosterForm
from jiangxin.doors.desk.reach import Again, Reach, reach_of
from jiangxin.doors.me.words import level_title, trade_words
from jiangxin.kernel.actor import Actor, require
from jiangxin.kernel.refusal import Refusal
from jiangxin.kernel.words import _ as words
from jiangxin.people import queries as people
from jiangxin.people.kinds import LEVEL_EARNED
from jiangxin.people.queries import PersonLine, RosterAsked
from jiangxin.people.queries.rosters import ORDER, ORDERS, grades_seen, number_key
from jiangxin.people.queries.tables import called
from jiangxin.policy.book import Book
from jiangxin.ui.tables import AskedTable, Column, Link, QueryRows, Row, Table

NAME = "roster"
COLUMNS = (
    Column("name", gettext_lazy("姓名"), "link", sorts=True),
    Column("trade", gettext_lazy("工种"), sorts=True),
    Column("level", gettext_lazy("等级"), sorts=True),
    Column("post_class", gettext_lazy("岗位类别")),
    Column("unit", gettext_lazy("单位"), "link", wide=True),
    Column("since", gettext_lazy("从哪天"), "day", sorts=True),
    Column("age", gettext_lazy("年龄"), "number", sorts=True),
    Column("member_since", gettext_lazy("入会日"), "day"),
    Column("sex", gettext_lazy("性别"), sorts=True, shown=False),
    Column("post", gettext_lazy("岗位"), shown=False),
    Column("street", gettext_lazy("镇街"), shown=False),
    Column("phone", gettext_lazy("手机（打星）"), shown=False),
)


class WrongConditions(Refusal):
    code = "desk-wrong-conditions"
    default = words("条件里有看不懂的，没有做这张表；回到列表改好再试。")


@dataclass(frozen=True)
class Roster:
    """The list of persons of a page: its table, the form above it, from where it is read."""

    reach: Reach
    form: RosterForm
    table: Table


def roster_of(actor: Actor, asked: AskedTable, reach: Reach | None = None) -> Roster:
    """Return the list of persons as asked; what the form refuses narrows nothing, and the form says so."""
    require(people.sees_any_persons, actor)
    reach = reach or reach_of(Again(asked.params, actor))
    book = book_of(reach)
    form = _form(reach, book, asked)
    wanted = _asked(form, book, asked) if form.is_valid() else RosterAsked()
    grades = grades_seen(actor, reach.on)
    found = people.roster(actor, reach.unit, wanted, grades)
    if "pick" in asked.secret:
        found = found.filter(pk__in=[int(one) for one in asked.secret["pick"].split(",") if one.isdigit()])

    def lines(persons: Sequence[Any]) -> list[Row]:
        return [_row(one, reach, book) for one in people.roster_lines(persons, reach.on, grades)]

    table = Table(
        id=NAME,
        title=_("人员"),
        columns=COLUMNS,
        rows=QueryRows(found, lines, ORDERS, ORDER),
        noun=_("人"),
        unit=reach.unit.name,
        on=reach.on,
        filters=tuple(form.said()),
        by=SimpleLazyObject(lambda: called(actor)),  # type: ignore[arg-type]
        person="id",
        pick="id",
    )
    return Roster(reach, form, table)


def roster_table(actor: Actor, asked: AskedTable) -> Table:
    """Return the list of persons for a file; refused where the page would show an error."""
    found = roster_of(actor, asked)
    if not found.form.is_valid():
        raise WrongConditions()
    return found.table


def _form(reach: Reach, book: Book | None, asked: AskedTable) -> RosterForm:
    codes = people.trades_in(reach.unit) if reach.named else []
    trades = [(code, trade_words(book, code, reach.on) if book else code) for code in codes]
    said = asked.params.copy()
    if said.get("member") and not said.get("standing"):
        said["standing"] = "member"
    return RosterForm(said, trades=sorted(trades, key=lambda one: one[1]), levels=_levels(book))


def _levels(book: Book | None) -> list[tuple[str, str]]:
    """Return the grades that a certificate may have, highest first, each as 'this or higher'."""
    if book is None or LEVEL_EARNED not in book.kinds:
        return []
    ids = book.kinds[LEVEL_EARNED].levels
    return [(one, _("%(level)s以上") % {"level": level_title(book, LEVEL_EARNED, one)}) for one in reversed(ids)]


def _asked(form: RosterForm, book: Book | None, asked: AskedTable) -> RosterAsked:
    said = form.cleaned_data
    ranks = list(book.kinds[LEVEL_EARNED].levels) if book and LEVEL_EARNED in book.kinds else []
    text = said["q"].strip()
    return RosterAsked(
        text="" if number_key(text) else text,
        number=asked.secret.get("number", "") or number_key(text),
        trade=said["trade"],
        post_class=said["post"],
        sex=said["sex"],
        standing=said["standing"],
        level=ranks.index(said["level"]) if said["level"] in ranks else None,
        age_from=said["age_from"],
        age_to=said["age_to"],
    )


def _row(one: PersonLine, reach: Reach, book: Book | None) -> Row:
    levels = book.kinds[LEVEL_EARNED].levels if book and LEVEL_EARNED in book.kinds else ()
    level = one.level if one.level is not None and one.level < len(levels) else None
    return {
        "id": one.id,
        "name": Link(one.name, reverse("desk:person", args=[one.id]), _("示例") if one.example else ""),
        "trade": trade_words(book, one.trade, reach.on) if book else one.trade,
        "level": level_title(book, LEVEL_EARNED, levels[level]) if book and level is not None else "",
        "post_class": one.post_class,
        "post": one.post,
        "unit": Link(one.unit, reverse("desk:unit", args=[one.unit_id])) if one.unit_id else None,
        "street": one.street,
        "since": one.since,
        "age": one.age,
        "sex": one.sex,
        "member_since": one.member_since,
        "phone": one.phone,
    }
