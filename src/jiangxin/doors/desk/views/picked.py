"""Doing one thing to the persons picked in a list: asked once more, then row by row with its result."""

from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from jiangxin.doors.desk.listing import secret_of
from jiangxin.doors.desk.picked import MOST, Act, Outcome, TooManyPicked, acts_for, do_all
from jiangxin.doors.desk.reach import for_staff
from jiangxin.doors.desk.roster_table import NAME, roster_table
from jiangxin.kernel.actor import require
from jiangxin.people import queries as people
from jiangxin.people.access.middleware import Request
from jiangxin.ui.tables import FORMATS, AskedTable, Column, Link, ListRows, Table, shown

TAKE = "take"  # taking the picked lines away is no act on them
COLUMNS = (
    Column("name", gettext_lazy("姓名"), "link"),
    Column("state", gettext_lazy("结果")),
    Column("words", gettext_lazy("说明"), wide=True),
)


@require_POST
@for_staff
def picked(request: Request) -> HttpResponse:
    """Ask once more what is to be done to whom; with ``go`` do it and say what became of each row."""
    require(people.sees_any_persons, request.actor)
    query = request.POST.get("query", "")
    back = f"{reverse('desk:people')}?{QueryDict(query).urlencode()}"
    persons = _persons(request, query)
    if not persons:
        return redirect(back)
    context: dict[str, Any] = {
        "here": "people", "persons": True, "query": query, "back": back, "picked": persons, "formats": FORMATS,
    }  # fmt: skip
    name = request.POST.get("act", "")
    if name == TAKE:
        return render(request, "desk/roster_take.html", context)
    act = next((one for one in acts_for(request.actor) if one.key == name), None)
    if act is None:
        raise Http404
    form = act.form(request.POST if "go" in request.POST else None)
    context |= {"act": act, "form": form}
    if "go" not in request.POST or not form.is_valid():
        return render(request, "desk/roster_picked.html", context, status=422 if "go" in request.POST else 200)
    outcomes = do_all(request.actor, act, list(persons), form.cleaned_data)
    return render(request, "desk/roster_done.html", {**context, **_told(act, outcomes, persons)})


def _persons(request: Request, query: str) -> dict[int, str]:
    """Return the persons picked, by id with their names: those in sight, or all that were found."""
    params = QueryDict(query)
    if request.POST.get("all"):
        table = roster_table(request.actor, AskedTable(NAME, query, secret_of(request, params)))
        count = table.rows.count()
        if count > MOST:
            raise TooManyPicked(count=count, most=MOST)
        rows = [row for chunk in table.rows.chunks(None) for row in chunk]
        return {int(row["id"]): row["name"].text for row in rows}
    ids = [int(one) for one in request.POST.getlist("pick") if one.isdigit()]
    if len(ids) > MOST:
        raise TooManyPicked(count=len(ids), most=MOST)
    named = people.persons_named(request.actor, ids)
    return {one: named[one] for one in dict.fromkeys(ids) if one in named}


def _told(act: Act, outcomes: list[Outcome], persons: dict[int, str]) -> dict[str, Any]:
    """Return the result as a table, what was refused first."""
    rows = [
        {
            "name": Link(persons[one.person_id], reverse("desk:person", args=[one.person_id])),
            "state": _("办了") if one.done else _("没办"),
            "words": one.words,
        }
        for one in sorted(outcomes, key=lambda one: one.done)
    ]
    table = Table("outcome", str(act.title), COLUMNS, ListRows(rows), noun=_("人"))
    done = sum(one.done for one in outcomes)
    return {"t": shown(table, QueryDict(), MOST), "done": done, "left": len(outcomes) - done}
