"""The facts of a bulk load, as columns for the ledger's own bulk door."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

import pyarrow as pa

from jiangxin.kernel.actor import Actor
from jiangxin.ledger import bulk as ledger_bulk
from jiangxin.people import kinds
from jiangxin.people.bulk.rows import refuse
from jiangxin.people.models import Unit
from jiangxin.people.services.spells import NewSpell, facts_of_spell, spell_key

SOURCE = "people"
PROOFS = {"reported": -1, "declared": 0, "confirmed": 1, "verified": 2}
SCHEMA = pa.schema(
    [
        ("subject_id", pa.int64()), ("kind", pa.string()), ("code", pa.string()), ("happened_on", pa.date32()),
        ("ended_on", pa.date32()), ("credited_to", pa.int64()), ("credited_path", pa.string()), ("proof", pa.int8()),
        ("source_key", pa.string()), ("recorded_at", pa.timestamp("us", tz="UTC")),
    ]
)  # fmt: skip


def record_unionised(
    actor: Actor, unions: Sequence[tuple[int, date | None, datetime | None]], paths: Mapping[int, str]
) -> None:
    """Record each union set up (unit, day, when recorded or None for now) as a confirmed fact."""
    _load(
        actor,
        [
            (unit_id, kinds.UNIONISED, "", day, None, unit_id, paths[unit_id], 1, f"unionised:{unit_id}", moment)
            for unit_id, day, moment in unions
            if day is not None
        ],
    )


def record_spells(
    actor: Actor, news: Sequence[NewSpell], moments: Sequence[datetime | None], path: Callable[[int, date], str]
) -> None:
    """Record what each spell stands for; ``moments`` are when the facts were recorded, None for now."""
    unit_kinds = dict(Unit.objects.filter(pk__in={new.unit_id for new in news}).values_list("pk", "kind"))
    _load(
        actor,
        [
            (
                new.person_id, kind, code, new.since, new.until, new.unit_id, path(new.unit_id, new.since),
                PROOFS[new.proof], spell_key(new, kind), moment,
            )
            for new, moment in zip(news, moments, strict=True)
            for kind, code in facts_of_spell(new.kind, unit_kinds[new.unit_id], new.occupation)
        ],
    )  # fmt: skip


def _load(actor: Actor, rows: list[tuple[object, ...]]) -> None:
    if not rows:
        return
    columns = [pa.array(values, field.type) for values, field in zip(zip(*rows, strict=True), SCHEMA, strict=True)]
    table = pa.Table.from_arrays(columns, schema=SCHEMA)
    if table.column("recorded_at").null_count == table.num_rows:
        table = table.drop_columns(["recorded_at"])
    result = ledger_bulk.load(actor=actor, table=table, source=SOURCE)
    refuse([(0, one.why) for one in result.refused])
    refuse([(0, str(one)) for one in result.different])
