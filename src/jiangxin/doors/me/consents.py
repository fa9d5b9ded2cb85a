"""One's consents: given for a purpose, taken back; and the notice that one's file was opened out of turn."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jiangxin.doors.me.views import own, own_change, person_of
from jiangxin.people import queries as people
from jiangxin.people import services
from jiangxin.people.access.middleware import Request
from jiangxin.people.queries.agreed import PURPOSES, history_consents, whom_of
from jiangxin.people.queries.opened import unseen_glasses
from jiangxin.people.queries.public import HONOUR_WALL

LINES_A_PAGE = 20
EVERYONE = "all"


class HistoryForm(forms.Form):
    """To whom one's history is opened, and what for."""

    unit = forms.ChoiceField(label=_("给谁看"), widget=forms.RadioSelect, error_messages={"required": _("选一个。")})
    purpose = forms.ChoiceField(
        label=_("做什么用"), choices=PURPOSES, widget=forms.RadioSelect, error_messages={"required": _("选一个。")}
    )

    def __init__(self, *args: Any, person_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whom = [(str(one.id), one.name) for one in whom_of(person_id)]
        self.fields["unit"].choices = [*whom, (EVERYONE, _("我在的每一家"))]  # type: ignore[attr-defined]

    @property
    def unit_id(self) -> int | None:
        """Return the unit, None for every unit he is in."""
        said = self.cleaned_data["unit"]
        return None if said == EVERYONE else int(said)


@own
def consents(request: Request) -> HttpResponse:
    """Who may see what I did elsewhere: standing and past consents, and a way to give one."""
    return _page(request, HistoryForm(person_id=person_of(request)))


@own_change
def give_consent(request: Request) -> HttpResponse:
    """Open my history to a unit; without a field, have the honour wall write my name in full."""
    person_id = person_of(request)
    if request.POST.get("scope") != "history":
        services.give_consent(actor=request.actor, person_id=person_id, scope=HONOUR_WALL)
        return redirect(f"{reverse('me:account')}#wall")
    form = HistoryForm(request.POST, person_id=person_id)
    if not form.is_valid():
        return _page(request, form, 422)
    services.give_consent(
        actor=request.actor, person_id=person_id, unit_id=form.unit_id, purpose=form.cleaned_data["purpose"]
    )
    return redirect("me:consents")


@own_change
def withdraw_consent(request: Request, consent_id: int) -> HttpResponse:
    """Take a consent back; another's is not there (404)."""
    mine = people.consents_of(person_of(request)).filter(pk=consent_id).first()
    if mine is None:
        raise Http404
    services.withdraw_consent(actor=request.actor, consent_id=consent_id)
    return redirect(f"{reverse('me:account')}#wall" if mine.scope == HONOUR_WALL else reverse("me:consents"))


@own_change
def take_note(request: Request, glass_id: int) -> HttpResponse:
    """Put away the notice that my file was opened out of turn."""
    services.take_note(actor=request.actor, glass_id=glass_id)
    return redirect("me:home")


def notices(request: HttpRequest) -> Mapping[str, Any] | None:
    """Return what the first page says of files opened out of turn, None where there is nothing to say."""
    person_id = request.actor.person_id  # type: ignore[attr-defined]
    found = unseen_glasses(person_id) if person_id is not None else []
    return {"glasses": found} if found else None


def _page(request: Request, form: HistoryForm, status: int = 200) -> HttpResponse:
    lines = history_consents(person_of(request))
    page = Paginator([one for one in lines if one.withdrawn_at], LINES_A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "standing": [one for one in lines if not one.withdrawn_at], "page": page}
    return render(request, "me/consents.html", context, status=status)
