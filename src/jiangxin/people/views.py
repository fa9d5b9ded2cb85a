"""The page that a locked-out sign-in is answered with, and a new password by a code."""

from math import ceil
from typing import Any

from axes.helpers import get_cool_off
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from jiangxin.kernel.refusal import Refusal
from jiangxin.people.access import PUBLIC
from jiangxin.people.forms import ClaimForm, ResetForm
from jiangxin.people.services import claiming, entering
from jiangxin.people.services.claiming import Claim
from jiangxin.ui.limits import address_of, limit

CLAIMS = "20/h"  # tries from one address


def locked_out(
    request: HttpRequest, original: HttpResponse | None = None, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """Say that this name is locked for a while, for how long, and what to do."""
    wait = get_cool_off(request)
    seconds = wait.total_seconds() if wait else 0
    response = render(request, "account/locked.html", {"minutes": ceil(seconds / 60)}, status=429)
    response["Retry-After"] = str(int(seconds))
    return response


@login_not_required
@never_cache
@sensitive_post_parameters()
def reset(request: HttpRequest) -> HttpResponse:
    """Set a new password by a code that the unit's leader gave."""
    form, status = ResetForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            entering.reset_password(actor=PUBLIC, username=said["login"], code=said["code"], password=said["password1"])
        except Refusal as refusal:
            form.add_error(None, refusal.message)
            status = refusal.status
        else:
            messages.success(request, _("新密码设好了，用它登录；别处的登录都退出了。"))
            return redirect("account_login")
    elif request.method == "POST":
        status = 422
    return render(request, "account/reset.html", {"form": form}, status=status)


@login_not_required
@never_cache
@sensitive_post_parameters()
def claim(request: HttpRequest) -> HttpResponse:
    """Take over the record that one's unit entered, with a log-in of one's own."""
    form, status = ClaimForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            limit(f"claim:{address_of(request)}", CLAIMS)
            claiming.claim_record(
                claim=Claim(said["code"], said["name"], said["tail"], said["login"], said["password1"])
            )  # fmt: skip
        except Refusal as refusal:
            form.add_error(None, refusal.message)
            status = refusal.status
        else:
            messages.success(request, _("认领好了，用刚起的用户名登录。"))
            return redirect("account_login")
    elif request.method == "POST":
        status = 422
    return render(request, "account/claim.html", {"form": form}, status=status)
