"""Puts the actor on every request, and sends whoever has not signed in to the sign-in page."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from jiangxin.audit import services as audit
from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor
from jiangxin.people.access.actors import PUBLIC, actor_of
from jiangxin.people.access.second import lacks_second_step
from jiangxin.people.access.sessions import SEEN, digest_of
from jiangxin.people.models import User

SEEN_EVERY = timedelta(minutes=5)  # the last use is kept no finer, so that pages need not write
# What stays open to staff who must have a second step and have none: getting one, and leaving.
WAYS_IN = ("mfa_", "account_")


class Request(HttpRequest):
    """A request as our views see it."""

    actor: Actor


class ActorMiddleware:
    """Sets ``request.actor`` (the duties are read when first asked for) and the session of the audit's lines."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        with audit.session(digest_of(request.session.session_key)):
            response = self.get_response(request)
        _touch(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        return response


def _touch(request: HttpRequest) -> None:
    """Keep when a signed-in session was last used."""
    session = request.session
    if session.accessed and (seen := session.get(SEEN)):
        now = clock.real_now()
        if now - datetime.fromisoformat(seen) > SEEN_EVERY:
            session[SEEN] = now.isoformat(timespec="seconds")


def _actor(request: HttpRequest) -> Actor:
    user = request.user
    return actor_of(user) if isinstance(user, User) else PUBLIC


class SignInMiddleware(LoginRequiredMiddleware):
    """Every page asks for a sign-in unless its view is marked ``login_not_required``; the API answers 401."""

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        """Answer 401 as problem+json under /api/, else go to the sign-in page and come back after."""
        if request.path.startswith("/api/"):
            problem = {"title": _("先登录，再来查。"), "status": 401, "code": "not-signed-in"}
            answer = JsonResponse(problem, status=401, content_type="application/problem+json")
            answer["WWW-Authenticate"] = "Session"
            return answer
        return super().handle_no_permission(request, view_func)


class SecondStepMiddleware:
    """Where a second step is required, opens nothing else to staff before they have one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        """Lead to the page on which a second step is set up."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        if (
            settings.SECOND_FACTOR != "required"
            or name.startswith(WAYS_IN)
            or not getattr(view, "login_required", True)
        ):
            return None
        user = request.user
        if isinstance(user, User) and lacks_second_step(user, request.actor):  # type: ignore[attr-defined]
            return redirect("mfa_index")
        return None
