"""Many facts at once, as columns."""

from jiangxin.ledger.bulk.compare import Different
from jiangxin.ledger.bulk.loading import CHUNK, BulkResult, RefusedRow, load

__all__ = ["CHUNK", "BulkResult", "Different", "RefusedRow", "load"]
