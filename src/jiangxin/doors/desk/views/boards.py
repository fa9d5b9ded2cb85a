"""The desk's boards: the first screen, every indicator, the units abreast."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from jiangxin.doors.desk import words
from jiangxin.doors.desk.board import SEASONAL, chapters_of, every_line, front_of, goals_on, lines_of
from jiangxin.doors.desk.progress import table_of
from jiangxin.doors.desk.reach import Reach, reach_of, staff
from jiangxin.doors.desk.roles import screen_of, ways_of
from jiangxin.doors.desk.year import PHONE, Year
from jiangxin.insight.access import can_see_proofs
from jiangxin.people import queries as people
from jiangxin.people.access.middleware import Request
from jiangxin.ui.tables import FORMATS, shown
from jiangxin.ui.todo import todos

PERSONS = ("desk:people", "desk:register", "desk:twins")  # pages for whoever may see persons


@staff
def home(request: Request) -> HttpResponse:
    """Today: what waits for the reader, at most seven figures, and where his work goes on."""
    reach = reach_of(request)
    screen = screen_of(request.actor)
    year = Year(reach.on)
    shared = frame(reach, "home")
    context = {
        **shared,
        **pace(reach),
        "year": year,
        "ruler": mark_safe(year.drawn()),  # noqa: S308 -- the pen escapes every word
        "ruler_phone": mark_safe(year.drawn(PHONE)),  # noqa: S308 -- the pen escapes every word
        "book": reach.book,
        "look": screen.look,
        "front": front_of(reach, reach.book, screen) if reach.book else None,
        "todos": todos(request),
        "ways": ways_of(screen, reach.query, () if shared["persons"] else PERSONS),
    }
    return render(request, "desk/home.html", context)


@staff
def indicators(request: Request) -> HttpResponse:
    """Every indicator of the unit's book, or those with a target: counted, published, intended."""
    reach = reach_of(request)
    book, aimed = reach.book, request.GET.get("show") == "targets"
    goals = goals_on(book, reach.unit.key, reach.on) if book else []
    chapters, lines = [], []
    if book and aimed:
        chapters = chapters_of(book, lines_of(reach, book, goals))
    elif book:
        lines = every_line(reach, book)
    context = {
        **frame(reach, "indicators"),
        **pace(reach),
        "proofs": can_see_proofs(request.actor),
        "book": book,
        "lines": lines,
        "chapters": chapters,
        "aimed": aimed,
        "goals": len(goals),
        "t": taken(request, sum(len(one.lines) for one in chapters) or len(lines)),
    }
    return render(request, "desk/indicators.html", context)


@staff
def progress(request: Request) -> HttpResponse:
    """The units below abreast, or what units count as: each indicator with its days ahead or behind."""
    reach = reach_of(request)
    by = request.GET.get("by", "").strip()
    ways = [("", _("各地"), reach.untagged)]
    ways += [
        (name, _("按%(family)s") % {"family": title}, f"{reach.untagged}&by={name}") for name, title in reach.families
    ]
    context = {
        **frame(reach, "progress"),
        "t": shown(table_of(reach), request.GET),
        "by": by,
        "ways": ways,
        "rule": words.rule_words(words.lights_of(reach.book, reach.on)),
        "none": (_("没有可比的"), _("这里还没有定目标，或下面没有单位；换个单位、换个日子再看。"), "", ""),
    }
    return render(request, "desk/progress.html", context)


def taken(request: Request, count: int, **more: str) -> dict[str, Any]:
    """Return what the form needs by which a table of a page is taken away: how many rows, and how to make it."""
    params = request.GET.copy()
    params.pop("page", None)
    params.update(more)
    return {"page": {"paginator": {"count": count}}, "query": params.urlencode(), "formats": FORMATS}


def frame(reach: Reach, here: str) -> dict[str, Any]:
    """Return what every page of the desk has: the scope bar, and which entries there are."""
    tag = reach.tag if reach.request.GET.get("tag") else None
    return {"reach": reach, "here": here, "persons": people.sees_any_persons(reach.request.actor), "tag": tag}


def pace(reach: Reach) -> dict[str, Any]:
    """Return the rule of the lights, and which pace the year is held against."""
    return {
        "rule": words.rule_words(words.lights_of(reach.book, reach.on)),
        "seasonal": reach.request.GET.get("pace") == SEASONAL,
        "pace_even": reach.with_unit(reach.unit.key, pace=""),
        "pace_season": reach.with_unit(reach.unit.key, pace=SEASONAL),
    }
