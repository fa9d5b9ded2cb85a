"""Pages of the room itself, the frame, the reader's switches, and parts of pages."""

import re
from datetime import date

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import translation

from jiangxin.kernel import clock
from jiangxin.ui import context, menu
from jiangxin.ui.htmx import reply
from jiangxin.ui.menu import Entry, Registry, Tile


@pytest.fixture
def asking():
    request = RequestFactory().get("/styleguide/?a=1")
    request.user = AnonymousUser()
    return request


@pytest.fixture
def demo():
    before = clock.demo_day()
    clock.fix(date(2024, 9, 12))
    yield
    clock.fix(before)


@pytest.fixture
def registry(monkeypatch):
    """Give the test a registry of its own."""
    fresh = Registry()
    monkeypatch.setattr(context, "registry", fresh)
    monkeypatch.setattr(menu, "registry", fresh)
    return fresh


def rendered(source, request=None, **values):
    return Template("{% load ui charts %}" + source).render(Context({"request": request, **values}))


def test_styleguide_shows_every_element_without_inline_style_or_script(client):
    text = client.get("/styleguide/").content.decode()

    assert re.findall(r"<[^>]+\sstyle=", text) == []
    assert re.findall(r"<script(?![^>]*\ssrc=)", text) == []
    assert re.findall(r"\son\w+=", text) == []
    assert re.findall(r"<h1[ >]", text) == ["<h1>"]
    assert text.count('class="skip"') == 1


def test_styleguide_uses_only_icons_of_the_sprite(client):
    text = client.get("/styleguide/").content.decode()

    assert set(re.findall(r'href="#(i-[\w-]+)"', text)) - set(re.findall(r'<symbol id="(i-[\w-]+)"', text)) == set()


def test_page_speaks_the_language_of_its_address(client):
    assert '<html lang="zh-Hans">' in client.get("/styleguide/").content.decode()
    assert '<html lang="en">' in client.get("/en/styleguide/").content.decode()


def test_page_links_to_itself_in_the_other_language(client):
    text = client.get("/styleguide/?a=1").content.decode()

    assert '<a href="/en/styleguide/?a=1" hreflang="en" lang="en">EN</a>' in text


def test_page_shows_the_demo_day_when_it_is_fixed(client, demo):
    assert '<b class="date">2024-09-12</b>' in client.get("/styleguide/").content.decode()


def test_page_is_silent_about_the_day_when_the_clock_runs(client):
    with translation.override("zh-hans"):
        assert rendered('{% shell as ui %}{% include "ui/part/demo_day.html" %}').strip() == ""


def test_look_keeps_theme_and_size_in_cookies_and_goes_back(client):
    for name, value in (("theme", "dark"), ("size", "large")):
        response = client.post("/look/", {name: value, "next": "/styleguide/"})
        assert (response.status_code, response["Location"]) == (302, "/styleguide/")

    assert '<html lang="zh-Hans" data-theme="dark" data-size="large">' in client.get("/styleguide/").content.decode()


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_look_never_leads_to_another_site(client, back):
    assert client.post("/look/", {"theme": "dark", "next": back})["Location"] == "/"


def test_look_refuses_an_unknown_value_and_keeps_nothing(client):
    response = client.post("/look/", {"theme": '"><script>', "next": "/"})

    assert (response.status_code, dict(response.cookies)) == (400, {})


def test_look_is_only_for_post(client):
    assert client.get("/look/").status_code == 405


@pytest.mark.parametrize(
    ("language", "text", "html"),
    [("en", "<纺织厂>", '<bdi lang="zh-Hans">&lt;纺织厂&gt;</bdi>'), ("en", "<Mill>", "&lt;Mill&gt;"),
     ("zh-hans", "<纺织厂>", "&lt;纺织厂&gt;")],
)  # fmt: skip
def test_chinese_data_is_marked_on_pages_of_another_language(language, text, html):
    with translation.override(language):
        assert rendered("{{ text|zh }}", text=text) == html


def test_frame_passes_over_cookies_it_does_not_know():
    request = RequestFactory().get("/")
    request.COOKIES = {"jx-theme": "<b>", "jx-size": "huge"}

    frame = context.shell(request)

    assert (frame.data_theme, frame.size, frame.next_theme) == ("", "normal", "light")


def test_frame_shows_entries_the_reader_may_see_and_leaves_out_missing_pages(asking, registry):
    menu.register_menu("top", Entry("here", "这里", "ui:styleguide"))
    menu.register_menu("top", Entry("mine", "我的", "ui:look", visible=menu.signed_in))
    menu.register_menu("top", Entry("later", "以后", "nobody:built-this"))

    lines = context.shell(asking).top

    assert [(line.title, line.url, line.current) for line in lines] == [("这里", "/styleguide/", True)]


@pytest.mark.parametrize(
    ("here", "keys"),
    [("/me/", ["home"]), ("/me/ledger/", ["ledger"]), ("/me/ledger/1/", ["ledger"]), ("/me/else/", ["home"]),
     ("/", ["front"]), ("/else/", [])],
)  # fmt: skip
def test_frame_marks_the_nearest_entry_alone(here, keys):
    urls = {"front": "/", "home": "/me/", "ledger": "/me/ledger/"}
    lines = [context.Line(key, key, url, "", current=False) for key, url in urls.items()]

    assert [line.key for line in context.marked(lines, here) if line.current] == keys


def test_frame_without_a_request_has_no_menus(registry):
    menu.register_menu("top", Entry("here", "这里", "ui:styleguide"))

    assert context.shell(None).top == []


def test_tiles_render_in_order_and_skip_the_empty_ones(asking, registry):
    note = "ui/part/said.html"
    registry.add_tile("me", Tile(note, lambda request: {"kind": "ok", "title": "甲", "what": request.path}, 1))
    registry.add_tile("me", Tile("ui/part/figs.html", lambda request: None, 2))

    assert re.sub(r"<[^>]+>|\s", "", rendered('{% tiles "me" %}', asking)) == "甲/styleguide/"


def test_tab_goes_to_the_registry(registry):
    menu.register_tab(menu.Tab("a", "甲", "a"))
    menu.register_tile("me", 5, "a.html", lambda request: None)

    assert ([tab.key for tab in registry.tabs()], [tile.order for tile in registry.tiles("me")]) == (["a"], [5])


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ('{% st "ok" "已核" %}', '<span class="st st--ok">已核</span>'),
        ('{% src "人社" "verified" %}', '<span class="src src--ok">人社</span>'),
        ('{% src "本人填报" %}', '<span class="src">本人填报</span>'),
        ('{% icon "bell" %}', '<svg class="i" viewBox="0 0 20 20" aria-hidden="true"><use href="#i-bell"/></svg>'),
        ("{{ 50100|scaled:'万套' }}{{ 14078|n }}", "5.0114,078"),
        ('{% attrs theme="dark" size="" %}', ' data-theme="dark"'),
    ],
)
def test_element_renders(source, html):
    assert rendered(source) == html


@pytest.mark.parametrize("source", ['{% st "x" word %}', '{% note "x" %}{% endnote %}'])
def test_element_refuses_an_unknown_kind(source):
    with pytest.raises(TemplateSyntaxError):
        rendered(source, word="甲")


def test_elements_escape_their_words():
    html = rendered(
        "{% st 'ok' word %}{% src word %}{% opened word %}{{ word }}{% endopened %}{% seal sign %}",
        word="<b>",
        sign="<",
    )

    assert "<b>" not in html.replace('<b class="num">', "")
    assert html.count("&lt;b&gt;") == 4


def test_poster_figure_comes_in_two_cuts():
    html = rendered('{% stations titles finding="三站" %}', titles=["甲", "乙"])

    assert (html.count('class="only-wide"'), html.count('class="only-narrow"'), html.count("<svg")) == (1, 1, 2)


def test_pager_keeps_the_other_parameters(asking):
    page = Paginator(range(86), 14).page(2)

    html = rendered("{% pager page %}", asking, page=page)

    assert re.findall(r'href="([^"]+)"', html)[:2] == ["?a=1&amp;page=1", "?a=1&amp;page=1"]
    assert re.findall(r'aria-current="page">(\d+)<', html) == ["2"]


def test_pager_of_one_page_has_no_links(asking):
    html = rendered("{% pager page %}", asking, page=Paginator(range(3), 14).page(1))

    assert re.findall("<a ", html) == []


class OneField(forms.Form):
    number = forms.CharField(
        label="证号", help_text="按证件上的写。", error_messages={"required": "少了证号；请补上。"}
    )


def test_field_says_where_it_is_wrong_and_keeps_what_was_typed():
    form = OneField({"number": ""})
    html = rendered("{% field form.number %}", form=form)

    assert 'class="field field--bad"' in html
    assert re.findall(r'<input[^>]*aria-describedby="([^"]+)"', html) == ["id_number_helptext id_number_error"]
    assert re.findall(r'id="(id_number_\w+)"', html) == ["id_number_error", "id_number_helptext"]
    assert "少了证号；请补上。" in html


def test_field_renders_what_was_typed():
    html = rendered("{% field form.number %}", form=OneField({"number": "甲<1"}))

    assert 'value="甲&lt;1"' in html
    assert "field--bad" not in html


def ask(method="GET", **headers):
    request = getattr(RequestFactory(), method.lower())(
        "/rows/", headers={k.replace("_", "-"): v for k, v in headers.items()}
    )
    request.user = AnonymousUser()
    return request


PART = {"template": "ui/styleguide/part.html", "context": {"word": "甲"}, "part": "row"}


def answer(request, **more):
    return reply(request, PART["template"], dict(PART["context"]), part=PART["part"], **more)


def test_reply_gives_htmx_the_part():
    response = answer(ask(hx_request="true"))

    assert (response.status_code, response.content.decode(), response["Vary"]) == (200, "<p>甲</p>", "HX-Request")


def test_reply_gives_a_browser_the_page():
    assert answer(ask()).content.decode() == "<div><p>甲</p></div>\n"


def test_reply_gives_the_page_when_going_back_in_history():
    response = answer(ask(hx_request="true", hx_history_restore_request="true"))

    assert response.content.decode() == "<div><p>甲</p></div>\n"


def test_reply_redirects_a_browser_after_a_post():
    response = answer(ask("POST"), after="ui:styleguide")

    assert (response.status_code, response["Location"]) == (302, "/styleguide/")


def test_reply_shows_a_browser_its_errors_in_place():
    response = answer(ask("POST"), status=422)

    assert (response.status_code, response.content.decode()) == (422, "<div><p>甲</p></div>\n")


def test_missing_page_is_a_page_of_ours(client):
    response = client.get("/there/is/nothing/")

    assert (response.status_code, re.findall(r"<h1>([^<]+)</h1>", response.content.decode())) == (404, ["没有这一页"])
