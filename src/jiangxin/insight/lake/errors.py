"""What the lake refuses."""

from jiangxin.kernel.refusal import Refusal
from jiangxin.kernel.words import _


class LakeMissing(Refusal):
    """Nothing to evaluate from: never made, or its folder is lost."""

    code = "lake-missing"
    default = _("还没有数据湖，或它的文件夹丢了；先运行 ./jx lake rebuild，它会从账本重建。")


class LakeBusy(Refusal):
    """Another process writes the lake."""

    code = "lake-busy"
    default = _("另一个进程正在写数据湖；等它结束再试。")
