"""The audit as two tables: what was done, and whose file was read; names are resolved as the reader may see them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.audit import kinds
from jiangxin.audit import queries as audit
from jiangxin.doors.desk.list_forms import ALL, ListForm
from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor, require
from jiangxin.people import access
from jiangxin.people import queries as people
from jiangxin.people.queries import chained, entering
from jiangxin.people.queries.reading import words_for
from jiangxin.people.queries.tables import called
from jiangxin.ui.tables import AskedTable, Column, Link, QueryRows, Row, Table

ACTS, READS = "audit", "audit-reads"
ORDER = ("-pk",)
OBJECTS = [
    ALL, ("person", gettext_lazy("人员")), ("user", gettext_lazy("账号")), ("unit", gettext_lazy("单位")),
    ("fact", gettext_lazy("账目")), ("draft", gettext_lazy("待定的更正")), ("duty", gettext_lazy("职责")),
    ("storedfile", gettext_lazy("文件")), ("key", gettext_lazy("密钥")),
]  # fmt: skip
ACT_COLUMNS = (
    Column("at", gettext_lazy("何时")),
    Column("who", gettext_lazy("谁")),
    Column("what", gettext_lazy("办了什么"), wide=True),
    Column("object", gettext_lazy("对象"), "link"),
    Column("session", gettext_lazy("登录处")),
    Column("detail", gettext_lazy("细目"), wide=True),
    Column("number", gettext_lazy("行号"), "number"),
)
READ_COLUMNS = (
    Column("at", gettext_lazy("何时")),
    Column("who", gettext_lazy("谁")),
    Column("unit", gettext_lazy("单位")),
    Column("object", gettext_lazy("看了谁"), "link"),
    Column("what", gettext_lazy("看了什么")),
    Column("purpose", gettext_lazy("事由"), wide=True),
    Column("number", gettext_lazy("行号"), "number"),
)


class AuditForm(ListForm):
    """By whom, what, on which object, from which day to which."""

    who = forms.CharField(label=gettext_lazy("谁"), required=False, max_length=64)
    what = forms.ChoiceField(label=gettext_lazy("办了什么"), required=False)
    object_type = forms.ChoiceField(label=gettext_lazy("对象类别"), required=False, choices=OBJECTS)
    object_id = forms.IntegerField(
        label=gettext_lazy("对象编号"), required=False, min_value=0, max_value=2**53,
        error_messages={"invalid": gettext_lazy("编号写数字。"), "max_value": gettext_lazy("没有这么大的编号。")},
    )  # fmt: skip
    since = forms.DateField(
        label=gettext_lazy("从哪天"), required=False, error_messages={"invalid": gettext_lazy("日子写成2024-09-12。")}
    )
    until = forms.DateField(
        label=gettext_lazy("到哪天"), required=False, error_messages={"invalid": gettext_lazy("日子写成2024-09-12。")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("what", list(kinds.titles().items()))


def acts_of(actor: Actor, asked: AskedTable) -> Table:
    """Return what was done, newest first."""
    form = _form(actor, asked.params)
    said = form.cleaned_data if form.is_valid() else {}
    wanted = audit.Asked(
        what=said.get("what", ""),
        object_type=said.get("object_type", ""),
        object_id=said.get("object_id"),
        since=said.get("since"),
        until=said.get("until"),
    )
    found = audit.lines(wanted)
    who = _who(actor, said.get("who", ""))
    if who is not None:
        found = found.filter(who__in=who)

    def lines(rows: Sequence[Any]) -> list[Row]:
        names = entering.called_by_key({row.who for row in rows})
        objects = _objects(actor, [(row.object_type, row.object_id) for row in rows if row.object_id is not None])
        return [_act(row, names, objects) for row in rows]

    rows = QueryRows(found, lines, order=ORDER)
    return _table(actor, form, id=ACTS, title=_("办过什么"), columns=ACT_COLUMNS, rows=rows)


def reads_of(actor: Actor, asked: AskedTable) -> Table:
    """Return whose file was read, newest first; the same rows that the person sees on his own page."""
    form = _form(actor, asked.params)
    said = form.cleaned_data if form.is_valid() else {}
    person_id = said.get("object_id") if said.get("object_type") in {"", "person"} else None
    found = chained.reads_asked(_who(actor, said.get("who", "")), person_id, (said.get("since"), said.get("until")))

    def lines(rows: Sequence[Any]) -> list[Row]:
        names = entering.called_by_key({row.reader for row in rows})
        seen = people.persons_named(actor, [row.person_id for row in rows])
        units = people.names_on([row.reader_unit_id for row in rows if row.reader_unit_id], clock.today())
        return [
            {
                "at": _moment(row.at),
                "who": names.get(row.reader, row.reader),
                "unit": units.get(row.reader_unit_id or 0, ""),
                "object": _person(seen, row.person_id),
                "what": words_for(row.what),
                "purpose": row.purpose,
                "number": row.pk,
            }
            for row in rows
        ]

    rows = QueryRows(found, lines, order=ORDER)
    return _table(actor, form, id=READS, title=_("看过谁"), columns=READ_COLUMNS, rows=rows)


def _form(actor: Actor, params: QueryDict | Mapping[str, str]) -> AuditForm:
    require(access.can_audit, actor)
    return AuditForm(params)


def _table(actor: Actor, form: AuditForm, **face: Any) -> Table:
    return Table(
        **face,
        noun=_("行"),
        on=clock.today(),
        filters=tuple(form.said()),
        by=SimpleLazyObject(lambda: called(actor)),  # type: ignore[arg-type]
    )


def _who(actor: Actor, text: str) -> list[str] | None:
    """Return the keys to look for: those the auditor may read, narrowed to one log-in; None for everybody."""
    within = None if actor.is_machine else entering.keys_within(actor)
    if not text.strip():
        return within
    user = people.user_named(text)
    wanted = f"user:{user.pk}" if user else text.strip()
    return [wanted] if within is None or wanted in within else []


def _act(row: Any, names: Mapping[str, str], objects: Mapping[tuple[str, int], Link]) -> Row:
    found = objects.get((row.object_type, row.object_id or 0), Link(""))
    detail = [f"{name}={value}" for name, value in row.detail.items() if name != f"{row.object_type}_id"]
    return {
        "at": _moment(row.at),
        "who": names.get(row.who, row.who.removeprefix("machine:")),
        "what": kinds.title_of(row.what),
        "object": found,
        "session": row.session[:8],
        "detail": " ".join(detail),
        "number": row.pk,
    }


def _objects(actor: Actor, wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Link]:
    """Return how objects are called: a person within sight and a unit by name, a log-in by its, others by number."""
    pairs = set(wanted)
    ids = {sort: [one for kind, one in pairs if kind == sort] for sort in ("person", "unit", "user")}
    persons = people.persons_named(actor, ids["person"]) if ids["person"] else {}
    units = people.names_on(ids["unit"], clock.today()) if ids["unit"] else {}
    users = entering.called_by_key(f"user:{one}" for one in ids["user"])
    titles = {sort: str(title) for sort, title in OBJECTS}
    found = {(sort, one): Link(f"{titles.get(sort, sort)} {one}") for sort, one in pairs}
    found |= {("person", one): _person(persons, one) for one in ids["person"]}
    found |= {("unit", one): Link(name, reverse("desk:unit", args=[one])) for one, name in units.items()}
    return found | {("user", one): Link(users.get(f"user:{one}", str(one))) for one in ids["user"]}


def _person(seen: Mapping[int, str], person_id: int) -> Link:
    if person_id in seen:
        return Link(seen[person_id], reverse("desk:person", args=[person_id]))
    return Link(_("人员%(id)s") % {"id": person_id})


def _moment(at: Any) -> str:
    return str(at.astimezone(clock.SHANGHAI).strftime("%Y-%m-%d %H:%M:%S"))
