"""Taking tables away: at once, or by a job whose file its asker fetches."""

import tempfile
from contextlib import suppress
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from jiangxin.doors.desk.listing import secret_of
from jiangxin.doors.desk.reach import for_staff, staff
from jiangxin.jobs import queries as jobs
from jiangxin.jobs import services as job_services
from jiangxin.jobs.errors import AlreadyEnded
from jiangxin.people import queries as people
from jiangxin.people.access.middleware import Request
from jiangxin.people.queries.tables import exports_of
from jiangxin.people.services import exports
from jiangxin.people.services.exports import TakeAsked
from jiangxin.ui.htmx import asked as part_asked
from jiangxin.ui.tables import AskedTable, chosen, content_type, file_name, is_large, maker_of
from jiangxin.ui.tables.registry import is_table

LISTED = 20


@require_POST
@for_staff
def take(request: Request, name: str) -> HttpResponse:
    """Take a table away as it stands on its page: a short one at once, a long one by a job."""
    if not is_table(name):
        raise Http404
    params = QueryDict(request.POST.get("query", ""))
    secret = dict(secret_of(request, params))
    picked = request.POST.getlist("pick")
    if picked:
        secret["pick"] = ",".join(picked)
    source = AskedTable(name, params.urlencode(), secret)
    asked = TakeAsked(request.POST.get("format", "xlsx"), request.POST.get("purpose", "").strip())
    table = chosen(maker_of(name)(request.actor, source), params)
    if is_large(table, asked.format):
        row = exports.ask_export(actor=request.actor, table=table, source=source, asked=asked)
        return redirect("desk:export", export_id=row.pk)
    with tempfile.TemporaryFile() as to:
        exports.take_table(actor=request.actor, table=table, asked=asked, to=to)
        to.seek(0)
        return _file(to.read(), asked.format, file_name(table, asked.format))


@staff
def export_list(request: Request) -> HttpResponse:
    """The files the reader asked for."""
    rows = list(exports_of(request.actor)[:LISTED])
    context = {
        "here": "",
        "persons": people.sees_any_persons(request.actor),
        "rows": [(row, _job(row.job_id)) for row in rows],
    }
    return render(request, "desk/roster_exports.html", context)


@staff
def export(request: Request, export_id: int) -> HttpResponse:
    """One file on its way: how far it is, and where to fetch it."""
    row = get_object_or_404(exports_of(request.actor), pk=export_id)
    context = {"here": "", "persons": people.sees_any_persons(request.actor), "row": row, "job": _job(row.job_id)}
    part = "#progress" if part_asked(request) else ""
    return render(request, f"desk/roster_export.html{part}", context)


@staff
def export_file(request: Request, export_id: int) -> HttpResponse:
    """The file itself, for its asker alone and only while what allowed it still holds."""
    row, content = exports.fetch_export(actor=request.actor, export_id=export_id)
    return _file(content, row.format, row.title)


@require_POST
@for_staff
def export_stop(request: Request, export_id: int) -> HttpResponse:
    """Stop a file that is still being written."""
    row = get_object_or_404(exports_of(request.actor), pk=export_id)
    if row.job_id:
        with suppress(AlreadyEnded):  # it ended while the reader asked: the page says how
            job_services.cancel(actor=request.actor, job_id=row.job_id)
    return redirect(reverse("desk:export", args=[row.pk]))


def _job(job_id: int | None) -> Any:
    return jobs.job(job_id) if job_id else None


def _file(content: bytes, name: str, title: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=title)
    headers = {"Content-Disposition": disposition or "attachment", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=content_type(name), headers=headers)
