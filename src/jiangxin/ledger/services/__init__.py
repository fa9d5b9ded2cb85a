"""Writes of the ledger."""

from jiangxin.ledger.rules import NewFact
from jiangxin.ledger.services.drafts import Proposal, erase_draft, proposal_of, propose, recall, rehearsal, settle
from jiangxin.ledger.services.entries import complete, confirm, correct, record, withdraw
from jiangxin.ledger.services.locks import next_moment
from jiangxin.ledger.services.seals import last_seal, seal
from jiangxin.ledger.services.subjects import new_subject, new_subjects

__all__ = [
    "NewFact",
    "Proposal",
    "complete",
    "confirm",
    "correct",
    "erase_draft",
    "last_seal",
    "new_subject",
    "new_subjects",
    "next_moment",
    "proposal_of",
    "propose",
    "recall",
    "record",
    "rehearsal",
    "seal",
    "settle",
    "withdraw",
]
