"""What a worker declares, in the pages: the form, the state, repair, taking back, and nobody else's."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jiangxin.kernel.actor import Actor
from jiangxin.ledger import queries as ledger
from jiangxin.people import access, queries, services
from jiangxin.people.queries import changes as drafts
from jiangxin.people.services import NewDuty, declared
from tests.doors.me.builders import CLERK
from tests.people.pictures import PNG

KIND = "honour.awarded"
NEW = "/me/declare/new/honour.awarded/"


@pytest.fixture(autouse=True)
def _here(settings, tmp_path):
    settings.DATA = tmp_path


def typed(**more):
    return {
        "happened_on": "2024-05-01", "precision": "day", "code": "district-chief-worker", "level": "district",
        "note": "见奖状",
    } | more  # fmt: skip


def said(client, **more):
    return client.post(NEW, typed(**more))


def left(shop):
    """Return the declared entries (entry, level, stands) and the state of every draft."""
    rows = [row for row in ledger.history_of([shop.worker], kinds=[KIND]) if row.happened_on.year == 2024]
    entries = [(row.entry, row.level, row.stands(None)) for row in sorted(rows, key=lambda row: row.id)]
    return entries, [one.state for one in ledger.drafts().order_by("pk")]


NOTHING = ([], [])


def hr(shop):
    services.create_user(actor=CLERK, username="hr", password="zhe-shi-yi-ge-mi-ma")
    user = queries.user_named("hr")
    duty = NewDuty(user_id=user.pk, name="hr", unit_id=shop.town.mill, since=date(2020, 1, 1))
    services.give_duty(actor=CLERK, new=duty)
    return access.actor_of(user)


def test_worker_declares_with_a_file_and_sees_it_wait(shop, sign_in):
    client = sign_in(shop.user)

    answer = said(client, evidence=SimpleUploadedFile("奖状.png", PNG))
    (draft,) = drafts.declarations_of(shop.worker)
    page = client.get(f"/me/declare/{draft.pk}/").context
    file = client.get(f"/me/declare/{draft.pk}/evidence/")

    assert (answer.status_code, answer.url, left(shop)) == (
        302,
        f"/me/declare/{draft.pk}/",
        ([("original", 2, True)], ["proposed"]),
    )
    assert (page["one"].said, page["one"].open, page["file"].name) == ("等单位确认", True, "奖状.png")
    assert (file.content, file["Content-Type"]) == (PNG, "image/png")


def test_declared_fact_gives_no_points_until_it_is_confirmed(shop, sign_in):
    clerk, client = hr(shop), sign_in(shop.user)
    before = client.get("/me/").context["sheet"].portrait.total
    said(client, code="zhejiang-craftsman", level="province")
    waiting = client.get("/me/").context["sheet"]
    (draft,) = drafts.declarations_of(shop.worker)

    declared.settle_declared(actor=clerk, draft_id=draft.pk, accept=True)

    after = client.get("/me/").context["sheet"].portrait.total
    assert (waiting.portrait.total, len(waiting.known.waiting)) == (before, 2)
    assert after > before


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"happened_on": ""}, "happened_on"),
        ({"happened_on": "1日"}, "happened_on"),
        ({"code": ""}, "code"),
        ({"code": "king"}, "code"),
        ({"level": "king"}, "level"),
        ({"precision": "second"}, "precision"),
        ({"evidence": SimpleUploadedFile("a.pdf", b"")}, "evidence"),
        ({"evidence": SimpleUploadedFile("a.pdf", b"%PDF-" + b"0" * declared.EVIDENCE_MOST)}, "evidence"),
    ],
)
def test_wrong_field_is_told_where_it_is_and_leaves_nothing(shop, sign_in, more, field):
    answer = said(sign_in(shop.user), **more)

    assert (answer.status_code, list(answer.context["form"].errors), left(shop)) == (422, [field], NOTHING)


@pytest.mark.parametrize(
    "more",
    [
        {"happened_on": "2024-09-13"},
        {"evidence": SimpleUploadedFile("a.pdf", b"<html><script>alert(1)</script>")},
        {"evidence": SimpleUploadedFile("a.pdf", b"only words")},
        {"happened_on": "2020-04-28"},  # there already
    ],
)
def test_refused_declaration_is_told_on_the_form_and_leaves_nothing(shop, sign_in, more):
    answer = said(sign_in(shop.user), **more)

    assert (len(answer.context["form"].non_field_errors()), left(shop)) == (1, NOTHING)
    assert 400 <= answer.status_code < 500


@pytest.mark.parametrize("kind", ["people.party-joined", "welfare.mutual-aid-joined", "books.figure-reported", "x"])
def test_kind_that_is_not_declarable_is_not_found(shop, sign_in, kind):
    assert sign_in(shop.user).get(f"/me/declare/new/{kind}/").status_code == 404


def test_every_declarable_kind_has_its_form(shop, sign_in):
    client = sign_in(shop.user)
    groups = client.get("/me/declare/").context["groups"]

    assert [client.get(f"/me/declare/new/{kind}/").status_code for kind, _title in groups] == [200] * len(groups)
    assert len(groups) == len(declared.declarable())


def test_returned_declaration_is_told_repaired_and_asked_again(shop, sign_in):
    clerk, client = hr(shop), sign_in(shop.user)
    said(client)
    (draft,) = drafts.declarations_of(shop.worker)
    declared.settle_declared(actor=clerk, draft_id=draft.pk, accept=False, answer="级别不对吧")
    told = client.get("/me/").content.decode()
    form = client.get(f"/me/declare/{draft.pk}/again/").context["form"]

    again = client.post(f"/me/declare/{draft.pk}/again/", typed(level="city"))

    assert ("被退回了" in told, form["code"].value(), form["note"].value()) == (True, "district-chief-worker", "见奖状")
    assert (again.status_code, left(shop)) == (
        302,
        ([("original", 2, False), ("corrected", 3, True)], ["declined", "proposed"]),
    )
    assert "被退回了" not in client.get("/me/").content.decode()


def test_declaration_is_taken_back_once(shop, sign_in):
    client = sign_in(shop.user)
    said(client)
    (draft,) = drafts.declarations_of(shop.worker)

    answers = [client.post(f"/me/declare/{draft.pk}/withdraw/").status_code for _time in range(2)]

    assert (answers, left(shop)) == ([302, 409], ([("original", 2, False), ("withdrawn", 2, False)], ["recalled"]))


@pytest.mark.parametrize("part", ["", "again/", "evidence/"])
def test_declaration_of_another_is_not_found(shop, sign_in, part):
    said(sign_in(shop.user))
    (draft,) = drafts.declarations_of(shop.worker)
    path = f"/me/declare/{draft.pk}/{part}"

    answers = [sign_in(name).get(path).status_code for name in (shop.other, shop.clerk)]

    assert answers == [404, 404]
    assert sign_in(shop.other).post(f"/me/declare/{draft.pk}/withdraw/").status_code == 404
    assert left(shop) == ([("original", 2, True)], ["proposed"])


@pytest.mark.parametrize("path", ["/me/declare/", NEW, "/me/declare/1/"])
def test_declaring_is_for_persons_of_the_roster(shop, client, sign_in, path):
    stranger = client.get(path).status_code

    assert (stranger, sign_in(shop.clerk).get(path).status_code) == (302, 404)


def test_machine_has_no_declarations(shop):
    assert list(drafts.drafts_to_confirm(Actor.machine("test"))) == []
