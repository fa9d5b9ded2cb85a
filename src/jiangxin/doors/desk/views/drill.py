"""Drill-down pages: an indicator by unit, its facts, the facts as a table to take away."""

import csv
from io import StringIO
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from jiangxin.doors.desk import card
from jiangxin.doors.desk.board import book_of, one_line
from jiangxin.doors.desk.drill import code_choices, fact_lines, facts_for, month_lines, part_lines, shown_for
from jiangxin.doors.desk.forms import FactsForm
from jiangxin.doors.desk.line import Line
from jiangxin.doors.desk.reach import Reach, reach_of, staff
from jiangxin.doors.desk.views.boards import frame, pace, taken
from jiangxin.insight.drill import Narrowed, codes_in, may_be_listed, narrow, persons_among, rows
from jiangxin.insight.parts import Shown
from jiangxin.insight.tally import about_persons
from jiangxin.people import services
from jiangxin.people.access.middleware import Request
from jiangxin.policy.book import Book
from jiangxin.policy.facts import FactRow

LINES_A_PAGE = 50
MOST_ROWS = 50_000
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@staff
def indicator(request: Request, name: str) -> HttpResponse:
    """The card of one indicator: its number and course, what it means, by unit, by month, by classification."""
    reach, book, line = _asked(request, name)
    shown = None if reach.tag else shown_for(reach, book, line)
    context = {
        **frame(reach, "indicators"),
        **pace(reach),
        "line": line,
        "shown": shown,
        "parts": part_lines(reach, shown) if shown else [],
        "differs": shown is not None and _differs(shown),
        "months": card.months_of(line),
        "baseline": card.baseline_of(reach, book, line) if not reach.tag else [],
        "goals": card.goals_of(reach, book, line),
        "owner": card.owner_of(line, reach.on),
        "sort": card.sort_of(reach, book, line) if not reach.tag else None,
        "facts_open": line.indicator.counted,
    }
    context["t"] = taken(request, len(context["parts"]) + 1, indicator=name) if context["parts"] else None
    return render(request, "desk/indicator.html", context)


@staff
def facts(request: Request, name: str) -> HttpResponse:
    """The facts behind an indicator, or their numbers by month for whoever may not see persons."""
    reach, book, line = _asked(request, name)
    open_ = may_be_listed(book, name, named=reach.named)
    everything = facts_for(reach, book, line)
    context: dict[str, Any] = {**frame(reach, "indicators"), "line": line, "listed": open_}
    if not open_:
        # By classification and month at once, small numbers would follow from tables side by side.
        blank = reach.tag is not None
        months = [] if blank else month_lines(everything, total_hidden=shown_for(reach, book, line).whole_hidden)
        return render(request, "desk/facts.html", {**context, "months": months})
    form = FactsForm(request.GET, codes=code_choices(book, codes_in(everything), reach.on))
    status = 200 if form.is_valid() else 422
    found = narrow(everything, _narrowed(form))
    page = Paginator(found, LINES_A_PAGE).get_page(request.GET.get("page"))
    context |= {
        "t": taken(request, page.paginator.count, indicator=name),
        "personal": about_persons(book, line.indicator),
    }
    shown = rows(page.object_list)  # type: ignore[arg-type]
    _log(reach, book, line, shown)
    context |= {"form": form, "page": page, "lines": fact_lines(reach, book, shown), "narrowed": _carried(form)}
    return render(request, "desk/facts.html", context, status=status)


@staff
def facts_csv(request: Request, name: str) -> HttpResponse:
    """The same facts as a table of commas; not there for whoever may not see them one by one."""
    reach, book, line = _asked(request, name)
    if not may_be_listed(book, name, named=reach.named):
        raise Http404
    form = FactsForm(request.GET, codes=code_choices(book, codes_in(facts_for(reach, book, line)), reach.on))
    if not form.is_valid():
        raise Http404
    shown = rows(facts_for(reach, book, line, _narrowed(form))[:MOST_ROWS])
    _log(reach, book, line, shown)
    text = StringIO()
    table = csv.writer(text)
    table.writerow([_("编号"), _("日期"), _("谁"), _("事项"), _("说明"), _("计入单位"), _("证明")])
    for one in fact_lines(reach, book, shown):
        table.writerow(map(_plain, [one.id, one.day, one.who, one.title, one.sub, one.unit, one.proof]))
    disposition = content_disposition_header(as_attachment=True, filename=f"{line.title}-{reach.on}.csv")
    headers = {"Content-Disposition": disposition or "attachment"}
    return HttpResponse(text.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8", headers=headers)


def _asked(request: Request, name: str) -> tuple[Reach, Book, Line]:
    reach = reach_of(request)
    book = book_of(reach)
    if book is None or name not in book.indicators:
        raise Http404
    return reach, book, one_line(reach, book, name)


def _differs(shown: Shown) -> bool:
    """Tell whether parts that do not add up to the whole may be said with their sum."""
    return not shown.parts.added and not shown.hidden and shown.parts.sum != (shown.parts.whole or 0)


def _narrowed(form: FactsForm) -> Narrowed:
    if not form.is_valid():
        return Narrowed()
    return Narrowed(form.cleaned_data["code"], form.cleaned_data["month"])


def _carried(form: FactsForm) -> dict[str, str]:
    return {name: str(form.data.get(name, "")) for name in ("code", "month") if form.is_valid() and form.data.get(name)}


def _log(reach: Reach, book: Book, line: Line, shown: list[FactRow]) -> None:
    """Write down whose facts were read, in the name of the indicator."""
    persons = persons_among(book, shown)
    if persons:
        purpose = _("看指标“%(title)s”的账") % {"title": line.title}
        services.log_reads(actor=reach.request.actor, person_ids=persons, what="facts", purpose=purpose)


def _plain(value: object) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
