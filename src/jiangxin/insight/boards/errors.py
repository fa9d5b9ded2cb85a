"""What the figures counted ahead refuse."""

from jiangxin.kernel.refusal import Refusal
from jiangxin.kernel.words import _


class NoFigures(Refusal):
    """Nothing was counted ahead, or it belongs to another ledger."""

    code = "boards-missing"
    default = _("还没有算好的看板数；先运行 ./jx boards refresh。没有它，看板照样能看，每次现数。")
