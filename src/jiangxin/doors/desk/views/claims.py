"""A code for a person without a log-in, by which he takes his record over."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from jiangxin.doors.desk.reach import for_staff, reach_of
from jiangxin.doors.desk.views.boards import frame
from jiangxin.kernel.actor import require
from jiangxin.kernel.refusal import NotFound, Refusal
from jiangxin.people import access
from jiangxin.people import queries as people
from jiangxin.people.access.middleware import Request
from jiangxin.people.services.claiming import issue_claim


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def claim(request: Request, person_id: int) -> HttpResponse:
    """Say what the code is for; when asked for, make one and show it once, to be printed and handed over."""
    if not access.can_read(request.actor, person_id):
        raise Http404
    require(access.can_register_persons, request.actor)
    code, refused, status = "", "", 200
    if request.method == "POST":
        try:
            code = issue_claim(actor=request.actor, person_id=person_id)
        except NotFound:
            raise
        except Refusal as refusal:
            refused, status = str(refusal.message), refusal.status
    context = {
        **frame(reach_of(request), "people"),
        "name": people.persons_named(request.actor, [person_id]).get(person_id, ""),
        "person_id": person_id,
        "code": code,
        "refused": refused,
    }
    return render(request, "desk/claim.html", context, status=status)
