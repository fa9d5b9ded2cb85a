"""The worker's pages; each begins with the person who signed in, and shows nobody else."""

import json
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jiangxin.doors.me import entry, who
from jiangxin.doors.me.career import career_of
from jiangxin.doors.me.errors import FontsMissing
from jiangxin.doors.me.fit import fits_of
from jiangxin.doors.me.forms import LedgerForm
from jiangxin.doors.me.lines import latest_first
from jiangxin.doors.me.sheet import axis_title, sheet_of
from jiangxin.doors.me.stand import stand_of
from jiangxin.insight import fonts
from jiangxin.insight.ownfile import own_file, pdf
from jiangxin.insight.queries import portrait
from jiangxin.kernel import clock
from jiangxin.people import queries as people
from jiangxin.people.access.middleware import Request
from jiangxin.people.access.second import ways_of
from jiangxin.people.queries.public import public_names, wall_consent
from jiangxin.ui.htmx import reply

LINES_A_PAGE = 40
READS_A_PAGE = 20
READS_SHOWN = 3

View = Callable[..., HttpResponse]


def own(view: View) -> View:
    """Mark a page of one's own: it is only read, and kept on no device."""
    return never_cache(require_safe(view))


def own_change(view: View) -> View:
    """Mark something done to one's own: by a form alone, and kept on no device."""
    return never_cache(require_POST(view))


def person_of(request: Request) -> int:
    """Return the person who signed in; for whoever is in no roster there is no such page."""
    if request.actor.person_id is None:
        raise Http404
    return request.actor.person_id


@own
def home(request: Request) -> HttpResponse:
    """Who I am, what I have, where every point comes from; for staff without a person their duties."""
    if request.actor.person_id is None:
        return render(request, "me/staff.html", {**_duties(request)})
    stand = stand_of(request.GET, request.path)
    found = portrait(request.actor.person_id, stand.on, stand.known_at)
    sheet = sheet_of(found, entry.teller_of(found, found.facts))
    axis = request.GET.get("axis", "")
    context = {
        "stand": stand,
        "sheet": sheet,
        "who": who.who_is(found),
        "axis": axis,
        "latest": sheet.latest(axis),
        "reads": people.reads_of(found.person_id, ids=found.known.ids, most=READS_SHOWN),
        "fits": fits_of(found),
        "career": career_of(found),
    }
    if sheet.blank:
        return render(request, "me/start.html", context | _duties(request))
    return reply(request, "me/home.html", context, part="years")


def _duties(request: Request) -> dict[str, Any]:
    return {"offices": who.offices_of(request.actor.user_id or 0, clock.today())}


@own
def ledger(request: Request) -> HttpResponse:
    """The whole lifeline by year, filtered; with ``all`` also what was superseded or withdrawn."""
    stand = stand_of(request.GET, request.path)
    found = portrait(person_of(request), stand.on, stand.known_at)
    axes = [(axis.id, axis_title(found, axis)) for axis in found.axes]
    form = LedgerForm(request.GET, axes=axes)
    rows = entry.every_entry(found) if form.everything else list(found.facts)
    teller = entry.teller_of(found, rows)
    page = Paginator(form.kept(latest_first(map(teller.line, rows))), LINES_A_PAGE).get_page(request.GET.get("page"))
    shown = entry.with_afterwards(list(page.object_list)) if form.everything else page.object_list
    context = {"stand": stand, "form": form, "page": page, "lines": shown, "count": len(rows)}
    return reply(request, "me/ledger.html", context, part="rows", status=200 if form.is_valid() else 422)


@own
def fact(request: Request, fact_id: int) -> HttpResponse:
    """One fact with its chain, and the points it gave today."""
    found = portrait(person_of(request), clock.today())
    opened = entry.open_fact(found, fact_id)
    gave = sheet_of(found, entry.teller_of(found, found.facts)).gave(opened.latest.id)
    return render(request, "me/fact.html", {"fact": opened, "gave": gave})


@own
def readers(request: Request) -> HttpResponse:
    """Who has read my file, when and why."""
    page = Paginator(people.reads_of(person_of(request)), READS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "me/readers.html", {"page": page})


@own
def file(request: Request) -> HttpResponse:
    """What my file holds, and the two ways to take it along."""
    found = portrait(person_of(request), clock.today())
    return render(request, "me/file.html", {"count": len(found.facts), "portrait": found})


@own
def file_json(request: Request) -> HttpResponse:
    """My file as JSON."""
    held = own_file(request.actor, person_of(request))
    text = json.dumps(held.as_json(), ensure_ascii=False, indent=1)
    return _taken(text.encode(), "application/json; charset=utf-8", f"{held.on}.json")


@own
def file_pdf(request: Request) -> HttpResponse:
    """My file set as a PDF; refused while the fonts are not made."""
    person_id = person_of(request)
    held_fonts = fonts.present(settings.DATA)
    if held_fonts is None:
        raise FontsMissing(way_on=(_("下载JSON"), reverse("me:file_json")))
    held = own_file(request.actor, person_id)
    return _taken(pdf(held, held_fonts), "application/pdf", f"{held.on}.pdf")


def _taken(content: bytes, kind: str, name: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=_("我的档案-%(name)s") % {"name": name})
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition or "attachment"})


@own
def account(request: Request) -> HttpResponse:
    """My log-in: name, duties, password, second step, language and size of type."""
    return render(
        request, "me/account.html", {**_duties(request), **_wall(request), "second": ways_of(request.user).exists()}
    )


def _wall(request: Request) -> dict[str, Any]:
    """Return how the honour wall names whoever signed in; nothing for staff without a person."""
    person_id = request.actor.person_id
    if person_id is None:
        return {}
    return {"shown": public_names([person_id])[person_id], "consent": wall_consent(person_id)}
