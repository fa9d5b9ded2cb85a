"""What the jobs room declines."""

from jiangxin.kernel.refusal import Conflict, NotFound, Refusal
from jiangxin.kernel.words import _


class UnknownWork(Refusal):
    code = "jobs-unknown-work"
    default = _("没有“%(name)s”这种后台任务；可用的有：%(known)s。")


class UnknownJob(NotFound):
    code = "jobs-unknown-job"
    default = _("没有这个后台任务；可能已被清理。")


class NotRunning(Conflict):
    code = "jobs-not-running"
    default = _("后台任务 %(job)s 已不在进行中（%(state)s），这一步不作数。")


class AlreadyEnded(Conflict):
    code = "jobs-already-ended"
    default = _("后台任务 %(job)s 已经结束（%(state)s），不用取消。")


class Cancelled(Conflict):
    """Raised by ``progress`` inside a job that was asked to stop; the loop takes it for what it is."""

    code = "jobs-cancelled"
    default = _("后台任务 %(job)s 已按要求停下。")
