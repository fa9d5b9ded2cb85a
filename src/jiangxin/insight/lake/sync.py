"""Bringing the lake up to the ledger: exactly once, whatever step a kill comes at."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from jiangxin.insight.lake import source, store
from jiangxin.insight.lake.errors import LakeMissing
from jiangxin.kernel.actor import Actor
from jiangxin.ledger import services as ledger

Told = Callable[[int], None]


@dataclass(frozen=True)
class Status:
    """How the lake stands to the ledger: entries it holds, entries it waits for, files, whether it is whole."""

    whole: bool
    version: int
    cursor: int
    sealed: int
    waiting: int
    files: int
    marks: int
    persons: int
    bytes: int


def status() -> Status:
    """Return how the lake stands to the ledger."""
    sealed = _sealed()
    try:
        pinned = store.pin()
    except LakeMissing:
        waiting = source.count_between(-1, sealed)
        return Status(
            whole=False, version=-1, cursor=0, sealed=sealed, waiting=waiting, files=0, marks=0, persons=0, bytes=0
        )  # fmt: skip
    return Status(
        whole=True,
        version=pinned.version,
        cursor=pinned.cursor,
        sealed=sealed,
        waiting=source.count_between(pinned.cursor, sealed),
        files=len(pinned.facts),
        marks=len(pinned.marks),
        persons=store.rows_of(pinned.dimensions["persons"]),
        bytes=sum(Path(file).stat().st_size for file in pinned.files),
    )


def sync(*, actor: Actor, told: Told | None = None, wait: float = 0) -> Status:
    """Seal what is final and add it to the lake; a lake that is lost is made again. Refuses with LakeBusy.

    Another process that writes the lake is waited for so many seconds. The cursor is part of each commit: a range is in
    the lake with its cursor, or not at all.
    """
    ledger.seal(actor=actor)
    with store.writing(wait):
        if store.exists():
            _add(told)
        else:
            _make(told)
        if store.needs_compaction(store.pin()):
            store.compact()
    return status()


def rebuild(*, actor: Actor, told: Told | None = None, wait: float = 0) -> Status:
    """Make the lake again from the ledger, whatever is there; read as it is until then. Refuses with LakeBusy."""
    ledger.seal(actor=actor)
    with store.writing(wait):
        _make(told)
    return status()


def _make(told: Told | None) -> None:
    with store.aside():
        _add(told)
        store.compact()


def _add(told: Told | None) -> None:
    kinds, head = store.kinds(), _sealed()
    after = store.cursor()
    for read in source.facts_between(after, head, kinds):
        store.write_kinds(kinds)
        store.append(read)
        if told:
            told(read.facts.num_rows)
    store.write_kinds(kinds)
    store.write_dimensions(source.dimensions())


def _sealed() -> int:
    seal = ledger.last_seal()
    return seal.last_id if seal else 0
