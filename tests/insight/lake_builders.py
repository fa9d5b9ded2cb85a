"""A lake's rows as they stand after marks are folded in, to hold against the ledger."""

import duckdb

from jiangxin.insight.lake import shape, store
from jiangxin.ledger.models import Fact

COLUMNS = [name for name in shape.FACTS.names if name != "kind"]


def rows():
    """Return every fact of the lake with its kind's name, by id."""
    pinned = store.pin()
    names = {number: kind for kind, number in pinned.kinds.items()}
    if not pinned.facts:
        return []
    with duckdb.connect() as con:
        marks = {}
        if pinned.marks:
            found = con.read_parquet(list(pinned.marks), hive_partitioning=False)
            marks = dict(found.project("id, epoch_us(superseded_at)").fetchall())
        found = con.read_parquet(list(pinned.facts), hive_partitioning=False)
        asked = found.project(
            "kind, id, subject_id, code, level, quantity, day, ended_on, proof, epoch_us(recorded_at), "
            "epoch_us(superseded_at), credited_to, credited_path, issuer_id"
        ).order("id")
        return [
            (names[row[0]], *row[1:10], row[10] if row[10] is not None else marks.get(row[1]), *row[11:])
            for row in asked.fetchall()
        ]


def ledger_rows():
    """Return the same rows from the ledger, all days known to the day."""
    return [
        (
            fact.kind,
            fact.pk,
            fact.subject_id,
            fact.code,
            fact.level,
            fact.quantity,
            fact.happened_on,
            fact.ended_on,
            fact.proof,
            micros(fact.recorded_at),
            since(fact),
            fact.credited_to_id,
            fact.credited_path,
            fact.issuer_id,
        )
        for fact in Fact.objects.order_by("pk").select_related("superseded_by")
    ]


def since(fact):
    """Return when a fact ceased to stand; a withdrawal never did."""
    if fact.entry == "withdrawn":
        return micros(fact.recorded_at)
    later = getattr(fact, "superseded_by", None)
    return micros(later.recorded_at) if later else None


def micros(moment):
    """Return an instant as microseconds since 1970."""
    return round(moment.timestamp() * 1_000_000)
