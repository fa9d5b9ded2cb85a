"""One number of a person shown in full: by a form alone, for a reason, written down, never kept in an address."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from jiangxin.doors.desk.granting import NumberForm
from jiangxin.doors.desk.reach import for_staff, reach_of
from jiangxin.doors.desk.views.boards import frame
from jiangxin.doors.desk.views.purposes import purpose_of
from jiangxin.kernel.refusal import NotFound, Refusal
from jiangxin.people import access, services
from jiangxin.people import queries as people
from jiangxin.people.access.middleware import Request
from jiangxin.people.queries import rules


@require_POST
@for_staff
def number(request: Request, person_id: int) -> HttpResponse:
    """Show a phone or an ID number in full; asks for the reason first where none came."""
    stated = purpose_of(request, person_id)
    actor = access.for_purpose(request.actor, stated) if stated else request.actor
    if not access.can_read(actor, person_id):
        raise NotFound()
    form, shown, status = NumberForm(request.POST), "", 200
    asked = "purpose" in request.POST
    if asked and form.is_valid():
        try:
            shown = services.reveal(actor=actor, person_id=person_id, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
            status = refusal.status
    elif asked:
        status = 422
    what = request.POST.get("what", "")
    if what not in rules.NUMBERS:
        raise NotFound()
    if not asked:
        form = NumberForm(initial={"what": what, "purpose": stated})
    context = {
        **frame(reach_of(request), "people"),
        "person_id": person_id,
        "name": people.persons_named(actor, [person_id]).get(person_id, ""),
        "what": what,
        "shown": shown,
        "form": form,
    }
    return render(request, "desk/number.html", context, status=status)
