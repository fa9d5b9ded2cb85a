"""An indicator's nature is not changed under its numbers."""

from datetime import date

import pytest

from jiangxin.books.models import AdoptedBook
from jiangxin.policy.problems import BookRefused
from jiangxin.policy.resolve import check
from jiangxin.policy.text import BookText
from tests.books.builders import BASE, CITY, FIRM, adopt, text, town
from tests.insight.builders import finished, person

pytestmark = pytest.mark.django_db
RUNNING = CITY["indicators.toml"].replace('nature = "flow"', 'nature = "running"')
FIGURES = {"figures/2024.toml": None}


def adopted(*, facts):
    """Adopt base and city, and record a fact where asked to."""
    _city, _north, mill = town()
    adopt(text(BASE))
    adopt(text(CITY))
    if facts:
        finished(person(), date(2024, 3, 1), mill)


def test_a_new_version_that_changes_a_nature_is_refused_while_there_are_facts():
    adopted(facts=True)

    with pytest.raises(BookRefused) as refused:
        adopt(text(CITY, **{"indicators.toml": RUNNING}, **FIGURES))

    (problem,) = refused.value.problems
    assert (problem.file, "trained" in problem.message, "note" in problem.message) == ("indicators.toml", True, True)
    assert AdoptedBook.objects.filter(book_id="town").count() == 1


def test_a_note_carries_a_changed_nature():
    adopted(facts=True)

    adopt(text(CITY, **{"indicators.toml": RUNNING + 'note = "2024年以前按年报的数不再相加"\n'}, **FIGURES))

    assert AdoptedBook.objects.filter(book_id="town").count() == 2


def test_without_facts_a_nature_may_change():
    adopted(facts=False)

    adopt(text(CITY, **{"indicators.toml": RUNNING}, **FIGURES))

    assert AdoptedBook.objects.filter(book_id="town").count() == 2


def test_a_book_below_that_changes_a_nature_is_told_so():
    above = {"base": BookText("base", BASE), "town": text(CITY)}
    below = text(FIRM, **{"indicators.toml": RUNNING})

    (problem,) = [one for one in check(below, above.get) if "note" in one.message]

    assert (problem.file, problem.line, "trained" in problem.message) == ("indicators.toml", 5, True)


def test_baseline_and_owner_stand_in_the_hash_only_where_they_are_written():
    from jiangxin.policy.resolve import resolve

    above = {"base": BookText("base", BASE)}
    plain = resolve(text(CITY), above.get)
    told = resolve(
        text(CITY, **{"indicators.toml": CITY["indicators.toml"] + 'baseline = 0\nowner = "宣教部"\n'}), above.get
    )

    assert (told.indicators["trained"].baseline, told.indicators["trained"].owner) == (0, "宣教部")
    assert plain.indicators["trained"].baseline is None
    assert plain.hash != told.hash
