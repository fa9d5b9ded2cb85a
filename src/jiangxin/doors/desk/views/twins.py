"""Records that may be one person: the list, two of them side by side, and what people make of it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiangxin.doors.desk.reach import for_staff, reach_of, staff
from jiangxin.doors.desk.twins import ACTS, TwinForm, TwinsForm, acts_for, side_of, signs_words
from jiangxin.doors.desk.views.boards import frame
from jiangxin.doors.me import who
from jiangxin.kernel.actor import require
from jiangxin.kernel.refusal import NotFound, Refusal
from jiangxin.people import queries as people
from jiangxin.people import services
from jiangxin.people.access.middleware import Request
from jiangxin.people.queries.twins import twins_seen

LINES_A_PAGE = 30


@staff
def twins(request: Request) -> HttpResponse:
    """The pairs in sight, the likeliest first."""
    require(people.sees_any_persons, request.actor)
    form = TwinsForm(request.GET)
    state = form.cleaned_data["state"] if form.is_valid() else TwinsForm.OPEN
    found = twins_seen(request.actor).filter(state=state or TwinsForm.OPEN)
    page = Paginator(found, LINES_A_PAGE).get_page(request.GET.get("page"))
    lines = [(one, signs_words(one.signs)) for one in page.object_list]
    context = {**frame(reach_of(request), "people"), "form": form, "page": page, "lines": lines}
    return render(request, "desk/twins.html", context, status=200 if form.is_valid() else 422)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def twin(request: Request, twin_id: int) -> HttpResponse:
    """Two records side by side; join, keep apart, bring apart again."""
    found = twins_seen(request.actor).filter(pk=twin_id).first()
    if found is None:
        raise Http404
    form = TwinForm(request.POST or None, twin=found)
    refused, status = "", 200
    if request.method == "POST":
        try:
            if form.is_valid():
                said = ACTS[form.cleaned_data["act"]](request.actor, found, form.cleaned_data)
                messages.success(request, said)
                return redirect("desk:twin", twin_id)
            status = 422
        except NotFound:
            raise
        except Refusal as refusal:
            refused, status = str(refusal.message), refusal.status
            found.refresh_from_db()
    purpose = _("查重：核对是不是一个人")
    services.log_reads(actor=request.actor, person_ids=[found.first_id, found.second_id], what="twins", purpose=purpose)
    context: dict[str, Any] = {
        **frame(reach_of(request), "people"),
        "twin": found,
        "signs": signs_words(found.signs),
        "sides": [side_of(one) for one in (found.first, found.second)],
        "acts": acts_for(request.actor, found),
        "by": who.recorders([key for key in (found.proposed_by, found.settled_by) if key]),
        "form": form,
        "refused": refused,
    }
    return render(request, "desk/twin.html", context, status=status)
