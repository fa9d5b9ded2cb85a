"""One's own file to take along: JSON and PDF, and nobody else's."""

import json
from io import BytesIO

import pytest
from django.conf import settings
from pypdf import PdfReader

from jiangxin.insight import fonts
from jiangxin.ledger import queries as ledger
from jiangxin.people import queries as people


@pytest.fixture
def no_fonts():
    """Take the list of fonts away for one test, as in a data folder where none were made."""
    listed = settings.DATA / "fonts" / fonts.MANIFEST
    aside = listed.with_suffix(".aside")
    if listed.exists():
        listed.rename(aside)
    yield
    if aside.exists():
        aside.rename(listed)


def test_page_leads_to_both_files(shop, sign_in):
    page = sign_in(shop.user).get("/me/file/").content.decode()

    assert ['href="/me/file.pdf"' in page, 'href="/me/file.json"' in page] == [True, True]


def test_json_holds_what_is_known_of_me_in_full(shop, sign_in):
    answer = sign_in(shop.user).get("/me/file.json")
    held = json.loads(answer.content)

    assert (held["person"], held["name"], held["phone"]) == (shop.worker, "沈知墨", "13812346620")
    assert {fact["id"] for fact in held["facts"]} == {row.id for row in ledger.facts_of([shop.worker])}
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    assert "2024-09-12.json" in answer.headers["Content-Disposition"]


def test_files_and_pages_are_kept_on_no_device(shop, sign_in):
    client = sign_in(shop.user)

    answers = [client.get(path) for path in ("/me/", "/me/ledger/", "/me/file.json")]

    assert ["no-store" in answer.headers["Cache-Control"] for answer in answers] == [True, True, True]


def test_taking_my_file_is_not_written_down_as_a_reading(shop, sign_in):
    sign_in(shop.user).get("/me/file.json")

    assert people.reads_of(shop.worker) == []


def test_pdf_holds_my_name_and_my_facts(shop, sign_in):
    fonts.ready(settings.DATA)

    answer = sign_in(shop.user).get("/me/file.pdf")

    pages = PdfReader(BytesIO(answer.content)).pages
    text = "".join("".join(page.extract_text().split()) for page in pages)
    assert (answer.headers["Content-Type"], "沈知墨" in text, "高级技师" in text) == ("application/pdf", True, True)


def test_pdf_without_fonts_is_refused_and_offers_the_json(shop, sign_in, no_fonts):
    answer = sign_in(shop.user).get("/me/file.pdf")

    page = answer.content.decode()
    assert (answer.status_code, "字体还没备好" in page, 'href="/me/file.json"' in page) == (503, True, True)


@pytest.mark.parametrize("path", ["/me/file.json", "/me/file.pdf"])
def test_staff_without_a_person_have_no_file(shop, sign_in, path):
    assert sign_in(shop.clerk).get(path).status_code == 404
