from dataclasses import replace
from datetime import date

import pytest

from jiangxin.ledger import errors, queries, services
from jiangxin.ledger.models import Draft, Fact
from jiangxin.ledger.services import Proposal


def test_propose_writes_no_fact(spell, clerk):
    draft = services.propose(actor=clerk, proposal=Proposal(action="record", fact=spell), reason="漏登")

    assert (draft.state, draft.proposed_by, draft.reason, Fact.objects.count()) == ("proposed", "user:1", "漏登", 0)
    assert list(queries.open_drafts()) == [draft]


def test_settle_by_another_writes_the_fact(spell, clerk, checker):
    full = replace(spell, ended_on=date(2020, 1, 1), precision="month", body={})
    draft = services.propose(actor=clerk, proposal=Proposal(action="record", fact=full))

    done = services.settle(actor=checker, draft_id=draft.pk, accept=True)

    fact = Fact.objects.get()
    assert (done.state, done.settled_by, done.fact_id) == ("accepted", "user:2", fact.pk)
    assert (fact.code, fact.ended_on, fact.precision) == ("welder", date(2020, 1, 1), "month")
    assert fact.recorded_by == "user:2"


def test_settle_performs_each_action(spell, clerk, checker):
    first = services.record(actor=clerk, fact=spell)
    steps = [
        Proposal(action="confirm", fact_id=first.pk, proof="confirmed"),
        Proposal(action="complete", ended_on=date(2020, 1, 1)),
        Proposal(action="correct", fact=replace(spell, code="fitter")),
        Proposal(action="withdraw"),
    ]

    latest = first.pk
    for step in steps:
        draft = services.propose(actor=clerk, proposal=replace(step, fact_id=latest))
        latest = services.settle(actor=checker, draft_id=draft.pk, accept=True).fact_id

    assert list(Fact.objects.order_by("pk").values_list("entry", flat=True)) == [
        "original",
        "confirmed",
        "completed",
        "corrected",
        "withdrawn",
    ]


def test_settle_declined_writes_nothing(spell, clerk, checker):
    draft = services.propose(actor=clerk, proposal=Proposal(action="record", fact=spell))

    done = services.settle(actor=checker, draft_id=draft.pk, accept=False)

    assert (done.state, done.fact_id, Fact.objects.count()) == ("declined", None, 0)


def test_settle_by_the_proposer_is_refused(spell, clerk):
    draft = services.propose(actor=clerk, proposal=Proposal(action="record", fact=spell))

    with pytest.raises(errors.SamePerson):
        services.settle(actor=clerk, draft_id=draft.pk, accept=True)

    draft.refresh_from_db()
    assert (draft.state, Fact.objects.count()) == ("proposed", 0)


def test_settle_twice_is_refused(spell, clerk, checker):
    draft = services.propose(actor=clerk, proposal=Proposal(action="record", fact=spell))
    services.settle(actor=checker, draft_id=draft.pk, accept=True)

    with pytest.raises(errors.AlreadySettled):
        services.settle(actor=checker, draft_id=draft.pk, accept=True)

    assert Fact.objects.count() == 1


def test_settle_after_the_fact_moved_on_leaves_the_draft_open(spell, clerk, checker):
    first = services.record(actor=clerk, fact=spell)
    draft = services.propose(actor=clerk, proposal=Proposal(action="withdraw", fact_id=first.pk))
    services.confirm(actor=clerk, fact_id=first.pk, proof="confirmed")

    with pytest.raises(errors.AlreadySuperseded):
        services.settle(actor=checker, draft_id=draft.pk, accept=True)

    draft.refresh_from_db()
    assert (draft.state, Fact.objects.count()) == ("proposed", 2)


def test_propose_refuses_at_once_what_could_not_be_written(spell, clerk):
    services.record(actor=clerk, fact=spell)

    with pytest.raises(errors.AlreadyThere):
        services.propose(actor=clerk, proposal=Proposal(action="record", fact=spell))
    with pytest.raises(errors.UnknownCode):
        services.propose(actor=clerk, proposal=Proposal(action="record", fact=replace(spell, code="x")))

    assert (Draft.objects.count(), Fact.objects.count()) == (0, 1)


def test_erase_draft_takes_the_reason_and_leaves_the_fact(spell, clerk, checker):
    draft = services.propose(actor=clerk, proposal=Proposal(action="record", fact=spell), reason="漏登")
    services.settle(actor=checker, draft_id=draft.pk, accept=True)

    services.erase_draft(actor=clerk, draft_id=draft.pk)

    assert (Draft.objects.count(), Fact.objects.count()) == (0, 1)
    with pytest.raises(errors.UnknownDraft):
        services.erase_draft(actor=clerk, draft_id=draft.pk)
