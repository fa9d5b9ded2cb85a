"""The page that a locked-out sign-in is answered with."""

from math import ceil
from typing import Any

from axes.helpers import get_cool_off
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def locked_out(
    request: HttpRequest, original: HttpResponse | None = None, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """Say that this name is locked for a while, for how long, and what to do."""
    wait = get_cool_off(request)
    seconds = wait.total_seconds() if wait else 0
    response = render(request, "account/locked.html", {"minutes": ceil(seconds / 60)}, status=429)
    response["Retry-After"] = str(int(seconds))
    return response
