"""Lines are written with the act, chained, and told apart when somebody changes one behind the model's back."""

from contextlib import contextmanager
from datetime import date

import pytest
from django.db import connection, transaction

from jiangxin.audit import canonical, kinds, queries, services, tasks
from jiangxin.audit.errors import AuditKeyMissing, AuditSealed, UnknownAct
from jiangxin.audit.guards import AUDIT
from jiangxin.audit.models import Line, Link
from jiangxin.jobs import services as jobs
from jiangxin.jobs.tasks import run_due
from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor
from jiangxin.kernel.refusal import NotAllowed

CLERK = Actor(key="user:7", user_id=7)
SEALER = Actor.machine("clock")
DAY = date(2024, 9, 12)
ACT = kinds.act("tests.act", "试一试")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(settings, tmp_path):
    settings.KEYS = str(tmp_path)
    with clock.at(DAY):
        yield


@contextmanager
def behind_the_model():
    """Let SQL through as somebody would who holds the database itself."""
    with connection.cursor() as cursor:
        for name in AUDIT.wanted(connection.vendor):
            table = "audit_line" if name.startswith("audit_line") else "audit_link"
            cursor.execute(f"DROP TRIGGER {name}" + ("" if connection.vendor == "sqlite" else f" ON {table}"))
        yield cursor
    AUDIT.set_on(connection)


def write(count):
    for number in range(count):
        services.write(actor=CLERK, what=ACT, on=("person", number))
    return list(Line.objects.order_by("pk").values_list("pk", flat=True))


def test_line_says_who_what_when_where_and_from_which_session():
    with services.session("5e55"):
        services.write(actor=CLERK, what=ACT, on=("person", 12), detail={"rows": 3})

    (line,) = Line.objects.all()

    assert (line.who, line.what, line.session, line.object_type, line.object_id, line.detail) == (
        "user:7", "tests.act", "5e55", "person", 12, {"rows": 3},
    )  # fmt: skip
    assert clock.civil(line.at) == DAY


def test_undeclared_act_is_refused_and_nothing_written():
    with pytest.raises(UnknownAct):
        services.write(actor=CLERK, what="tests.unheard")

    assert Line.objects.count() == 0


def test_write_leaves_one_line_for_itself_and_none_for_what_it_calls():
    @services.acted("里面")
    def inner(*, actor, unit_id):
        return unit_id

    @services.acted("外面")
    def outer(*, actor, person_id, name, reason, scope):
        return inner(actor=actor, unit_id=5)

    outer(actor=CLERK, person_id=3, name="王伟", reason="电话13800000000", scope="history")

    (line,) = Line.objects.all()
    assert (line.object_type, line.object_id, line.detail) == ("person", 3, {"person_id": 3, "scope": "history"})


def test_refused_write_leaves_no_line():
    @services.acted("不让")
    def refused(*, actor):
        raise NotAllowed()

    with pytest.raises(NotAllowed):
        refused(actor=CLERK)

    assert Line.objects.count() == 0


@pytest.mark.parametrize(
    "attempt",
    [
        lambda line: line.save(),
        lambda line: line.delete(),
        lambda line: Line.objects.filter(pk=line.pk).update(who="user:8"),
        lambda line: Line.objects.all().delete(),
        lambda line: Line.objects.bulk_update([line], ["who"]),
    ],
)
def test_model_and_queryset_only_add(attempt):
    write(1)

    with pytest.raises(AuditSealed):
        attempt(Line.objects.get())

    assert Line.objects.get().who == "user:7"


@pytest.mark.parametrize("statement", ["UPDATE audit_line SET who = 'user:8'", "DELETE FROM audit_line"])
def test_database_itself_refuses(statement):
    write(1)

    with (
        pytest.raises(Exception, match="never changed or deleted"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert Line.objects.get().who == "user:7"


def test_sealed_lines_verify_and_new_ones_wait():
    write(3)
    first = services.seal(actor=SEALER)
    write(2)
    report = queries.verify()
    second = services.seal(actor=SEALER)

    assert [link.count for link in (*first, *second)] == [3, 2]
    assert second[0].previous == first[0].root
    assert (report.clean, report.rows, report.links, report.unsealed) == (True, 3, 1, 2)
    assert services.seal(actor=SEALER) == []


def test_changed_missing_and_added_lines_are_named():
    ids = write(4)
    services.seal(actor=SEALER)
    with behind_the_model() as cursor:
        cursor.execute("UPDATE audit_line SET who = 'user:8' WHERE id = %s", [ids[1]])
        cursor.execute("DELETE FROM audit_line WHERE id = %s", [ids[2]])
        cursor.execute(
            "INSERT INTO audit_line (id, at, who, session, what, object_type, detail)"
            " VALUES (%s, '2024-09-12', 'user:9', '', 'tests.act', '', '{}')",
            [ids[0] - 1],
        )

    report = queries.verify()

    assert (report.changed, report.missing, report.added, report.broken) == (
        [("audit.line", ids[1])], [("audit.line", ids[2])], [("audit.line", ids[0] - 1)], [],
    )  # fmt: skip
    assert (report.clean, report.first) == (False, ("changed", "audit.line", ids[1]))
    assert tasks.said(report) == f"对不上：audit.line第{ids[1]}行被改过。"


def test_lost_link_is_named():
    for _seal in range(3):
        write(1)
        services.seal(actor=SEALER)
    with behind_the_model() as cursor:
        cursor.execute("DELETE FROM audit_link WHERE number = 2")

    report = queries.verify()

    assert (report.broken, report.clean) == ([2], False)


def test_chain_that_was_cut_and_grown_anew_lacks_the_printed_root():
    write(2)
    (printed,) = services.seal(actor=SEALER)
    with behind_the_model() as cursor:
        cursor.execute("DELETE FROM audit_link")
        cursor.execute("DELETE FROM audit_line")
    write(2)
    services.seal(actor=SEALER)

    assert queries.verify().clean is True
    assert (queries.verify(root=printed.root).clean, queries.verify(root=printed.root).first) == (False, None)


def test_line_whose_transaction_ended_late_is_sealed_in_its_gap():
    ids = write(3)
    late = Line.objects.get(pk=ids[1])
    with behind_the_model() as cursor:
        cursor.execute("DELETE FROM audit_line WHERE id = %s", [late.pk])
    services.seal(actor=SEALER)
    late._state.adding = True
    late.save()
    waiting = queries.verify().unsealed

    (link,) = services.seal(actor=SEALER)

    assert (waiting, link.runs) == (1, [[ids[1], 1]])
    assert (queries.verify().clean, queries.verify().rows) == (True, 3)


def test_lost_signing_key_is_refused_and_not_made_anew():
    write(1)
    services.seal(actor=SEALER)
    canonical.key().path.unlink()
    write(1)

    with pytest.raises(AuditKeyMissing):
        services.seal(actor=SEALER)

    assert (Link.objects.count(), canonical.key().path.exists()) == (1, False)


def test_day_has_one_root_that_its_key_signed():
    write(2)
    services.seal(actor=SEALER)
    write(1)
    (last,) = services.seal(actor=SEALER)

    root = queries.root_of(DAY)

    assert (root.root, root.rows, root.links, root.number) == (last.root, 3, 2, 2)
    assert [(row["day"], row["number"], row["rows"]) for row in queries.daily_roots()] == [(DAY, 2, 3)]
    assert queries.public_key().startswith("-----BEGIN PUBLIC KEY-----")
    assert queries.root_of(date(2024, 9, 11)) is None


def test_verifying_is_work_that_leaves_its_answer():
    write(2)
    services.seal(actor=SEALER)
    job = jobs.start(actor=CLERK, name=tasks.VERIFY)

    run_due()

    job.refresh_from_db()
    assert (job.state, job.message) == ("done", "对得上：2行、1封，没有改动；还没封的0行。")
