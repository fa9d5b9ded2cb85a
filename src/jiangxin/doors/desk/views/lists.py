"""The code lists of the book in force: which there are, and one of them, searched."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jiangxin.doors.desk.code_table import NAME, codes_of
from jiangxin.doors.desk.listing import asked_table
from jiangxin.doors.desk.reach import reach_of, staff
from jiangxin.doors.desk.views.boards import frame
from jiangxin.doors.me import words
from jiangxin.people.access.middleware import Request
from jiangxin.ui.tables import shown

LONGEST = 60


@staff
def lists(request: Request) -> HttpResponse:
    """The lists by title, each with how many codes hold on the day; with ``list`` that list."""
    reach = reach_of(request)
    name = request.GET.get("list", "")
    found = reach.book.lists if reach.book else {}
    if not name:
        lines = sorted((words.said(one.title), one.id, len(one.codes_on(reach.on))) for one in found.values())
        return render(request, "desk/lists.html", {**frame(reach, "lists"), "lines": lines})
    table = codes_of(request.actor, asked_table(request, NAME), reach)
    entry = found[name]
    context: dict[str, Any] = {
        **frame(reach, "lists"),
        "entry": entry,
        "basis": words.basis_words(reach.book, entry.basis) if reach.book else "",
        "platform_default": bool(entry.basis and entry.basis.platform_default),
        "q": request.GET.get("q", "")[:LONGEST],
        "t": shown(table, request.GET),
        "none": (
            _("没有这样的代码"),
            _("换个说法，或用代码、拼音、别名再找。"),
            _("看全部"),
            reach.with_unit(reach.unit.key, list=name),
        ),
    }
    return render(request, "desk/code_list.html", context)
