"""Two people for one change: who may propose, who may decide, and what is refused with nothing left behind."""

from dataclasses import replace
from datetime import date

import pytest

from jiangxin.kernel import clock
from jiangxin.kernel.refusal import NotAllowed, NotFound
from jiangxin.ledger import errors as ledger_errors
from jiangxin.ledger import queries as ledger_queries
from jiangxin.ledger import services as ledger
from jiangxin.ledger.services import NewFact, Proposal
from jiangxin.people import errors, queries, services
from jiangxin.people.queries import changes as drafts
from jiangxin.people.services import changes
from tests.people import deciders
from tests.people.builders import CLERK, TODAY, person, spell
from tests.people.deciders import actor

WHY = "证书上写的是10小时"


@pytest.fixture(autouse=True)
def _day():
    with clock.at(TODAY):
        yield


@pytest.fixture
def office(db):
    return deciders.office()


def corrected(office, **more):
    fact = ledger_queries.facts_with([office.fact]).get()
    new = NewFact(
        subject_id=fact.subject_id,
        kind=fact.kind,
        code=fact.code,
        quantity=600,
        happened_on=fact.happened_on,
        credited_to=(fact.credited_to_id, fact.credited_path),
        proof="confirmed",
    )
    return Proposal(action="correct", fact_id=office.fact, fact=replace(new, **more))


def proposed(office, by="clerk"):
    return changes.propose_change(actor=actor(by), proposal=corrected(office), reason=WHY)


def left(office):
    """Return what stands of the worker, how many entries there are, and every draft's state."""
    rows = ledger_queries.history_of([office.worker], kinds=["learning.class-finished"])
    states = list(ledger_queries.drafts().order_by("pk").values_list("state", flat=True))
    return [row.quantity for row in rows if row.stands(None)], len(rows), states


def test_change_stands_when_another_has_decided(office):
    draft = proposed(office)
    waiting = left(office)

    changes.settle_change(actor=actor("reviewer"), draft_id=draft.pk, accept=True)

    chain = ledger_queries.chain_of(office.fact)
    assert (waiting, left(office)) == (([480], 1, ["proposed"]), ([600], 2, ["accepted"]))
    assert [(one.entry, one.quantity) for one in chain] == [("original", 480), ("corrected", 600)]
    assert ledger_queries.reasons_of([chain[1].pk]) == {chain[1].pk: WHY}


@pytest.mark.parametrize("by", ["clerk", "millhr", "millclerk", "citylead"])
def test_change_is_proposed_by_who_keeps_the_persons_there(office, by):
    assert proposed(office, by).state == "proposed"


@pytest.mark.parametrize(
    ("by", "refusal"),
    [
        ("southclerk", NotFound),
        ("dockhr", NotFound),
        ("colleague", NotFound),
        ("reviewer", NotAllowed),
        ("auditor", NotAllowed),
        ("worker", NotAllowed),
    ],
)
def test_change_is_not_proposed_by_others(office, by, refusal):
    with pytest.raises(refusal):
        proposed(office, by)

    assert left(office) == ([480], 1, [])


@pytest.mark.parametrize("reason", ["", "  ", "错 了"])
def test_change_without_a_reason_is_refused(office, reason):
    with pytest.raises(errors.ReasonTooShort):
        changes.propose_change(actor=actor("clerk"), proposal=corrected(office), reason=reason)

    assert left(office) == ([480], 1, [])


def test_change_of_a_fact_already_superseded_is_refused(office):
    ledger.confirm(actor=CLERK, fact_id=office.fact, proof="verified")

    with pytest.raises(ledger_errors.AlreadySuperseded):
        proposed(office)

    assert left(office) == ([480], 2, [])


def test_change_that_became_stale_is_not_written(office):
    draft = proposed(office)
    ledger.confirm(actor=CLERK, fact_id=office.fact, proof="verified")

    with pytest.raises(ledger_errors.AlreadySuperseded):
        changes.settle_change(actor=actor("reviewer"), draft_id=draft.pk, accept=True)

    assert left(office) == ([480], 2, ["proposed"])


def test_change_of_a_reported_figure_is_refused(office):
    unit = office.town.mill
    credit = (unit, queries.path_on(unit, TODAY))
    new = NewFact(
        subject_id=unit, kind="books.figure-reported", code="f", happened_on=TODAY, proof="reported", credited_to=credit
    )
    figure = ledger.record(actor=CLERK, fact=new)

    with pytest.raises(errors.ReportedFigure):
        changes.propose_change(
            actor=actor("clerk"), proposal=Proposal(action="withdraw", fact_id=figure.pk), reason="报错了数"
        )

    assert left(office) == ([480], 1, [])


def test_change_of_what_the_roster_keeps_is_refused(office):
    (employed,) = ledger_queries.facts_of([office.worker], kinds=["people.employed"])

    with pytest.raises(errors.KeptByRoster):
        changes.propose_change(
            actor=actor("clerk"), proposal=Proposal(action="withdraw", fact_id=employed.id), reason="不是这家"
        )

    assert left(office) == ([480], 1, [])


@pytest.mark.parametrize(
    ("by", "refusal"),
    [
        ("southreviewer", NotFound),
        ("worker", NotFound),
        ("clerk", NotAllowed),
        ("millhr", NotAllowed),
        ("auditor", NotAllowed),
    ],
)
def test_change_is_not_decided_by_others(office, by, refusal):
    draft = proposed(office, "millclerk")

    with pytest.raises(refusal):
        changes.settle_change(actor=actor(by), draft_id=draft.pk, accept=True)

    assert left(office) == ([480], 1, ["proposed"])


def test_change_is_not_decided_by_its_maker(office):
    draft = proposed(office, "citylead")

    with pytest.raises(ledger_errors.SamePerson):
        changes.settle_change(actor=actor("citylead"), draft_id=draft.pk, accept=True)

    assert left(office) == ([480], 1, ["proposed"])


def test_change_is_not_decided_by_its_maker_under_a_second_log_in(office):
    one, other = person("柴映雪"), person("柴映雪")
    for who in (one, other):
        spell(who, office.town.north, date(2020, 1, 1))
    deciders.login("first", one)
    deciders.login("second", other)
    deciders.give("first", "union.clerk", office.town.north)
    deciders.give("second", "union.reviewer", office.town.north)
    services.link_persons(actor=CLERK, keep_id=one, other_id=other)
    draft = proposed(office, "first")

    with pytest.raises(ledger_errors.SamePerson):
        changes.settle_change(actor=actor("second"), draft_id=draft.pk, accept=True)

    assert left(office) == ([480], 1, ["proposed"])
    assert list(drafts.drafts_to_decide(actor("second"))) == []


def test_change_is_not_decided_by_whom_it_is_about(office):
    deciders.give("worker", "union.reviewer", office.town.north)
    draft = proposed(office)

    with pytest.raises(errors.OwnAffair):
        changes.settle_change(actor=actor("worker"), draft_id=draft.pk, accept=True)

    assert left(office) == ([480], 1, ["proposed"])
    assert list(drafts.drafts_to_decide(actor("worker"))) == []


def test_change_of_a_maker_whose_duty_ended_is_declined_only(office):
    draft = proposed(office)
    (duty,) = queries.duties_of(queries.user_named("clerk").pk, TODAY)
    services.end_duty(actor=CLERK, duty_id=duty.pk, until=date(2024, 9, 11))

    with pytest.raises(errors.MakerLeft):
        changes.settle_change(actor=actor("reviewer"), draft_id=draft.pk, accept=True)
    before = left(office)
    changes.settle_change(actor=actor("reviewer"), draft_id=draft.pk, accept=False, answer="经办人已离任")

    assert (before, left(office)) == (([480], 1, ["proposed"]), ([480], 1, ["declined"]))


def test_maker_whose_duty_ended_proposes_nothing(office):
    (duty,) = queries.duties_of(queries.user_named("clerk").pk, TODAY)
    services.end_duty(actor=CLERK, duty_id=duty.pk, until=date(2024, 9, 11))

    with pytest.raises(NotFound):
        proposed(office)

    assert left(office) == ([480], 1, [])


def test_decline_needs_a_reason_and_keeps_it(office):
    draft = proposed(office)

    with pytest.raises(errors.ReasonTooShort):
        changes.settle_change(actor=actor("reviewer"), draft_id=draft.pk, accept=False, answer=" ")
    before = left(office)
    done = changes.settle_change(actor=actor("reviewer"), draft_id=draft.pk, accept=False, answer="证书不清楚")

    assert (before, left(office)) == (([480], 1, ["proposed"]), ([480], 1, ["declined"]))
    assert done.answer == "证书不清楚"


def test_settle_twice_is_refused(office):
    draft = proposed(office)
    changes.settle_change(actor=actor("reviewer"), draft_id=draft.pk, accept=True)

    with pytest.raises(ledger_errors.AlreadySettled):
        changes.settle_change(actor=actor("other"), draft_id=draft.pk, accept=False, answer="不应更正")

    assert left(office) == ([600], 2, ["accepted"])


def test_recall_is_the_makers_alone(office):
    draft = proposed(office)

    with pytest.raises(ledger_errors.NotYours):
        changes.recall_change(actor=actor("millclerk"), draft_id=draft.pk)
    before = left(office)
    changes.recall_change(actor=actor("clerk"), draft_id=draft.pk)

    assert (before, left(office)) == (([480], 1, ["proposed"]), ([480], 1, ["recalled"]))


def test_lists_hold_what_each_may_see_and_decide(office):
    draft = proposed(office)
    names = ("clerk", "reviewer", "citylead", "southreviewer", "auditor", "millhr", "dockhr", "worker")

    seen = [name for name in names if draft in drafts.drafts_seen(actor(name))]
    decided = [name for name in names if draft in drafts.drafts_to_decide(actor(name))]
    mine = [name for name in names if draft in drafts.drafts_of_mine(actor(name))]

    assert (seen, decided, mine) == (
        ["clerk", "reviewer", "citylead", "auditor", "millhr"],
        ["reviewer", "citylead"],
        ["clerk"],
    )


def test_sensitive_kind_is_seen_by_nobody_else(office):
    new = NewFact(subject_id=office.worker, kind="welfare.mutual-aid-joined", happened_on=TODAY)
    credit = (office.town.mill, queries.path_on(office.town.mill, TODAY))
    fact = ledger.record(actor=CLERK, fact=replace(new, credited_to=credit))
    ledger.propose(actor=CLERK, proposal=Proposal(action="withdraw", fact_id=fact.pk), reason="记错了人")

    with pytest.raises(NotFound):
        changes.propose_change(
            actor=actor("clerk"), proposal=Proposal(action="withdraw", fact_id=fact.pk), reason="记错了人"
        )

    assert list(drafts.drafts_seen(actor("citylead"))) == []
