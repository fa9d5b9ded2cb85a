"""Where I am signed in; each place can be ended, or all others at once."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jiangxin.people.access.middleware import Request
from jiangxin.people.access.sessions import digest_of
from jiangxin.people.queries import entering as places
from jiangxin.people.services import entering


@never_cache
@require_safe
def sessions(request: Request) -> HttpResponse:
    """The places where I am signed in, this one first."""
    here = request.session.session_key
    found = sorted(places.sessions_of(request.actor.user_id or 0), key=lambda one: one.key != here)
    shown = [(digest_of(one.key), one, one.key == here) for one in found]
    return render(request, "me/sessions.html", {"places": shown, "others": len(shown) > 1})


@require_POST
def end_session(request: Request, digest: str) -> HttpResponse:
    """End one of them."""
    entering.end_session(actor=request.actor, user_id=request.actor.user_id or 0, digest=digest)
    messages.success(request, _("那一处退出了。"))
    return redirect("me:sessions")


@require_POST
def end_others(request: Request) -> HttpResponse:
    """End all but this one."""
    here = digest_of(request.session.session_key)
    count = entering.end_sessions(actor=request.actor, user_id=request.actor.user_id or 0, but=here)
    messages.success(request, _("其他%(count)s处都退出了。") % {"count": count})
    return redirect("me:sessions")
