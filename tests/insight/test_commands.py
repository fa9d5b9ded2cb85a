import json

import pytest

from jiangxin.books import queries as books
from jiangxin.doors.cli.main import run
from jiangxin.insight import queries
from jiangxin.people import queries as people
from tests.books.builders import BASE, CITY, TODAY, adopt, text, town
from tests.insight.builders import CITY_FILES, city, date, finished, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def jx(capfd):
    """Run one command line in this process; return exit code, stdout, stderr."""

    def answer(*words):
        capfd.readouterr()
        code = run([str(word) for word in words])
        found = capfd.readouterr()
        return code, found.out, found.err

    return answer


def folder(place, files):
    for name, content in files.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return place


def test_policy_check_names_file_line_and_the_nearest_right_word(jx, tmp_path):
    wrong = CITY_FILES["indicators.toml"].replace("honour.awarded", "honour.awardd")
    book = folder(tmp_path / "town", CITY_FILES | {"indicators.toml": wrong})

    code, out, err = jx("policy", "check", book)

    assert (code, out) == (2, "")
    assert err == f"{book}/indicators.toml:24: 没有叫“honour.awardd”的事项；是不是“honour.awarded”？\n"


def test_policy_check_of_a_sound_book_says_its_hash(jx, tmp_path):
    code, out, err = jx("policy", "check", folder(tmp_path / "town", CITY_FILES))

    assert (code, err, out.startswith("没有问题：town，摘要 ")) == (0, "", True)


def test_policy_adopt_of_a_broken_book_leaves_what_is_in_force(jx, tmp_path):
    town()
    adopt(text(BASE))
    before = adopt(text(CITY))
    broken = folder(tmp_path / "town", CITY | {"measures.toml": "[x\n"})

    code, out, err = jx("policy", "adopt", broken)

    assert (code, out, "measures.toml:1" in err) == (2, "", True)
    assert [(row.pk, row.status) for row in books.adoptions().filter(book_id="town")] == [(before.pk, "in_force")]


def test_policy_adopt_waits_for_another_person(jx, tmp_path):
    town()
    adopt(text(BASE))

    code, out, _err = jx("policy", "adopt", folder(tmp_path / "town", CITY), "--json")

    told = json.loads(out)
    assert (code, told["status"], told["confirmed_by"]) == (0, "proposed", None)
    assert [row.book_id for row in books.books_in_force(TODAY)] == ["base"]


def test_policy_show_names_the_book_in_force_for_a_unit(jx):
    city()

    code, out, _err = jx("policy", "show", "--unit", "mill", "--json")

    told = json.loads(out)
    assert (code, told["book"], told["lineage"]) == (0, "town", ["base", "town"])


def test_portrait_prints_one_object_and_is_logged(jx):
    place = city()
    one = person(unit=place.mill)
    kept = finished(one, date(2024, 1, 1), place.mill).pk

    code, out, _err = jx("portrait", "沈知墨", "--on", "2024-09-12", "--json")

    told = json.loads(out)
    assert (code, list(told)) == (0, ["person", "on", "known_at", "book", "axes", "items", "due"])
    assert (told["person"], told["on"], told["items"][0]["facts"]) == (one, "2024-09-12", [kept])
    assert [(read.what, read.reader[:4]) for read in people.reads_of(one)] == [("portrait", "cli:")]


def test_portrait_of_somebody_unknown_is_answered_with_candidates(jx):
    place = city()
    person("沈知墨", place.mill)

    code, out, err = jx("portrait", "沈知")

    assert (code, out) == (2, "")
    assert err.startswith("没有找到“沈知”。你找的是不是：沈知墨（1990，纺织厂")


def test_portrait_of_a_moment_that_is_none_is_refused(jx):
    code, out, err = jx("portrait", "沈知墨", "--known-at", "yesterday")

    assert (code, out, err) == (2, "", "“yesterday”看不懂；请写成 2024-09-12，或 2024-09-12T15:30。\n")


def test_poster_json_is_the_list_of_numbers(jx):
    city()

    code, out, _err = jx("poster", "--year", "2024", "--json")

    assert (code, [item["id"] for item in json.loads(out)]) == (0, ["trained-before", "trained-now"])


def test_poster_without_an_edition_names_those_there_are(jx, tmp_path):
    city()

    code, out, err = jx("poster", "--year", "2023", "--out", tmp_path / "p.pdf")

    assert (code, out, err) == (2, "", "没有2023年的一图读懂；现有：甬市2024。\n")
    assert list(tmp_path.iterdir()) == []


def test_snapshot_is_taken_by_one_and_not_approved_by_the_same(jx):
    city()

    code, out, _err = jx("snapshot", "take", "--json")
    again = jx("snapshot", "approve", json.loads(out)["id"], "--as", "nobody")

    assert (code, again[0], again[2]) == (0, 2, "没有“nobody”这个用户；用 ./jx demo logins 看有哪些。\n")
    assert [row.approved_by for row in queries.all_snapshots()] == [""]
