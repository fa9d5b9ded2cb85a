"""Reads of the ledger."""

from jiangxin.ledger.queries.facts import (
    columns_between,
    entries_between,
    facts_of,
    facts_with,
    head,
    history_of,
    open_drafts,
    standing,
    type_of,
)
from jiangxin.ledger.queries.trail import (
    SealedIn,
    chain_of,
    drafts,
    drafts_about,
    grounds_of,
    reasons_of,
    resting_on,
    returned_drafts,
    seal_of,
    told_chain,
)
from jiangxin.ledger.queries.verify import VerifyReport, verify

__all__ = [
    "SealedIn",
    "VerifyReport",
    "chain_of",
    "columns_between",
    "drafts",
    "drafts_about",
    "entries_between",
    "facts_of",
    "facts_with",
    "grounds_of",
    "head",
    "history_of",
    "open_drafts",
    "reasons_of",
    "resting_on",
    "returned_drafts",
    "seal_of",
    "standing",
    "told_chain",
    "type_of",
    "verify",
]
