from dataclasses import replace

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from jiangxin.kernel.ids import INSTALLATION_STEP
from jiangxin.ledger import errors, guards, kinds, services
from jiangxin.ledger.models import Draft, Fact, Ground, Subject


@pytest.fixture
def fact(spell, clerk):
    return services.record(actor=clerk, fact=spell)


def sql(statement):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_fact_refuses_change_and_deletion_in_the_model(fact):
    fact.code = "fitter"

    for attempt in (
        fact.save,
        fact.delete,
        Fact.objects.all().delete,
        Ground.objects.all().delete,
        lambda: Fact.objects.update(code="fitter"),
    ):
        with pytest.raises(errors.Sealed) as caught:
            attempt()
    assert caught.value.message == "账目只增不改；如有错误，请记一笔更正。"
    assert list(Fact.objects.values_list("code", flat=True)) == ["welder"]


@pytest.mark.parametrize("table", guards.SEALED)
@pytest.mark.parametrize("statement", ["UPDATE {} SET {}", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_database_refuses_change_and_deletion(fact, spell, clerk, table, statement):
    if statement.startswith("TRUNCATE") and connection.vendor == "sqlite":
        statement = "DELETE FROM {}"
    services.record(actor=clerk, fact=replace(spell, source_key="r2", grounds=(fact.pk,)))
    services.seal(actor=clerk)
    if connection.vendor == "postgresql":
        sql("SET CONSTRAINTS ALL IMMEDIATE")  # the checks of the rows just written come before the guards otherwise
    field = {"ledger_fact": "code = 'x'", "ledger_ground": "fact_id = fact_id", "ledger_seal": "count = 9"}[table]

    with pytest.raises(DatabaseError, match="never changed"):
        sql(statement.format(table, field))

    assert Fact.objects.filter(code="welder").count() == 2


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite has INSERT OR REPLACE")
@pytest.mark.parametrize("same", ["id", "source_key"])
def test_database_refuses_replacing(fact, same):
    columns = [field.column for field in Fact._meta.fields if field.column != "id" or same == "id"]
    names = ", ".join(columns)
    copied = names.replace("source_key", "'other'") if same == "id" else names

    with pytest.raises(DatabaseError, match="UNIQUE"):
        sql(f"INSERT OR REPLACE INTO ledger_fact ({names}) SELECT {copied} FROM ledger_fact")

    assert list(Fact.objects.values_list("pk", "source_key")) == [(fact.pk, "r1")]


@pytest.mark.parametrize(
    "change",
    ["quantity = -1", "proof = 3", "precision = 'week'", "ended_on = '2000-01-01'", "recorded_by = ''", "entry = 'x'"],
)
def test_database_refuses_rows_that_cannot_be(fact, change):
    name, value = change.split(" = ")
    columns = [field.column for field in Fact._meta.fields if field.column != "id"]
    said = {"source_key": "'other'", name: value}
    picked = ", ".join(said.get(column, column) for column in columns)

    with pytest.raises(DatabaseError, match="ledger_fact_"):
        sql(f"INSERT INTO ledger_fact ({', '.join(columns)}) SELECT {picked} FROM ledger_fact")

    assert Fact.objects.count() == 1


def test_ids_start_at_the_installations_own_range(fact, spell, clerk):
    draft = services.propose(
        actor=clerk, proposal=services.Proposal(action="record", fact=replace(spell, source_key="r2"))
    )

    for one in (Subject.objects.get(), fact, draft):
        assert INSTALLATION_STEP <= one.pk < 2 * INSTALLATION_STEP
    assert Draft.objects.count() == 1


def test_missing_trigger_is_told_and_made_again_by_migrate(db):
    name = "ledger_fact_no_update" if connection.vendor == "sqlite" else "ledger_fact_sealed"
    sql(f"DROP TRIGGER {name}" + ("" if connection.vendor == "sqlite" else " ON ledger_fact"))

    told = guards.problems(connection)
    call_command("migrate", verbosity=0)

    assert [(one.id, one.msg, one.hint) for one in told] == [
        ("ledger.E002", f"账目的保护没有就位（{name}），现在能被改动", "运行 ./jx manage migrate")
    ]
    assert guards.problems(connection) == []


def test_another_installation_number_is_told(db, settings):
    settings.INSTALLATION = 2

    assert [one.id for one in guards.problems(connection)] == ["ledger.E003"]


def test_every_kind_that_rooms_record_is_declared(monkeypatch):
    assert guards.check_kinds(None) == []

    monkeypatch.setattr(kinds, "_used", {"people.employed", "people.knighted"})

    assert [one.msg for one in guards.check_kinds(None)] == ["事项“people.knighted”要记账，却没有声明"]
