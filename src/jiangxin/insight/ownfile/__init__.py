"""Everything held about one person, to take away: as JSON, and set as a PDF."""

from jiangxin.insight.ownfile.held import OwnFile, own_file
from jiangxin.insight.ownfile.printed import pdf

__all__ = ["OwnFile", "own_file", "pdf"]
