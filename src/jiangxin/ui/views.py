"""The reader's switches, and the page that shows every element."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from jiangxin.ui.context import SIZE_COOKIE, SIZES, THEME_COOKIE, THEMES
from jiangxin.ui.styleguide import samples

YEAR = 365 * 24 * 3600
SWITCHES = {"theme": (THEME_COOKIE, THEMES), "size": (SIZE_COOKIE, SIZES)}


# A foreign page could at most change the ground or the size of type: not worth a token (and a cookie) on public pages.
@csrf_exempt
@login_not_required
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Keep the reader's ground (theme) or size of type in a cookie, and go back to the page."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = redirect(back)
    for name, (cookie, known) in SWITCHES.items():
        value = request.POST.get(name)
        if value is None:
            continue
        if value not in known:
            return HttpResponseBadRequest()
        response.set_cookie(cookie, value, max_age=YEAR, samesite="Lax", secure=request.is_secure())
    return response


SHEETS = {
    "": "ui/styleguide.html",
    "phone": "ui/styleguide/page_phone.html",
    "poster": "ui/styleguide/page_poster.html",
    "door": "ui/styleguide/page_door.html",
}


@login_not_required
@require_GET
def styleguide(request: HttpRequest, sheet: str = "") -> HttpResponse:
    """Show every element and chart with made-up values, each sheet in its own frame."""
    if sheet not in SHEETS:
        raise Http404
    return render(request, SHEETS[sheet], samples())
