from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from jiangxin.kernel import clock
from jiangxin.ledger import queries, services


@pytest.fixture
def chain(spell, clerk):
    """A fact of 10 September, ended on the 11th, and its instants."""
    with clock.at(date(2024, 9, 10)):
        first = services.record(actor=clerk, fact=spell)
    with clock.at(date(2024, 9, 11)):
        second = services.complete(actor=clerk, fact_id=first.pk, ended_on=date(2020, 1, 1))
    return first, second


def ids(rows):
    return [row.id for row in rows]


def test_facts_of_answers_what_stands(chain, person):
    _first, second = chain

    rows = queries.facts_of([person])

    assert [tuple(row) for row in rows] == [
        (
            second.pk,
            person,
            "people.trade-spell",
            "welder",
            None,
            1,
            date(2012, 9, 1),
            date(2020, 1, 1),
            "day",
            0,
            "completed",
            second.recorded_at,
            None,
            None,
            None,
        )
    ]


def test_facts_of_answers_what_was_known(chain, person):
    first, second = chain

    before = queries.facts_of([person], known_at=first.recorded_at - timedelta(microseconds=1))
    then = queries.facts_of([person], known_at=first.recorded_at)
    later = queries.facts_of([person], known_at=second.recorded_at)

    assert (ids(before), ids(then), ids(later)) == ([], [first.pk], [second.pk])
    assert then[0].superseded_at == second.recorded_at


def test_facts_of_knows_a_withdrawn_fact_until_it_was_withdrawn(chain, person, clerk):
    _first, second = chain
    gone = services.withdraw(actor=clerk, fact_id=second.pk)

    assert ids(queries.facts_of([person])) == []
    assert ids(queries.facts_of([person], known_at=gone.recorded_at)) == []
    assert ids(queries.facts_of([person], known_at=second.recorded_at)) == [second.pk]


def test_history_of_answers_every_entry(chain, person):
    assert ids(queries.history_of([person])) == [chain[0].pk, chain[1].pk]


def test_facts_of_keeps_to_kinds_days_and_subjects(spell, person, clerk):
    other = services.new_subject(actor=clerk, type="person")
    one = services.record(actor=clerk, fact=spell)
    two = services.record(
        actor=clerk, fact=replace(spell, kind="people.employed", code="", happened_on=date(2020, 1, 1), source_key="r2")
    )
    services.record(actor=clerk, fact=replace(spell, subject_id=other, source_key="r3"))

    assert ids(queries.facts_of([person])) == [one.pk, two.pk]
    assert ids(queries.facts_of([person], kinds=["people.employed"])) == [two.pk]
    assert ids(queries.facts_of([person], on=date(2019, 12, 31))) == [one.pk]
    assert ids(queries.facts_of([])) == []


def test_facts_of_counts_a_month_from_its_first_day(spell, person, clerk):
    month = services.record(actor=clerk, fact=replace(spell, happened_on=date(2024, 6, 30), precision="month"))
    year = services.record(
        actor=clerk, fact=replace(spell, happened_on=date(2024, 12, 31), precision="year", source_key="r2")
    )

    assert ids(queries.facts_of([person], on=date(2024, 6, 1))) == [month.pk, year.pk]
    assert ids(queries.facts_of([person], on=date(2024, 5, 31))) == [year.pk]
    assert ids(queries.facts_of([person], on=date(2023, 12, 31))) == []


@pytest.mark.parametrize("count", [1, 3])
def test_facts_of_asks_once(spell, person, clerk, count, django_assert_num_queries):
    for number in range(count):
        services.record(actor=clerk, fact=replace(spell, source_key=f"r{number}"))

    with django_assert_num_queries(1):
        rows = queries.facts_of([person], known_at=datetime.max.replace(tzinfo=clock.SHANGHAI))

    assert len(rows) == count


def test_new_subjects_are_told_apart_by_type(db, clerk):
    persons = services.new_subjects(actor=clerk, type="person", count=3)
    work = services.new_subject(actor=clerk, type="work")

    assert (len(set(persons)), persons == sorted(persons)) == (3, True)
    assert [queries.type_of(one) for one in (persons[0], work, 7)] == ["person", "work", None]
    with pytest.raises(ValueError, match="robot"):
        services.new_subject(actor=clerk, type="robot")


def test_seal_of_names_the_seal_of_each_sealed_entry(chain, spell, clerk):
    first, second = chain
    (sealed,) = services.seal(actor=clerk)
    loose = services.record(actor=clerk, fact=replace(spell, source_key="r2"))

    found = queries.seal_of([first.pk, second.pk, loose.pk])

    told = queries.SealedIn(sealed.number, sealed.sealed_at, sealed.root)
    assert found == {first.pk: told, second.pk: told}


def test_seal_of_tells_one_seal_from_the_next(chain, spell, clerk):
    first, _second = chain
    (one,) = services.seal(actor=clerk)
    loose = services.record(actor=clerk, fact=replace(spell, source_key="r2"))
    (two,) = services.seal(actor=clerk)

    assert {fact: seal.number for fact, seal in queries.seal_of([loose.pk, first.pk]).items()} == {
        first.pk: one.number,
        loose.pk: two.number,
    }


@pytest.fixture
def settled(spell, clerk, checker):
    """An entry that another person agreed to, and its draft."""
    draft = services.propose(actor=clerk, proposal=services.Proposal(action="record", fact=spell), reason="补记入职")
    return services.settle(actor=checker, draft_id=draft.pk, accept=True)


def test_reasons_of_answers_why_an_entry_was_asked_for(settled, chain_of_another):
    assert queries.reasons_of([settled.fact_id, chain_of_another.pk]) == {settled.fact_id: "补记入职"}


@pytest.fixture
def chain_of_another(spell, clerk):
    """An entry without a draft."""
    return services.record(actor=clerk, fact=replace(spell, source_key="r2"))


def test_reason_is_gone_with_its_draft(settled, clerk):
    services.erase_draft(actor=clerk, draft_id=settled.pk)

    assert queries.reasons_of([settled.fact_id]) == {}


def test_seals_and_reasons_are_read_in_one_query_each(settled, chain_of_another, clerk, django_assert_num_queries):
    services.seal(actor=clerk)
    both = [settled.fact_id, chain_of_another.pk]

    with django_assert_num_queries(1):
        assert set(queries.seal_of(both)) == set(both)
    with django_assert_num_queries(1):
        assert set(queries.reasons_of(both)) == {settled.fact_id}
