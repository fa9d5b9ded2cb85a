"""What these pages refuse, and what they say."""

from jiangxin.kernel.refusal import Refusal
from jiangxin.kernel.words import _


class WrongDay(Refusal):
    """``on`` is not a day that can be asked about."""

    code = "me-wrong-day"
    default = _("“%(text)s”不是能看的日子：%(why)s。请写成2024-09-12这样，不晚于今天。")


class WrongMoment(Refusal):
    """``known_at`` is not an instant that can be asked about."""

    code = "me-wrong-moment"
    default = _("“%(text)s”不是能看的时刻：%(why)s。请写成2024-09-12或2024-09-12T08:00，不晚于现在。")


class FontsMissing(Refusal):
    """The fonts that a PDF is set in have not been made in this data folder."""

    code = "me-fonts-missing"
    status = 503
    default = _("PDF要用的字体还没备好，这次没做成；先下载JSON，过半分钟再来。一直不行，请管理员重启 ./jx serve。")
