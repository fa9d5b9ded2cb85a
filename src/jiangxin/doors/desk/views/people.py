"""One person: the portrait."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from jiangxin.doors.desk.about import about
from jiangxin.doors.desk.forms import PurposeForm
from jiangxin.doors.desk.reach import for_staff
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
    known = people.known_person(person_id)
    own = actor.person_id in known.ids
    if typed and not own:
        services.log_read(actor=actor, person_id=person_id, what="portrait", purpose=typed)
        request.session[PURPOSES] = dict([*given.items(), (str(person_id), typed)][-MOST_PURPOSES:])
        return redirect(request.get_full_path())
    context: dict[str, Any] = {"here": "people", "persons": True, "stand": stand, "person_id": person_id}
    if not purpose and not own and asks_purpose(actor):
        status = 422 if request.method == "POST" else 200
        return render(
            request, "desk/purpose.html", {**context, "name": known.person.name, "form": form}, status=status
        )  # fmt: skip
    found = portrait_for(actor, known, stand.on, stand.known_at)
    who = who_is(found)
    context |= {
        "reach": about(request, who.lineage, stand),
        "sheet": sheet_of(found, entry.teller_of(found, found.facts)),
        "who": who,
        "reads": people.reads_of(person_id, ids=known.ids, most=READS_SHOWN),
        "purpose": purpose,
        "cut": found.cut,
        "shows": numbers_shown(actor),
        "glass": open_glass(actor, person_id),
        "opens": access.can_break_glass(actor),
        "keeps": access.can_register_persons(request.actor),
        "claims": not known.logs_in and access.can_register_persons(request.actor),
        "fits": fits_of(found),
        "career": career_of(found),
    }
    return render(request, "desk/person.html", context)
