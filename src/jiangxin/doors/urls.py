"""Addresses: each room's own, put together. zh-Hans has no prefix, other languages have one (/en/…)."""

from importlib.util import find_spec

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path

from jiangxin.ledger import queries as ledger


@login_not_required
def alive(request: HttpRequest) -> HttpResponse:
    """Answer that the web process is up; asks nothing of the database."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer that the web process is up and its database answers, else 503."""
    try:
        ledger.head()
    except DatabaseError:
        return HttpResponse("database", content_type="text/plain", status=503)
    return HttpResponse("ok", content_type="text/plain")


def addresses() -> list[URLPattern | URLResolver]:
    """Return the addresses of every room that has any, topmost room first."""
    found = [f"jiangxin.{room}.urls" for room in reversed(settings.ROOMS)]
    return [path("", include(module)) for module in found if find_spec(module)]


urlpatterns: list[URLPattern | URLResolver] = [
    path("alive", alive, name="alive"),
    path("healthz", healthz, name="healthz"),
    *i18n_patterns(
        *addresses(),
        prefix_default_language=False,
    ),
]

handler400 = "jiangxin.ui.refusals.bad_request"
handler403 = "jiangxin.ui.refusals.forbidden"
handler404 = "jiangxin.ui.refusals.not_found"
handler500 = "jiangxin.ui.refusals.broken"
