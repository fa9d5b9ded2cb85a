"""The audit: searched, verified as work in the background, and each day's root to be printed."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiangxin.audit import queries as audit
from jiangxin.audit.tasks import VERIFY
from jiangxin.doors.desk.audit_table import ACTS, READS, AuditForm, acts_of, reads_of
from jiangxin.doors.desk.listing import asked_table
from jiangxin.doors.desk.reach import for_staff, reach_of, staff
from jiangxin.doors.desk.views.boards import frame
from jiangxin.jobs import queries as jobs
from jiangxin.jobs import services as work
from jiangxin.kernel.actor import require
from jiangxin.people import access
from jiangxin.people.access.middleware import Request
from jiangxin.ui.tables import shown

DAYS_A_PAGE = 31
FOUR = 4


@staff
def lines(request: Request) -> HttpResponse:
    """What was done; with ``reads`` whose file was read."""
    require(access.can_audit, request.actor)
    reads = "reads" in request.GET
    made = reads_of if reads else acts_of
    table = made(request.actor, asked_table(request, READS if reads else ACTS))
    form = AuditForm(request.GET)
    context: dict[str, Any] = {
        **frame(reach_of(request), "duties"),
        "tab": "audit",
        "form": form,
        "reads": reads,
        "name": READS if reads else ACTS,
        "t": shown(table, request.GET),
        "job": jobs.newest(VERIFY),
        "none": (_("没有这样的记录"), _("放宽日子或去掉一个条件再找。"), _("看全部"), request.path),
    }
    return render(request, "desk/audit.html", context, status=200 if form.is_valid() else 422)


@require_POST
@for_staff
def verify(request: Request) -> HttpResponse:
    """Have every line held against the chain."""
    require(access.can_audit, request.actor)
    job = jobs.newest(VERIFY)
    if job is None or job.ended:
        work.start(actor=request.actor, name=VERIFY)
    return redirect("desk:audit")


@staff
def roots(request: Request) -> HttpResponse:
    """The days on which something was sealed."""
    require(access.can_audit, request.actor)
    page = Paginator(audit.daily_roots(), DAYS_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "desk/audit_roots.html", {**frame(reach_of(request), "duties"), "tab": "audit", "page": page}
    )


@staff
def root(request: Request, day: str) -> HttpResponse:
    """One day's root, with its signature and the key to check it by, to be printed and put away."""
    require(access.can_audit, request.actor)
    try:
        found = audit.root_of(date.fromisoformat(day))
    except ValueError as error:
        raise Http404 from error
    if found is None:
        raise Http404
    groups = [found.root[start : start + FOUR] for start in range(0, len(found.root), FOUR)]
    context = {
        **frame(reach_of(request), "duties"), "root": found, "groups": groups, "public_key": audit.public_key()
    }  # fmt: skip
    return render(request, "desk/audit_root.html", context)
