"""What the ledger declines, and what to do instead."""

from jiangxin.kernel.refusal import Conflict, NotAllowed, NotFound, Refusal
from jiangxin.kernel.words import _


class WrongFact(Refusal):
    """A fact that does not have the shape its kind declares."""

    code = "ledger-wrong-fact"
    default = _("这笔账的内容不合规定；请对照事项的说明改好再记。")


class UnknownKind(WrongFact):
    code = "ledger-unknown-kind"
    default = _("没有“%(kind)s”这个事项%(near)s；请核对事项名，或先采用写有它的政策册。")


class UnknownCode(WrongFact):
    code = "ledger-unknown-code"
    default = _("“%(kind)s”的类别“%(value)s”不在目录“%(list)s”里%(near)s；请改用目录里的代码。")


class UnknownLevel(WrongFact):
    code = "ledger-unknown-level"
    default = _("“%(kind)s”没有级别“%(value)s”；可用的有：%(levels)s。")


class WrongQuantity(WrongFact):
    code = "ledger-wrong-quantity"
    default = _("“%(kind)s”的数量 %(value)s 不对：%(why)s；请按最小单位填整数。")


class WrongBody(WrongFact):
    code = "ledger-wrong-body"
    default = _("“%(kind)s”的附加内容“%(field)s”不对：%(why)s；请只填事项声明过的内容。")


class WrongSpan(WrongFact):
    code = "ledger-wrong-span"
    default = _("“%(kind)s”的结束日期 %(value)s 不对：%(why)s。")


class FutureDate(WrongFact):
    code = "ledger-future-date"
    default = _("%(day)s 还没到，今天是 %(today)s；事情发生以后再记。")


class WrongSubject(WrongFact):
    code = "ledger-wrong-subject"
    default = _("“%(kind)s”不能记在编号 %(subject)s 名下：%(why)s；请核对主体。")


class UnknownSubject(WrongFact):
    code = "ledger-unknown-subject"
    default = _("没有编号为 %(subject)s 的主体；请先登记，再记账。")


class UnknownFact(NotFound):
    code = "ledger-unknown-fact"
    default = _("账上没有第 %(fact)s 笔；请核对编号。")


class AlreadyThere(Conflict):
    code = "ledger-already-there"
    default = _("这件事已在账上（第 %(fact)s 笔），不用再记。")


class AlreadyDifferent(Conflict):
    code = "ledger-already-different"
    default = _(
        "来源“%(source)s”的这一行已在账上（第 %(fact)s 笔），但 %(fields)s 不同；如果是更正，请对那一笔记更正。"
    )


class AlreadySuperseded(Conflict):
    code = "ledger-already-superseded"
    default = _("第 %(fact)s 笔已被第 %(by)s 笔取代；请对最新的一笔办理。")


class AlreadyWithdrawn(Conflict):
    code = "ledger-already-withdrawn"
    default = _("第 %(fact)s 笔是撤销，不能再改；确有此事，请重新记一笔。")


class NothingChanged(Conflict):
    code = "ledger-nothing-changed"
    default = _("更正后的内容和第 %(fact)s 笔一样；没有要改的，不用更正。")


class ProofMustRise(Conflict):
    code = "ledger-proof-must-rise"
    default = _("第 %(fact)s 笔的证明程度已是“%(proof)s”，不能改为“%(wanted)s”；只能往上确认，降低请走更正。")


class Sealed(Conflict):
    code = "ledger-sealed"
    default = _("账目只增不改；如有错误，请记一笔更正。")


class ClockSetBack(Conflict):
    code = "ledger-clock-set-back"
    default = _("现在的日期 %(today)s 早于账上最后一笔的 %(last)s；请把系统时间调对，再记账。")


class UnknownDraft(NotFound):
    code = "ledger-unknown-draft"
    default = _("没有这份待办的记账；可能已被撤下，请刷新再看。")


class AlreadySettled(Conflict):
    code = "ledger-already-settled"
    default = _("这份记账已经办过；请刷新看结果。")


class SamePerson(NotAllowed):
    code = "ledger-same-person"
    default = _("自己提的不能自己确认；请另一位有此职责的人办理。")


class AlreadyProposed(Conflict):
    code = "ledger-already-proposed"
    default = _("第 %(fact)s 笔已有一份待确认的改动；等它定了，再看要不要另提。")


class NotYours(NotAllowed):
    code = "ledger-not-yours"
    default = _("只有提出的人能撤回；要它不入账，请在确认时退回。")


class SealKeyMissing(Refusal):
    code = "ledger-seal-key-missing"
    status = 500
    default = _("找不到封账的钥匙 %(path)s；请从备份放回原处，再运行一次。")


class SealKeyWrong(Refusal):
    code = "ledger-seal-key-wrong"
    status = 500
    default = _("封账的钥匙 %(path)s 不是封过账的那一把（%(wanted)s）；请换回原来的钥匙。")


class WrongColumns(Refusal):
    code = "ledger-wrong-columns"
    default = _("成批记账的列不对：%(why)s；请按说明备好各列。")


class KindChanged(Conflict):
    code = "ledger-kind-changed"
    default = _("事项“%(kind)s”已有另一种写法，不能改；请换一个新名字。")
