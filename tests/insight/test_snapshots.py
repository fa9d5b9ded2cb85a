import json

import pytest
from django.utils import translation

from jiangxin.books.kinds import FIGURE_REPORTED
from jiangxin.insight import errors, queries, services
from jiangxin.insight.poster.view import PosterView
from jiangxin.insight.queries import EditionAsked
from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor
from jiangxin.kernel.refusal import NotAllowed
from jiangxin.ledger import queries as ledger_queries
from jiangxin.ledger import services as ledger
from jiangxin.ledger.errors import ClockSetBack
from tests.books.builders import CHECKER, MAKER, TODAY, adopt, text
from tests.insight.builders import CITY_FILES, CLERK, POSTER, city, date, finished, person

pytestmark = pytest.mark.django_db

ASKED = EditionAsked(year=2024)
NOBODY = Actor(key="user:9")


def taken():
    return services.take_snapshot(actor=MAKER, asked=ASKED)


def approved():
    return services.approve_snapshot(actor=CHECKER, snapshot_id=taken().pk)


def test_a_poster_lists_its_numbers():
    place = city()
    finished(person(), date(2024, 3, 1), place.mill)
    finished(person("二"), date(2023, 3, 1), place.mill)

    numbers = queries.shown(ASKED, TODAY).view.numbers()

    source = {"id": "N", "title": "一篇报道", "author": "记者", "published": "2024", "page": "", "address": ""}
    assert numbers == [
        {
            "id": "trained-before",
            "chapter": "one",
            "title": "培训职工",
            "value": 12000,
            "unit": "人",
            "nature": "flow",
            "bound": "more",
            "counted": 1,
            "reported": 12000,
            "target": None,
            "direction": "up",
            "period": {"from": "2023-01-01", "to": "2023-12-31", "text": "2023年"},
            "sentence": "培训职工1.2万余人",
            "source": source,
            "status": "ok",
        },
        {
            "id": "trained-now",
            "chapter": "one",
            "title": "全年培训",
            "value": 20000,
            "unit": "人",
            "nature": "flow",
            "bound": "at_least",
            "counted": 1,
            "reported": None,
            "target": 20000,
            "direction": "up",
            "period": {"from": "2024-01-01", "to": "2024-12-31", "text": "2024年"},
            "sentence": "全年培训2万人以上",
            "source": source,
            "status": "ok",
        },
    ]


def test_a_view_says_how_its_numbers_are_printed():
    city()

    view = queries.shown(ASKED, TODAY).view

    printed = [(item.printed, item.words, item.caption, item.mark) for _chapter, _block, item in view.items()]
    assert printed == [
        ("1.2万余人", "去年1.2万余人", "", ""),
        ("2万人以上", "", "", "①"),
        ("", "", "", ""),
    ]
    assert view.address == "http://127.0.0.1:8000/poster/city/2024/#notes"
    assert [note.title for note in view.footnotes] == ["注", "口径", "来源", "本版"]
    assert view.footnotes[0].lines == ("① 全年培训：单位是人。",)


def test_a_view_survives_its_json():
    city()
    view = queries.shown(ASKED, TODAY).view

    assert PosterView.from_json(json.loads(json.dumps(view.as_json()))) == view


def test_the_public_sees_the_newest_approved_snapshot():
    place = city()
    before = queries.shown(ASKED, TODAY)
    first = approved()
    finished(person(), date(2024, 3, 1), place.mill)
    waiting = taken()

    shown = queries.shown(ASKED, TODAY)
    live = queries.shown(ASKED, TODAY, live=True)

    assert before.snapshot is None
    assert (shown.snapshot, shown.view.find("trained-now").counted) == (first, 0)
    assert (live.snapshot, live.view.find("trained-now").counted) == (None, 1)
    assert (shown.view.snapshot, shown.view.taken_by, shown.view.approved_by) == (str(first.pk), "maker", "checker")
    assert waiting.approved_by == ""


def test_approve_snapshot_by_its_maker_leaves_no_trace():
    city()
    row = taken()

    with pytest.raises(errors.SamePerson):
        services.approve_snapshot(actor=MAKER, snapshot_id=row.pk)

    row.refresh_from_db()
    assert (row.approved_by, queries.shown(ASKED, TODAY).snapshot) == ("", None)


@pytest.mark.parametrize(
    "step",
    [
        lambda row: services.take_snapshot(actor=NOBODY, asked=ASKED),
        lambda row: services.approve_snapshot(actor=NOBODY, snapshot_id=row.pk),
    ],
    ids=["take", "approve"],
)
def test_a_snapshot_needs_its_duty(step):
    city()
    row = taken()

    with pytest.raises(NotAllowed):
        step(row)

    assert [one.approved_by for one in queries.all_snapshots()] == [""]


def test_approve_snapshot_twice_is_refused():
    city()
    row = approved()

    with pytest.raises(errors.AlreadyApproved):
        services.approve_snapshot(actor=Actor.machine("third"), snapshot_id=row.pk)

    row.refresh_from_db()
    assert row.approved_by == CHECKER.key


def test_a_number_that_the_officer_wrote_himself_is_named():
    city(**{"posters/2024.toml": POSTER.replace("去年{value}", "去年三成即36{value}")})

    with pytest.raises(errors.ItemFails) as refused:
        taken()

    assert refused.value.details["rows"] == [
        ("一件事", "培训职工", "措辞里的“36”原句没有；措辞可以改，数不能改"),
    ]
    assert list(queries.all_snapshots()) == []


def test_a_reported_number_that_the_ledger_no_longer_holds_is_named():
    city()
    there = ledger_queries.standing().get(kind=FIGURE_REPORTED)
    ledger.withdraw(actor=CLERK, fact_id=there.pk)

    with pytest.raises(errors.ItemFails) as refused:
        taken()

    assert refused.value.details["rows"] == [("一件事", "培训职工", "账上没有这笔上报的数，或已撤销")]


def test_a_correction_behind_a_number_marks_the_snapshot():
    place = city()
    one = finished(person(), date(2024, 3, 1), place.mill)
    apart = finished(person("二"), date(2021, 3, 1), place.mill)
    approved()

    ledger.withdraw(actor=CLERK, fact_id=apart.pk)
    untouched = queries.shown(ASKED, TODAY).corrected
    ledger.withdraw(actor=CLERK, fact_id=one.pk)

    assert (untouched, queries.shown(ASKED, TODAY).corrected) == ((), (one.pk,))


def test_what_was_added_since_is_no_correction():
    place = city()
    approved()
    finished(person(), date(2024, 3, 1), place.mill)

    assert queries.shown(ASKED, TODAY).corrected == ()


def test_a_figure_put_right_by_a_new_book_marks_the_snapshot():
    city()
    approved()
    changed = CITY_FILES["figures/2024.toml"].replace("12000", "13000").replace("1.2万", "1.3万")

    adopt(text(CITY_FILES, **{"figures/2024.toml": changed}))

    shown = queries.shown(ASKED, TODAY)
    assert [fact.code for fact in ledger_queries.facts_with(shown.corrected)] == ["trained_2023"]
    assert shown.view.find("trained-before").value == 12000


def test_a_snapshot_is_not_approved_once_a_fact_was_corrected():
    place = city()
    one = finished(person(), date(2024, 3, 1), place.mill)
    row = taken()
    ledger.withdraw(actor=CLERK, fact_id=one.pk)

    with pytest.raises(errors.SnapshotStale):
        services.approve_snapshot(actor=CHECKER, snapshot_id=row.pk)

    row.refresh_from_db()
    assert row.approved_by == ""


@pytest.mark.parametrize(
    "asked",
    [EditionAsked(year=2023), EditionAsked(year=2024, unit="北区"), EditionAsked(year=2024, book="base")],
    ids=["year", "unit", "book"],
)
def test_an_edition_that_is_not_there_is_answered_with_those_that_are(asked):
    city()

    with pytest.raises(errors.NoEdition) as refused:
        queries.shown(asked, TODAY)

    assert refused.value.details["there"] == "甬市2024"


@pytest.mark.parametrize("unit", ["city", "甬市", "市"])
def test_an_edition_is_found_by_key_name_or_part_of_it(unit):
    city()

    assert queries.edition_asked(EditionAsked(year=2024, unit=unit), TODAY).unit.key == "city"


def test_take_snapshot_with_a_clock_set_back_leaves_no_trace():
    city()

    with clock.at(date(2023, 12, 31)), pytest.raises(ClockSetBack):
        services.take_snapshot(actor=MAKER, asked=ASKED, on=TODAY)

    assert list(queries.all_snapshots()) == []


def test_a_snapshot_speaks_the_language_of_its_book():
    city()

    with translation.override("en"):
        english = taken().view

    assert (english["seal"], english["mark"]) == ("一图读懂", "匠心")
