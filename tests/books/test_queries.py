from datetime import date

import pytest

from jiangxin.books import errors, queries
from jiangxin.ledger import kinds
from tests.books.builders import BASE, CITY, FIRM, TODAY, adopt, text, town

pytestmark = pytest.mark.django_db


def test_book_for_a_unit_is_that_of_the_nearest_owner():
    city, north, mill = town()
    for book in (BASE, CITY, FIRM):
        adopt(text(book))

    found = {unit: queries.book_for(unit, TODAY).id for unit in (city, north, mill)}

    assert found == {city: "town", north: "town", mill: "mill"}


def test_book_for_a_day_is_the_one_in_force_then():
    city, _north, mill = town()
    for book in (BASE, CITY, FIRM):
        adopt(text(book))

    found = [queries.book_for(unit, day).id for unit, day in ((mill, date(2019, 12, 31)), (city, date(2015, 12, 31)))]

    assert found == ["town", "base"]


def test_a_later_version_leaves_earlier_days_as_they_were():
    city, _north, _mill = town()
    adopt(text(BASE))
    first = adopt(text(CITY))
    header = CITY["book.toml"].replace("2016-01-01", "2024-01-01").replace("市册", "新市册")
    second = adopt(text(CITY, **{"book.toml": header}))

    found = [queries.book_for(city, day).hash for day in (date(2023, 12, 31), date(2024, 1, 1))]

    assert found == [first.resolved_hash, second.resolved_hash]


def test_a_unit_without_any_book_is_told():
    city, _north, _mill = town()

    with pytest.raises(errors.NoBook):
        queries.book_for(city, TODAY)


def test_an_unknown_book_is_answered_with_those_in_force():
    town()
    adopt(text(BASE))

    with pytest.raises(errors.UnknownBook) as refused:
        queries.book_in_force("twn", TODAY)

    assert refused.value.details["near"] == "base"


def test_book_for_reads_a_text_once(django_assert_num_queries):
    city, _north, mill = town()
    for book in (BASE, CITY):
        adopt(text(book))
    queries.book_for(city, TODAY)

    with django_assert_num_queries(2):
        queries.book_for(mill, TODAY)


def test_the_ledger_learns_the_kinds_of_a_book_in_force(monkeypatch):
    town()
    own = '[town.paraded]\ntitle = "游园"\ndefinition = "游园"\nsubject = ["person"]\nunit = "count"\n'
    adopt(text(BASE))
    adopt(text(CITY, **{"kinds.toml": own + 'sensitivity = "public"\n'}))
    monkeypatch.setattr(kinds, "_added", {})

    kinds.reload()

    assert "town.paraded" in kinds.catalogue()
