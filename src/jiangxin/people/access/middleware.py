"""Puts the actor on every request, and sends whoever has not signed in to the sign-in page."""

from collections.abc import Callable

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from jiangxin.kernel.actor import Actor
from jiangxin.people.access.actors import PUBLIC, actor_of
from jiangxin.people.models import User


class Request(HttpRequest):
    """A request as our views see it."""

    actor: Actor


class ActorMiddleware:
    """Sets ``request.actor``; the duties are read when first asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        return self.get_response(request)


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
