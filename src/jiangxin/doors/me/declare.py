"""What I declare of myself: choose what, fill it in with a file, see how far it is, repair it or take it back."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiangxin.doors.me import words
from jiangxin.doors.me.declare_forms import DeclareForm, first_values
from jiangxin.doors.me.lines import Line, Teller
from jiangxin.files import queries as files
from jiangxin.files.errors import FileMissing
from jiangxin.insight.drill import rows
from jiangxin.insight.portraits import book_of_person
from jiangxin.kernel import clock
from jiangxin.kernel.refusal import NotFound, Refusal
from jiangxin.ledger import queries as ledger
from jiangxin.people.access.middleware import Request
from jiangxin.people.queries import changes as drafts
from jiangxin.people.services import declared
from jiangxin.people.services.declared import Declared, Evidence
from jiangxin.policy.book import Book
from jiangxin.ui.todo import Todo

MARKS = {"proposed": "doing", "accepted": "ok", "declined": "bad", "recalled": "off"}


@dataclass(frozen=True)
class Mine:
    """One declaration of mine: what it says, how far it has come, what my unit answered."""

    id: int
    line: Line
    draft: Any
    mark: str
    said: str
    open: bool
    returned: bool


@require_safe
@never_cache
def declare(request: Request) -> HttpResponse:
    """What I have declared, and what can be declared."""
    person_id = _person(request)
    book = book_of_person(person_id, clock.today())
    context = {"mine": _mine(book, drafts.declarations_of(person_id)), "groups": _groups(book)}
    return render(request, "me/declare.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def declare_new(request: Request, kind: str) -> HttpResponse:
    """Declare one thing of a kind."""
    book = book_of_person(_person(request), clock.today())
    if kind not in declared.declarable() or kind not in book.kinds:
        raise Http404
    form = DeclareForm(request.POST or None, request.FILES or None, book=book, kind=book.kinds[kind])
    context = {"form": form, "title": words.kind_words(book, kind), "kind": book.kinds[kind], "again": None}
    if request.method != "POST":
        return render(request, "me/declare_form.html", context)
    if not form.is_valid():
        return render(request, "me/declare_form.html", context, status=422)
    try:
        draft = declared.declare(actor=request.actor, new=_new(form), evidence=_evidence(form))
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return render(request, "me/declare_form.html", context, status=refusal.status)
    messages.success(request, _("报了，等单位确认；确认以前不计分。"))
    return redirect("me:declared", draft.pk)


@require_safe
@never_cache
def declared_one(request: Request, draft_id: int) -> HttpResponse:
    """One declaration of mine with every time it was asked and answered."""
    found, book = _own(request, draft_id)
    chain = [one.pk for one in ledger.chain_of(found.target_id)]
    asked = drafts.declarations_of(_person(request)).filter(target_id__in=chain)
    (mine,) = _mine(book, [found])
    newest = asked.first()
    context = {"one": mine, "asked": _mine(book, asked), "newest": newest, "file": _file(found.evidence_id)}
    return render(request, "me/declared.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def declare_again(request: Request, draft_id: int) -> HttpResponse:
    """Repair a declaration that was returned, or still waits, and ask again."""
    found, book = _own(request, draft_id)
    kind = book.kinds[found.kind]
    first = {**first_values(kind, found.target), "note": found.reason}
    form = DeclareForm(request.POST or None, request.FILES or None, book=book, kind=kind, initial=first)
    context = {"form": form, "title": words.kind_words(book, kind.id), "kind": kind, "again": found}
    if request.method != "POST":
        return render(request, "me/declare_form.html", context)
    if not form.is_valid():
        return render(request, "me/declare_form.html", context, status=422)
    try:
        draft = declared.repair_declared(
            actor=request.actor, draft_id=draft_id, new=_new(form), evidence=_evidence(form)
        )
    except NotFound:
        raise
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return render(request, "me/declare_form.html", context, status=refusal.status)
    messages.success(request, _("改好再报了，等单位确认。"))
    return redirect("me:declared", draft.pk)


@require_POST
@never_cache
def declare_withdraw(request: Request, draft_id: int) -> HttpResponse:
    """Take a declaration back."""
    declared.withdraw_declared(actor=request.actor, draft_id=draft_id)
    messages.success(request, _("撤回了；账上留着记入和撤销两笔。"))
    return redirect("me:declare")


@require_safe
@never_cache
def declared_file(request: Request, draft_id: int) -> HttpResponse:
    """The file I sent along."""
    found, _book = _own(request, draft_id)
    row = _file(found.evidence_id)
    if row is None:
        raise Http404
    disposition = content_disposition_header(as_attachment=False, filename=row.name) or "inline"
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(files.read_file(row.pk), content_type=row.type, headers=headers)


def todos(request: HttpRequest) -> Iterable[Todo]:
    """Say what was returned to whoever signed in and waits for him."""
    actor = getattr(request, "actor", None)
    if actor is None or actor.person_id is None:
        return []
    found = drafts.declarations_returned(actor.person_id)
    oldest = found.values_list("settled_at", flat=True).first()
    day = clock.civil(oldest) if oldest else None
    return [Todo("declared-returned", gettext_lazy("被退回的自报"), reverse("me:declare"), found.count(), day)]


def returned(request: HttpRequest) -> dict[str, Any] | None:
    """Return what was returned, for the first page; None where nothing was."""
    found = [one for one in todos(request) if one.count]
    return {"todo": found[0]} if found else None


def _person(request: Request) -> int:
    if request.actor.person_id is None:
        raise Http404
    return request.actor.person_id


def _own(request: Request, draft_id: int) -> tuple[Any, Book]:
    person_id = _person(request)
    found = drafts.declarations_of(person_id).filter(pk=draft_id).first()
    if found is None:
        raise Http404
    return found, book_of_person(person_id, clock.today())


def _groups(book: Book) -> list[tuple[str, str]]:
    """Return the kinds that can be declared, by id, with their titles."""
    found = [kind for kind in declared.declarable() if kind in book.kinds]
    return [(kind, words.kind_words(book, kind)) for kind in found]


def _mine(book: Book, found: Iterable[Any]) -> list[Mine]:
    asked = list(found)
    shown = {row.id: row for row in rows(ledger.facts_with(one.target_id for one in asked))}
    teller = Teller(book, "", [], {})
    told = []
    for one in asked:
        line = teller.line(shown[one.target_id])
        standing = shown[one.target_id].stands(None)
        returned = one.state == drafts.DECLINED and standing
        told.append(Mine(one.pk, line, one, MARKS[one.state], _state(one.state), _open(one, standing), returned))
    return told


def _open(draft: Any, standing: bool) -> bool:  # noqa: FBT001 -- of this file alone
    """Tell whether it may still be repaired or taken back."""
    return standing and draft.state in {drafts.PROPOSED, drafts.DECLINED}


def _state(state: str) -> str:
    return {
        "proposed": _("等单位确认"),
        "accepted": _("单位确认了"),
        "declined": _("退回来了"),
        "recalled": _("已撤回"),
    }[state]


def _new(form: DeclareForm) -> Declared:
    return Declared(**form.said(), note=form.cleaned_data["note"])


def _evidence(form: DeclareForm) -> Evidence | None:
    upload = form.cleaned_data.get("evidence")
    return Evidence(upload.name, upload.read()) if upload else None


def _file(file_id: int | None) -> Any:
    """Return a stored file's row, None where there is none any more."""
    try:
        return files.stored_file(file_id) if file_id is not None else None
    except FileMissing:
        return None
