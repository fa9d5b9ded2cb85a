from datetime import date, datetime
from typing import NamedTuple


class FactRow(NamedTuple):
    id: int
    subject_id: int
    kind: str
    code: str
    level: int | None
    quantity: int
    happened_on: date
    ended_on: date | None
    precision: str
    proof: int
    entry: str
    recorded_at: datetime
    superseded_at: datetime | None
    credited_to: int | None
    issuer_id: int | None
