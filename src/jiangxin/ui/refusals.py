"""How a refusal and an error look: a page for people, a part for htmx, problem+json for programs."""

import logging
import secrets
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from jiangxin.kernel.refusal import Refusal
from jiangxin.ui import htmx

log = logging.getLogger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponse]


class RefusalMiddleware:
    """Answer a Refusal that a view let through; stands after authentication."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn a Refusal into its answer; anything else is a bug and stays a 500."""
        if isinstance(exception, Refusal):
            return refuse(request, exception)
        return None


def refuse(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Return the answer for a refusal: its status, its message, and a way on (``details['way_on']``: text, address)."""
    text, url = refusal.details.get("way_on", ("", ""))
    said = {"title": _title(refusal.status), "what": refusal.message, "way_text": text, "way_url": url}
    response = _answer(request, refusal.status, said, code=refusal.code)
    if "seconds" in refusal.details:
        response["Retry-After"] = str(refusal.details["seconds"])
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400."""
    what = _("网址或表单里有看不懂的内容；请返回上一页，改好再交。")
    return _answer(request, 400, {"title": _title(400), "what": what}, code="bad-request")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403."""
    what = _("这一页不在你的职责内。要看或要办，请找有此职责的人。")
    return _answer(request, 403, {"title": _title(403), "what": what}, code="not-allowed")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404."""
    what = _("网址可能写错了，或者这一页不归你看。请核对网址，或从首页找起。")
    return _answer(request, 404, {"title": _title(404), "what": what}, code="not-found")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token does not fit (403): mostly a page left open too long."""
    what = _("这一页开得太久，或浏览器不让存凭据，表单没有交上。请返回上一页，刷新后再交。")
    return _answer(request, 403, {"title": _("没交上"), "what": what}, code="form-expired")


def broken(request: HttpRequest) -> HttpResponse:
    """Answer 500 with a number to report; the same number stands in the log. Asks nothing of the database."""
    number = f"E-{secrets.token_hex(4).upper()}"
    log.error("page broken %s %s %s", number, request.method, request.path)
    said = {"title": _title(500), "what": _("已存的都在，刚填的可能没存上。请过一会儿再试；还不行，请报修。")}
    return _answer(request, 500, {**said, "report": number}, code="broken")


def _answer(request: HttpRequest, status: int, said: dict[str, Any], *, code: str) -> HttpResponse:
    if wants_json(request):
        return _problem(request, status, said, code)
    if htmx.asked(request):
        response = render(request, "ui/part/said.html", {"kind": "bad", **said}, status=status)
        # The message goes to its own place, so that what was typed stays where it is.
        response["HX-Retarget"], response["HX-Reswap"] = "#said", "innerHTML"
    elif status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        response = HttpResponse(render_to_string("ui/error.html", {"status": status, **said}), status=status)
    else:
        response = render(request, "ui/error.html", {"status": status, **said}, status=status)
    patch_vary_headers(response, ["HX-Request", "Accept"])
    return response


def wants_json(request: HttpRequest) -> bool:
    """Tell whether the caller would rather read JSON than a page."""
    accept = request.headers.get("Accept", "")
    if not accept or accept == "*/*":
        return False
    kinds = ["text/html", "application/json", "application/problem+json"]
    return request.get_preferred_type(kinds) in kinds[1:]


def _problem(request: HttpRequest, status: int, said: dict[str, Any], code: str) -> HttpResponse:
    body = {"type": "about:blank", "title": said["title"], "status": status, "detail": said["what"], "code": code}
    if "report" in said:
        body["report"] = said["report"]
    response = JsonResponse(
        body | {"instance": request.path},
        status=status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
    )
    patch_vary_headers(response, ["Accept"])
    return response


def _title(status: int) -> str:
    titles = {
        400: _("看不懂这个请求"),
        401: _("请先登录"),
        403: _("这里不归你办"),
        404: _("没有这一页"),
        409: _("情况变了"),
        413: _("文件太大"),
        429: _("太快了"),
    }
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return _("这一页打不开")
    return titles.get(status, _("现在办不了"))
