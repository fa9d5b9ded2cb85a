"""The columns of the lake: small integers, 64-bit quantities, days, UTC instants; no decimals, no words on people."""

from typing import Final

import pyarrow as pa

DAYS: Final = {"day": 0, "month": 1, "year": 2}
FACT, MARK = "fact", "mark"

# ``day`` is the day a fact counts from: where only the month or year is known, its first.
# A withdrawal is superseded from the instant it was recorded, so that it never stands.
FACTS: Final = pa.schema(
    [
        ("kind", pa.int16()),
        ("subject_id", pa.int64()),
        ("id", pa.int64()),
        ("code", pa.string()),
        ("level", pa.int16()),
        ("quantity", pa.int64()),
        ("day", pa.date32()),
        ("precision", pa.int8()),
        ("ended_on", pa.date32()),
        ("proof", pa.int8()),
        ("recorded_at", pa.timestamp("us", "UTC")),
        ("superseded_at", pa.timestamp("us", "UTC")),
        ("credited_to", pa.int64()),
        ("credited_path", pa.string()),
        ("issuer_id", pa.int64()),
    ]
)

# Rows of one table, told apart by a partition: facts, and marks that an earlier fact is superseded since.
PART: Final = pa.field("part", pa.string())
TABLE: Final = FACTS.append(PART)

# ``leader_id`` is the least id of those that links in force at the sync join.
PERSONS: Final = pa.schema(
    [
        ("id", pa.int64()),
        ("birth_month", pa.date32()),
        ("sex", pa.string()),
        ("leader_id", pa.int64()),
    ]
)
SPELLS: Final = pa.schema(
    [
        ("id", pa.int64()),
        ("person_id", pa.int64()),
        ("unit_id", pa.int64()),
        ("employment", pa.bool_()),
        ("main", pa.bool_()),
        ("post_class", pa.string()),
        ("occupation", pa.string()),
        ("since", pa.date32()),
        ("until", pa.date32()),
    ]
)
PLACES: Final = pa.schema(
    [
        ("unit_id", pa.int64()),
        ("kind", pa.string()),
        ("path", pa.string()),
        ("since", pa.date32()),
        ("until", pa.date32()),
    ]
)
TAGS: Final = pa.schema(
    [
        ("unit_id", pa.int64()),
        ("family", pa.string()),
        ("code", pa.string()),
        ("since", pa.date32()),
        ("until", pa.date32()),
    ]
)
DIMENSIONS: Final = {"persons": PERSONS, "spells": SPELLS, "places": PLACES, "tags": TAGS}
