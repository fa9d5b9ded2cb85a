"""The whole lifeline: filters, pages, what was superseded; and one fact opened with its chain."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiangxin.kernel.actor import Actor
from jiangxin.ledger import services as ledger
from jiangxin.ledger.services import NewFact
from jiangxin.people import access
from jiangxin.people import queries as people
from tests.doors.me.builders import CLERK, record


def shown(client, query=""):
    return [(line.day.isoformat(), line.title) for line in client.get(f"/me/ledger/{query}").context["lines"]]


@pytest.fixture
def corrected(shop):
    """A third place, first written as a fifth: the entry, its correction by the clerk, and the proof after."""
    clerk = access.actor_of(people.user_named(shop.clerk))
    first = record(shop.worker, "contests.placed", "2019-09-10", "elite-city", "district", 5)
    right = NewFact(
        subject_id=shop.worker, kind="contests.placed", code="elite-city", level="district", quantity=3,
        happened_on=date(2019, 9, 10), proof="confirmed",
    )  # fmt: skip
    second = ledger.correct(actor=clerk, fact_id=first.pk, new=right)
    return first, second, ledger.confirm(actor=clerk, fact_id=second.pk, proof="verified")


def test_ledger_lists_every_fact_latest_first(shop, sign_in):
    found = shown(sign_in(shop.user))

    assert (len(found), found[0], found[-1]) == (29, ("2024-09-06", "多轴加工"), ("2010-09-01", "受雇"))


@pytest.mark.parametrize(
    ("query", "count"),
    [("?axis=赛", 5), ("?axis=-", 1), ("?proof=declared", 1), ("?proof=verified", 8), ("?q=多轴", 2), ("?q=2021", 5),
     ("?axis=技&proof=verified&q=钳工", 1), ("?q=没有这样的", 0)],
)  # fmt: skip
def test_ledger_is_filtered_by_axis_proof_and_words(shop, sign_in, query, count):
    assert len(shown(sign_in(shop.user), query)) == count


def test_filter_that_finds_nothing_says_what_to_do(shop, sign_in):
    assert "没有这样的账" in sign_in(shop.user).get("/me/ledger/?q=没有这样的").content.decode()


def test_unknown_filter_is_told_and_shows_everything(shop, sign_in):
    answer = sign_in(shop.user).get("/me/ledger/?axis=美")

    assert (answer.status_code, len(answer.context["lines"]), "axis" in answer.context["form"].errors) == (
        422,
        29,
        True,
    )


def test_filtered_rows_are_answered_alone_to_htmx(shop, sign_in):
    page = sign_in(shop.user).get("/me/ledger/?axis=赛", headers={"HX-Request": "true"}).content.decode()

    assert (page.strip().startswith('<div id="rows"'), "<html" in page, page.count("tl__i")) == (True, False, 7)


def test_long_ledger_is_turned_in_pages_that_keep_the_filter(shop, sign_in):
    for number in range(60):
        record(shop.worker, "contests.drilled", f"{2014 + number % 10}-0{1 + number % 9}-11", "cnc-miller")
    client = sign_in(shop.user)

    first, second = client.get("/me/ledger/?axis=赛"), client.get("/me/ledger/?axis=赛&page=2")

    assert ([len(answer.context["lines"]) for answer in (first, second)], first.context["count"]) == ([40, 25], 89)
    assert "?axis=%E8%B5%9B&amp;page=2" in first.content.decode()


@pytest.mark.parametrize("page", ["0", "99", "x"])
def test_page_that_is_not_there_shows_the_nearest(shop, sign_in, page):
    assert sign_in(shop.user).get(f"/me/ledger/?page={page}").status_code == 200


def test_superseded_entries_are_hidden_until_asked_for(shop, sign_in, corrected):
    client = sign_in(shop.user)

    lines = client.get("/me/ledger/?q=2019-09-10").context["lines"]
    everything = client.get("/me/ledger/?q=2019-09-10&all=1").context["lines"]

    today = "2024-09-12"
    assert [(line.sub, line.note) for line in lines] == [("竞赛名次·区县级·第3名", "")]
    assert [(line.id, line.sub, line.look, line.note) for line in everything] == [
        (corrected[2].pk, "竞赛名次·区县级·第3名", "key", "确认"),
        (corrected[1].pk, "竞赛名次·区县级·第3名", "off", f"{today}由北区·工会经办确认"),
        (corrected[0].pk, "竞赛名次·区县级·第5名", "off", f"{today}由北区·工会经办更正"),
    ]


def test_withdrawn_fact_is_gone_and_says_by_whom(shop, sign_in):
    fact = record(shop.worker, "mentoring.lectured", "2023-02-02", "safety-basics", None, 60)
    ledger.withdraw(actor=CLERK, fact_id=fact.pk)
    client = sign_in(shop.user)

    standing = client.get("/me/ledger/?q=2023-02-02").context["lines"]
    everything = client.get("/me/ledger/?q=2023-02-02&all=1").context["lines"]

    assert standing == []
    assert [(line.look, line.note) for line in everything] == [
        ("off", "撤销"),
        ("off", "2024-09-12由系统（test）撤销"),
    ]


def test_withdrawn_fact_says_why_as_long_as_the_reason_is_kept(shop, sign_in):
    fact = record(shop.worker, "mentoring.lectured", "2023-02-02", "safety-basics", None, 60)
    asked_for = ledger.Proposal(action="withdraw", fact_id=fact.pk)
    draft = ledger.propose(actor=CLERK, proposal=asked_for, reason="记错了人")
    settled = ledger.settle(actor=Actor.machine("checker"), draft_id=draft.pk, accept=True)
    client = sign_in(shop.user)
    paths = ("/me/ledger/?q=2023-02-02&all=1", f"/me/facts/{fact.pk}/")

    kept = [client.get(path) for path in paths]
    ledger.erase_draft(actor=CLERK, draft_id=settled.pk)
    erased = [client.get(path) for path in paths]

    told = [[line.note for line in answer[0].context["lines"]] for answer in (kept, erased)]
    assert told == [
        ["撤销：记错了人", "2024-09-12由系统（checker）撤销：记错了人"],
        ["撤销", "2024-09-12由系统（checker）撤销"],
    ]
    assert [[step.why for step in answer[1].context["fact"].steps] for answer in (kept, erased)] == [
        ["", "记错了人"],
        ["", ""],
    ]
    assert ["理由：记错了人" in answer[1].content.decode() for answer in (kept, erased)] == [True, False]


def test_fact_names_its_seal_and_says_when_there_is_none(shop, sign_in):
    early = record(shop.worker, "contests.drilled", "2022-01-01", "cnc-miller")
    seal = ledger.seal(actor=CLERK)[-1]
    late = record(shop.worker, "contests.drilled", "2022-02-01", "cnc-miller")
    client = sign_in(shop.user)

    sealed, loose = (client.get(f"/me/facts/{one.pk}/").content.decode() for one in (early, late))

    assert [f"第{seal.number}封" in sealed, seal.root[:12] in sealed, seal.root[:13] in sealed] == [True, True, False]
    assert ["还没封" in page for page in (sealed, loose)] == [False, True]


def test_fact_is_opened_with_its_chain_and_who_wrote_it(shop, sign_in, corrected):
    opened = sign_in(shop.user).get(f"/me/facts/{corrected[0].pk}/").context["fact"]

    assert [(step.id, step.what, step.by, step.here, step.standing) for step in opened.steps] == [
        (corrected[0].pk, "记入", "系统（test）", True, False),
        (corrected[1].pk, "更正", "北区·工会经办", False, False),
        (corrected[2].pk, "确认", "北区·工会经办", False, True),
    ]


def test_fact_says_what_it_is_as_far_as_it_is_known(shop, sign_in):
    client = sign_in(shop.user)
    line = next(line for line in client.get("/me/ledger/?q=带出").context["lines"])

    page = client.get(f"/me/facts/{line.id}/")
    fact = page.context["fact"]

    assert (fact.kind, fact.code, fact.precision, fact.unit, fact.quantity) == (
        "带出一名徒弟", "数控铣工", "year", "重庆路纺织厂", ""
    )  # fmt: skip
    assert ('<span class="date">2021</span>' in page.content.decode(), "只知道到年" in page.content.decode()) == (
        True,
        True,
    )


def test_fact_names_the_points_it_gave(shop, sign_in):
    client = sign_in(shop.user)
    line = next(line for line in client.get("/me/ledger/?q=高级技师").context["lines"])

    gave = client.get(f"/me/facts/{line.id}/").context["gave"]

    assert [(axis.title, source.title, source.points) for axis, source in gave] == [
        ("技", "最高技能等级", 7000), ("技", "高级工以上工种", 1200)
    ]  # fmt: skip


def test_superseded_fact_shows_the_points_of_the_last_entry(shop, sign_in, corrected):
    client = sign_in(shop.user)

    pages = [client.get(f"/me/facts/{fact.pk}/").context["gave"] for fact in corrected]

    assert pages[0] == pages[1] == pages[2]


def test_ground_of_a_fact_is_linked(shop, sign_in):
    won = record(shop.worker, "contests.won", "2022-05-05", "elite-city", "district")
    prize = record(shop.worker, "innovation.prized", "2022-06-06", "", "city", grounds=(won.pk,))

    grounds = sign_in(shop.user).get(f"/me/facts/{prize.pk}/").context["fact"].grounds

    assert [(line.id, line.title) for line in grounds] == [(won.pk, "市级精英赛")]


def test_facts_of_a_linked_record_are_mine(shop, sign_in):
    twin = people.linked_ids(shop.worker)
    from jiangxin.people import services
    from tests.people.builders import person

    other = person("沈知墨")
    fact = record(other, "honour.awarded", "2018-05-01", "jiangbei-craftsman", "district")
    services.link_persons(actor=CLERK, keep_id=shop.worker, other_id=other)
    client = sign_in(shop.user)

    assert (twin, client.get(f"/me/facts/{fact.pk}/").status_code) == (frozenset({shop.worker}), 200)
    assert ("2018-05-01", "江北工匠") in shown(client)


def test_ledger_and_fact_ask_the_same_for_one_and_for_three_more(shop, sign_in, corrected):
    client = sign_in(shop.user)
    paths = ["/me/ledger/", "/me/ledger/?all=1", f"/me/facts/{corrected[2].pk}/"]
    before = [asked(client, path) for path in paths]
    for day in ("2022-01-01", "2022-02-01", "2022-03-01"):
        fact = record(shop.worker, "contests.drilled", day, "cnc-miller")
        ledger.withdraw(actor=CLERK, fact_id=fact.pk)

    assert [asked(client, path) for path in paths] == before


def asked(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return len(queries)
