"""The desk's boards."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from jiangxin.doors.desk.board import board, book_of, every_line
from jiangxin.doors.desk.reach import Reach, reach_of, staff
from jiangxin.doors.desk.year import PHONE, Year
from jiangxin.people import queries as people
from jiangxin.people.access.middleware import Request


@staff
def home(request: Request) -> HttpResponse:
    """Today: the year's ruler and the indicators against their targets."""
    reach = reach_of(request)
    book = book_of(reach)
    year = Year(reach.on)
    context = {
        **frame(reach, "home"),
        "year": year,
        "ruler": mark_safe(year.drawn()),  # noqa: S308 -- the pen escapes every word
        "ruler_phone": mark_safe(year.drawn(PHONE)),  # noqa: S308 -- the pen escapes every word
        "book": book,
        "chapters": board(reach, book) if book else [],
    }
    return render(request, "desk/home.html", context)


@staff
def indicators(request: Request) -> HttpResponse:
    """Every indicator of the unit's book: counted, published, intended."""
    reach = reach_of(request)
    book = book_of(reach)
    lines = every_line(reach, book) if book else []
    context = {**frame(reach, "indicators"), "book": book, "lines": lines}
    return render(request, "desk/indicators.html", context)


def frame(reach: Reach, here: str) -> dict[str, Any]:
    """Return what every page of the desk has: the scope bar, and which entries there are."""
    return {"reach": reach, "here": here, "persons": people.sees_any_persons(reach.request.actor)}
