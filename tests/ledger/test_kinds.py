from dataclasses import replace as replaced

import pytest

from jiangxin.ledger import errors, kinds, services
from jiangxin.policy import base_kinds


@pytest.fixture
def own(monkeypatch):
    """What books added so far is laid aside for one test."""
    for name, empty in (("_added", {}), ("_codes", {}), ("_reload", [])):
        monkeypatch.setattr(kinds, name, empty)


def test_catalogue_has_every_kind_of_the_base_book(own):
    assert set(kinds.catalogue()) == set(base_kinds())


def test_kind_that_counts_has_quantity_one_and_a_reported_total_may_be_nothing():
    found = kinds.catalogue()

    assert [(found[name].least, found[name].most) for name in ("people.employed", "learning.class-finished")] == [
        (1, 1),
        (1, 600_000),
    ]
    assert found["books.figure-reported"].least == 0


def test_added_kind_and_codes_are_known(own, spell, clerk):
    entry = replaced(base_kinds()["people.trade-spell"], id="people.night-shift", codes="shifts")

    kinds.add_kinds({"people.night-shift": entry})
    kinds.add_lists({"shifts": ["late"]})
    kinds.add_lists({"shifts": ["early"]})

    made = services.record(actor=clerk, fact=replaced(spell, kind="people.night-shift", code="late"))
    assert (made.kind, kinds.codes_of("shifts")) == ("people.night-shift", {"late", "early"})


def test_known_kind_in_another_shape_is_refused(own):
    entry = replaced(base_kinds()["people.trade-spell"], span=False)

    with pytest.raises(errors.KindChanged):
        kinds.add_kinds({"people.trade-spell": entry})

    assert kinds.catalogue()["people.trade-spell"].span


def test_miss_asks_the_books_once_more(own, spell, clerk):
    asked = []

    def adopted_elsewhere():
        asked.append(True)
        kinds.add_lists({"occupations": ["glass-blower"]})

    kinds.reload_with(adopted_elsewhere)
    known = services.record(actor=clerk, fact=spell)
    new = services.record(actor=clerk, fact=replaced(spell, code="glass-blower", source_key="r2"))

    assert (known.code, new.code, asked) == ("welder", "glass-blower", [True])
