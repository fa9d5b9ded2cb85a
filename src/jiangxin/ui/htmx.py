"""The one place that knows whether a page or a part of it was asked for."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers


def asked(request: HttpRequest) -> bool:
    """Tell whether htmx wants a part; going back in history wants the page."""
    return bool(request.headers.get("HX-Request")) and not request.headers.get("HX-History-Restore-Request")


def reply(
    request: HttpRequest, template: str, context: dict[str, Any], *, part: str, after: str = "", status: int = 200
) -> HttpResponse:
    """Answer htmx with a part of the page, a plain browser with the page or, after a POST, a redirect to ``after``."""
    wants_part = asked(request)
    if not wants_part and request.method == "POST" and status < 400:
        return redirect(after or request.path)
    response = render(request, f"{template}#{part}" if wants_part else template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response
