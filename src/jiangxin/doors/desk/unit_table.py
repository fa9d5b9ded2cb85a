"""The list of units as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.doors.desk.board import book_of
from jiangxin.doors.desk.list_forms import UnitsForm
from jiangxin.doors.desk.reach import Again, Reach, reach_of
from jiangxin.doors.desk.roster_table import WrongConditions
from jiangxin.doors.desk.tags import REST, families_of, family_of, titles_in
from jiangxin.kernel.actor import Actor, require
from jiangxin.people import queries as people
from jiangxin.people.queries.tables import called
from jiangxin.people.queries.unit_lists import ORDER, ORDERS, UnitLine, UnitsAsked, kinds_in, unit_lines, units_listed
from jiangxin.policy.book import Book
from jiangxin.ui.tables import AskedTable, Column, Link, QueryRows, Row, Table

NAME = "units"
FIRST = (
    Column("name", gettext_lazy("单位"), "link", sorts=True, wide=True),
    Column("kind", gettext_lazy("哪类"), sorts=True),
    Column("parent", gettext_lazy("上级"), "link"),
)
HEADS = Column("heads", gettext_lazy("在册人数"), "number")
LAST = (
    Column("unionised", gettext_lazy("建会日"), "day", sorts=True),
    Column("since", gettext_lazy("归现上级起"), "day", sorts=True, shown=False),
    Column("key", gettext_lazy("代号"), shown=False),
    Column("employer_code", gettext_lazy("单位统一代码"), shown=False),
    Column("union_code", gettext_lazy("工会统一代码"), shown=False),
)
SHOWN = ("industry", "size")  # the classifications that stand in the table at first


@dataclass(frozen=True)
class Units:
    """The list of units of a page: its table, the form above it, from where it is read."""

    reach: Reach
    form: UnitsForm
    table: Table


def units_of(actor: Actor, asked: AskedTable, reach: Reach | None = None) -> Units:
    """Return the list of units as asked. Heads are counted only where the reader sees the persons themselves:

    of others' units a list with filters would tell small numbers by subtraction, however each is hidden.
    """
    require(people.is_staff, actor)
    reach = reach or reach_of(Again(asked.params, actor))
    book = book_of(reach)
    families = families_of(book) if book else []
    form = _form(reach, book, families, asked)
    wanted = _asked(form, reach, book) if form.is_valid() else UnitsAsked()
    names = [name for name, _title in families]

    def lines(places: Sequence[Any]) -> list[Row]:
        found = unit_lines(places, reach.on, names, heads=reach.named)
        return [_row(one, titles) for titles in [_titles(book, found, reach)] for one in found]

    tagged = [Column(f"t-{name}", title, shown=name in SHOWN) for name, title in families if name != "area"]
    table = Table(
        id=NAME,
        title=_("各单位"),
        columns=(*FIRST, *([HEADS] if reach.named else []), *tagged, *LAST),
        rows=QueryRows(units_listed(reach.unit, wanted), lines, ORDERS, ORDER),
        noun=_("家"),
        unit=reach.unit.name,
        on=reach.on,
        filters=tuple(form.said()),
        by=SimpleLazyObject(lambda: called(actor)),  # type: ignore[arg-type]
    )
    return Units(reach, form, table)


def units_table(actor: Actor, asked: AskedTable) -> Table:
    """Return the list of units for a file; refused where the page would show an error."""
    found = units_of(actor, asked)
    if not found.form.is_valid():
        raise WrongConditions()
    return found.table


def _form(reach: Reach, book: Book | None, families: list[tuple[str, str]], asked: AskedTable) -> UnitsForm:
    choices = []
    for name, title in families:
        family = family_of(book, name, reach.unit.path, reach.on) if book else None
        heads = sorted({head for head in family.under.values() if head != REST}) if family else []
        titles = titles_in(book, name, heads, reach.on) if book and heads else {}
        choices.append((name, title, [(code, titles[code]) for code in heads]))
    return UnitsForm(asked.params, kinds=kinds_in(reach.unit), families=choices)


def _asked(form: UnitsForm, reach: Reach, book: Book | None) -> UnitsAsked:
    said, tags = form.cleaned_data, {}
    for name, code in form.tags().items():
        family = family_of(book, name, reach.unit.path, reach.on) if book else None
        tags[name] = family.takes_in(code) if family else ()
    return UnitsAsked(said["q"].strip(), said["kind"], said["unionised"], tags)


def _titles(book: Book | None, lines: Sequence[UnitLine], reach: Reach) -> dict[tuple[str, str], str]:
    """Return the titles of the codes that stand in these lines."""
    codes: dict[str, set[str]] = {}
    for line in lines:
        for family, code in line.tags.items():
            codes.setdefault(family, set()).add(code)
    if book is None:
        return {}
    found = {}
    for family in sorted(set(codes) - {"area"}):
        for code, title in titles_in(book, family, codes[family], reach.on).items():
            found[family, code] = title
    return found


def _row(one: UnitLine, titles: dict[tuple[str, str], str]) -> Row:
    return {
        "id": one.id,
        "name": Link(one.name, reverse("desk:unit", args=[one.id]), _("示例") if one.example else ""),
        "kind": one.kind,
        "parent": Link(one.parent, reverse("desk:unit", args=[one.parent_id])) if one.parent_id else None,
        "heads": one.heads,
        "unionised": one.unionised,
        "since": one.since,
        "key": one.key,
        "employer_code": one.employer_code,
        "union_code": one.union_code,
        **{f"t-{family}": titles.get((family, code), code) for family, code in one.tags.items()},
    }
