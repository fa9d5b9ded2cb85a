"""What this room refuses, and what it says."""

from jiangxin.kernel.refusal import Conflict, NotAllowed, NotFound, Refusal
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


class AheadOfToday(Refusal):
    code = "people-ahead-of-today"
    default = _("%(on)s还没到；变动从今天或以前的日子记起，到那天再来办。")


class MovedOn(Conflict):
    """Somebody changed the unit since the page was read; nothing was done."""

    code = "people-moved-on"
    default = _("你打开这一页以后，“%(unit)s”有了变动，这次没有办。请看过现状，再从头办。")


class TooManyFacts(Refusal):
    """A change from a day long past would credit too many entries anew."""

    code = "people-too-many-facts"
    default = _("从%(on)s起已有%(count)s条账记在原处，一次最多改记%(most)s条。请选晚一些的日子。")


class NotUndone(Conflict):
    """A change that something else rests on by now stays; another change sets it right."""

    code = "people-not-undone"
    default = _("这次变动后面已有别的变动，不能撤回；请另办一次变动改正。")


class MainThere(Conflict):
    """One main employment at a time."""

    code = "people-main-there"
    default = _("这人从%(since)s起在“%(unit)s”还有一段主要受雇，两段主要的日子重了。请先办离开，或这段不选“主要”。")


class TwiceThere(Conflict):
    """Namesakes of the same birth or phone stand in sight; the clerk must say that this is somebody else."""

    code = "people-twice-there"
    default = _("名册里已有很像的人：%(near)s。是同一个人就用已有的；不是，勾上“不是同一个人”再登记。")


class NotTheSame(Refusal):
    """A number and a name that do not belong together; says no more than that."""

    code = "people-not-the-same"
    default = _("姓名和身份证号对不上，没有登记。请对着证件再录一次。")


class ReasonMissing(Refusal):
    code = "people-reason-missing"
    default = _("更正要写原因；写明哪里错了、凭什么改。")


class NothingNew(Conflict):
    code = "people-nothing-new"
    default = _("和原来的一样，没有要改的。")


class UnionThere(Conflict):
    code = "people-union-there"
    default = _("“%(unit)s”从%(since)s起已建会；请先核对建会日。")


class NoUnion(Conflict):
    code = "people-no-union"
    default = _("“%(unit)s”现在没有建会，不能撤会。")


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


class ReasonTooShort(Refusal):
    code = "people-reason-too-short"
    default = _("理由还没写清；写明哪里不对、凭什么，至少%(least)s个字。")


class ReportedFigure(Refusal):
    code = "people-reported-figure"
    default = _("第%(fact)s笔是政策册里报出的数，不在这里改；请改政策册的figures，再提出、确认一次。")


class KeptByRoster(Refusal):
    """A fact that a spell or a unit's standing keeps; it follows the roster."""

    code = "people-kept-by-roster"
    default = _("第%(fact)s笔跟着人员和单位的名册走；请到名册里改任职或建会，账会跟着记。")


class OwnAffair(NotAllowed):
    code = "people-own-affair"
    default = _("这是你本人的账，不能由你自己定；请另一位有此职责的人办。")


class MakerLeft(Conflict):
    code = "people-maker-left"
    default = _("提出的人已不再经办这里，这份提议不能再入账；请退回，由现在的经办人重新提。")


class NotDeclarable(Refusal):
    code = "people-not-declarable"
    default = _("“%(kind)s”不能自己报；请单位或发证的部门记账。")


class NoUnitToConfirm(Refusal):
    code = "people-no-unit-to-confirm"
    default = _("你现在不在任何单位，报了也没有人能确认；请先到镇街工会或单位登记。")


class DeclaredAlready(Conflict):
    code = "people-declared-already"
    default = _("账上已有同一天的这一项（第%(fact)s笔）；不用再报，有错请单位更正。")


class DeclarationSettled(Conflict):
    code = "people-declaration-settled"
    default = _("这一条单位已经办过，不能再改；有错请单位更正。")


class TooOften(Refusal):
    """More in a span (minutes) than one log-in may."""

    code = "people-too-often"
    status = 429
    default = _("%(span)s分钟里最多%(limit)s次，这次没有办。请隔一会儿再来；确有大批要看，请找负责人。")


class ReasonShort(Refusal):
    code = "people-reason-short"
    default = _("事由太短，至少%(least)s个字；写明出了什么事、要看什么、用来做什么。")


class OwnGlass(Refusal):
    """One's own file needs no glass, and nobody reviews himself."""

    code = "people-own-glass"
    status = 403
    default = _("自己的档案在“我”里看，不用破例；自己的破例由别人复核。")


class GlassAgain(Conflict):
    code = "people-glass-again"
    default = _("这份档案你已经破例打开，还没到时；直接去看就行。")


class GlassSeen(Conflict):
    code = "people-glass-seen"
    default = _("这次破例已经复核过，不能再改；有疑问请找上级审计。")


class OwnDuty(Refusal):
    code = "people-own-duty"
    status = 403
    default = _("职责不能给自己，也不能由受托的人再委托；请找上一级负责人。")


class DutyThere(Conflict):
    code = "people-duty-there"
    default = _("这个人从%(since)s起已有同样的职责；要改期限，先收回再给。")


class DutyOver(NotAllowed):
    """The page was opened while a duty still held; it holds no more."""

    code = "people-duty-over"
    default = _(
        "你在“%(unit)s”的“%(duty)s”职责到%(until)s为止，已经结束，这次什么也没有改。要接着办，请找负责人重新给。"
    )


class TooLong(Refusal):
    code = "people-too-long"
    default = _("委托最长%(days)s天，从%(since)s起不能晚于%(latest)s；请选早一点的止日。")


class NobodyNamed(Refusal):
    """No user of this name who may sign in."""

    code = "people-nobody-named"
    default = _("没有可用的登录名“%(username)s”；请向本人核对登录名。")


class ExportNeedsPurpose(Refusal):
    code = "people-export-needs-purpose"
    default = _("名单要写明为什么导出才给；写明用在哪件事上，名单里的人看得到。")


class ExportStopped(Conflict):
    """A duty that a file rests on has ended, or is over other units now."""

    code = "people-export-stopped"
    default = _("你的职责在导出时变了，没有给出文件；刷新看看现在能看哪些，再导出。")


class ExportStoppedByConsent(Conflict):
    code = "people-export-stopped-by-consent"
    default = _("名单里有%(count)s人在导出时撤回了同意，没有给出文件；再导出一次，按现在的同意来。")


class ExportGone(NotFound):
    code = "people-export-gone"
    default = _("这份文件已经删了：只留24小时，或看它的权限变了。要用就再导出一次。")


class ExportNotReady(Conflict):
    code = "people-export-not-ready"
    default = _("文件还没写好；过一会再取。")


class SetNameWrong(Refusal):
    code = "people-set-name-wrong"
    default = _("名称要有1到%(most)s个字；改短些再存。")


class SetNameTaken(Conflict):
    code = "people-set-name-taken"
    default = _("你已有一组叫“%(name)s”；换个名称。")


class CodeRefused(Refusal):
    """A wrong name, or a wrong, used or late code: which of them is not told."""

    code = "people-code-refused"
    default = _("用户名和重设码对不上，或码已用过、过了时限；核对后再填，填错5次要请单位工会重发。")


class OwnLogin(NotAllowed):
    code = "people-own-login"
    default = _("自己的账号不能自己停用、发码；改密码在“我”那一页，停用请找别的负责人。")


class NothingToEnd(Refusal):
    code = "people-nothing-to-end"
    default = _("没有你能结束的在册时段：可能已经结束，或在别的单位；打开他的页面看看。")


class AlreadyMember(Conflict):
    code = "people-already-member"
    default = _("这天已经是会员，不用再入会。")


class NowhereToJoin(Refusal):
    code = "people-nowhere-to-join"
    default = _("%(day)s那天不在任何单位受雇，不知道入哪家的会；先登记任职。")


class TwinSettled(Conflict):
    """Somebody was faster, or the pair is at another step."""

    code = "people-twin-settled"
    default = _("这一对现在是“%(state)s”，这一步办不了。请回到名单看看现状。")


class ClaimRefused(Refusal):
    """Says the same whatever was wrong, so that nobody learns which."""

    code = "people-claim-refused"
    default = _("认领码、姓名或号码后四位对不上，或者码已用过、过期。核对再填；填错5次码就作废，请单位再发一个。")


class LogInThere(Conflict):
    code = "people-log-in-there"
    default = _("这人已经有登录账号；忘了密码请单位工会发重设码。")
