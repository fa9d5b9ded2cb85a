"""How a refusal and an error reach people, htmx and programs."""

import json
import re

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from jiangxin.kernel.refusal import Conflict, NotAllowed, NotFound, Refusal
from jiangxin.ui import refusals
from jiangxin.ui.refusals import RefusalMiddleware

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture
def page():
    return RequestFactory().get("/anywhere/", headers={"accept": BROWSER})


@pytest.fixture
def part():
    return RequestFactory().post("/anywhere/", headers={"accept": "*/*", "hx-request": "true"})


@pytest.fixture
def program():
    return RequestFactory().get("/anywhere/", headers={"accept": "application/json"})


def handle(request, exception):
    middleware = RefusalMiddleware(lambda request: HttpResponse("never"))
    return middleware.process_exception(request, exception)


def heading(response):
    return re.findall(r"<h1>([^<]+)</h1>", response.content.decode())


@pytest.mark.parametrize(
    ("refusal", "status", "title"),
    [
        (NotAllowed(), 403, "这里不归你办"),
        (NotFound("没有这个人；请核对姓名。"), 404, "没有这一页"),
        (Conflict(), 409, "情况变了"),
        (Refusal("少了%(what)s；补上再交。", what="日期"), 422, "现在办不了"),
    ],
)
def test_refusal_becomes_a_page_with_its_status_and_message(page, refusal, status, title):
    response = handle(page, refusal)

    assert (response.status_code, heading(response)) == (status, [title])
    assert refusal.message in response.content.decode()
    assert response["Vary"] == "HX-Request, Accept"


def test_refusal_shows_its_way_on(page):
    response = handle(page, Refusal("还差一份；请补。", way_on=("去补", "/add/?a=1&b=2")))

    assert '<a class="btn btn--ink" href="/add/?a=1&amp;b=2">去补</a>' in response.content.decode()


def test_refusal_escapes_what_a_user_typed(page):
    response = handle(page, Refusal("没有“%(name)s”；请核对。", name="<script>"))

    assert "没有“&lt;script&gt;”；请核对。" in response.content.decode()


def test_refusal_for_htmx_is_a_note_in_its_own_place(part):
    response = handle(part, NotAllowed())

    text = response.content.decode()
    assert (response.status_code, response["HX-Retarget"], response["HX-Reswap"]) == (403, "#said", "innerHTML")
    assert text.startswith('<div class="note note--bad">')
    assert "<html" not in text


def test_refusal_for_a_program_is_a_problem(program):
    response = handle(program, NotAllowed())

    assert (response.status_code, response["Content-Type"]) == (403, "application/problem+json")
    assert json.loads(response.content) == {
        "type": "about:blank",
        "title": "这里不归你办",
        "status": 403,
        "detail": NotAllowed().message,
        "code": "not-allowed",
        "instance": "/anywhere/",
    }


def test_a_bug_is_left_alone(page):
    assert handle(page, ZeroDivisionError()) is None


@pytest.mark.parametrize(
    ("answer", "status", "title"),
    [
        (refusals.bad_request, 400, "看不懂这个请求"),
        (refusals.forbidden, 403, "这里不归你办"),
        (refusals.not_found, 404, "没有这一页"),
        (refusals.csrf_failure, 403, "没交上"),
        (refusals.broken, 500, "这一页打不开"),
    ],
)
def test_error_page_says_what_why_and_the_way_home(page, answer, status, title):
    response = answer(page)

    assert (response.status_code, heading(response)) == (status, [title])
    assert '<a class="btn" href="/">回首页</a>' in response.content.decode()


def test_broken_page_shows_the_number_that_the_log_has(page, caplog):
    response = refusals.broken(page)

    number = re.findall(r"E-[0-9A-F]{8}", response.content.decode())
    assert [record.getMessage() for record in caplog.records] == [f"page broken {number[0]} GET /anywhere/"]


def test_broken_answer_for_a_program_has_the_number(program):
    body = json.loads(refusals.broken(program).content)

    assert (body["status"], body["code"], len(body["report"])) == (500, "broken", 10)


@pytest.mark.parametrize(
    ("accept", "json_wanted"),
    [
        (BROWSER, False),
        ("", False),
        ("*/*", False),
        ("application/json", True),
        ("application/problem+json", True),
        ("application/json, text/html;q=0.5", True),
        ("text/html, application/json;q=0.5", False),
    ],
)
def test_wants_json_follows_the_preference(accept, json_wanted):
    request = RequestFactory().get("/", headers={"accept": accept})

    assert refusals.wants_json(request) is json_wanted
