import hashlib
import stat
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection

from jiangxin.ledger import canonical, errors, queries, services, signing
from jiangxin.ledger.models import Fact, Seal
from jiangxin.ledger.queries.verify import VerifyReport
from jiangxin.ledger.services import seals


@pytest.fixture(autouse=True)
def _own_keys(settings, tmp_path):
    settings.KEYS = str(tmp_path)


@pytest.fixture
def facts(spell, clerk):
    """Four sealed facts (two ranges), the last resting on the first, and one that is not sealed yet."""
    made = [services.record(actor=clerk, fact=replace(spell, source_key=f"r{number}")) for number in range(3)]
    services.seal(actor=clerk)
    body = {"figure": "trained", "from": date(2024, 1, 1)}
    unit = services.new_subject(actor=clerk, type="unit")
    figure = services.NewFact(
        subject_id=unit, kind="books.figure-reported", code="x", happened_on=date(2024, 6, 30), quantity=0,
        body=body, grounds=(made[0].pk,),
    )  # fmt: skip
    made.append(services.record(actor=clerk, fact=figure))
    services.seal(actor=clerk)
    made.append(services.complete(actor=clerk, fact_id=made[2].pk, ended_on=date(2020, 1, 1)))
    return [one.pk for one in made]


def behind_the_guards(*statements):
    """Change rows as somebody could who owns the database."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _sql in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in ("ledger_fact", "ledger_seal", "ledger_ground"):
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement)


def told(**differences):
    """The report on the five facts with these differences."""
    counts = dict.fromkeys(("changed", "missing", "added", "unsealed", "broken"), 0)
    counts |= {name: len(ids) for name, ids in differences.items() if name in counts}
    return VerifyReport(**{"seals": 2, "rows": 4, "counts": counts} | differences)


def test_seal_closes_ranges_that_follow_each_other(facts):
    first, second = Seal.objects.order_by("number")

    assert [(one.number, one.first_id, one.last_id, one.count, one.runs) for one in (first, second)] == [
        (1, facts[0], facts[2], 3, [[facts[0], 3]]),
        (2, facts[3], facts[3], 1, [[facts[3], 1]]),
    ]
    assert (first.previous, second.previous, len(first.leaves)) == ("", first.root, 24)


def test_seal_of_nothing_new_makes_none(facts, clerk):
    assert [one.count for one in services.seal(actor=clerk)] == [1]
    assert services.seal(actor=clerk) == []


def test_seal_of_an_empty_ledger_makes_none(db, clerk):
    assert (services.seal(actor=clerk), Seal.objects.count()) == ([], 0)


def test_seal_goes_in_ranges_of_limited_size(spell, clerk, monkeypatch):
    monkeypatch.setattr(seals, "MOST", 2)
    for number in range(5):
        services.record(actor=clerk, fact=replace(spell, source_key=f"r{number}"))

    made = services.seal(actor=clerk)

    assert [one.count for one in made] == [2, 2, 1]
    assert queries.verify().clean


def test_digest_is_over_the_written_down_form(facts):
    row = dict(canonical.rows_between(facts[3], facts[3]))[facts[3]]
    fact = Fact.objects.get(pk=facts[3])

    assert row.decode().split("\x1f") == [
        str(fact.pk), str(fact.subject_id), "books.figure-reported", "x", "", "0", "2024-06-30", "day", "", "", "",
        "0", "", "", "", str(canonical.micros(fact.recorded_at)), "user:1",
        '{"figure":"trained","from":"2024-01-01"}', "", "original", f"{facts[0]}\n",
    ]  # fmt: skip
    assert Seal.objects.get(number=2).digest == hashlib.sha256(row).hexdigest()


def test_verify_tells_what_is_not_sealed_yet(facts):
    report = queries.verify()

    assert (report, report.clean) == (told(unsealed=[facts[4]]), True)


@pytest.mark.parametrize(
    "change",
    [
        "code = 'fitter'", "level = 1", "quantity = 2", "happened_on = '2012-09-02'", "proof = 2", "issuer_id = 1",
        "recorded_by = 'user:9'", "recorded_at = '2024-09-12 01:02:03+00'", "body = '{\"a\": 1}'", "source = 'x'",
    ],
)  # fmt: skip
def test_verify_names_a_changed_row(facts, change):
    behind_the_guards(f"UPDATE ledger_fact SET {change} WHERE id = {facts[1]}")

    report = queries.verify()

    assert (report, report.clean) == (told(changed=[facts[1]], unsealed=[facts[4]]), False)


def test_verify_names_a_row_whose_grounds_were_taken_away(facts):
    behind_the_guards("DELETE FROM ledger_ground")

    assert queries.verify() == told(changed=[facts[3]], unsealed=[facts[4]])


def test_verify_names_a_missing_row(facts):
    behind_the_guards(f"DELETE FROM ledger_fact WHERE id = {facts[1]}")

    assert queries.verify() == told(missing=[facts[1]], unsealed=[facts[4]], rows=3)


@pytest.mark.parametrize("where", ["before", "within"])
def test_verify_names_an_added_row(facts, where):
    columns = [field.column for field in Fact._meta.fields]
    # Within: the number of a row that is taken away, so that counting alone would not tell.
    new = facts[0] - 1 if where == "before" else facts[1]
    copied = ", ".join({"id": str(new), "source_key": "'other'"}.get(name, name) for name in columns)
    behind_the_guards(
        *([f"DELETE FROM ledger_fact WHERE id = {facts[1]}"] if where == "within" else []),
        f"INSERT INTO ledger_fact ({', '.join(columns)}) SELECT {copied} FROM ledger_fact WHERE id = {facts[0]}",
    )

    expected = told(added=[new], unsealed=[facts[4]]) if where == "before" else told(changed=[new], unsealed=[facts[4]])
    assert queries.verify() == expected


@pytest.mark.parametrize(
    "change",
    ["digest = 'x'", "count = 9", "root = 'x'", "signature = 'x'", "sealed_by = 'x'", "leaves = NULL", "key_id = 'x'"],
)
def test_verify_names_a_changed_seal(facts, change):
    if "NULL" in change:
        change = "leaves = x'00'" if connection.vendor == "sqlite" else r"leaves = '\x00'"
    behind_the_guards(f"UPDATE ledger_seal SET {change} WHERE number = 2")

    report = queries.verify()

    assert (report.broken, report.clean) == ([2], False)


def test_verify_names_a_missing_seal_and_the_rows_it_covered(facts):
    behind_the_guards("DELETE FROM ledger_seal WHERE number = 1")

    assert queries.verify() == told(broken=[1], unsealed=[*facts[:3], facts[4]], seals=1, rows=1)


def test_verify_keeps_the_lists_short_and_the_counts_true(facts):
    behind_the_guards("UPDATE ledger_fact SET code = 'fitter' WHERE source_key IS NOT NULL")

    report = queries.verify(limit=2)

    assert (report.changed, report.counts["changed"]) == (facts[:2], 3)


def test_key_is_made_for_its_owner_alone_and_the_public_one_exported(facts):
    assert stat.S_IMODE(signing.private_path().stat().st_mode) == 0o600
    assert signing.public_path().read_text().startswith("-----BEGIN PUBLIC KEY-----")


def test_verify_needs_only_the_public_key(facts):
    signing.private_path().unlink()

    assert queries.verify().clean


def test_missing_key_is_refused_and_not_made_anew(facts, clerk):
    signing.private_path().unlink()
    signing.public_path().unlink()

    for attempt in (queries.verify, lambda: services.seal(actor=clerk)):
        with pytest.raises(errors.SealKeyMissing):
            attempt()
    assert (Seal.objects.count(), signing.private_path().exists()) == (2, False)


@pytest.mark.parametrize("text", [b"", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", None])
def test_wrong_key_is_refused(facts, clerk, text):
    signing.private_path().unlink()
    signing.public_path().unlink()
    if text is None:
        signing.signer(None)
    else:
        signing.private_path().write_bytes(text)

    for attempt in (queries.verify, lambda: services.seal(actor=clerk)):
        with pytest.raises(errors.SealKeyWrong):
            attempt()
    assert Seal.objects.count() == 2
