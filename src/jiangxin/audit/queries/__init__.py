"""Reads of the audit: lines, daily roots, and whether all is as it was sealed."""

from jiangxin.audit.queries.lines import LINES, Asked, Root, daily_roots, lines, newest_line, public_key, root_of
from jiangxin.audit.queries.verify import Report, covers, open_range, verify

__all__ = [
    "LINES", "Asked", "Report", "Root", "covers", "daily_roots", "lines", "newest_line", "open_range", "public_key",
    "root_of", "verify",
]  # fmt: skip
