"""What this room refuses, and what it says."""

from jiangxin.kernel.refusal import Conflict, NotFound, Refusal
from jiangxin.kernel.words import _


class NoBook(NotFound):
    """No adopted book holds for a unit on a day."""

    code = "books-no-book"
    default = _("%(on)s没有管到“%(unit)s”的政策册；请先采用一册：./jx policy adopt 文件夹。")


class UnknownBook(NotFound):
    """No book of this id is in force on a day."""

    code = "books-unknown-book"
    default = _("%(on)s没有在用的政策册“%(book)s”；在用的有：%(near)s。")


class UnknownAdoption(NotFound):
    code = "books-unknown-adoption"
    default = _("没有第 %(adoption)s 号采用记录；用 ./jx policy list 看编号。")


class OwnerMissing(Refusal):
    """The unit that a book names as its owner is not in the tree."""

    code = "books-owner-missing"
    default = _("政策册“%(book)s”归“%(owner)s”，但没有这个单位；请先登记单位，或改 book.toml 的 owner。")


class OwnerTaken(Refusal):
    """A book's id belongs to the unit that adopted it first."""

    code = "books-owner-taken"
    default = _("“%(book)s”这个册名已归“%(owner)s”；别的单位请另起一个 id。")


class SameBook(Conflict):
    """The very same text is in force or waits to be confirmed."""

    code = "books-same-book"
    default = _("“%(book)s”的这一版已经%(state)s（第 %(adoption)s 号），不用再采用。")


class SamePerson(Refusal):
    code = "books-same-person"
    status = 403
    default = _("采用政策册要两个人：提出的人不能自己确认；请换一位有确认职责的人。")


class AlreadySettled(Conflict):
    code = "books-already-settled"
    default = _("第 %(adoption)s 号已%(state)s，不能再确认；要改请另提一版。")
