"""Reads of the ledger."""

from jiangxin.ledger.queries.facts import facts_of, facts_with, head, history_of, open_drafts, standing, type_of

__all__ = ["facts_of", "facts_with", "head", "history_of", "open_drafts", "standing", "type_of"]
