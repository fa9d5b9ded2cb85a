"""A code list as a table: looked up by code, name, other names, pinyin or initials."""

from collections.abc import Iterator

from django.http import Http404
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.doors.desk.reach import Again, Reach, reach_of
from jiangxin.doors.me import words
from jiangxin.kernel.actor import Actor, require
from jiangxin.people import queries as people
from jiangxin.people.queries.pinyin import typed, unit_reading
from jiangxin.people.queries.tables import called
from jiangxin.policy.entries.stock import CodeList, ListEntry
from jiangxin.ui.tables import AskedTable, Column, ListRows, Row, Table

NAME = "codes"
COLUMNS = (
    Column("title", gettext_lazy("名称"), sorts=True, wide=True),
    Column("code", gettext_lazy("代码"), sorts=True),
    Column("also", gettext_lazy("别名"), wide=True),
    Column("group", gettext_lazy("归类"), sorts=True),
    Column("since", gettext_lazy("从哪天"), "day", sorts=True),
    Column("until", gettext_lazy("到哪天"), "day", sorts=True),
)


def codes_of(actor: Actor, asked: AskedTable, reach: Reach | None = None) -> Table:
    """Return the codes of the list that ``list`` names, of every day, narrowed by ``q``."""
    require(people.is_staff, actor)
    reach = reach or reach_of(Again(asked.params, actor))
    found = reach.book.lists.get(asked.params.get("list", "")) if reach.book else None
    if found is None:
        raise Http404
    text = asked.params.get("q", "").strip()
    return Table(
        id=NAME,
        title=words.said(found.title),
        columns=COLUMNS,
        rows=ListRows([_row(one) for one in _narrowed(found, text)]),
        noun=_("个代码"),
        unit=reach.unit.name,
        on=reach.on,
        filters=((_("找"), text),) if text else (),
        by=SimpleLazyObject(lambda: called(actor)),  # type: ignore[arg-type]
    )


def _row(one: ListEntry) -> Row:
    return {
        "title": words.said(one.title),
        "code": one.code,
        "also": " · ".join(one.also),
        "group": one.group,
        "since": one.since,
        "until": one.until,
    }


def _narrowed(found: CodeList, text: str) -> Iterator[ListEntry]:
    latin = typed(text)
    for one in found.entry:
        names = (one.title.zh_hans, one.title.en, one.code, *one.also)
        if not text or any(text.lower() in name.lower() for name in names) or (latin and _sounds(one, latin)):
            yield one


def _sounds(one: ListEntry, latin: str) -> bool:
    readings = [unit_reading(name) for name in (one.title.zh_hans, *one.also)]
    return any(reading.pinyin.startswith(latin) or reading.initials.startswith(latin) for reading in readings)
