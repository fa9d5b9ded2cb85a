"""Files opened out of turn: opening one, one's own, those to look at again."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from jiangxin.doors.desk.granting import GlassForm, ReviewForm
from jiangxin.doors.desk.reach import for_staff, reach_of, staff
from jiangxin.doors.desk.views.boards import frame
from jiangxin.doors.desk.views.purposes import keep_purpose
from jiangxin.kernel.actor import require
from jiangxin.kernel.refusal import NotFound, Refusal
from jiangxin.people import access, services
from jiangxin.people import queries as people
from jiangxin.people.access.middleware import Request
from jiangxin.people.queries import opened

LINES_A_PAGE = 20


@staff
def glasses(request: Request) -> HttpResponse:
    """What one opened oneself, and what waits for one to look at it again; only who may do either."""
    return _page(request)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def break_glass(request: Request) -> HttpResponse:
    """Ask whose file, on what ground, why; open it for a short time and tell the person."""
    require(access.can_break_glass, request.actor)
    form = GlassForm(request.POST if request.method == "POST" else None, initial={"who": request.GET.get("who", "")})
    status = 200
    if request.method == "POST":
        try:
            if form.is_valid():
                said = form.cleaned_data
                person_id = services.find_for_glass(actor=request.actor, text=said["who"])
                glass = services.break_glass(
                    actor=request.actor, person_id=person_id, ground=said["ground"], reason=said["reason"]
                )
                keep_purpose(request, person_id, glass.reason)
                return redirect("desk:person", person_id)
            status = 422
        except Refusal as refusal:
            form.add_error(None, refusal.message)
            status = refusal.status
    context = {**frame(reach_of(request), "duties"), "form": form, "minutes": settings.GLASS_MINUTES}
    return render(request, "desk/glass_new.html", context, status=status)


@require_POST
@for_staff
def review_glass(request: Request, glass_id: int) -> HttpResponse:
    """Say whether a file was rightly opened."""
    if not access.glasses_to_review(request.actor).filter(pk=glass_id).exists():
        raise NotFound()
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return _page(request, wrong=(glass_id, form), status=422)
    services.review_glass(actor=request.actor, glass_id=glass_id, **form.cleaned_data)
    return redirect(reverse("desk:glasses"))


def _page(request: Request, *, wrong: tuple[int, ReviewForm] | None = None, status: int = 200) -> HttpResponse:
    opens, looks = access.can_break_glass(request.actor), access.can_look_after(request.actor)
    if not opens:
        require(access.can_look_after, request.actor)
    context: dict[str, Any] = {
        **frame(reach_of(request), "duties"), "tab": "glass", "opens": opens, "looks_after": looks
    }  # fmt: skip
    if looks:
        rows = opened.told_rows(access.glasses_to_review(request.actor)).order_by("verdict", "-opened_at", "-pk")
        page = Paginator(rows, LINES_A_PAGE).get_page(request.GET.get("page"))
        lines = opened.glass_lines(page.object_list)
        named = people.persons_named(request.actor, [one.person_id for one in lines])
        forms = {one.id: ReviewForm(auto_id=f"look-{one.id}-%s") for one in lines if not one.verdict}
        forms |= dict([wrong]) if wrong else {}
        context |= {
            "page": page,
            "lines": [(one, named.get(one.person_id, ""), forms.get(one.id)) for one in lines],
        }
    if opens:
        rows = opened.own_glasses(request.actor.user_id or 0)
        own_page = Paginator(rows, LINES_A_PAGE).get_page(request.GET.get("own"))
        own = opened.glass_lines(own_page.object_list)
        mine = people.persons_named(request.actor, [one.person_id for one in own])
        context |= {"own_page": own_page, "own": [(one, mine.get(one.person_id, "")) for one in own]}
    return render(request, "desk/glass.html", context, status=status)
