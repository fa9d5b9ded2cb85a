from dataclasses import replace
from datetime import date

import pytest

from jiangxin.ledger import errors, queries, services
from jiangxin.ledger.models import Entry, Fact, Ground


def entries():
    return list(Fact.objects.order_by("pk").values_list("entry", "supersedes_id"))


@pytest.fixture
def first(spell, clerk):
    return services.record(actor=clerk, fact=spell)


def test_complete_carries_the_whole_row_and_its_end(first, clerk):
    made = services.complete(actor=clerk, fact_id=first.pk, ended_on=date(2020, 3, 31))

    assert (made.code, made.happened_on, made.ended_on, made.source, made.source_key) == (
        "welder",
        date(2012, 9, 1),
        date(2020, 3, 31),
        "hr",
        None,
    )
    assert entries() == [("original", None), ("completed", first.pk)]
    assert list(queries.standing().values_list("pk", flat=True)) == [made.pk]


def test_confirm_raises_the_proof(first, clerk):
    made = services.confirm(actor=clerk, fact_id=first.pk, proof="confirmed")

    assert (made.proof, made.entry, made.supersedes_id) == (1, Entry.CONFIRMED, first.pk)


def test_correct_writes_what_it_should_have_said(first, spell, clerk):
    made = services.correct(actor=clerk, fact_id=first.pk, new=replace(spell, happened_on=date(2013, 9, 1)))

    assert (made.happened_on, made.entry) == (date(2013, 9, 1), Entry.CORRECTED)


def test_withdraw_never_stands(first, clerk):
    services.withdraw(actor=clerk, fact_id=first.pk)

    assert entries() == [("original", None), ("withdrawn", first.pk)]
    assert list(queries.standing()) == []


def test_superseding_keeps_the_grounds(first, spell, clerk):
    resting = services.record(actor=clerk, fact=replace(spell, source_key="r2", grounds=(first.pk,)))

    made = services.complete(actor=clerk, fact_id=resting.pk, ended_on=date(2020, 1, 1))

    assert list(Ground.objects.filter(fact=made).values_list("rests_on_id", flat=True)) == [first.pk]


def test_superseding_twice_is_refused(first, spell, clerk):
    later = services.confirm(actor=clerk, fact_id=first.pk, proof="confirmed")

    with pytest.raises(errors.AlreadySuperseded) as caught:
        services.withdraw(actor=clerk, fact_id=first.pk)

    assert caught.value.details == {"fact": first.pk, "by": later.pk}
    assert entries() == [("original", None), ("confirmed", first.pk)]


def test_superseding_a_withdrawal_is_refused(first, clerk):
    gone = services.withdraw(actor=clerk, fact_id=first.pk)

    with pytest.raises(errors.AlreadyWithdrawn):
        services.complete(actor=clerk, fact_id=gone.pk, ended_on=date(2020, 1, 1))

    assert Fact.objects.count() == 2


@pytest.mark.parametrize(
    ("proof", "to"),
    [("verified", "confirmed"), ("confirmed", "confirmed"), ("reported", "verified"), ("declared", "x")],
)
def test_confirm_refuses_a_proof_that_does_not_rise(spell, clerk, proof, to):
    first = services.record(actor=clerk, fact=replace(spell, proof=proof))

    with pytest.raises(errors.ProofMustRise):
        services.confirm(actor=clerk, fact_id=first.pk, proof=to)

    assert entries() == [("original", None)]


@pytest.mark.parametrize(
    ("ended_on", "refusal"),
    [(date(2012, 8, 31), errors.WrongSpan), (date(2024, 9, 13), errors.FutureDate)],
    ids=["before the beginning", "in the future"],
)
def test_complete_refused_leaves_nothing(first, clerk, ended_on, refusal):
    with pytest.raises(refusal):
        services.complete(actor=clerk, fact_id=first.pk, ended_on=ended_on)

    assert entries() == [("original", None)]


def test_complete_refuses_what_has_ended(spell, clerk):
    first = services.record(actor=clerk, fact=replace(spell, ended_on=date(2020, 1, 1)))

    with pytest.raises(errors.WrongSpan):
        services.complete(actor=clerk, fact_id=first.pk, ended_on=date(2021, 1, 1))

    assert entries() == [("original", None)]


def test_correct_refuses_another_kind_an_equal_row_and_an_unknown_subject(first, spell, clerk):
    with pytest.raises(errors.WrongFact):
        services.correct(actor=clerk, fact_id=first.pk, new=replace(spell, kind="people.employed", code=""))
    with pytest.raises(errors.NothingChanged):
        services.correct(actor=clerk, fact_id=first.pk, new=spell)
    with pytest.raises(errors.UnknownSubject):
        services.correct(actor=clerk, fact_id=first.pk, new=replace(spell, subject_id=7))

    assert entries() == [("original", None)]


def test_superseding_an_unknown_fact_is_refused(db, clerk):
    with pytest.raises(errors.UnknownFact):
        services.withdraw(actor=clerk, fact_id=7)

    assert entries() == []
