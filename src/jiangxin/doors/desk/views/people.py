"""Persons and units: the list, one person's portrait, one unit's page."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiangxin.doors.desk.board import board, book_of
from jiangxin.doors.desk.forms import PurposeForm, RosterForm
from jiangxin.doors.desk.reach import for_staff, reach_of, reached, staff
from jiangxin.doors.desk.views.boards import frame
from jiangxin.doors.me import entry, words
from jiangxin.doors.me.career import career_of
from jiangxin.doors.me.fit import fits_of
from jiangxin.doors.me.sheet import sheet_of
from jiangxin.doors.me.stand import stand_of
from jiangxin.doors.me.who import who_is
from jiangxin.insight.hiding import too_small
from jiangxin.insight.portraits import portrait_for
from jiangxin.kernel.actor import require
from jiangxin.people import access, services
from jiangxin.people import queries as people
from jiangxin.people.access.middleware import Request
from jiangxin.people.queries import RosterAsked
from jiangxin.ui.format import number

LINES_A_PAGE = 50
UNDER = ("zone", "district", "street", "enterprise", "academy", "studio", "association", "workshop", "team")
READS_SHOWN = 5
PURPOSES = "desk-purposes"  # in the session: person id -> what the file is read for
MOST_PURPOSES = 50


@staff
def roster(request: Request) -> HttpResponse:
    """The persons of a unit that the reader may see, narrowed and by pages."""
    require(people.sees_any_persons, request.actor)
    reach = reach_of(request)
    book = book_of(reach)
    codes = people.trades_in(reach.unit) if reach.named else []
    trades = [(code, words.trade_words(book, code, reach.on) if book else code) for code in codes]
    form = RosterForm(request.GET, trades=sorted(trades, key=lambda one: one[1]))
    valid = form.is_valid()
    found = people.roster(request.actor, reach.unit, _asked(form) if valid else RosterAsked())
    page = Paginator(found, LINES_A_PAGE).get_page(request.GET.get("page"))
    lines = people.roster_lines(request.actor, page.object_list, reach.on)
    units = people.names_on([one.unit_id for one in lines if one.unit_id], reach.on)
    said = dict(trades)
    shown = [(one, said.get(one.trade, one.trade), units.get(one.unit_id or 0, "")) for one in lines]
    context = {**frame(reach, "people"), "form": form, "page": page, "lines": shown}
    return render(request, "desk/roster.html", context, status=200 if valid else 422)


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
    own = access.is_self(actor, person_id)
    if typed and not own:
        services.log_read(actor=actor, person_id=person_id, what="portrait", purpose=typed)
        request.session[PURPOSES] = dict([*given.items(), (str(person_id), typed)][-MOST_PURPOSES:])
        return redirect(request.get_full_path())
    context: dict[str, Any] = {**_around(request, person_id), "stand": stand, "person_id": person_id}
    if not purpose and not own:
        name = people.persons_named(actor, [person_id]).get(person_id, "")
        status = 422 if request.method == "POST" else 200
        return render(request, "desk/purpose.html", {**context, "name": name, "form": form}, status=status)
    found = portrait_for(actor, person_id, stand.on, stand.known_at)
    context |= {
        "sheet": sheet_of(found, entry.teller_of(found, found.facts)),
        "who": who_is(found),
        "reads": people.reads_of(person_id)[:READS_SHOWN],
        "purpose": purpose,
        "cut": found.cut,
        "fits": fits_of(found),
        "career": career_of(found),
    }
    return render(request, "desk/person.html", context)


@staff
def unit(request: Request, unit_id: int) -> HttpResponse:
    """One unit: names it had, its place, how many persons, its figures, what became of it."""
    stand = stand_of(request.GET, request.path)
    paths = people.paths_reached(request.actor)
    found = people.unit_reached(paths, stand.on, unit_id=unit_id)
    if found is None:
        raise Http404
    reach = reached(request, found, stand, paths)
    book = book_of(reach)
    heads = people.heads_below(found)
    changes = [one for one in people.changes_of(unit_id) if one.predecessor_id != one.successor_id]
    names = people.names_on({x for one in changes for x in (one.predecessor_id, one.successor_id)}, stand.on)
    context = {
        **frame(reach, "people"),
        "heads": _("少于5") if not reach.named and too_small(heads) else number(heads),
        "names": people.names_of(unit_id),
        "changes": [
            (one.happened_on, one.get_kind_display(), names[one.predecessor_id], names[one.successor_id])
            for one in changes
        ],
        "below": people.places_below(paths, [found], stand.on, UNDER),
        "chapters": board(reach, book) if book else [],
    }
    return render(request, "desk/unit.html", context)


def _around(request: Request, person_id: int) -> dict[str, Any]:
    """Return the frame of a person's page: the scope bar stands at the reader's own widest unit."""
    stand = stand_of(request.GET, request.path)
    widest = people.widest_unit(request.actor, stand.on)
    if widest is None:
        return {"here": "people", "persons": True}
    return frame(reached(request, widest, stand, people.paths_reached(request.actor)), "people")


def _asked(form: RosterForm) -> RosterAsked:
    said = form.cleaned_data
    return RosterAsked(
        text=said["q"].strip(),
        trade=said["trade"],
        post_class=said["post"],
        standing="member" if said["member"] else "",
    )
