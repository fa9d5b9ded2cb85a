"""Who may see what of whom: asked from the person or unit, and from the log-in."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render

from jiangxin.doors.desk.granting import RightsForm
from jiangxin.doors.desk.reach import Reach, reach_of, staff
from jiangxin.doors.desk.views.boards import frame
from jiangxin.kernel.actor import Actor, require
from jiangxin.people import access
from jiangxin.people import queries as people
from jiangxin.people.access.middleware import Request
from jiangxin.people.errors import AmbiguousPerson, UnknownPerson
from jiangxin.people.queries import matrix, rules

LINES_A_PAGE = 50


@staff
def rights(request: Request) -> HttpResponse:
    """Who may see a thing of one person or of a unit's persons, or what one log-in may see."""
    require(access.can_look_after, request.actor)
    asker = access.looked_after(request.actor)
    reach = reach_of(request)
    form = RightsForm(request.GET)
    said = form.cleaned_data if form.is_valid() else {}
    context: dict[str, Any] = {
        **frame(reach, "duties"),
        "form": form,
        "thing": form.thing_asked,
        "tab": "rights",
        "looks_after": True,
        "table": rules.table_words(),
        "things": rules.Thing.choices,
        "bare": reach.with_unit(reach.unit.key),
    }
    if said.get("user"):
        context |= _of_user(asker, said["user"], request)
    else:
        context |= _of_person(asker, said.get("q", ""), form.thing_asked, reach)
    return render(request, "desk/rights.html", context, status=200 if form.is_valid() else 422)


def _of_person(asker: Actor, text: str, thing: rules.Thing, reach: Reach) -> dict[str, Any]:
    """Return who sees the thing of the person named; of several their names to choose from; else of the unit."""
    asked = reach.request.GET.get("person", "")
    person_id = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 17 else 0
    if text and not person_id:
        try:
            person_id = people.one_person(text, asker).id
        except (AmbiguousPerson, UnknownPerson) as refusal:
            return {"found": refusal.details["candidates"], "asked": text}
    if person_id:
        name = people.persons_named(asker, [person_id]).get(person_id)
        if name is None:
            raise Http404
        seers = matrix.who_sees(person_id, thing)
        about = {"about": name, "person_id": person_id}
    else:
        if not any(reach.unit.path.startswith(grant.path) for grant in asker.duties):
            raise Http404
        seers, about = matrix.who_sees_unit(reach.unit.path, thing), {"about": reach.unit.name}
    page = Paginator(seers, LINES_A_PAGE).get_page(reach.request.GET.get("page"))
    may = [one for one in seers if one.sees]
    return {**about, "page": page, "lines": page.object_list, "may": len({one.user_id for one in may})}


def _of_user(asker: Actor, username: str, request: Request) -> dict[str, Any]:
    """Return what a log-in may see; one without a duty in or above the asker's subtree is said to be none."""
    user = people.user_named(username)
    held = matrix.held_by(user.pk) if user is not None else []
    near = [
        one
        for one in held
        if any(one.path.startswith(grant.path) or grant.path.startswith(one.path) for grant in asker.duties if one.path)
    ]
    if not near:
        return {"asked": username, "found": [], "no_user": True}
    shown = next((one for one in near if str(one.duty_id) == request.GET.get("duty")), near[0])
    seen = matrix.persons_under(shown, shown.path).filter(pk__in=access.visible_persons(asker).values("pk"))
    page = Paginator(seen.order_by("pinyin", "pk"), LINES_A_PAGE).get_page(request.GET.get("page"))
    return {"username": username, "held": near, "shown": shown, "page": page}
