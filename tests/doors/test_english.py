"""Pages under /en/ hold no Chinese but data: what is marked lang="zh-Hans", or stands so in book and ledger."""

import re
import tomllib
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.utils.translation import override

from jiangxin.books import queries as books
from jiangxin.insight import queries as insight
from jiangxin.insight import services as insight_services
from jiangxin.insight.queries import EditionAsked
from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor
from jiangxin.people import queries
from tests.doors.me.builders import record, shop
from tests.insight.builders import POSTER, city

HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
TODAY = date(2024, 9, 12)
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SPOKEN = {"alt", "aria-label", "content", "placeholder", "title", "value", "data-copied", "label"}


class Words(HTMLParser):
    """Gathers the words of a page: texts and the attributes that are read, but not what is marked as Chinese."""

    def __init__(self):
        super().__init__()
        self.open, self.words = [], []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        seal = given.get("class") == "seal"  # the drawn mark: Chinese in every language
        chinese = seal or given.get("lang", "").startswith("zh") or (bool(self.open) and self.open[-1][1])
        if not chinese:
            self.words += [value for name, value in attrs if name in SPOKEN and value]
        if tag not in VOID:
            self.open.append((tag, chinese))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if not (self.open and self.open[-1][1]):
            self.words.append(data)


def chinese(client, address, data=(), status=200):
    """Return the Chinese words of a page, without those that are data."""
    reply = client.get(address)
    assert reply.status_code == status, address
    page = Words()
    page.feed(reply.content.decode())
    text = "\n".join(page.words)
    for known in sorted(data, key=len, reverse=True):
        text = text.replace(known, "")
    return [line.strip() for line in text.splitlines() if HAN.search(line)]


@pytest.fixture(autouse=True)
def _language():
    """Leave the language as it was: a page under /en/ sets it for the whole thread."""
    with override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def today():
    clock.fix(TODAY)
    yield TODAY
    clock.fix(None)


@pytest.fixture
def place(db, today):
    return city()


def test_words_of_a_page_are_its_texts_and_what_is_read_aloud():
    page = Words()
    page.feed(
        '<p title="甲" class="乙">丙<br>丁<b lang="zh-Hans" title="戊">己<i>庚</i></b><svg class="seal">辛</svg>壬</p>'
    )

    assert page.words == ["甲", "丙", "丁", "壬"]


def test_sign_in_and_missing_page_are_english(db, client):
    assert chinese(client, "/en/account/login/") == []
    assert chinese(client, "/en/no-such-page/", status=404) == []


def test_public_pages_without_data_are_english(db, today, client):
    pages = ("", "poster/", "honours/", "notices/")

    assert {page: left for page in pages if (left := chinese(client, f"/en/{page}"))} == {}


def only_chinese(value):
    """Return every text of a JSON or TOML value that has no English beside it, whole and in its parts."""
    if isinstance(value, str):
        return [value, value.removeprefix("一"), *re.findall(r"[^。\n]+。?", value)]
    if isinstance(value, dict):
        inner = [] if value.get("en") else value.values()
    else:
        inner = value if isinstance(value, list | tuple) else ()
    return [text for one in inner for text in only_chinese(one)]


def texts_of(folder):
    """Return the wordings of a policy book that have no English, and the signs of its axes."""
    tables = [tomllib.loads(path.read_text(encoding="utf-8")) for path in (settings.POLICIES / folder).rglob("*.toml")]
    return only_chinese(tables)


def test_public_pages_of_a_city_are_english_but_for_its_data(place, client):
    snapshot = insight_services.take_snapshot(actor=Actor.machine("maker"), asked=EditionAsked(unit="city"))
    insight_services.approve_snapshot(actor=Actor.machine("checker"), snapshot_id=snapshot.pk)
    snapshot.refresh_from_db()
    titles = [row.title for row in books.books_in_force(TODAY)]
    data = titles + only_chinese(insight.view_of(snapshot).as_json())

    pages = ("", "poster/", "honours/", "notices/", "poster/city/2024/", "poster/city/2024/trained-now/")
    assert {page: left for page in pages if (left := chinese(client, f"/en/{page}", data))} == {}


TWO_LANGUAGES = {
    "工会这样做": "How the unions do it", "一句导语": "A kicker", "一件事": "One matter", "领航": "Leading",
    "几个数": "Some numbers", "培训职工": "Workers trained", "一行话": "A line",
}  # fmt: skip


@pytest.fixture
def spoken_city(db, today):
    """A city whose poster has English beside its Chinese; return its approved snapshot."""
    poster = POSTER
    for zh, en in TWO_LANGUAGES.items():
        poster = poster.replace(f'= "{zh}"', f'= {{ zh-hans = "{zh}", en = "{en}" }}')
    city(**{"posters/2024.toml": poster})
    snapshot = insight_services.take_snapshot(actor=Actor.machine("maker"), asked=EditionAsked(unit="city"))
    return insight_services.approve_snapshot(actor=Actor.machine("checker"), snapshot_id=snapshot.pk)


def test_poster_says_its_titles_in_english_and_marks_what_stays_chinese(spoken_city, client):
    pages = {path: client.get(f"/en/{path}").content.decode() for path in ("", "poster/", "poster/city/2024/")}
    item = client.get("/en/poster/city/2024/trained-before/").content.decode()

    assert [[en in page for en in ("How the unions do it", "A kicker")] for page in pages.values()] == [[True] * 2] * 3
    assert [en in pages["poster/city/2024/"] for en in TWO_LANGUAGES.values()] == [True] * len(TWO_LANGUAGES)
    assert [f"<h1>{title}</h1>" in item for title in ("Workers trained", "培训职工")] == [True, False]
    sentence = insight.view_of(spoken_city).find("trained-before").sentence
    assert f'<blockquote><bdi lang="zh-Hans">{sentence}</bdi></blockquote>' in item


def test_snapshot_stays_one_chinese_view_whatever_the_reader_speaks(spoken_city, client):
    view, kept = insight.view_of(spoken_city), spoken_city.view_hash
    client.get("/en/poster/city/2024/")
    spoken_city.refresh_from_db()

    shown = insight.approved_only(EditionAsked(unit="city"), TODAY)

    assert (spoken_city.view_hash, insight.view_of(spoken_city), shown.view) == (kept, view, view)
    assert (shown.in_language("zh-hans"), shown.in_language("en").title) == (view, "How the unions do it")


def test_title_changed_in_the_book_since_is_left_as_it_was_approved(spoken_city):
    shown = insight.approved_only(EditionAsked(unit="city"), TODAY)
    changed = replace(shown, view=replace(shown.view, title="当时的标题"))

    assert changed.in_language("en").title == "当时的标题"


def test_own_page_says_what_a_stage_lacks_in_english(db, today, client):
    place = shop()
    record(place.worker, "ladder.entered", "2021-03-01", "eight-grades/senior-technician")
    client.force_login(queries.user_named(place.user), backend="django.contrib.auth.backends.ModelBackend")

    page = client.get("/en/me/").content.decode()

    assert ("Special technician" in page, "years after senior technician" in page) == (True, True)
    assert '<h1><bdi lang="zh-Hans">沈知墨</bdi></h1>' in page


def test_own_pages_are_english_but_for_names_and_wordings_without_english(db, today, client):
    place = shop()
    names = ["沈知墨", "沈*墨", "重庆路纺织厂", "北区", "码头街道", "甬市"]
    titles = [row.title for row in books.books_in_force(TODAY)]
    data = names + titles + texts_of("base")
    fact = record(place.worker, "honour.awarded", "2023-04-28", "district-chief-worker", "district")
    client.force_login(queries.user_named(place.user), backend="django.contrib.auth.backends.ModelBackend")

    pages = ("", "honours/", "me/", "me/ledger/", f"me/facts/{fact.pk}/", "me/readers/", "me/file/", "me/account/")
    assert {page: left for page in pages if (left := chinese(client, f"/en/{page}", data))} == {}
