"""What this room refuses, and what it says."""

from jiangxin.kernel.refusal import Conflict, Refusal
from jiangxin.kernel.words import _


class TooFew(Refusal):
    """The fixed totals need more people."""

    code = "demo-too-few"
    default = _("人数 %(persons)s 太少，全市定数放不下；请写 %(least)s 或更多。")


class OtherCity(Conflict):
    """The data folder holds a city made with other numbers."""

    code = "demo-other-city"
    default = _("这里已有一座演示城（%(persons)s 人，种子 %(seed)s）；照用就不写参数，要重做加 --fresh。")


class RealData(Conflict):
    """The data is not the demo's: it is never touched."""

    code = "demo-real-data"
    default = _("数据目录 %(data)s 里有不是演示的数据，不动它；请用 JIANGXIN_DATA 另指一个目录再运行。")


class StillOpen(Conflict):
    """Another process works on the database that is to be taken away."""

    code = "demo-still-open"
    default = _("数据目录 %(data)s 的数据库还开着（进程 %(processes)s）；请先停掉它，再加 --fresh 重做。")


class RowsWrong(Refusal):
    """The register or the ledger declined rows of the city."""

    code = "demo-rows-wrong"
    default = _("%(what)s有 %(count)s 行没有入册（第 %(row)s 行：%(why)s）；已写的都在，改好后再运行一次接着做。")


class DiskLow(Refusal):
    """Too little room for the city."""

    code = "demo-disk-low"
    default = _("数据目录 %(data)s 所在磁盘只剩 %(free)s MB，至少要 %(need)s MB；腾出空间后再运行一次。")


class NoCity(Refusal):
    """There is no city here yet."""

    code = "demo-no-city"
    default = _("这里还没有演示城；先运行 ./jx demo。")
