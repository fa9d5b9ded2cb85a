"""Keeping units: a form, a preview of what will come of it, the act, and taking back what was a slip."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jiangxin.doors.desk.acts import act_named, day_of, preview_of
from jiangxin.doors.desk.keeping import kept_unit, units_near
from jiangxin.doors.desk.reach import Reach, for_staff
from jiangxin.doors.desk.views.boards import frame
from jiangxin.kernel.refusal import NotAllowed, Refusal
from jiangxin.people import queries as people
from jiangxin.people import services
from jiangxin.people.access.middleware import Request
from jiangxin.ui.format import day

UNSENT = {"csrfmiddlewaretoken", "step", "seen"}  # what a page does not carry on to the next
TOP = ("city", "district", "zone", "street", "enterprise")


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def keep_unit(request: Request, unit_id: int, act: str) -> HttpResponse:
    """Register, rename, move, merge, tag or unionise: asked, shown in numbers, then done."""
    wanted = act_named(act)
    if wanted is None:
        raise Http404
    reach = kept_unit(request, unit_id)
    step = request.POST.get("step", "")
    form = wanted.form(request.POST or None, reach=reach)
    context: dict[str, Any] = {**kept_frame(reach), "act": wanted, "form": form}
    if request.method != "POST" or step == "edit":
        form.errors.clear() if step == "edit" else None
        return render(request, "desk/keep.html", context | {"near": units_near(reach, TOP)})
    status = 422
    if form.is_valid():
        try:
            seen = request.POST.get("seen", "")
            if step == "do" and seen:
                wanted.do(request.actor, reach.unit, form.cleaned_data, seen)
                messages.success(request, _("已办：%(act)s，从%(day)s起。") % _told(wanted.title, form.cleaned_data))
                return redirect("desk:unit", unit_id=_after(reach, act, form.cleaned_data))
            preview = preview_of(wanted, reach, form.cleaned_data)
            context |= {"preview": preview, "sent": sent(request)}
            return render(request, "desk/keep_look.html", context)
        except NotAllowed:
            form.add_error(None, _("这家或那家不归你管，没有办。请找两家都归他管的人。"))
            status = NotAllowed.status
        except Refusal as refusal:
            form.refuse(refusal)
            status = refusal.status
    return render(request, "desk/keep.html", context | {"near": units_near(reach, TOP)}, status=status)


@require_POST
@for_staff
def undo_unit(request: Request, unit_id: int, change_id: int) -> HttpResponse:
    """Take back a rename or a move on which nothing rests yet."""
    reach = kept_unit(request, unit_id)
    if all(one.id != change_id for one in people.unit_history(unit_id).changes):
        raise Http404
    try:
        services.undo_change(actor=request.actor, change_id=change_id)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("已撤回，恢复成变动前的样子。"))
    return redirect("desk:unit", unit_id=reach.unit.id)


def kept_frame(reach: Reach) -> dict[str, Any]:
    """Return what every keeping page has: the desk's frame without scope bar, and the unit."""
    return frame(reach, "people") | {"reach": None, "unit": reach.unit, "above": reach.above}


def sent(request: Request) -> list[tuple[str, str]]:
    """Return what was typed, to be carried on from page to page."""
    return [(name, value) for name in request.POST if name not in UNSENT for value in request.POST.getlist(name)]


def _after(reach: Reach, act: str, data: dict[str, Any]) -> int:
    found: int = data["into"].id if act == "merge" else reach.unit.id
    return found


def _told(title: str, data: dict[str, Any]) -> dict[str, str]:
    return {"act": title, "day": day(day_of(data))}
