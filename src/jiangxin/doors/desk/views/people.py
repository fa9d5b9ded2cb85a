"""One person: the portrait."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from jiangxin.doors.desk.forms import PurposeForm
from jiangxin.doors.desk.reach import for_staff, reached
from jiangxin.doors.desk.views.boards import frame
from jiangxin.doors.me import entry
from jiangxin.doors.me.career import career_of
from jiangxin.doors.me.fit import fits_of
from jiangxin.doors.me.sheet import sheet_of
from jiangxin.doors.me.stand import stand_of
from jiangxin.doors.me.who import who_is
from jiangxin.insight.portraits import portrait_for
from jiangxin.people import access, services
from jiangxin.people import queries as people
from jiangxin.people.access.middleware import Request
from jiangxin.people.queries.opened import numbers_shown, open_glass
from jiangxin.people.queries.sight import asks_purpose

UNDER = ("zone", "district", "street", "enterprise", "academy", "studio", "association", "workshop", "team")
READS_SHOWN = 5
PURPOSES = "desk-purposes"  # in the session: person id -> what the file is read for
MOST_PURPOSES = 50


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def person(request: Request, person_id: int) -> HttpResponse:
    """One person's portrait; what it is read for is asked first, and written down for him to see."""
    stand = stand_of(request.GET, request.path)
    given = dict(request.session.get(PURPOSES, {}))
    form = PurposeForm(request.POST or None)
    typed = form.cleaned_data["purpose"].strip() if request.method == "POST" and form.is_valid() else ""
    purpose = typed or str(given.get(str(person_id), ""))
    actor = access.for_purpose(request.actor, purpose) if purpose else request.actor
    if not access.can_read(actor, person_id):
        raise Http404
    own = access.is_self(actor, person_id)
    if typed and not own:
        services.log_read(actor=actor, person_id=person_id, what="portrait", purpose=typed)
        request.session[PURPOSES] = dict([*given.items(), (str(person_id), typed)][-MOST_PURPOSES:])
        return redirect(request.get_full_path())
    context: dict[str, Any] = {**_around(request, person_id), "stand": stand, "person_id": person_id}
    if not purpose and not own and asks_purpose(actor):
        name = people.persons_named(actor, [person_id]).get(person_id, "")
        status = 422 if request.method == "POST" else 200
        return render(request, "desk/purpose.html", {**context, "name": name, "form": form}, status=status)
    found = portrait_for(actor, person_id, stand.on, stand.known_at)
    context |= {
        "sheet": sheet_of(found, entry.teller_of(found, found.facts)),
        "who": who_is(found),
        "reads": people.reads_of(person_id)[:READS_SHOWN],
        "purpose": purpose,
        "cut": found.cut,
        "shows": numbers_shown(actor),
        "glass": open_glass(actor, person_id),
        "opens": access.can_break_glass(actor),
        "keeps": access.can_register_persons(request.actor),
        "claims": not people.has_log_in(person_id) and access.can_register_persons(request.actor),
        "fits": fits_of(found),
        "career": career_of(found),
    }
    return render(request, "desk/person.html", context)


def _around(request: Request, person_id: int) -> dict[str, Any]:
    """Return the frame of a person's page: the scope bar stands at the reader's own widest unit."""
    stand = stand_of(request.GET, request.path)
    widest = people.widest_unit(request.actor, stand.on)
    if widest is None:
        return {"here": "people", "persons": True}
    return frame(reached(request, widest, stand, people.paths_reached(request.actor)), "people")
