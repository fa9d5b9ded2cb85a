"""A person's entries as plain values: those that stand, and apart those corrected or withdrawn since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from jiangxin.ledger import queries as ledger
from jiangxin.people import queries
from jiangxin.policy.book import Book
from jiangxin.policy.facts import PROOF_RANKS, FactRow


@dataclass(frozen=True)
class Told:
    """All entries of one person by day: what stands, and what does not any more (or withdraws)."""

    standing: list[dict[str, Any]]
    past: list[dict[str, Any]]


@dataclass(frozen=True)
class _About:
    """Where an entry came from, and the entry that superseded it (no id: none did)."""

    source: str
    recorded_by: str
    later: int | None
    entry: str | None
    at: datetime | None
    by: str | None


@dataclass(frozen=True)
class _Around:
    """What is fetched for all entries at once."""

    book: Book
    about: Mapping[int, _About]
    why: Mapping[int, str]
    names: Mapping[tuple[int, date], str]


def facts_told(book: Book, subject_ids: Iterable[int]) -> Told:
    """Return every entry of these subjects in the words of a book; as many queries for one as for a thousand."""
    rows = ledger.history_of(subject_ids)
    columns = ("pk", "source", "recorded_by", "superseded_by__pk", "superseded_by__entry",
               "superseded_by__recorded_at", "superseded_by__recorded_by")  # fmt: skip
    found = ledger.facts_with(row.id for row in rows).values_list(*columns)
    units = ((unit, row.happened_on) for row in rows for unit in (row.credited_to, row.issuer_id) if unit)
    around = _Around(
        book=book,
        about={pk: _About(*rest) for pk, *rest in found},
        why=ledger.reasons_of(row.id for row in rows),
        names=queries.names_then(units),
    )
    standing = [_fact(row, around) for row in rows if row.stands(None)]
    past = [_fact(row, around) | {"became": _became(row, around)} for row in rows if not row.stands(None)]
    return Told(standing, past)


def _fact(fact: FactRow, around: _Around) -> dict[str, Any]:
    book, kind, about = around.book, around.book.kinds.get(fact.kind), around.about[fact.id]
    return {
        "id": fact.id,
        "kind": fact.kind,
        "title": str(kind.title) if kind else fact.kind,
        "code": fact.code,
        "code_title": book.code_title(fact.kind, fact.code, fact.happened_on) if fact.code else "",
        "level": book.level_title(fact.kind, fact.level),
        "quantity": fact.quantity,
        "unit": kind.unit if kind else "",
        "happened_on": fact.happened_on.isoformat(),
        "precision": fact.precision,
        "ended_on": fact.ended_on.isoformat() if fact.ended_on else None,
        "credited_to": around.names.get((fact.credited_to or 0, fact.happened_on), ""),
        "issuer": around.names.get((fact.issuer_id or 0, fact.happened_on), ""),
        "proof": next(name for name, rank in PROOF_RANKS.items() if rank == fact.proof),
        "source": about.source,
        "recorded_by": about.recorded_by,
        "recorded_at": fact.recorded_at.isoformat(),
        "entry": fact.entry,
        "why": around.why.get(fact.id, ""),
    }


def _became(fact: FactRow, around: _Around) -> dict[str, Any] | None:
    """Return the entry that superseded one: which, what it did, when, by whom and why; None for a withdrawal."""
    about = around.about[fact.id]
    if about.later is None or about.at is None:
        return None
    return {
        "id": about.later,
        "entry": about.entry,
        "at": about.at.isoformat(),
        "by": about.by,
        "why": around.why.get(about.later, ""),
    }
