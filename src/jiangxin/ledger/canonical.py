"""A fact as bytes, the same from either database: what seals are taken over.

One row: the fields in the order of ``FIELDS``, parted by the unit separator, ended by
a line feed. Nothing is empty text; days are ISO dates; ``recorded_at`` is microseconds
since 1970 in UTC; ``body`` is JSON with sorted keys and no spaces; ``grounds`` are the
ids rested on, in order, with commas.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db import connection

FIELDS = (
    "id", "subject_id", "kind", "code", "level", "quantity", "happened_on", "precision", "ended_on",
    "credited_to_id", "credited_path", "proof", "issuer_id", "source", "source_key", "recorded_at", "recorded_by",
    "body", "supersedes_id", "entry", "grounds",
)  # fmt: skip
SEPARATOR = "\x1f"
END = "\n"
LEAF = 8  # bytes of a row's digest kept in a seal
BATCH = 5_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_SQLITE = {
    "happened_on": "CAST(happened_on AS TEXT)",
    "ended_on": "CAST(ended_on AS TEXT)",
    "recorded_at": "CAST(recorded_at AS TEXT)",
    "body": "CAST(body AS TEXT)",
}
_POSTGRESQL = {
    "happened_on": "happened_on::text",
    "ended_on": "ended_on::text",
    "recorded_at": "(extract(epoch from recorded_at) * 1000000)::bigint",
    "body": "body::text",
}


def body_text(body: dict[str, Any]) -> str:
    """Return a body as canonical JSON."""
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def micros(moment: datetime) -> int:
    """Return an instant as microseconds since 1970."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def leaf(row: bytes) -> bytes:
    """Return what a seal keeps of one row."""
    return hashlib.sha256(row).digest()[:LEAF]


def rows_between(first: int, last: int) -> Iterator[tuple[int, bytes]]:
    """Yield (id, canonical row) of the facts in a closed range of ids, in order, a batch at a time."""
    special = _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL
    columns = ", ".join(special.get(name, f'"{name}"') for name in FIELDS[:-1])
    after = first - 1
    with connection.cursor() as cursor:
        while True:
            cursor.execute(
                f"SELECT {columns} FROM ledger_fact WHERE id > %s AND id <= %s ORDER BY id LIMIT {BATCH}",  # noqa: S608
                [after, last],
            )
            found = cursor.fetchall()
            if not found:
                return
            grounds = _grounds(found[0][0], found[-1][0])
            for row in found:
                yield row[0], _bytes(row, grounds.get(row[0], ""))
            after = found[-1][0]


def runs_of(ids: Iterable[int]) -> list[list[int]]:
    """Return ascending ids as [first, count] runs."""
    runs: list[list[int]] = []
    for one in ids:
        if runs and one == runs[-1][0] + runs[-1][1]:
            runs[-1][1] += 1
        else:
            runs.append([one, 1])
    return runs


def ids_of(runs: Iterable[Sequence[int]]) -> Iterator[int]:
    """Yield the ids of runs, in order."""
    for first, count in runs:
        yield from range(first, first + count)


def _grounds(first: int, last: int) -> dict[int, str]:
    found: dict[int, list[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT fact_id, rests_on_id FROM ledger_ground WHERE fact_id BETWEEN %s AND %s ORDER BY rests_on_id",
            [first, last],
        )
        for fact, rests_on in cursor.fetchall():
            found.setdefault(fact, []).append(rests_on)
    return {fact: ",".join(map(str, ids)) for fact, ids in found.items()}


def _bytes(row: Sequence[Any], grounds: str) -> bytes:
    texts = ["" if value is None else str(value) for value in row]
    texts[15] = _moment(texts[15])
    texts[17] = _body(texts[17])
    return (SEPARATOR.join(texts) + SEPARATOR + grounds + END).encode("utf-8", "surrogatepass")


@lru_cache(maxsize=10_000)
def _moment(text: str) -> str:
    """Read SQLite's text of an instant; anything unreadable stays as it is, and so differs from what was sealed."""
    if ":" not in text:
        return text
    try:
        return str(micros(datetime.fromisoformat(text).replace(tzinfo=UTC)))
    except ValueError:
        return text


@lru_cache(maxsize=10_000)
def _body(text: str) -> str:
    try:
        return body_text(json.loads(text))
    except ValueError:
        return text
