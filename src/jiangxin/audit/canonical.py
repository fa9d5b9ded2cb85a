"""A row as bytes, the same from either database, and how rows become one root."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Model, QuerySet

from jiangxin.audit.errors import AuditKeyMissing, AuditKeyWrong
from jiangxin.audit.models import Link
from jiangxin.kernel.signing import SigningKey

SEPARATOR = "\x1f"
LEAF = 8  # bytes of a row's digest kept in a link
BATCH = 2_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Stretch:
    """What a link says of its rows; ``runs`` and ``leaves`` go into the root by their digests."""

    number: int
    source: str
    runs: list[list[int]]
    leaves: bytes
    chained: str  # the digest of all rows, one after the other, from the root before
    sealed_at: int  # microseconds since 1970
    sealed_by: str
    key_id: str

    def root(self, previous: str) -> str:
        """Return the chain's root after these rows."""
        parts = (
            self.number, self.source, digest(plain(self.runs)), hashlib.sha256(self.leaves).hexdigest(), self.chained,
            self.sealed_at, self.sealed_by, self.key_id, previous,
        )  # fmt: skip
        return digest("|".join(map(str, parts)))


def key() -> SigningKey:
    """Return the key that signs links."""
    place = Path(settings.KEYS)
    folder = place.parent if place.suffix == ".json" else place
    return SigningKey(folder / "audit-seal.key", AuditKeyMissing, AuditKeyWrong)


def stretch_of(link: Link, chained: str) -> Stretch:
    """Return what a stored link says, over rows whose digest has been taken anew."""
    return Stretch(
        number=link.number,
        source=link.source,
        runs=link.runs,
        leaves=bytes(link.leaves),
        chained=chained,
        sealed_at=micros(link.sealed_at),
        sealed_by=link.sealed_by,
        key_id=link.key_id,
    )


def chained(before: str, rows: Iterable[bytes]) -> tuple[str, bytes]:
    """Return the digest that goes on from ``before`` over every row in turn, and the rows' leaves."""
    at, leaves = before, bytearray()
    for row in rows:
        leaf = hashlib.sha256(row).digest()
        leaves += leaf[:LEAF]
        at = hashlib.sha256(at.encode() + leaf).hexdigest()
    return at, bytes(leaves)


def rows_of(rows: QuerySet[Model], fields: tuple[str, ...], first: int, last: int) -> Iterator[tuple[int, bytes]]:
    """Yield (id, canonical row) of a table in a closed range of ids, in order, a batch at a time."""
    found = rows.filter(pk__gte=first, pk__lte=last).order_by("pk").values_list(*fields)
    for row in found.iterator(chunk_size=BATCH):
        yield row[0], (SEPARATOR.join(map(plain, row)) + "\n").encode()


def ids_of(rows: QuerySet[Model], first: int, last: int) -> Iterator[int]:
    """Yield the ids of a table in a closed range, in order."""
    found = rows.filter(pk__gte=first, pk__lte=last).order_by("pk").values_list("pk", flat=True)
    yield from found.iterator(chunk_size=BATCH)


def plain(value: Any) -> str:
    """Return a value as text: nothing is empty, instants are microseconds since 1970, JSON has sorted keys."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return str(micros(value))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict | list):
        return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return str(value)


def digest(text: str) -> str:
    """Return the SHA-256 of a text in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def micros(moment: datetime) -> int:
    """Return an instant as microseconds since 1970."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def runs_of(ids: Iterable[int]) -> list[list[int]]:
    """Return ascending ids as runs [first, count]."""
    runs: list[list[int]] = []
    for one in ids:
        if runs and one == runs[-1][0] + runs[-1][1]:
            runs[-1][1] += 1
        else:
            runs.append([one, 1])
    return runs


def in_runs(runs: Iterable[list[int]]) -> Iterator[int]:
    """Yield the ids of runs."""
    for first, count in runs:
        yield from range(first, first + count)
