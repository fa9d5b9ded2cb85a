"""Reads of the ledger."""

from jiangxin.ledger.queries.facts import (
    entries_between,
    facts_of,
    facts_with,
    head,
    history_of,
    open_drafts,
    standing,
    type_of,
)
from jiangxin.ledger.queries.trail import SealedIn, reasons_of, seal_of
from jiangxin.ledger.queries.verify import VerifyReport, verify

__all__ = [
    "SealedIn",
    "VerifyReport",
    "entries_between",
    "facts_of",
    "facts_with",
    "head",
    "history_of",
    "open_drafts",
    "reasons_of",
    "seal_of",
    "standing",
    "type_of",
    "verify",
]
