"""The units below a unit, or the codes of a classification, abreast: what each has done and how it stands to its share.

Where no target was set for a unit, that of the whole is told off by the workers it has: a measure for comparing.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import Http404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from jiangxin.doors.desk import words
from jiangxin.doors.desk.board import goals_on
from jiangxin.doors.desk.cuts import shown_below, shown_by
from jiangxin.doors.desk.reach import CHOSEN, Again, Reach, reach_of
from jiangxin.doors.desk.tags import Family, family_of, titles_in
from jiangxin.doors.me.words import said
from jiangxin.insight.families import NONE
from jiangxin.insight.parts import OWN
from jiangxin.insight.queries import course_of
from jiangxin.kernel.actor import Actor
from jiangxin.kernel.ids import from36
from jiangxin.kernel.marks import half_up
from jiangxin.people import queries as people
from jiangxin.policy.book import Book
from jiangxin.policy.entries.board import Target
from jiangxin.ui.format import number
from jiangxin.ui.tables import AskedTable, Column, Link, ListRows, Row, Said, Sort, Table

ABREAST = 6  # indicators shown at first
Key = int | str  # a unit below (0: the unit itself), or a code


@dataclass(frozen=True)
class Place:
    """One row: a unit or a code, what it is called, where it leads, how many work there, targets of its own."""

    key: Key
    name: str
    query: str
    heads: int
    own: Mapping[str, Target] = field(default_factory=dict)


@dataclass(frozen=True)
class Cell:
    """One number: printed, in percent of its share of the target, with its reading, and where it leads."""

    printed: str
    reading: words.Reading
    url: str
    title: str
    share: int | None = None
    now: float | None = None

    @property
    def finding(self) -> str:
        """Say the cell in words."""
        return f"{self.title} {self.said}"

    @property
    def said(self) -> str:
        """Say number and reading."""
        return f"{self.printed} {self.reading.words}".strip()


class Paced(ListRows):
    """Rows whose columns sort by a value of their own: indicators by days ahead, the slowest first."""

    def page(self, start: int, stop: int, sort: Sort | None) -> Sequence[Row]:
        """Return rows of a range."""
        return super().page(start, stop, _by(sort))

    def chunks(self, sort: Sort | None) -> Iterator[Sequence[Row]]:
        """Return all rows."""
        return super().chunks(_by(sort))


def progress_table(actor: Actor, asked: AskedTable) -> Table:
    """Return the table that a page of progress shows; refuses what the actor may not see."""
    return table_of(reach_of(Again(asked.params, actor)))


def table_of(reach: Reach) -> Table:
    """Return the units below abreast, or the codes of the family asked for; an unknown family is not found."""
    by = reach.request.GET.get("by", "").strip()
    family = family_of(reach.book, by, reach.unit.path, reach.on) if by and reach.book else None
    if by and family is None:
        raise Http404
    abreast = Abreast(reach, reach.book, family) if reach.book else None
    columns = [Column("name", family.title if family else _("单位"), "link", sorts=True)]
    columns += abreast.columns() if abreast else []
    columns.append(Column("slow", _("落后几项"), "number", sorts=True))
    return Table(
        id="progress",
        title=_("按%(family)s") % {"family": family.title} if family else _("各地进度"),
        columns=tuple(columns),
        rows=Paced(abreast.rows() if abreast else []),
        noun=_("类") if family else _("处"),
        unit=reach.unit.name,
        on=reach.on,
        filters=((_("口径"), reach.as_of),),
    )


class Abreast:
    """The places of one page and their numbers, read once."""

    def __init__(self, reach: Reach, book: Book, family: Family | None) -> None:
        self.reach, self.book, self.family = reach, book, family
        self.lights = words.lights_of(book, reach.on)
        self.goals = self._goals()
        self.values = self._values()
        self.central = {name for name, held in self.values.items() if _central(held)}
        listed = reach.request.GET.getlist("col")
        self.shown = set(listed or [goal.indicator for goal in self.goals[:ABREAST]])
        self.workers = people.workers_by_place(reach.unit)
        self.everyone = sum(self.workers.values())

    def columns(self) -> list[Column]:
        """Return one column for each target, the first six shown."""
        titles = [said(self.book.indicators[goal.indicator].title) for goal in self.goals]
        return [
            Column(goal.indicator, title, shown=place < ABREAST, sorts=True)
            for place, (goal, title) in enumerate(zip(self.goals, titles, strict=True))
        ]

    def rows(self) -> list[Row]:
        """Return one row for each place."""
        seen: dict[Key, None] = {key: None for held in self.values.values() for key in held}
        places = self._coded([str(key) for key in seen]) if self.family else self._units()
        return [self._row(place) for place in places]

    def _goals(self) -> list[Target]:
        """Return the unit's targets that the ledger counts and that are clear, small ones last."""
        found = goals_on(self.book, self.reach.unit.key, self.reach.on)
        clear = [one for one in found if one.status != "unclear" and one.bound != "at_most"]
        counted = [one for one in clear if self.book.indicators[one.indicator].counted]
        return sorted(counted, key=lambda one: one.value < words.FEW)

    def _values(self) -> dict[str, dict[Key, int | None]]:
        """Return each indicator's numbers by unit below or code; hidden ones are None."""
        asked = {goal.indicator: goal.period for goal in self.goals}
        if self.family:
            cuts = shown_by(self.reach, self.book, asked, self.family)
            return {name: _open(cut.cut.by_code, cut.hidden) for name, cut in cuts.items()}
        tables = shown_below(self.reach, self.book, asked)
        return {name: _open(shown.parts.by_unit, shown.hidden) for name, shown in tables.items()}

    def _units(self) -> list[Place]:
        below = people.children_on(self.reach.unit.id, self.reach.on)
        heads: Counter[int] = Counter()
        for path, workers in self.workers.items():
            rest = path[len(self.reach.unit.path) :].partition("/")[0]
            heads[from36(rest) if rest else OWN] += workers
        return [
            Place(
                key=one.id,
                name=one.name,
                query=self.reach.with_unit(one.key),
                heads=heads[one.id],
                own={goal.indicator: goal for goal in goals_on(self.book, one.key, self.reach.on)},
            )
            for one in below
            if one.kind in CHOSEN or any(held.get(one.id) for held in self.values.values())
        ] + ([Place(OWN, _("本级"), "", 0)] if any(held.get(OWN) for held in self.values.values()) else [])

    def _coded(self, codes: list[str]) -> list[Place]:
        assert self.family is not None
        name, under = self.family.name, self.family.under
        titles = titles_in(self.book, name, codes, self.reach.on)
        tags = people.family_tags(name)
        heads: Counter[str] = Counter()
        for path, workers in self.workers.items():
            code = tags.code_at(path, self.reach.on)
            heads[under.get(code, code)] += workers
        key = self.reach.unit.key
        return [
            Place(
                key=code,
                name=titles[code],
                query=self.reach.with_unit(key, tag=f"{name}:{code}") if code else "",
                heads=heads[code],
            )
            for code in sorted(codes, key=lambda one: (one == NONE, titles[one]))
        ]

    def _row(self, place: Place) -> Row:
        url = f"{reverse('desk:home')}{place.query}" if self.family else place.query
        row: dict[str, object] = {"name": Link(place.name, url if place.query else ""), _by_name("name"): place.name}
        slow = 0
        for goal in self.goals:
            cell = self._cell(place, goal)
            slow += cell.reading.look == "slow"
            drawn = goal.indicator in self.shown
            html = render_to_string("desk/part/pace_cell.html", {"cell": cell}) if drawn else ""
            row[goal.indicator] = Said(cell.said, mark_safe(html))  # noqa: S308 -- a rendered template
            row[_by_name(goal.indicator)] = cell.reading.days if cell.reading.look else None
        return row | {"slow": slow, _by_name("slow"): slow}

    def _cell(self, place: Place, goal: Target) -> Cell:
        indicator = self.book.indicators[goal.indicator]
        value = self.values[goal.indicator].get(place.key, 0)
        url = f"{reverse('desk:indicator', args=[goal.indicator])}{place.query}" if place.query else ""
        blank = Cell("*" if value is None else number(value), words.NONE, url, said(indicator.title))
        own = place.own.get(goal.indicator)
        if not own and goal.indicator in self.central:
            return blank
        share = own.value if own else self._share(place, goal)
        start, on = goal.period.start, self.reach.on
        course = course_of(value, share, goal.period, on)
        if value is None or course is None or start is None:
            return blank
        return replace(
            blank,
            reading=words.reading_of(value, replace(own or goal, value=share), course, self.lights),
            share=half_up(100 * value, share),
            now=100 * ((on - start).days + 1) / ((goal.period.end - start).days + 1),
        )

    def _share(self, place: Place, goal: Target) -> int:
        """Return the part of the whole's target that the workers of a place would have; of a share the same share."""
        if self.book.indicators[goal.indicator].nature == "rate":
            return goal.value
        return half_up(goal.value * place.heads, self.everyone or 1)


def _open(values: Mapping[Any, int | None], hidden: Collection[Any]) -> dict[Key, int | None]:
    return {one: None if one in hidden else value for one, value in values.items()}


def _central(held: Mapping[Key, int | None]) -> bool:
    """Tell whether most of a number belongs to the unit itself or to no code: then nobody below has a share of it."""
    own = (held.get(OWN) or 0) + (held.get(NONE) or 0)
    return 2 * own > sum(value or 0 for value in held.values())


def _by_name(column: str) -> str:
    """Return the key of a row by which a column sorts."""
    return f"{column} by"


def _by(sort: Sort | None) -> Sort | None:
    return replace(sort, column=_by_name(sort.column)) if sort else None
