"""Saved sets of conditions: in the menu of a list, and a page to rename, share and drop them."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiangxin.doors.desk.reach import for_staff, reach_of, staff
from jiangxin.doors.desk.views.boards import frame
from jiangxin.kernel.refusal import NotFound, Refusal
from jiangxin.people import queries as people
from jiangxin.people.access.middleware import Request
from jiangxin.people.queries.tables import sets_of
from jiangxin.people.services import sets

LISTS = {"roster": "desk:people", "units": "desk:units"}
CARRIED = ("unit", "on", "known_at", "then")


@dataclass(frozen=True)
class Way:
    """One set in the menu."""

    name: str
    url: str
    here: bool
    title: str


def menu(request: Request, table: str) -> dict[str, Any]:
    """Return the menu above a list: everything, one's own sets, those shared with one's units."""
    here = sets.kept_query(request.GET.urlencode())
    own = QueryDict(mutable=True)
    for name in CARRIED:
        if request.GET.get(name):
            own[name] = request.GET[name]
    ways = [
        Way(one.name, f"?{own.urlencode()}&{one.query}" if own else f"?{one.query}", here == one.query, _by(one))
        for one in sets_of(request.actor, table)
    ]
    plain = f"?{own.urlencode()}" if own else request.path
    return {"table": table, "ways": ways, "plain": plain, "at_plain": not here, "query": request.GET.urlencode()}


@require_POST
@for_staff
def save_set(request: Request, table: str) -> HttpResponse:
    """Keep the conditions of a list under a name, and go back to it."""
    if table not in LISTS:
        raise NotFound
    query = request.POST.get("query", "")[:4_000]
    try:
        row = sets.save_set(actor=request.actor, table=table, name=request.POST.get("name", ""), query=query)
        messages.success(request, _("存下了“%(name)s”，在列表上方的菜单里。") % {"name": row.name})
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect(f"{reverse(LISTS[table])}?{QueryDict(query).urlencode()}")


@staff
def own_sets(request: Request, table: str) -> HttpResponse:
    """One's own sets of a list, to rename, share and drop; those dropped last can be taken back."""
    if table not in LISTS:
        raise NotFound
    reach = reach_of(request)
    units = people.names_on({one.unit_id for one in request.actor.duties})
    context = {
        **frame(reach, "people" if table == "roster" else "units"),
        "table": table,
        "sets": [one for one in sets_of(request.actor, table) if one.own],
        "units": sorted(units.items(), key=lambda one: one[1]),
        "dropped": request.session.get("desk-dropped-set"),
        "back": reverse(LISTS[table]),
    }
    return render(request, "desk/roster_sets.html", context)


@require_POST
@for_staff
def change_set(request: Request, set_id: int) -> HttpResponse:
    """Rename, share, drop or take back one's own set."""
    act, actor = request.POST.get("act", ""), request.actor
    try:
        if act == "rename":
            row = sets.rename_set(actor=actor, set_id=set_id, name=request.POST.get("name", ""))
        elif act == "share":
            unit = request.POST.get("unit", "")
            row = sets.share_set(actor=actor, set_id=set_id, unit_id=int(unit) if unit.isdigit() else None)
        elif act == "drop":
            row = sets.drop_set(actor=actor, set_id=set_id)
            request.session["desk-dropped-set"] = {"id": row.pk, "name": row.name}
        elif act == "restore":
            row = sets.restore_set(actor=actor, set_id=set_id)
            request.session.pop("desk-dropped-set", None)
        else:
            raise NotFound
    except NotFound:
        raise
    except Refusal as refusal:
        messages.error(request, refusal.message)
        table = request.POST.get("table", "")
        return redirect(reverse("desk:sets", args=[table]) if table in LISTS else reverse("desk:home"))
    said = {
        "rename": _("改名为“%(name)s”。"),
        "share": _("“%(name)s”的共用改好了。"),
        "drop": _("删了“%(name)s”，可以撤回。"),
        "restore": _("“%(name)s”回来了。"),
    }
    messages.success(request, said[act] % {"name": row.name})
    return redirect(reverse("desk:sets", args=[row.table]))


def _by(one: Any) -> str:
    return _("%(name)s共用的") % {"name": one.by} if one.by else ""
