"""Reads of the ledger."""

from jiangxin.ledger.queries.facts import facts_of, facts_with, head, history_of, open_drafts, standing, type_of
from jiangxin.ledger.queries.verify import VerifyReport, verify

__all__ = [
    "VerifyReport",
    "facts_of",
    "facts_with",
    "head",
    "history_of",
    "open_drafts",
    "standing",
    "type_of",
    "verify",
]
