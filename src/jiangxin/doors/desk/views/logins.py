"""The log-ins that a leader looks after: a code for whoever forgot his password, ending sessions, shutting."""

from collections.abc import Callable

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from jiangxin.doors.desk.reach import for_staff, reach_of, staff
from jiangxin.doors.desk.views.boards import frame
from jiangxin.kernel.actor import require
from jiangxin.kernel.refusal import NotFound
from jiangxin.people import access
from jiangxin.people.access.middleware import Request
from jiangxin.people.queries import entering as logins_of
from jiangxin.people.services import entering

LINES_A_PAGE = 30
ACTS: dict[str, Callable[..., object]] = {
    "sessions": entering.end_sessions,
    "shut": entering.shut_user,
    "open": entering.open_user,
}


@staff
def logins(request: Request) -> HttpResponse:
    """Who signs in, within the leader's subtrees."""
    require(access.can_create_user, request.actor)
    return _page(request)


@never_cache
@require_POST
@for_staff
def login_code(request: Request, user_id: int) -> HttpResponse:
    """Make a code and show it once."""
    require(access.can_create_user, request.actor)
    user = get_object_or_404(logins_of.logins_kept(request.actor), pk=user_id)
    code = entering.issue_code(actor=request.actor, user_id=user.pk)
    context = {**frame(reach_of(request), "duties"), "tab": "logins", "user_for": user, "code": code}
    return render(request, "desk/login_code.html", context)


@require_POST
@for_staff
def login_act(request: Request, user_id: int, act: str) -> HttpResponse:
    """End the sessions of a log-in, shut it, or open it again."""
    require(access.can_create_user, request.actor)
    user = get_object_or_404(logins_of.logins_kept(request.actor), pk=user_id)
    if act not in ACTS:
        raise NotFound()
    ACTS[act](actor=request.actor, user_id=user.pk)
    return redirect(f"{reverse('desk:logins')}?q={user.username}")


def _page(request: Request) -> HttpResponse:
    text = request.GET.get("q", "")[:64]
    page = Paginator(logins_of.logins_kept(request.actor, text), LINES_A_PAGE).get_page(request.GET.get("page"))
    lines = [(user, len(logins_of.sessions_of(user.pk))) for user in page.object_list]
    context = {
        **frame(reach_of(request), "duties"), "tab": "logins", "page": page, "lines": lines, "q": text,
        "title": _("账号"),
    }  # fmt: skip
    return render(request, "desk/logins.html", context)
