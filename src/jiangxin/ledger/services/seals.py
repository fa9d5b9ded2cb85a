"""Closing ranges of ids: counted, digested, chained and signed."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor
from jiangxin.ledger import canonical, signing
from jiangxin.ledger.models import Fact, Seal
from jiangxin.ledger.services import locks

MOST = 100_000  # rows of one seal, so that taking and verifying it stays small


@dataclass(frozen=True)
class Range:
    """Rows to be sealed: their ids as runs, the digest of all, the leaves of each."""

    last_id: int
    count: int
    digest: str
    runs: list[list[int]]
    leaves: bytes


def seal(*, actor: Actor) -> list[Seal]:
    """Seal everything that is final and not sealed yet, and return the new seals.

    Each seal has a transaction of its own. Do not call it with facts of one's own
    uncommitted: on PostgreSQL it waits for all recorders at work.
    """
    head = locks.final_head()
    made: list[Seal] = []
    while True:
        with transaction.atomic():
            locks.take_sealing()
            new = _next_seal(actor, last_seal(), head)
        if new is None:
            return made
        made.append(new)


def seal_up_to(actor: Actor, head: int) -> Seal | None:
    """Seal what is not sealed up to an id, within the caller's transaction, and return the last seal there is."""
    last = last_seal()
    while (new := _next_seal(actor, last, head)) is not None:
        last = new
    return last


def _next_seal(actor: Actor, last: Seal | None, head: int) -> Seal | None:
    unsealed = Fact.objects.filter(pk__gt=last.last_id if last else -1, pk__lte=head)
    first = unsealed.order_by("pk").values_list("pk", flat=True).first()
    if first is None:
        return None
    if last is not None:
        first = last.last_id + 1
    return write_seal(actor, last, first, range_from_rows(first, head))


def last_seal() -> Seal | None:
    """Return the newest seal, without its leaves."""
    return Seal.objects.defer("leaves", "runs").order_by("-number").first()


def range_from_rows(first: int, head: int) -> Range:
    """Read the next rows of the ledger into a range, at most MOST of them."""
    digest, ids, leaves = hashlib.sha256(), [], bytearray()
    for one, row in canonical.rows_between(first, head):
        digest.update(row)
        ids.append(one)
        leaves += canonical.leaf(row)
        if len(ids) == MOST:
            break
    last = ids[-1] if len(ids) == MOST else head
    return Range(last, len(ids), digest.hexdigest(), canonical.runs_of(ids), bytes(leaves))


def range_from_bytes(ids: list[int], rows: Iterable[bytes], whole: bytes) -> Range:
    """Return a range of rows that are at hand: ids ascending, the rows, and all rows as one."""
    leaves = b"".join(map(canonical.leaf, rows))
    return Range(ids[-1], len(ids), hashlib.sha256(whole).hexdigest(), canonical.runs_of(ids), leaves)


def write_seal(actor: Actor, last: Seal | None, first: int, found: Range) -> Seal:
    """Sign a range that follows the last seal and write its seal."""
    key = signing.signer(last.key_id if last else None)
    moment = clock.now()
    stretch = signing.Stretch(
        number=last.number + 1 if last else 1,
        first_id=first,
        last_id=found.last_id,
        count=found.count,
        digest=found.digest,
        runs=runs_text(found.runs),
        leaves=found.leaves,
        sealed_at=canonical.micros(moment),
        sealed_by=actor.key,
        key_id=signing.key_id(key.public_key()),
    )
    previous = last.root if last else ""
    root = stretch.root(previous)
    return Seal.objects.create(
        number=stretch.number,
        first_id=first,
        last_id=found.last_id,
        count=found.count,
        digest=found.digest,
        runs=found.runs,
        leaves=found.leaves,
        previous=previous,
        root=root,
        signature=key.sign(root.encode()).hex(),
        key_id=stretch.key_id,
        sealed_at=moment,
        sealed_by=actor.key,
    )


def runs_text(runs: list[list[int]]) -> str:
    """Return runs as the root takes them."""
    return json.dumps(runs, separators=(",", ":"))
