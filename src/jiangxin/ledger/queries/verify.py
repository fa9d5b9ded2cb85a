"""Holding the ledger against its seals."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from jiangxin.ledger import canonical, signing
from jiangxin.ledger.models import Fact, Seal

FAR = 2**62  # beyond every id


@dataclass
class VerifyReport:
    """Ids of rows that are not as sealed, at most ``limit`` of each; ``counts`` has the true numbers.

    ``broken`` are numbers of seals that are missing, altered, or signed by nobody we know.
    """

    changed: list[int] = field(default_factory=list)
    missing: list[int] = field(default_factory=list)
    added: list[int] = field(default_factory=list)
    unsealed: list[int] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)
    seals: int = 0
    rows: int = 0
    limit: int = 1000
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def clean(self) -> bool:
        """Tell whether every sealed row and every seal is as it was; rows not sealed yet are no fault."""
        return not (self.changed or self.missing or self.added or self.broken)

    def tell(self, what: str, one: int) -> None:
        """Add an id to one of the lists, while there is room, and count it."""
        self.counts[what] = self.counts.get(what, 0) + 1
        if self.counts[what] <= self.limit:
            getattr(self, what).append(one)


def verify(*, limit: int = 1000) -> VerifyReport:
    """Read every fact and every seal once, in order, and report what differs; memory does not grow with the ledger."""
    report = VerifyReport(limit=limit, counts=dict.fromkeys(("changed", "missing", "added", "unsealed", "broken"), 0))
    last: Seal | None = None
    for seal in _seals():
        report.seals += 1
        _check_chain(seal, last, report)
        _check_between(seal, last, report)
        _check_rows(seal, report)
        last = seal
    _tell_ids("unsealed", _ids(last.last_id + 1 if last else -FAR, FAR), report)
    return report


def _seals() -> Iterator[Seal]:
    number = -1
    while True:
        seal = Seal.objects.filter(number__gt=number).order_by("number").first()
        if seal is None:
            return
        yield seal
        number = seal.number


def _check_chain(seal: Seal, last: Seal | None, report: VerifyReport) -> None:
    expected = last.number + 1 if last else 1
    for number in range(expected, seal.number):
        report.tell("broken", number)
    previous = last.root if last else ""
    if seal.number > expected:
        previous = seal.previous  # what it was chained to is gone
    stretch = signing.Stretch(
        number=seal.number,
        first_id=seal.first_id,
        last_id=seal.last_id,
        count=seal.count,
        digest=seal.digest,
        runs=json.dumps(seal.runs, separators=(",", ":")),
        leaves=bytes(seal.leaves),
        sealed_at=canonical.micros(seal.sealed_at),
        sealed_by=seal.sealed_by,
        key_id=seal.key_id,
    )
    key = signing.verifier((last or seal).key_id)  # one key seals a ledger; another key's seal is not ours
    ours = seal.key_id == signing.key_id(key) and signing.signed_by(key, seal.root, seal.signature)
    if not ours or seal.previous != previous or stretch.root(previous) != seal.root:
        report.tell("broken", seal.number)


def _check_between(seal: Seal, last: Seal | None, report: VerifyReport) -> None:
    """Name rows before the first seal, where none were, and rows between two seals that a lost one covered."""
    if last is None:
        _tell_ids("added" if seal.number == 1 else "unsealed", _ids(-FAR, seal.first_id - 1), report)
    elif seal.first_id > last.last_id + 1:
        _tell_ids("unsealed", _ids(last.last_id + 1, seal.first_id - 1), report)


def _check_rows(seal: Seal, report: VerifyReport) -> None:
    digest, found = hashlib.sha256(), []
    for one, row in canonical.rows_between(seal.first_id, seal.last_id):
        digest.update(row)
        found.append((one, canonical.leaf(row)))
    report.rows += len(found)
    if digest.hexdigest() == seal.digest and len(found) == seal.count:
        return
    leaves, size = bytes(seal.leaves), canonical.LEAF
    sealed = {one: leaves[place * size : (place + 1) * size] for place, one in enumerate(canonical.ids_of(seal.runs))}
    named = 0
    for one, leaf in found:
        was = sealed.pop(one, None)
        if was != leaf:
            report.tell("added" if was is None else "changed", one)
            named += 1
    for one in sealed:
        report.tell("missing", one)
        named += 1
    if not named and seal.number not in report.broken:
        report.tell("broken", seal.number)  # the seal's own digest is what was altered


def _ids(first: int, last: int) -> Iterator[int]:
    yield from (
        Fact.objects.filter(pk__gte=first, pk__lte=last)
        .order_by("pk")
        .values_list("pk", flat=True)
        .iterator(chunk_size=5_000)
    )


def _tell_ids(what: str, ids: Iterator[int], report: VerifyReport) -> None:
    for one in ids:
        report.tell(what, one)
