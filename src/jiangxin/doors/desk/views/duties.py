"""Duties: one's own and what one has lent of them; those under a unit, given and ended by its leader."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from jiangxin.doors.desk.granting import DutiesForm, EndForm, GiveForm, LendForm
from jiangxin.doors.desk.reach import Reach, for_staff, reach_of, staff
from jiangxin.doors.desk.views.boards import frame
from jiangxin.kernel import clock
from jiangxin.kernel.actor import require
from jiangxin.kernel.refusal import NotFound, Refusal
from jiangxin.people import access, services
from jiangxin.people import queries as people
from jiangxin.people.access.middleware import Request
from jiangxin.people.errors import NobodyNamed
from jiangxin.people.queries import duties as held
from jiangxin.people.services import Delegation, NewDuty

LINES_A_PAGE, ACTS_SHOWN, LENT_SHOWN = 50, 20, 50


@staff
def duties(request: Request) -> HttpResponse:
    """One's own duties, and those under the unit of the scope bar for whoever gives them."""
    return _page(request, reach_of(request))


@require_POST
@for_staff
def give_duty(request: Request) -> HttpResponse:
    """Give a log-in a duty over the unit of the scope bar."""
    reach = reach_of(request)
    require(access.can_give_duty, request.actor, reach.unit.path)
    form = GiveForm(request.POST)
    if not form.is_valid():
        return _page(request, reach, give=form, status=422)
    said = form.cleaned_data
    try:
        user = people.user_named(said["username"])
        if user is None or not user.is_active:
            raise NobodyNamed(username=said["username"])
        new = NewDuty(user.pk, said["name"], reach.unit.id, said["since"], said["until"], said["purpose"])
        services.give_duty(actor=request.actor, new=new)
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return _page(request, reach, give=form, status=refusal.status)
    return redirect(f"{reverse('desk:duties')}{reach.query}#given")


@require_POST
@for_staff
def end_duty(request: Request, duty_id: int) -> HttpResponse:
    """End a duty: one's own loan, or any under a unit whose leader one is."""
    reach = reach_of(request)
    _refuse_others(request, duty_id)
    form = EndForm(request.POST)
    if not form.is_valid():
        return _page(request, reach, end=form, status=422)
    services.end_duty(actor=request.actor, duty_id=duty_id, until=form.cleaned_data["until"])
    return redirect(f"{reverse('desk:duties')}{reach.query}#given")


@require_POST
@for_staff
def lend_duty(request: Request, duty_id: int) -> HttpResponse:
    """Lend a duty of one's own to another log-in until a day."""
    reach = reach_of(request)
    if not held.own_duties(request.actor.user_id or 0).filter(pk=duty_id).exists():
        raise NotFound()
    form = LendForm(request.POST)
    if not form.is_valid():
        return _page(request, reach, lend=(duty_id, form), status=422)
    said = form.cleaned_data
    try:
        paths = people.paths_reached(request.actor)
        unit = people.unit_reached(paths, clock.today(), key=said["unit"].strip())
        if unit is None:
            raise NotFound()
        services.delegate_duty(actor=request.actor, new=Delegation(duty_id, said["username"], unit.id, said["until"]))
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return _page(request, reach, lend=(duty_id, form), status=refusal.status)
    return redirect(f"{reverse('desk:duties')}{reach.query}#lent")


def _refuse_others(request: Request, duty_id: int) -> None:
    """Refuse a duty that the actor has not lent: with 404 one elsewhere, with 403 one that he does not give."""
    if held.lent_by(request.actor.user_id or 0).filter(pk=duty_id).exists():
        return
    found = held.unit_of(duty_id)
    if found is None or not found[1].startswith(people.paths_reached(request.actor)):
        raise NotFound()
    require(access.can_give_duty, request.actor, found[1])


def _page(request: Request, reach: Reach, *, status: int = 200, **forms: Any) -> HttpResponse:
    """Return the page, with the form that was refused in its place."""
    user_id, today = request.actor.user_id or 0, clock.today()
    gives = access.can_give_duty(request.actor, reach.unit.path)
    narrow = DutiesForm(request.GET)
    asked = narrow.cleaned_data if narrow.is_valid() else {}
    lent_id, lend = forms.get("lend", (0, None))
    own = held.duty_lines(list(held.own_duties(user_id)))
    blank = {one.id: LendForm(initial={"unit": one.key}, auto_id=f"lend-{one.id}-%s") for one in own}
    context: dict[str, Any] = {
        **frame(reach, "duties"),
        "tab": "duties",
        "own": [(one, None if one.lender else lend if one.id == lent_id else blank[one.id]) for one in own],
        "lent": held.duty_lines(list(held.lent_by(user_id)[:LENT_SHOWN])),
        "gives": gives,
        "looks_after": access.can_look_after(request.actor),
        "opens": access.can_break_glass(request.actor),
        "today": today,
        "end": forms.get("end"),
    }
    if gives:
        rows = held.duties_under(
            reach.unit.path, text=asked.get("user", ""), name=asked.get("duty", ""), over=asked.get("over", False)
        )
        page = Paginator(rows, LINES_A_PAGE).get_page(request.GET.get("page"))
        context |= {
            "narrow": narrow,
            "give": forms.get("give") or GiveForm(initial={"since": today}),
            "page": page,
            "lines": held.duty_lines(list(page.object_list)),
            "acts": held.acts_under(reach.unit.path, ACTS_SHOWN),
        }
    return render(request, "desk/duties.html", context, status=status)
