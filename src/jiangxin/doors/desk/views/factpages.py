"""Facts on the desk: one with its whole chain, and those of a person, by proof."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jiangxin.doors.desk.changes import inbox_rows
from jiangxin.doors.desk.changing import COMPLETE, CONFIRM, CORRECT, SORTS, WITHDRAW
from jiangxin.doors.desk.factpage import PERSON, FactPage, book_of, lines_of, page_of
from jiangxin.doors.desk.reach import reach_of, staff
from jiangxin.doors.desk.views.boards import frame
from jiangxin.doors.desk.views.people import PURPOSES
from jiangxin.doors.me.forms import LedgerForm
from jiangxin.doors.me.sheet import axis_title
from jiangxin.kernel.actor import Actor
from jiangxin.kernel.refusal import NotAllowed, Refusal
from jiangxin.ledger import queries as ledger
from jiangxin.people import access
from jiangxin.people import queries as people
from jiangxin.people import services as people_services
from jiangxin.people.access.middleware import Request
from jiangxin.people.queries import changes as drafts
from jiangxin.people.services import changes
from jiangxin.policy.facts import DECLARED

LINES_A_PAGE = 50


@staff
def fact(request: Request, fact_id: int) -> HttpResponse:
    """One fact: what it says, its chain, what it rests on, what is proposed for it, and what may be done."""
    found = changes.seen_fact(request.actor, fact_id)
    if ledger.type_of(found.subject_id) == PERSON:
        given = request.session.get(PURPOSES, {}).get(str(found.subject_id), "")
        purpose = given or _("看第%(number)s笔账") % {"number": fact_id}
        people_services.log_reads(
            actor=request.actor, person_ids=[found.subject_id], what="facts", purpose=str(purpose)
        )
    page = page_of(request.actor, found)
    chain = [step.id for step in page.steps]
    about = list(drafts.drafts_seen(request.actor).filter(target_id__in=chain))
    context: dict[str, Any] = {
        **frame(reach_of(request), "people" if page.person_id else "indicators"),
        "page": page,
        "drafts": inbox_rows(request.actor, about, book_of(found)),
        "waiting": next((one for one in about if one.state == drafts.PROPOSED), None),
        "evidence": [one.pk for one in about if one.evidence_id],
        "choices": [(action, SORTS[action]) for action in choices_for(request.actor, page)],
        "why_not": why_not(request.actor, page),
    }
    return render(request, "desk/fact.html", context)


@staff
def person_facts(request: Request, person_id: int) -> HttpResponse:
    """The facts of one person by axis, proof and words; what they are read for was asked on his page."""
    given = str(request.session.get(PURPOSES, {}).get(str(person_id), ""))
    actor = access.for_purpose(request.actor, given) if given else request.actor
    if not access.can_read(actor, person_id):
        raise Http404
    if not given and not access.is_self(actor, person_id):
        return redirect("desk:person", person_id)
    people_services.log_reads(actor=actor, person_ids=[person_id], what="facts", purpose=given)
    portrait, shown, waiting = lines_of(actor, person_id)
    form = LedgerForm(request.GET, axes=[(axis.id, axis_title(portrait, axis)) for axis in portrait.axes])
    page = Paginator(form.kept(shown), LINES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        **frame(reach_of(request), "people"),
        "form": form,
        "page": page,
        "count": len(shown),
        "waiting": waiting,
        "name": people.persons_named(actor, [person_id]).get(person_id, ""),
        "person_id": person_id,
        "cut": portrait.cut,
    }
    return render(request, "desk/fact_list.html", context, status=200 if form.is_valid() else 422)


def choices_for(actor: Actor, page: FactPage) -> list[str]:
    """Return what the actor may propose for the entry of a page; nothing where it no longer stands."""
    if not page.open or why_not(actor, page):
        return []
    found = [CORRECT, WITHDRAW]
    if page.spans and page.fact.ended_on is None:
        found.insert(1, COMPLETE)
    return [CONFIRM, *found] if page.fact.proof == DECLARED else found


def why_not(actor: Actor, page: FactPage) -> str:
    """Say why nothing can be proposed here, blank where something can."""
    try:
        changes.refuse_unchangeable(actor, page.fact)
    except NotAllowed:
        return _("要更正，请这里的经办人提。")
    except Refusal as refusal:
        return refusal.message
    return ""
