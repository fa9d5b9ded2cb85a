"""The list of persons, the list of units: narrowed, sorted, by columns of one's choice."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiangxin.doors.desk.listing import asked_table, remember
from jiangxin.doors.desk.picked import acts_for
from jiangxin.doors.desk.reach import for_staff, reach_of, staff
from jiangxin.doors.desk.roster_table import NAME, roster_of
from jiangxin.doors.desk.unit_table import NAME as UNITS
from jiangxin.doors.desk.unit_table import units_of
from jiangxin.doors.desk.views.boards import frame
from jiangxin.doors.desk.views.sets import menu
from jiangxin.kernel.actor import require
from jiangxin.people import queries as people
from jiangxin.people.access.middleware import Request
from jiangxin.people.queries.rosters import number_key
from jiangxin.ui.tables import shown

LONGEST = 40  # signs that are looked for


@staff
def roster(request: Request) -> HttpResponse:
    """The persons of a unit that the reader may see."""
    require(people.sees_any_persons, request.actor)
    if number_key(request.GET.get("q", "")):  # somebody's bookmark or typing: out of the address at once
        return redirect(_found_at(request, request.GET.copy()))
    found = roster_of(request.actor, asked_table(request, NAME), reach_of(request))
    context: dict[str, Any] = {
        **frame(found.reach, "people"),
        "form": found.form,
        "t": shown(found.table, request.GET),
        "menu": menu(request, NAME),
        "acts": acts_for(request.actor),
        "by_number": bool(request.GET.get("found")),
        "none": (_("没有符合的人"), _none(found.form.said()), _("去掉全部条件"), f"{request.path}{found.reach.query}"),
    }
    return render(request, "desk/roster.html", context, status=200 if found.form.is_valid() else 422)


@require_POST
@for_staff
def find(request: Request) -> HttpResponse:
    """Look for a person: what was typed comes in the body, and only a name goes on in the address.

    An ID number, a phone or its tail stays in the session as a keyed hash, under a token of no meaning.
    """
    require(people.sees_any_persons, request.actor)
    carried = QueryDict(request.POST.get("query", ""), mutable=True)
    carried["q"] = request.POST.get("q", "").strip()[:LONGEST]
    return redirect(_found_at(request, carried))


@staff
def units(request: Request) -> HttpResponse:
    """The units at and below a unit."""
    found = units_of(request.actor, asked_table(request, UNITS), reach_of(request))
    context = {
        **frame(found.reach, "units"),
        "form": found.form,
        "t": shown(found.table, request.GET),
        "menu": menu(request, UNITS),
        "none": (
            _("没有符合的单位"),
            _none(found.form.said()),
            _("去掉全部条件"),
            f"{request.path}{found.reach.query}",
        ),
    }
    return render(request, "desk/units_list.html", context, status=200 if found.form.is_valid() else 422)


def _found_at(request: Request, params: QueryDict) -> str:
    """Return the address of the list for what is looked for."""
    text = params.get("q", "")
    key = number_key(text)
    for name in ("q", "found", "page"):
        params.pop(name, None)
    pairs = [(name, value) for name, values in params.lists() for value in values]
    if text:
        pairs.append(("found", remember(request, key)) if key else ("q", text))
    return f"{reverse('desk:people')}?{urlencode(pairs)}"


def _none(said: list[tuple[str, str]]) -> str:
    """Say which conditions held nothing together."""
    if not said:
        return _("换个写法再找；号码只在你打开的这次里有效，过了就再填一次。")
    words = "、".join(f"{what}“{value}”" for what, value in said)
    return _("%(words)s合在一起，这里一个也没有。") % {"words": words}
