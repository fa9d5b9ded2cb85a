"""One unit's page: people, figures, sentences about it, its own entries, who answers for it, its history."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jiangxin.doors.desk.board import Chapter, board
from jiangxin.doors.desk.keep_forms import FAMILIES
from jiangxin.doors.desk.reach import Reach, reached, staff
from jiangxin.doors.desk.subject import COLLECTIVE, LATEST, own_lines, sentences_of, tag_words
from jiangxin.doors.desk.views.boards import frame
from jiangxin.doors.me import who
from jiangxin.doors.me.stand import Stand, stand_of
from jiangxin.insight.hiding import too_small
from jiangxin.kernel import clock
from jiangxin.people import access
from jiangxin.people import queries as people
from jiangxin.people.access.middleware import Request
from jiangxin.people.queries import History
from jiangxin.ui.format import number

UNDER = ("zone", "district", "street", "enterprise", "academy", "studio", "association", "workshop", "team", "outside")
MOST_BELOW = 120
TITLES = dict(FAMILIES)


@staff
def unit(request: Request, unit_id: int) -> HttpResponse:
    """One unit on a day; one that has ended is shown as it was on its last."""
    stand = stand_of(request.GET, request.path)
    paths = people.paths_reached(request.actor)
    found = people.unit_reached(paths, stand.on, unit_id=unit_id)
    if found is None:
        return _last_day(unit_id, stand, paths)
    reach = reached(request, found, stand, paths)
    heads, below = people.heads_below(found), people.places_below(paths, [found], stand.on, UNDER)
    past = people.unit_history(unit_id)
    lines = own_lines(reach)
    context: dict[str, Any] = {
        **frame(reach, "people"),
        "heads": _("少于5") if not reach.named and too_small(heads) else number(heads),
        "below": below[:MOST_BELOW],
        "below_count": len(below),
        "chapters": _figures(reach),
        "sentences": sentences_of(reach),
        "lines": lines[:LATEST],
        "lines_count": len(lines),
        "past": past,
        "changes": _changes(past),
        "names": [(one.what, one.since, one.until) for one in past.names],
        "tags": _tags(reach),
        "tags_past": [
            (TITLES.get(family, family), replace(held, what=tag_words(reach.book, family, held.what, held.since)))
            for family, held in past.tags
        ],
        "unionised": people.union_days(unit_id),
        "charges": people.charges_of(unit_id, stand.on),
        "members": people.members_of(unit_id) if reach.named and found.kind in COLLECTIVE else [],
        "keeps": stand.now and access.can_keep_units(request.actor, found.path),
        "enrols": stand.now and access.can_keep_persons(request.actor, found.path),
    }
    return render(request, "desk/unit.html", context)


def _last_day(unit_id: int, stand: Stand, paths: tuple[str, ...]) -> HttpResponse:
    """Lead from today to the last day of a unit in sight that is no more."""
    ended = people.last_day_of(unit_id)
    if ended is None or not stand.now or ended >= clock.today():
        raise Http404
    if people.unit_reached(paths, ended, unit_id=unit_id) is None:
        raise Http404
    return redirect(f"{reverse('desk:unit', args=[unit_id])}?{urlencode({'on': ended.isoformat()})}")


def _changes(past: History) -> list[dict[str, Any]]:
    """Return the changes with who entered each; the latest move and rename that stand may be taken back."""
    by = who.recorders({one.by for one in past.changes})
    open_kinds = {"rename", "move"}
    found = []
    for one in past.changes:  # latest first
        undoable = one.kind in open_kinds and one.undone_at is None
        if undoable:
            open_kinds.discard(one.kind)
        found.append({"one": one, "by": by[one.by], "undoable": undoable})
    return found


def _figures(reach: Reach) -> list[Chapter]:
    """Return the unit's indicators; of a team, studio and the like only when there is anything to show."""
    chapters = board(reach, reach.book) if reach.book else []
    if reach.unit.kind in COLLECTIVE and not any(line.value for chapter in chapters for line in chapter.lines):
        return []
    return chapters


def _tags(reach: Reach) -> list[tuple[str, str]]:
    held = people.tags_on(reach.unit.id, reach.on)
    return [
        (str(TITLES.get(family, family)), "、".join(tag_words(reach.book, family, code, reach.on) for code in codes))
        for family, codes in held.items()
    ]
