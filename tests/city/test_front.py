"""What the public sees of the demo city, in a real browser."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

PAGES = ["/", "/poster/", "/poster/ningbo/2024/", "/poster/jiangbei/2022/", "/honours/", "/notices/", "/account/login/"]
WIDTHS = [360, 390, 720, 1280, 1920]
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("path", PAGES)
def test_public_page_opens_without_signing_in_and_fits_every_width(page, path):
    answer = page.goto(path)
    beyond = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        beyond[width] = page.evaluate(TOO_WIDE)

    assert (answer.status, page.url.endswith(path), beyond) == (200, True, dict.fromkeys(WIDTHS, 0))


@pytest.mark.parametrize("path", PAGES)
def test_public_page_breaks_no_rule_of_accessibility(page, path):
    broken = []
    for width, ground in ((390, "light"), (1280, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=ground)
        page.goto(path)
        violations = Axe().run(page).response["violations"]
        broken += [(width, ground, one["id"], one["nodes"][0]["html"]) for one in violations]

    assert broken == []


@pytest.mark.parametrize(
    ("words", "path"), [(["--year", "2024"], "ningbo/2024"), (["--year", "2022", "--unit", "江北区"], "jiangbei/2022")]
)
def test_every_number_of_a_poster_opens_on_the_page_and_has_a_page_of_its_own(city, page, words, path):
    items = city.json("poster", *words)
    page.goto(f"/poster/{path}/")
    opened = set(page.eval_on_selector_all(".open a", "links => links.map(one => one.pathname)"))

    assert opened == {f"/poster/{path}/{item['id']}/" for item in items}
    assert {city.get(address)[0] for address in opened} == {200}


def test_number_opens_into_its_sentence(page):
    page.goto("/poster/ningbo/2024/")
    number = page.locator(".pcols details").first
    number.locator("summary").click()

    assert number.locator("blockquote").inner_text().startswith("已遴选“港城工匠”228人")


def test_files_of_a_poster_are_what_they_say(city):
    marks = {"svg": b"<svg", "pdf": b"%PDF-", "png": b"\x89PNG"}
    answers = {kind: city.get(f"/poster/ningbo/2024/poster.{kind}") for kind in marks}

    assert {kind: (status, marks[kind] in body[:300]) for kind, (status, body) in answers.items()} == dict.fromkeys(
        marks, (200, True)
    )


def test_honour_wall_counts_equal_the_published_titles(city):
    found = {}
    for code in ("harbour-craftsman", "ningbo-craftsman", "zhejiang-craftsman"):
        body = city.get(f"/honours/?title={code}")[1].decode()
        found[code] = re.search(r"共([\d,]+)个称号", body)

    assert [one[1] for one in found.values() if one] == ["228", "200", "180"]


def test_honour_wall_hides_names_without_consent_from_search(page):
    page.goto("/honours/?title=harbour-craftsman")
    hidden = page.locator(".wall__names b", has_text="*").first.inner_text()
    page.goto(f"/honours/?name={hidden[0]}")
    names = page.locator(".wall__names b").all_inner_texts()

    assert [name for name in names if "*" in name] == []


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/poster/ningbo/1999/", 404),
        ("/poster/nowhere/2024/", 404),
        ("/poster/ningbo/2024/no-such-item/", 404),
        ("/poster/ningbo/2024/poster.exe", 404),
        ("/honours/?year=abc", 422),
        ("/honours/?page=9999", 200),
        ("/nothing/", 404),
    ],
)
def test_wrong_address_gets_a_clear_page(city, path, status):
    got, body = city.get(path)

    assert (got, b"Traceback" in body, "匠心" in body.decode()) == (status, False, True)
