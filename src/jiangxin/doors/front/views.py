"""Public pages. Everything here is read-only and needs no sign-in."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from jiangxin.books import queries as books
from jiangxin.doors.front.blocks import drawn
from jiangxin.doors.front.forms import WallForm
from jiangxin.doors.front.notices import approved_editions, notices
from jiangxin.insight import honours as wall_of
from jiangxin.insight import queries as insight
from jiangxin.insight.poster.shelf import KINDS, poster_file
from jiangxin.insight.poster.view import PosterChapter
from jiangxin.insight.queries import PosterShown
from jiangxin.kernel import clock
from jiangxin.policy import Book

NOTICES_ON_HOME = 4
NOTICES_A_PAGE = 20
LONG_TITLE = 8  # signs a line beyond which the poster's title is set smaller
STROKE = "一"  # drawn as the brush stroke before a chapter's title


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The public's first page."""
    today, language = clock.today(), get_language() or ""
    book = _widest_book()
    context = {
        "editions": approved_editions(today),
        "notices": notices(today)[:NOTICES_ON_HOME],
        "totals": wall_of.totals(book, today, language) if book else [],
    }
    return render(request, "front/home.html", context)


@login_not_required
@require_safe
def posters(request: HttpRequest) -> HttpResponse:
    """All approved editions."""
    return render(request, "front/posters.html", {"editions": approved_editions(clock.today()), "kinds": KINDS})


@login_not_required
@require_safe
def poster(request: HttpRequest, unit: str, edition: str) -> HttpResponse:
    """One edition as its approved snapshot shows it."""
    found = _approved(unit, edition)
    view = found.in_language(get_language() or "")
    title = view.title.splitlines()
    context = {
        "view": view,
        "stale": bool(found.corrected),
        "kinds": KINDS,
        "chapters": [_chapter(one, said) for one, said in zip(found.view.chapters, view.chapters, strict=True)],
        "long_title": max(map(len, title), default=0) > LONG_TITLE,
    }
    return render(request, "front/poster.html", context)


@login_not_required
@require_safe
def item(request: HttpRequest, unit: str, edition: str, item: str) -> HttpResponse:
    """One number of an edition: what it means and where it comes from."""
    view = _approved(unit, edition).in_language(get_language() or "")
    for chapter, block, one in view.items():
        if one.id == item and one.has_number:
            context = {"view": view, "chapter": chapter, "block": block, "item": one}
            return render(request, "front/item.html", context)
    raise Http404


@login_not_required
@require_safe
@cache_control(max_age=300, public=True)
def file(request: HttpRequest, unit: str, edition: str, kind: str) -> HttpResponse:
    """An edition as a file, drawn from the same snapshot as the page; ``paper=a3`` as one PDF of panels."""
    if kind not in KINDS:
        raise Http404
    paper = "a3" if request.GET.get("paper") == "a3" and kind == "pdf" else "long"
    view = _approved(unit, edition).view
    response = HttpResponse(poster_file(view, kind, paper), content_type=KINDS[kind])  # type: ignore[arg-type]
    response["Content-Disposition"] = f'attachment; filename="{unit}-{edition}-{paper}.{kind}"'
    return response


@login_not_required
@require_safe
def honours(request: HttpRequest) -> HttpResponse:
    """The honour wall: titles by year and level."""
    today, language = clock.today(), get_language() or ""
    book = _widest_book()
    if book is None:
        return render(request, "front/honours.html", {"wall": None})
    known = wall_of.honours_in(book, language)
    first = [one for one in known.values() if wall_of.same_name(known, one.code)[0] == one.code]
    titles = [(one.code, f"{one.title}·{one.level}") for one in sorted(first, key=lambda one: (-one.rank, one.title))]
    form = WallForm(request.GET, years=wall_of.years_of(today), titles=titles)
    if not form.is_valid():
        return render(request, "front/honours.html", {"form": form, "wall": None}, status=422)
    said = form.cleaned_data
    page = request.GET.get("page", "")
    asked = wall_of.Asked(
        on=today,
        code=said["title"],
        year=said["year"],
        name=said["name"].strip(),
        page=int(page) if page.isdecimal() else 1,
    )
    context = {
        "form": form,
        "wall": wall_of.wall(book, asked, language),
        "filtered": any(said.values()),
        "all_names": bool(asked.code and asked.year),
    }
    return render(request, "front/honours.html", context)


@login_not_required
@require_safe
def notice_list(request: HttpRequest) -> HttpResponse:
    """All public notices."""
    page = Paginator(notices(clock.today()), NOTICES_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "front/notices.html", {"page": page})


def _approved(unit: str, edition: str) -> PosterShown:
    return insight.approved_only(insight.EditionAsked(unit=unit, edition=edition), clock.today())


def _widest_book() -> Book | None:
    """Return the book of the widest unit that publishes anything: its titles are those of the whole installation."""
    editions = insight.editions_on(clock.today())
    if editions:
        return editions[0].book
    rows = books.books_in_force(clock.today())
    return books.book_in_force(rows[0].book_id, clock.today()) if rows else None


def _chapter(chapter: PosterChapter, said: PosterChapter) -> dict[str, Any]:
    """Return a chapter with its blocks drawn, cut where the paper changes; ``said`` is it in the reader's language.

    A great number that opens a chapter stands on ink, with the blocks after it that have no title of their own.
    """
    parts: list[dict[str, Any]] = []
    for place, (block, spoken) in enumerate(zip(chapter.blocks, said.blocks, strict=True)):
        opens = place == 0 and block.kind == "bignumber"
        goes_on = bool(parts) and parts[-1]["ground"] == "ink" and not block.title
        ground = "ink" if opens or goes_on else chapter.ground
        if not parts or parts[-1]["ground"] != ground:
            parts.append({"ground": ground, "blocks": []})
        parts[-1]["blocks"].append(drawn(block, spoken))
    return {"one": said, "own": chapter, "tail": chapter.title.removeprefix(STROKE), "parts": parts}
