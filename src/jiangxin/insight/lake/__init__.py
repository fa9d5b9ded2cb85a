"""The lake: the ledger's facts and two dimensions as Parquet, for answers about everybody at once.

It holds no name, number or phone, and nothing that is not in the database: lose it, and ``rebuild`` makes it again.
"""

from jiangxin.insight.lake.sync import Status, rebuild, status, sync

__all__ = ["Status", "rebuild", "status", "sync"]
