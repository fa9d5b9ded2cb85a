"""What a worker declares: recorded as declared, confirmed or returned by his unit, repaired or withdrawn by himself."""

from dataclasses import replace
from datetime import date

import pytest

from jiangxin.files import queries as files
from jiangxin.files.errors import FileTooLarge, FileTypeRefused
from jiangxin.files.models import StoredFile
from jiangxin.kernel import clock
from jiangxin.kernel.refusal import NotAllowed, NotFound
from jiangxin.ledger import errors as ledger_errors
from jiangxin.ledger import queries as ledger_queries
from jiangxin.people import errors, queries, services
from jiangxin.people.queries import changes as drafts
from jiangxin.people.services import declared
from jiangxin.people.services.declared import Declared, Evidence
from tests.people import deciders
from tests.people.builders import CLERK, TODAY, person, spell
from tests.people.deciders import actor

KIND = "honour.awarded"
NEW = Declared(kind=KIND, happened_on=date(2023, 5, 1), code="district-chief-worker", level="district", note="见奖状")
PDF = Evidence("奖状.pdf", b"%PDF-1.7 ...")


@pytest.fixture(autouse=True)
def _here(settings, tmp_path):
    settings.DATA = tmp_path
    with clock.at(TODAY):
        yield


@pytest.fixture
def office(db):
    return deciders.office()


def left(office):
    """Return the entries of the declared kind, every draft's state, and how many files are kept."""
    rows = ledger_queries.history_of([office.worker], kinds=[KIND])
    entries = [(row.entry, row.proof, row.stands(None)) for row in sorted(rows, key=lambda row: row.id)]
    return entries, list(ledger_queries.drafts().order_by("pk").values_list("state", flat=True)), _files()


def _files():
    return StoredFile.objects.count()


ONE = ([("original", 0, True)], ["proposed"], 1)
NOTHING = ([], [], 0)


def said(office, new=NEW, evidence=PDF, by="worker"):
    return declared.declare(actor=actor(by), new=new, evidence=evidence)


def test_declared_fact_waits_with_its_evidence(office):
    draft = said(office)

    assert (left(office), draft.reason, draft.target.source) == (ONE, "见奖状", "declared")
    assert files.read_file(draft.evidence_id) == PDF.content
    assert draft.target.credited_to_id == office.town.mill


def test_declared_fact_is_confirmed_by_his_unit(office):
    draft = said(office)

    declared.settle_declared(actor=actor("millhr"), draft_id=draft.pk, accept=True)

    assert left(office) == ([("original", 0, False), ("confirmed", 1, True)], ["accepted"], 1)


@pytest.mark.parametrize("by", ["millhr", "millclerk", "clerk", "citylead"])
def test_declared_fact_waits_for_the_clerks_above_him(office, by):
    draft = said(office)

    assert list(drafts.drafts_to_confirm(actor(by))) == [draft]


@pytest.mark.parametrize(
    ("by", "refusal"),
    [
        ("dockhr", NotFound),
        ("southclerk", NotFound),
        ("colleague", NotFound),
        ("reviewer", NotAllowed),
        ("auditor", NotAllowed),
    ],
)
def test_declared_fact_is_not_confirmed_by_others(office, by, refusal):
    draft = said(office)

    with pytest.raises(refusal):
        declared.settle_declared(actor=actor(by), draft_id=draft.pk, accept=True)

    assert left(office) == ONE
    assert list(drafts.drafts_to_confirm(actor(by))) == []


def test_declared_fact_is_not_confirmed_by_himself_though_a_clerk(office):
    deciders.give("worker", "union.clerk", office.town.mill)
    draft = said(office)

    with pytest.raises(errors.OwnAffair):
        declared.settle_declared(actor=actor("worker"), draft_id=draft.pk, accept=True)

    assert left(office) == ONE
    assert list(drafts.drafts_to_confirm(actor("worker"))) == []


def test_declared_fact_follows_him_to_his_new_unit(office):
    draft = said(office)
    for one in queries.spells_of(office.worker):
        services.end_spell(actor=CLERK, spell_id=one.pk, until=date(2024, 9, 10))
    spell(office.worker, office.town.forge, date(2024, 9, 11), main=True)

    with pytest.raises(NotFound):
        declared.settle_declared(actor=actor("millhr"), draft_id=draft.pk, accept=True)
    before = left(office)
    declared.settle_declared(actor=actor("southclerk"), draft_id=draft.pk, accept=True)

    assert (before, left(office)[1]) == (ONE, ["accepted"])


def test_returned_declaration_comes_back_with_its_reason(office):
    draft = said(office)

    with pytest.raises(errors.ReasonTooShort):
        declared.settle_declared(actor=actor("millhr"), draft_id=draft.pk, accept=False)
    before = left(office)
    declared.settle_declared(actor=actor("millhr"), draft_id=draft.pk, accept=False, answer="奖状看不清")

    assert (before, left(office)) == (ONE, ([("original", 0, True)], ["declined"], 1))
    assert [one.answer for one in drafts.declarations_returned(office.worker)] == ["奖状看不清"]


def test_repair_asks_again_with_a_correction(office):
    draft = said(office)
    declared.settle_declared(actor=actor("millhr"), draft_id=draft.pk, accept=False, answer="日子不对吧")

    again = declared.repair_declared(
        actor=actor("worker"), draft_id=draft.pk, new=replace(NEW, happened_on=date(2023, 4, 30))
    )

    assert left(office) == (
        [("original", 0, False), ("corrected", 0, True)],
        ["declined", "proposed"],
        1,
    )
    assert (again.evidence_id, list(drafts.declarations_returned(office.worker))) == (draft.evidence_id, [])


def test_repair_with_a_better_file_alone_writes_no_entry(office):
    draft = said(office)

    again = declared.repair_declared(
        actor=actor("worker"),
        draft_id=draft.pk,
        new=NEW,
        evidence=Evidence("b.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x08\0\0\0\x08..."),
    )

    assert left(office) == ([("original", 0, True)], ["recalled", "proposed"], 2)
    assert (again.target_id, again.evidence_id != draft.evidence_id) == (draft.target_id, True)


def test_withdrawn_declaration_leaves_both_entries(office):
    draft = said(office)

    declared.withdraw_declared(actor=actor("worker"), draft_id=draft.pk)

    assert left(office) == ([("original", 0, False), ("withdrawn", 0, False)], ["recalled"], 1)


@pytest.mark.parametrize("act", [declared.repair_declared, declared.withdraw_declared])
def test_confirmed_declaration_is_changed_no_more(office, act):
    draft = said(office)
    declared.settle_declared(actor=actor("millhr"), draft_id=draft.pk, accept=True)
    more = {"new": replace(NEW, level="city")} if act is declared.repair_declared else {}

    with pytest.raises(errors.DeclarationSettled):
        act(actor=actor("worker"), draft_id=draft.pk, **more)

    assert left(office) == ([("original", 0, False), ("confirmed", 1, True)], ["accepted"], 1)


def test_declaration_of_another_is_not_found(office):
    draft = said(office)

    with pytest.raises(NotFound):
        declared.withdraw_declared(actor=actor("colleague"), draft_id=draft.pk)
    with pytest.raises(NotFound):
        declared.repair_declared(actor=actor("millhr"), draft_id=draft.pk, new=NEW)

    assert left(office) == ONE


@pytest.mark.parametrize(
    ("new", "refusal"),
    [
        (replace(NEW, kind="pay.grade-rewarded"), errors.NotDeclarable),
        (replace(NEW, kind="people.party-joined", code="", level=None), errors.NotDeclarable),
        (replace(NEW, code="no-such-honour"), ledger_errors.UnknownCode),
        (replace(NEW, level="king"), ledger_errors.UnknownLevel),
        (replace(NEW, quantity=3), ledger_errors.WrongQuantity),
        (replace(NEW, happened_on=date(2024, 9, 13)), ledger_errors.FutureDate),
    ],
)
def test_wrong_declaration_leaves_nothing(office, new, refusal):
    with pytest.raises(refusal):
        said(office, new)

    assert left(office) == NOTHING


@pytest.mark.parametrize(
    ("evidence", "refusal"),
    [
        (Evidence("a.pdf", b"<html><script>"), FileTypeRefused),
        (Evidence("a.pdf", b"just words"), FileTypeRefused),
        (Evidence("a.pdf", b"%PDF-" + b"0" * declared.EVIDENCE_MOST), FileTooLarge),
    ],
)
def test_wrong_evidence_leaves_nothing(office, evidence, refusal):
    with pytest.raises(refusal):
        said(office, evidence=evidence)

    assert left(office) == NOTHING


def test_what_is_on_record_already_is_not_declared_again(office):
    draft = said(office)

    with pytest.raises(errors.DeclaredAlready) as refused:
        said(office)

    assert (refused.value.details, left(office)) == ({"fact": draft.target_id}, ONE)


def test_nobody_to_confirm_and_nobody_declaring_are_refused(office):
    deciders.login("alone", person("孤舟"))

    with pytest.raises(errors.NoUnitToConfirm):
        said(office, by="alone")
    with pytest.raises(NotAllowed):
        said(office, by="millhr")

    assert left(office) == NOTHING


def test_declarable_kinds_are_those_of_the_book(office):
    assert KIND in declared.declarable()
    assert [kind for kind in declared.declarable() if kind.startswith(("people.", "welfare.", "pay."))] == []
