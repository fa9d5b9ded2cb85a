"""Changes between two people: propose one for a fact, look at what waits, decide one or several."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jiangxin.doors.desk import changes as told
from jiangxin.doors.desk.changing import SORTS, BatchForm, InboxForm, SettleForm, form_for
from jiangxin.doors.desk.factpage import PERSON, book_of, page_of
from jiangxin.doors.desk.reach import Reach, for_staff, reach_of, staff
from jiangxin.doors.desk.views.boards import frame
from jiangxin.doors.desk.views.factpages import choices_for
from jiangxin.files import queries as files
from jiangxin.insight.previews import Effect, effect_of
from jiangxin.kernel.actor import Actor, require
from jiangxin.kernel.refusal import NotFound, Refusal
from jiangxin.ledger import queries as ledger
from jiangxin.ledger.services import Proposal, proposal_of
from jiangxin.people import queries as people
from jiangxin.people import services as people_services
from jiangxin.people.access.middleware import Request
from jiangxin.people.queries import changes as drafts
from jiangxin.people.services import changes, declared

LINES_A_PAGE = 30
MOST_AT_ONCE = 200
LONGEST_ID = 16
PREVIEW = "preview"


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def fact_change(request: Request, fact_id: int, action: str) -> HttpResponse:
    """Propose to correct, withdraw, end or confirm one entry; first shown with what it would change."""
    fact = changes.seen_fact(request.actor, fact_id)
    changes.refuse_unchangeable(request.actor, fact)
    reach, page = reach_of(request), page_of(request.actor, fact)
    if action not in SORTS or (page.open and action not in choices_for(request.actor, page)):
        raise Http404
    form = form_for(action, fact, book_of(fact), request.actor, request.POST or None)
    context: dict[str, Any] = {**frame(reach, "changes"), "page": page, "action": action, "sort": SORTS[action]}
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "desk/change_new.html", context | {"form": form}, status=status)
    try:
        proposal, reason = form.proposal(action), form.cleaned_data["reason"]
        if PREVIEW in request.POST:
            shown = list(told.fields_of(fact, proposal))
            effect = _effect(request.actor, proposal, reach)
            return render(request, "desk/change_new.html", context | {"form": form, "fields": shown, "effect": effect})
        draft = changes.propose_change(actor=request.actor, proposal=proposal, reason=reason)
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return render(request, "desk/change_new.html", context | {"form": form}, status=refusal.status)
    messages.success(request, _("提了，等另一位确认。"))
    return redirect("desk:change", draft.pk)


@staff
def inbox(request: Request) -> HttpResponse:
    """What waits for me, what I proposed, and what became of it, the oldest first."""
    require(people.sees_any_persons, request.actor)
    reach = reach_of(request)
    form = InboxForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    found = _asked(request.actor, asked)
    page = Paginator(found, LINES_A_PAGE).get_page(request.GET.get("page"))
    lines = told.inbox_rows(request.actor, list(page.object_list), reach.book) if reach.book else []
    context = {
        **frame(reach, "changes"),
        "form": form,
        "page": page,
        "lines": lines,
        "which": asked.get("which") or "wait",
        "counts": {"wait": drafts.drafts_waiting(request.actor).count(), "mine": _mine(request.actor).count()},
        "settle": SettleForm(),
    }
    return render(request, "desk/changes.html", context, status=200 if form.is_valid() else 422)


@staff
def change(request: Request, draft_id: int) -> HttpResponse:
    """One change: before and after, why, with what evidence, what it would do; and what became of it."""
    return _shown(request, draft_id, SettleForm())


@require_POST
@for_staff
def change_settle(request: Request, draft_id: int) -> HttpResponse:
    """Write a change or decline it; a refusal is told on the page of the change."""
    draft = _seen(request.actor, draft_id)
    form = SettleForm(request.POST)
    if not form.is_valid():
        return _shown(request, draft_id, form, status=422)
    try:
        _settle(request.actor, draft, accept=form.cleaned_data["accept"], answer=form.cleaned_data["answer"])
    except NotFound:
        raise
    except Refusal as refusal:
        return _shown(request, draft_id, form, refusal.message, status=refusal.status)
    messages.success(request, _("入账了。") if form.cleaned_data["accept"] else _("退回了，提的人看得到理由。"))
    return redirect("desk:change", draft_id)


@require_POST
@for_staff
def change_recall(request: Request, draft_id: int) -> HttpResponse:
    """Take back what I proposed."""
    try:
        changes.recall_change(actor=request.actor, draft_id=draft_id)
    except NotFound:
        raise
    except Refusal as refusal:
        return _shown(request, draft_id, SettleForm(), refusal.message, status=refusal.status)
    messages.success(request, _("撤回了，账没有动。"))
    return redirect("desk:change", draft_id)


@require_POST
@for_staff
def changes_batch(request: Request) -> HttpResponse:
    """Settle several at once, each by itself, and say of each how it went."""
    require(people.sees_any_persons, request.actor)
    reach = reach_of(request)
    asked = request.POST.getlist("draft")[:MOST_AT_ONCE]
    wanted = [int(one) for one in asked if one.isascii() and one.isdecimal() and len(one) <= LONGEST_ID]
    found = list(drafts.drafts_seen(request.actor).filter(pk__in=wanted))
    form = BatchForm(request.POST, drafts=[one.pk for one in found])
    if not form.is_valid():
        problems = [str(error) for errors in form.errors.values() for error in errors]
        context = {**frame(reach, "changes"), "problems": problems}
        return render(request, "desk/changes_done.html", context, status=422)
    chosen = [one for one in found if one.pk in form.cleaned_data["draft"]]
    lines = told.inbox_rows(request.actor, chosen, reach.book) if reach.book else []
    accept, answer = form.cleaned_data["accept"], form.cleaned_data["answer"]
    results = [_one(request.actor, one, accept=accept, answer=answer) for one in chosen]
    done = list(zip(lines, results, strict=True))
    context = {**frame(reach, "changes"), "done": done, "count": sum(not said for said in results), "accept": accept}
    return render(request, "desk/changes_done.html", context)


@staff
def evidence(request: Request, draft_id: int) -> HttpResponse:
    """The file that was sent along; not there for whoever may not see the change."""
    draft = _seen(request.actor, draft_id)
    if draft.evidence_id is None:
        raise Http404
    _log(request.actor, draft)
    return file_answer(draft.evidence_id)


def file_answer(file_id: int) -> HttpResponse:
    """Answer a stored picture or PDF to be looked at; the browser must take it for nothing else."""
    row, content = files.stored_file(file_id), files.read_file(file_id)
    disposition = content_disposition_header(as_attachment=False, filename=row.name) or "inline"
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=row.type, headers=headers)


def _seen(actor: Actor, draft_id: int) -> Any:
    draft = drafts.drafts_seen(actor).filter(pk=draft_id).first()
    if draft is None:
        raise Http404
    return draft


def _shown(request: Request, draft_id: int, form: SettleForm, refused: str = "", status: int = 200) -> HttpResponse:
    draft, reach = _seen(request.actor, draft_id), reach_of(request)
    _log(request.actor, draft)
    found = told.change_of(request.actor, draft)
    effect, stale = None, ""
    if found.waits:
        try:
            effect = _effect(request.actor, proposal_of(draft), reach)
        except Refusal as refusal:
            stale = refusal.message
    context = {
        **frame(reach, "changes"),
        "change": found,
        "form": form,
        "refused": refused,
        "effect": effect,
        "stale": stale,
        "file": _file(draft.evidence_id),
        "history": _others(request.actor, draft, reach),
    }
    return render(request, "desk/change.html", context, status=status)


def _file(file_id: int | None) -> Any:
    """Return a stored file's row, None where there is none any more."""
    try:
        return files.stored_file(file_id) if file_id is not None else None
    except NotFound:
        return None


def _others(actor: Actor, draft: Any, reach: Reach) -> list[told.Row]:
    """Return what else was ever proposed for the same chain of entries."""
    chain = [one.pk for one in ledger.chain_of(draft.target_id)]
    found = drafts.drafts_seen(actor).filter(target_id__in=chain).exclude(pk=draft.pk)
    return told.inbox_rows(actor, list(found), book_of(draft.target)) if reach.book else []


def _effect(actor: Actor, proposal: Proposal, reach: Reach) -> Effect:
    return effect_of(actor, proposal, reach.unit, reach.on)


def _settle(actor: Actor, draft: Any, *, accept: bool, answer: str) -> None:
    act = declared.settle_declared if draft.declared else changes.settle_change
    act(actor=actor, draft_id=draft.pk, accept=accept, answer=answer)


def _one(actor: Actor, draft: Any, *, accept: bool, answer: str) -> str:
    """Settle one of several; returns why it was refused, blank where it was done."""
    try:
        _settle(actor, draft, accept=accept, answer=answer)
    except Refusal as refusal:
        return refusal.message
    return ""


def _log(actor: Actor, draft: Any) -> None:
    """Write down that somebody read what waits about a person."""
    if ledger.type_of(draft.subject_id) == PERSON:
        purpose = _("办第%(number)s号待定的账") % {"number": draft.pk}
        people_services.log_reads(actor=actor, person_ids=[draft.subject_id], what="facts", purpose=purpose)


def _asked(actor: Actor, asked: dict[str, Any]) -> Any:
    which = asked.get("which") or "wait"
    if which == "wait":
        found = drafts.drafts_waiting(actor)
    else:
        found = drafts.drafts_seen(actor) if which == "all" else _mine(actor, settled=bool(asked.get("settled")))
        found = found if asked.get("settled") else found.filter(state=drafts.PROPOSED)
    sort = asked.get("sort", "")
    if sort == "declared":
        return found.filter(declared=True)
    return found.filter(declared=False, action=sort) if sort else found


def _mine(actor: Actor, *, settled: bool = False) -> Any:
    return drafts.drafts_of_mine(actor, settled=settled)
