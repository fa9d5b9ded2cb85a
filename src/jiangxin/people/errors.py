"""What this room refuses, and what it says."""

from jiangxin.kernel.refusal import Conflict, NotFound, Refusal
from jiangxin.kernel.words import _


class WrongNumber(Refusal):
    """An ID number, phone or unified code that cannot be right."""

    code = "people-wrong-number"
    default = _("%(what)s不对：%(why)s。请对着证件再录一次。")


class PersonThere(Conflict):
    """The ID number stands in the roster already; ``candidate`` is that person's id."""

    code = "people-person-there"
    default = _("这个身份证号已有登记：%(label)s。请用已有的这一份，不要再建。")


class UnitThere(Conflict):
    """The key is taken; ``candidate`` is that unit's id."""

    code = "people-unit-there"
    default = _("代号“%(key)s”已由“%(name)s”使用；请换一个代号，或用已有的单位。")


class UserThere(Conflict):
    code = "people-user-there"
    default = _("用户名“%(username)s”已有人用；请换一个。")


class WeakPassword(Refusal):
    code = "people-weak-password"
    default = _("密码不够牢：%(why)s")


class UnknownUnit(NotFound):
    """No unit of that key or name on that day; ``candidates`` are the nearest."""

    code = "people-unknown-unit"
    default = _("%(on)s没有叫“%(text)s”的单位。%(near)s")


class AmbiguousUnit(Refusal):
    """Several units of that name; ``candidates`` are all of them."""

    code = "people-ambiguous-unit"
    default = _("“%(text)s”不止一家：%(near)s。请用代号再查。")


class UnknownPerson(NotFound):
    """Nobody of that name or number within sight; ``candidates`` are the nearest."""

    code = "people-unknown-person"
    default = _("没有找到“%(text)s”。%(near)s")


class AmbiguousPerson(Refusal):
    """Several persons fit; ``candidates`` are the first of them."""

    code = "people-ambiguous-person"
    default = _("“%(text)s”不止一人：%(near)s。请用编号再查。")


class UnitGone(Refusal):
    code = "people-unit-gone"
    default = _("“%(unit)s”在%(on)s不在册；请换一天，或选当天在册的单位。")


class LaterHistory(Refusal):
    """History is dated and only grows: a day at or before the last change cannot be changed again."""

    code = "people-later-history"
    default = _("“%(unit)s”在%(since)s已有变动，不能再改到这一天或更早；请从之后的日子办。")


class InsideItself(Refusal):
    code = "people-inside-itself"
    default = _("“%(unit)s”不能归到自己或自己的下级；请另选上级。")


class SameAgain(Conflict):
    """Nothing would change."""

    code = "people-same-again"
    default = _("“%(unit)s”现在就是这样，不用再改。")


class LeftOver(Refusal):
    """A split must place every child unit and every standing spell."""

    code = "people-left-over"
    default = _("拆分“%(unit)s”还有没安排的：%(left)s。请都分到新单位。")


class NotApart(Refusal):
    """A merge needs at least two different units."""

    code = "people-not-apart"
    default = _("合并要两家以上、各不相同的单位，去向也不能在被并的单位里面；请核对名单。")


class WrongDays(Refusal):
    code = "people-wrong-days"
    default = _("止日%(until)s早于起日%(since)s；请核对日期。")


class WrongWord(Refusal):
    """A value outside its closed list."""

    code = "people-wrong-word"
    default = _("“%(word)s”不在可用的范围内；可用的有：%(words)s。")


class SpellThere(Conflict):
    code = "people-spell-there"
    default = _("这人从%(since)s起已在“%(unit)s”；请在原来那一段上改。")


class SpellEnded(Conflict):
    code = "people-spell-ended"
    default = _("这一段已在%(until)s结束，不能再结束一次。")


class DutyEnded(Conflict):
    code = "people-duty-ended"
    default = _("这项职责已在%(until)s结束，不能再结束一次。")


class LinkRefused(Conflict):
    code = "people-link-refused"
    default = _("这两份登记已经连在一起，或本是同一份；请核对编号。")


class LinkUndone(Conflict):
    code = "people-link-undone"
    default = _("这次合并已经撤过了。")


class ConsentThere(Conflict):
    code = "people-consent-there"
    default = _("已经同意过；要改先撤回。")


class ConsentGone(Conflict):
    code = "people-consent-gone"
    default = _("这份同意已经撤回。")


class PurposeMissing(Refusal):
    code = "people-purpose-missing"
    default = _("看全号要写事由；写明用在哪件事上，会留痕，本人看得到。")


class RowsRefused(Refusal):
    """A bulk load with rows that cannot stand; ``rows`` are (row, why), nothing was written."""

    code = "people-rows-refused"
    default = _("有%(count)s行不能录入，一行也没有写；第一处在第%(row)s行：%(why)s。")
