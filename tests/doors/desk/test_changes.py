"""A change from the page of a fact to its decision, in the pages: rights, forms, previews, refusals."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiangxin.ledger import queries as ledger
from jiangxin.ledger import services as ledger_services
from jiangxin.people import queries as people
from jiangxin.people.services import declared
from jiangxin.people.services.declared import Declared, Evidence
from tests.people import deciders
from tests.people.builders import CLERK, TODAY

KIND = "learning.class-finished"
WHY = "证书上写的是10小时"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x08\0\0\0\x08" + b"0" * 64


@pytest.fixture
def office(desk):
    """The desk's town with two reviewers of the north, and one fact of the first person."""
    for name, duty, unit in (
        ("northreviewer", "union.reviewer", "north"),
        ("citylead", "union.leader", "city"),
        ("southclerk", "union.clerk", "south"),
        ("southreviewer", "union.reviewer", "south"),
    ):
        deciders.login(name)
        deciders.give(name, duty, getattr(desk.town, unit))
    return desk


@pytest.fixture
def fact(office):
    (first, _second) = ledger.facts_of([office.persons[0]], kinds=[KIND])
    return first.id


def typed(**more):
    said = {
        "happened_on": "2024-03-08", "precision": "day", "code": "safety-basics", "quantity": "10",
        "unit": "重庆路纺织厂", "proof": "confirmed", "reason": WHY,
    }  # fmt: skip
    return said | more


def correct(client, fact, **more):
    return client.post(f"/desk/facts/{fact}/correct/", typed(**more))


def left(office):
    """Return how much the first person learned, how many entries tell it, and the state of every draft."""
    rows = ledger.history_of([office.persons[0]], kinds=[KIND])
    states = list(ledger.drafts().order_by("pk").values_list("state", flat=True))
    return sum(row.quantity for row in rows if row.stands(None)), len(rows), states


AS_IT_WAS = (960, 2, [])


def test_fact_page_has_its_chain_and_what_may_be_done(office, fact, sign_in):
    context = sign_in("northclerk").get(f"/desk/facts/{fact}/").context

    assert [step.what for step in context["page"].steps] == ["记入"]
    assert [action for action, _words in context["choices"]] == ["correct", "withdraw"]
    assert [one.what for one in people.reads_of(office.persons[0])] == ["facts"]


def test_fact_page_of_who_only_reads_offers_nothing(office, fact, sign_in):
    context = sign_in("northreviewer").get(f"/desk/facts/{fact}/").context

    assert (context["choices"], bool(context["why_not"])) == ([], True)


@pytest.mark.parametrize("path", ["/desk/facts/{fact}/", "/desk/facts/{fact}/correct/"])
@pytest.mark.parametrize(
    ("name", "status"), [("southclerk", 404), ("academy", 404), ("northjudge", 404), ("worker", 403)]
)
def test_fact_outside_the_sight_is_not_found_and_nothing_is_written(office, fact, sign_in, path, name, status):
    answer = sign_in(name).get(path.format(fact=fact))

    assert (answer.status_code, people.reads_of(office.persons[0])) == (status, [])


def test_fact_page_of_a_stranger_asks_to_sign_in(office, fact, client):
    assert [client.get(path).status_code for path in (f"/desk/facts/{fact}/", "/desk/changes/")] == [302, 302]


def test_unit_fact_is_open_to_who_sees_units(office, sign_in):
    (held,) = ledger.facts_of([office.town.quay], kinds=["contests.held"])
    answers = [sign_in(name).get(f"/desk/facts/{held.id}/").status_code for name in ("northjudge", "southclerk")]

    assert answers == [200, 404]


@pytest.mark.parametrize("number", [999, 2**63, 2**70])
def test_unknown_fact_is_not_found(office, sign_in, number):
    client = sign_in("northclerk")

    assert [client.get(f"/desk/{what}/{number}/").status_code for what in ("facts", "changes")] == [404, 404]


def test_correction_by_two_persons_moves_portrait_and_board(office, fact, sign_in):
    asked = correct(sign_in("northclerk"), fact)
    (draft,) = ledger.open_drafts()
    page = sign_in("northreviewer").get(f"/desk/changes/{draft.pk}/").context["change"]
    settled = sign_in("northreviewer").post(f"/desk/changes/{draft.pk}/settle/", {"accept": "1"})
    chain = sign_in("northclerk").get(f"/desk/facts/{fact}/").context["page"].steps

    assert (asked.status_code, settled.status_code, left(office)) == (302, 302, (1080, 3, ["accepted"]))
    assert [(one.name, one.before, one.after) for one in page.fields if one.moved] == [("数量", "8小时", "10小时")]
    assert [(step.what, step.standing, step.why) for step in chain] == [("记入", False, ""), ("更正", True, WHY)]


def test_preview_shows_what_would_change_and_writes_nothing(office, fact, sign_in):
    client = sign_in("northclerk")
    answer = client.post(f"/desk/facts/{fact}/withdraw/", {"reason": "没有上过这个班", "preview": "1"})
    effect = answer.context["effect"]

    assert (answer.status_code, left(office)) == (200, AS_IT_WAS)
    assert [(one.id, one.before, one.after) for one in effect.figures] == [("trained_times", 15, 14)]
    assert [(str(one.title), one.before > one.after) for one in effect.axes] == [("学", True)]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"happened_on": "2024-13-01"}, "happened_on"),
        ({"happened_on": ""}, "happened_on"),
        ({"code": "no-such-course"}, "code"),
        ({"quantity": "many"}, "quantity"),
        ({"quantity": "0.001"}, "quantity"),
        ({"unit": "没有这家"}, "unit"),
        ({"proof": "verified"}, "proof"),
        ({"reason": "错"}, "reason"),
        ({"reason": ""}, "reason"),
    ],
)
def test_wrong_correction_is_told_at_its_field_and_leaves_nothing(office, fact, sign_in, more, field):
    answer = correct(sign_in("northclerk"), fact, **more)

    assert (answer.status_code, list(answer.context["form"].errors), left(office)) == (422, [field], AS_IT_WAS)


@pytest.mark.parametrize(
    ("more", "status"), [({"quantity": "8"}, 409), ({"happened_on": "2024-09-13"}, 422), ({"quantity": "99999"}, 422)]
)
def test_correction_the_ledger_refuses_is_told_on_the_form(office, fact, sign_in, more, status):
    answer = correct(sign_in("northclerk"), fact, **more)

    assert (answer.status_code, left(office)) == (status, AS_IT_WAS)
    assert len(answer.context["form"].non_field_errors()) == 1


def test_stale_form_is_told_and_leaves_nothing(office, fact, sign_in):
    ledger_services.confirm(actor=CLERK, fact_id=fact, proof="verified")

    answer = correct(sign_in("northclerk"), fact)

    assert (answer.status_code, left(office)) == (409, (960, 3, []))
    assert answer.context["page"].latest.id != fact


def test_second_proposal_for_the_same_fact_is_told(office, fact, sign_in):
    correct(sign_in("northclerk"), fact)

    answer = correct(sign_in("firmhr"), fact)

    assert (answer.status_code, left(office)) == (409, (960, 2, ["proposed"]))


@pytest.mark.parametrize(
    ("name", "status"), [("northclerk", 403), ("firmhr", 403), ("southreviewer", 404), ("academy", 404)]
)
def test_decision_by_others_is_refused_and_nothing_changes(office, fact, sign_in, name, status):
    correct(sign_in("northclerk"), fact)
    (draft,) = ledger.open_drafts()

    answer = sign_in(name).post(f"/desk/changes/{draft.pk}/settle/", {"accept": "1"})

    assert (answer.status_code, left(office)) == (status, (960, 2, ["proposed"]))


def test_decision_by_the_maker_who_reviews_too_is_refused(office, fact, sign_in):
    deciders.give("northclerk", "union.reviewer", office.town.north)
    client = sign_in("northclerk")
    correct(client, fact)
    (draft,) = ledger.open_drafts()

    answer = client.post(f"/desk/changes/{draft.pk}/settle/", {"accept": "1"})

    assert (answer.status_code, left(office)) == (403, (960, 2, ["proposed"]))


def test_decline_asks_for_words_and_the_maker_reads_them(office, fact, sign_in):
    correct(sign_in("northclerk"), fact)
    (draft,) = ledger.open_drafts()
    path = f"/desk/changes/{draft.pk}/settle/"
    client = sign_in("northreviewer")

    answers = [client.post(path, said).status_code for said in ({"accept": "0"}, {}, {"accept": "2"})]
    before = left(office)
    client.post(path, {"accept": "0", "answer": "证书不清楚"})
    again = client.post(path, {"accept": "1"}).status_code
    change = sign_in("northclerk").get(f"/desk/changes/{draft.pk}/").context["change"]

    assert (answers, before, again) == ([422, 422, 422], (960, 2, ["proposed"]), 409)
    assert (left(office), change.draft.answer, change.decides) == ((960, 2, ["declined"]), "证书不清楚", False)


def test_maker_takes_his_proposal_back_and_others_cannot(office, fact, sign_in):
    correct(sign_in("northclerk"), fact)
    (draft,) = ledger.open_drafts()
    path = f"/desk/changes/{draft.pk}/recall/"

    answers = [sign_in(name).post(path).status_code for name in ("firmhr", "southclerk", "northclerk", "northclerk")]

    assert (answers, left(office)) == ([403, 404, 302, 409], (960, 2, ["recalled"]))


def test_inbox_holds_what_waits_for_the_reader(office, fact, sign_in):
    correct(sign_in("northclerk"), fact)
    found = {}
    for name in ("northclerk", "northreviewer", "citylead", "southreviewer"):
        client = sign_in(name)
        found[name] = [
            len(client.get(f"/desk/changes/?which={which}").context["lines"]) for which in ("wait", "mine", "all")
        ]

    assert found == {
        "northclerk": [0, 1, 1],
        "northreviewer": [1, 0, 1],
        "citylead": [1, 0, 1],
        "southreviewer": [0, 0, 0],
    }


@pytest.mark.parametrize(("name", "status"), [("academy", 403), ("northjudge", 403), ("worker", 403), ("firmhr", 200)])
def test_inbox_is_for_who_sees_persons(office, sign_in, name, status):
    assert sign_in(name).get("/desk/changes/").status_code == status


def test_inbox_costs_the_same_with_one_row_and_with_three(office, sign_in):
    facts = [ledger.facts_of([one], kinds=[KIND])[0].id for one in office.persons[:3]]
    clerk = sign_in("northclerk")
    correct(clerk, facts[0])
    counts = []
    for more in ([], facts[1:]):
        for one in more:
            correct(sign_in("northclerk"), one)
        client = sign_in("northreviewer")
        with CaptureQueriesContext(connection) as asked:
            client.get("/desk/changes/")
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_inbox_narrows_by_sort(office, fact, sign_in):
    correct(sign_in("northclerk"), fact)
    client = sign_in("northreviewer")

    found = [len(client.get(f"/desk/changes/?sort={sort}").context["lines"]) for sort in ("correct", "withdraw", "")]

    assert (found, client.get("/desk/changes/?sort=x").status_code) == ([1, 0, 1], 422)


def test_batch_says_of_each_how_it_went(office, sign_in):
    facts = [ledger.facts_of([one], kinds=[KIND])[0].id for one in office.persons[:2]]
    for one in facts:
        correct(sign_in("northclerk"), one)
    drafts = list(ledger.open_drafts())
    ledger_services.confirm(actor=CLERK, fact_id=facts[0], proof="verified")

    said = {"draft": [one.pk for one in drafts], "accept": "1"}
    answer = sign_in("northreviewer").post("/desk/changes/batch/", said)

    assert [bool(refused) for _line, refused in answer.context["done"]] == [True, False]
    assert [one.state for one in ledger.drafts().order_by("pk")] == ["proposed", "accepted"]


@pytest.mark.parametrize(
    "said", [{}, {"draft": ["x"], "accept": "1"}, {"draft": ["9" * 30], "accept": "1"}, {"accept": "0", "draft": ["1"]}]
)
def test_batch_of_nothing_is_told(office, fact, sign_in, said):
    correct(sign_in("northclerk"), fact)

    answer = sign_in("northreviewer").post("/desk/changes/batch/", said)

    assert (answer.status_code, left(office)) == (422, (960, 2, ["proposed"]))


def test_declared_fact_is_confirmed_at_the_desk_with_its_evidence(office, sign_in, settings, tmp_path):
    settings.DATA = tmp_path
    new = Declared(kind="honour.awarded", happened_on=TODAY, code="district-chief-worker", level="district")
    draft = declared.declare(actor=deciders.actor("worker"), new=new, evidence=Evidence("奖状.png", PNG))
    client = sign_in("firmhr")

    lines = client.get("/desk/changes/").context["lines"]
    file = client.get(f"/desk/changes/{draft.pk}/evidence/")
    outside = sign_in("southclerk").get(f"/desk/changes/{draft.pk}/evidence/").status_code
    settled = sign_in("firmhr").post(f"/desk/changes/{draft.pk}/settle/", {"accept": "1"})

    assert [(one.sort, one.evidence) for one in lines] == [("职工自报", True)]
    assert (file.content, file["Content-Type"], file["X-Content-Type-Options"]) == (PNG, "image/png", "nosniff")
    assert (outside, settled.status_code, ledger.drafts().get().state) == (404, 302, "accepted")


def test_facts_of_a_person_are_narrowed_by_proof_after_the_purpose(office, sign_in):
    who = office.persons[0]
    client = sign_in("northclerk")
    asked = client.get(f"/desk/people/{who}/facts/")
    client.post(f"/desk/people/{who}/", {"purpose": "核对申报材料"})

    found = {
        proof: len(client.get(f"/desk/people/{who}/facts/?proof={proof}").context["page"].object_list)
        for proof in ("", "confirmed", "declared")
    }

    assert (asked.status_code, found) == (302, {"": 4, "confirmed": 4, "declared": 0})
    assert sign_in("southclerk").get(f"/desk/people/{who}/facts/").status_code == 404
