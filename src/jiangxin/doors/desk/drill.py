"""Drill-down: an indicator by the units below, and the facts behind it as lines."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from jiangxin.doors.desk.line import Line
from jiangxin.doors.desk.reach import CHOSEN, Reach
from jiangxin.doors.me import words
from jiangxin.doors.me.lines import Teller
from jiangxin.insight.drill import Narrowed, by_month, facts_behind, persons_among
from jiangxin.insight.hiding import hidden_cells
from jiangxin.insight.indicators import Facts, Scope
from jiangxin.insight.parts import OWN, Shown, parts_of, shown_parts
from jiangxin.people import queries as people
from jiangxin.policy.book import Book
from jiangxin.policy.facts import FactRow
from jiangxin.ui.format import day, number

FULL = 96  # percent of the bar that the greatest part takes: none of them is a target reached


@dataclass(frozen=True)
class PartLine:
    """One unit below: its number, the bar in percent of the greatest, and where to look on (blank: nowhere)."""

    name: str
    value: int | None
    hidden: bool
    share: float
    down: str = ""
    facts: str = ""

    @property
    def printed(self) -> str:
        """Return the number as it stands on the page."""
        return "*" if self.hidden else number(self.value)

    @property
    def finding(self) -> str:
        """Say the bar in words."""
        return f"{self.name} {self.printed}"


@dataclass(frozen=True)
class FactLine:
    """One fact: when, who (with his page where there is one), what, which unit, how sure."""

    id: int
    day: str
    who: str
    person_id: int | None
    title: str
    sub: str
    unit: str
    proof: str
    proof_name: str
    subject_id: int | None = None  # whom it is about, where that is a person


@dataclass(frozen=True)
class MonthLine:
    """How many facts a month has; hidden where too few."""

    month: date
    count: int
    hidden: bool

    @property
    def printed(self) -> str:
        """Return the number as it stands on the page."""
        return "*" if self.hidden else number(self.count)


def scope_for(reach: Reach, line: Line) -> Scope:
    """Return the scope an indicator's line is counted over."""
    return replace(reach.scope, period=line.period)


def facts_for(reach: Reach, book: Book, line: Line, narrowed: Narrowed | None = None) -> Facts:
    """Return the facts behind a line, only of the units that count as the page's classification."""
    found = facts_behind(book, line.id, scope_for(reach, line), narrowed)
    if reach.tag is None:
        return found
    credited = found.order_by().values_list("credited_path", "credited_to_id").distinct()
    return found.filter(people.counting_as(reach.tag.family.name, reach.tag.codes, credited))


def shown_for(reach: Reach, book: Book, line: Line) -> Shown:
    """Return the parts as this reader may see them."""
    scope = scope_for(reach, line)
    if reach.named:
        return Shown(parts_of(book, line.id, scope), frozenset(), whole_hidden=False)
    return shown_parts(book, line.id, scope, list(reach.above))


def part_lines(reach: Reach, shown: Shown) -> list[PartLine]:
    """Return the parts as lines, the greatest first; units below without any number as 0, hidden ones by name."""
    below = {one.id: one for one in people.children_on(reach.unit.id, reach.on)}
    values = {one.id: 0 for one in below.values() if one.kind in CHOSEN} | shown.parts.by_unit
    names = people.names_on([one for one in values if one != OWN], reach.on)
    most = max((value or 0 for one, value in values.items() if one not in shown.hidden), default=0)
    found = []
    for one, value in values.items():
        unit, hidden = below.get(one), one in shown.hidden
        found.append(
            PartLine(
                name=names.get(one, "") if one != OWN else _("本级"),
                value=value,
                hidden=hidden,
                share=0 if hidden or not most else FULL * (value or 0) / most,
                down=reach.with_unit(unit.key) if unit else "",
                facts=reach.with_unit(unit.key) if unit and not hidden else "",
            )
        )
    return sorted(found, key=lambda part: (part.hidden, -(part.value or 0) if not part.hidden else 0, part.name))


def fact_lines(reach: Reach, book: Book, shown: Sequence[FactRow]) -> list[FactLine]:
    """Return rows of facts as lines; persons outside the reader's sight are not named."""
    persons = persons_among(book, shown)
    named = people.persons_named(reach.request.actor, persons) if persons else {}
    units = {row.credited_to for row in shown if row.credited_to} | {row.subject_id for row in shown}
    names = people.names_on(units, reach.on)
    score = next((one.id for one in book.scores.values() if one.subject == "person"), "")
    teller = Teller(book, score, [], names, reach.stand.known_at)
    unseen, about_person = _("不在你看得到的人里"), set(persons)
    found = []
    for row in shown:
        title, sub = teller.titles(row)
        person = row.subject_id if row.subject_id in named else None
        by_name = named.get(row.subject_id) or names.get(row.subject_id)
        found.append(
            FactLine(
                id=row.id,
                day=day(row.happened_on, row.precision),
                who=by_name or (unseen if row.subject_id in about_person else ""),
                person_id=person,
                title=title,
                sub=sub,
                unit=names.get(row.credited_to or 0, ""),
                proof=words.proof_words(row.proof),
                proof_name=words.proof_name(row.proof),
                subject_id=row.subject_id if row.subject_id in about_person else None,
            )
        )
    return found


def month_lines(facts: Facts, *, total_hidden: bool) -> list[MonthLine]:
    """Return how many facts each month has, small numbers hidden, also from subtraction."""
    months = by_month(facts)
    hidden = hidden_cells([count for _month, count in months], total_shown=not total_hidden)
    return [MonthLine(month, count, place in hidden) for place, (month, count) in enumerate(months)]


def code_choices(book: Book, codes: Sequence[tuple[str, str]], on: date) -> list[tuple[str, str]]:
    """Return the codes that occur with their titles."""
    titles = {code: words.code_words(book, kind, code, on) for kind, code in codes}
    return sorted(titles.items(), key=lambda one: one[1])
