"""What this room refuses, and what it says."""

from jiangxin.kernel.refusal import Conflict, NotFound, Refusal
from jiangxin.kernel.words import _


class NoEdition(NotFound):
    """No poster stands in a book in force for this unit and year; ``there`` names those that do."""

    code = "insight-no-edition"
    default = _("没有%(asked)s的一图读懂；现有：%(there)s。")


class ItemFails(Refusal):
    """An item of a poster fails a check; ``rows`` are (chapter, item, why)."""

    code = "insight-item-fails"
    default = _("有%(count)s项没有通过核对，不能制版：\n%(list)s\n改好政策册或账目后再制。")


class UnknownSnapshot(NotFound):
    code = "insight-unknown-snapshot"
    default = _("没有第 %(snapshot)s 号快照；用 ./jx snapshot list 看编号。")


class NoSnapshot(NotFound):
    code = "insight-no-snapshot"
    default = _("这一版还没有批准的快照；先制一份再批准：./jx snapshot take，./jx snapshot approve 编号。")


class SamePerson(Refusal):
    code = "insight-same-person"
    status = 403
    default = _("制版和批准要两个人：制版的人不能自己批准；请换一位有批准职责的人。")


class AlreadyApproved(Conflict):
    code = "insight-already-approved"
    default = _("第 %(snapshot)s 号快照已经批准，不能再批；要换数请另制一份。")


class SnapshotStale(Conflict):
    """The ledger or the book has moved on since the snapshot was taken."""

    code = "insight-snapshot-stale"
    default = _("第 %(snapshot)s 号快照制成后有更正（%(what)s）；请另制一份再批准。")


class WrongEnding(Refusal):
    code = "insight-wrong-ending"
    default = _("不会写“%(name)s”这种文件；文件名请用 .svg、.pdf 或 .png 结尾。")


class CannotWrite(Refusal):
    code = "insight-cannot-write"
    default = _("“%(name)s”写不进去（%(error)s）；请换个能写的地方。")
