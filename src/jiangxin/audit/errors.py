"""What the audit declines."""

from jiangxin.kernel.refusal import Conflict, Refusal
from jiangxin.kernel.words import _


class AuditSealed(Conflict):
    code = "audit-sealed"
    default = _("审计只增不改，也不删；写错的也留着。")


class AuditKeyMissing(Refusal):
    code = "audit-key-missing"
    status = 500
    default = _("找不到给审计封签的钥匙 %(path)s；请从备份放回原处，再运行一次。")


class AuditKeyWrong(Refusal):
    code = "audit-key-wrong"
    status = 500
    default = _("给审计封签的钥匙 %(path)s 不是原来那一把（%(wanted)s）；请换回原来的钥匙。")


class UnknownAct(Refusal):
    code = "audit-unknown-act"
    status = 500
    default = _("没有登记过“%(what)s”这种办理；请在 audit.kinds 里登记它的说法。")
