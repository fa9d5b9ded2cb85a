from dataclasses import replace
from datetime import date

import pytest

from jiangxin.kernel.actor import Actor
from jiangxin.kernel.ids import to36
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


def test_propose_again_on_the_same_fact_is_refused(spell, clerk, checker):
    first = services.record(actor=clerk, fact=spell)
    draft = services.propose(actor=clerk, proposal=Proposal(action="withdraw", fact_id=first.pk), reason="记错人")

    with pytest.raises(errors.AlreadyProposed) as refused:
        services.propose(actor=checker, proposal=Proposal(action="confirm", fact_id=first.pk, proof="confirmed"))

    assert refused.value.details == {"fact": first.pk}
    assert list(Draft.objects.all()) == [draft]


def test_draft_says_whom_it_is_about(spell, clerk, unit):
    credited = replace(spell, credited_to=(unit, f"/{to36(unit)}/"))
    first = services.record(actor=clerk, fact=credited)

    draft = services.propose(actor=clerk, proposal=Proposal(action="correct", fact_id=first.pk, fact=spell))

    assert (draft.subject_id, draft.kind, draft.path) == (spell.subject_id, spell.kind, f"/{to36(unit)}/")


def test_settle_by_the_same_person_under_another_log_in_is_refused(spell):
    one, other = Actor(key="user:1", person_id=7), Actor(key="user:2", person_id=7)
    draft = services.propose(actor=one, proposal=Proposal(action="record", fact=spell))

    with pytest.raises(errors.SamePerson):
        services.settle(actor=other, draft_id=draft.pk, accept=True)

    draft.refresh_from_db()
    assert (draft.state, draft.settled_by, Fact.objects.count()) == ("proposed", "", 0)


def test_recall_by_the_proposer_closes_the_draft(spell, clerk, checker):
    draft = services.propose(actor=clerk, proposal=Proposal(action="record", fact=spell))

    done = services.recall(actor=clerk, draft_id=draft.pk)

    assert (done.state, Fact.objects.count()) == ("recalled", 0)
    with pytest.raises(errors.AlreadySettled):
        services.settle(actor=checker, draft_id=draft.pk, accept=True)
    assert Fact.objects.count() == 0


def test_recall_by_another_is_refused(spell, clerk, checker):
    draft = services.propose(actor=clerk, proposal=Proposal(action="record", fact=spell))

    with pytest.raises(errors.NotYours):
        services.recall(actor=checker, draft_id=draft.pk)

    draft.refresh_from_db()
    assert draft.state == "proposed"


def test_rehearsal_gives_the_entry_and_leaves_nothing(spell, clerk):
    first = services.record(actor=clerk, fact=spell)

    with services.rehearsal(actor=clerk, proposal=Proposal(action="withdraw", fact_id=first.pk)) as entry:
        during = list(queries.standing())

    assert (entry.entry, during, list(queries.standing())) == ("withdrawn", [], [first])


def test_chain_holds_every_entry_from_whichever_is_asked(spell, clerk, checker):
    first = services.record(actor=clerk, fact=spell)
    second = services.confirm(actor=checker, fact_id=first.pk, proof="confirmed")
    third = services.withdraw(actor=checker, fact_id=second.pk)

    assert [queries.chain_of(one.pk) for one in (first, second, third)] == [[first, second, third]] * 3
    assert queries.chain_of(0) == []


def test_grounds_are_told_both_ways(spell, clerk):
    ground = services.record(actor=clerk, fact=spell)
    above = services.record(actor=clerk, fact=replace(spell, source_key="r2", grounds=(ground.pk,)))

    assert (list(queries.grounds_of([above.pk])), list(queries.resting_on([ground.pk]))) == ([ground], [above])
    services.withdraw(actor=clerk, fact_id=above.pk)
    assert list(queries.resting_on([ground.pk])) == []


def test_returned_declarations_are_those_not_taken_up_since(spell, clerk, checker):
    facts = [services.record(actor=clerk, fact=replace(spell, source_key=f"d{one}")) for one in range(4)]
    drafts = [_declared(clerk, checker, fact.pk) for fact in facts]
    services.withdraw(actor=clerk, fact_id=facts[1].pk)
    services.correct(actor=clerk, fact_id=facts[2].pk, new=replace(spell, code="fitter"))
    again = Proposal(action="confirm", fact_id=facts[3].pk, proof="confirmed")
    services.propose(actor=clerk, proposal=again, declared=True)

    assert list(queries.returned_drafts()) == drafts[:1]


def _declared(clerk, checker, fact_id):
    confirm = Proposal(action="confirm", fact_id=fact_id, proof="confirmed")
    draft = services.propose(actor=clerk, proposal=confirm, declared=True)
    return services.settle(actor=checker, draft_id=draft.pk, accept=False, answer="看不清")
