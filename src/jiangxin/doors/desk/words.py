"""How the desk says an indicator: its unit, its target, its reading in days and its light, how it was added up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from jiangxin.doors.me.words import said
from jiangxin.insight.queries import Course
from jiangxin.policy.book import Book
from jiangxin.policy.entries.board import Indicator, Target
from jiangxin.ui.format import number

FEW = 20  # a smaller target is judged by whole numbers
FAR = 2  # whole numbers that a small target may lack before its light is red
EVEN, RED = ("pace_even_days", 7), ("pace_red_days", 30)  # the book's values, and what holds where it has none


@dataclass(frozen=True)
class Reading:
    """How a number stands to its target today: ``look`` is met, fast, slow, even or blank.

    ``light`` is green, yellow, red or blank; ``days`` are those ahead, negative behind, 0 where there is no course.
    """

    look: str
    words: str
    light: str = ""
    days: int = 0


NONE = Reading("", "")


@dataclass(frozen=True)
class Lights:
    """From how many days behind on a light is yellow, from how many red."""

    even: int
    red: int


def lights_of(book: Book | None, on: date) -> Lights:
    """Return the limits of a book on a day."""
    found = []
    for name, usual in (EVEN, RED):
        value = book.values[name].on(on) if book and name in book.values else None
        found.append(value if isinstance(value, int) else usual)
    return Lights(*found)


def amount(value: int | None, unit: str) -> str:
    """Return a number with its unit as one says them together."""
    return _phrase(unit, 2 if value is None else value) % {"n": number(value)}


def unit_words(unit: str, value: int | None = None) -> str:
    """Return a number's unit alone, in the reader's language."""
    return (_phrase(unit, 2 if value is None else value) % {"n": ""}).strip()


def _phrase(unit: str, many: int) -> str:
    """Return a unit with the place for its number; a unit that no catalogue has stays as the book prints it."""
    plain = "%(n)s" + unit.replace("%", "%%")
    if (get_language() or "zh").startswith("zh"):
        return plain
    said = {
        "人": ngettext("%(n)s人", "%(n)s人", many),
        "名": ngettext("%(n)s名", "%(n)s名", many),
        "人次": ngettext("%(n)s人次", "%(n)s人次", many),
        "个": ngettext("%(n)s个", "%(n)s个", many),
        "家": ngettext("%(n)s家", "%(n)s家", many),
        "项": ngettext("%(n)s项", "%(n)s项", many),
        "元": ngettext("%(n)s元", "%(n)s元", many),
        "场": ngettext("%(n)s场", "%(n)s场", many),
        "场次": ngettext("%(n)s场次", "%(n)s场次", many),
        "条": ngettext("%(n)s条", "%(n)s条", many),
        "所": ngettext("%(n)s所", "%(n)s所", many),
        "门": ngettext("%(n)s门", "%(n)s门", many),
        "轮": ngettext("%(n)s轮", "%(n)s轮", many),
        "种": ngettext("%(n)s种", "%(n)s种", many),
        "次": ngettext("%(n)s次", "%(n)s次", many),
        "年": ngettext("%(n)s年", "%(n)s年", many),
        "岁": ngettext("%(n)s岁", "%(n)s岁", many),
        "对": ngettext("%(n)s对", "%(n)s对", many),
        "套": ngettext("%(n)s套", "%(n)s套", many),
        "台": ngettext("%(n)s台", "%(n)s台", many),
        "厘米": ngettext("%(n)s厘米", "%(n)s厘米", many),
    }
    return said.get(unit, plain)


def joined(parts: Iterable[str]) -> str:
    """Return words one after another, parted as the language does."""
    return _("、").join(part for part in parts if part)


def target_words(target: Target, unit: str) -> str:
    """Return a target as one says it, with its bound."""
    said = amount(target.value, unit)
    shape = {
        "at_least": _("%(amount)s以上"),
        "at_most": _("不超过%(amount)s"),
        "about": _("%(amount)s左右"),
        "more": _("%(amount)s余"),
    }.get(target.bound, "%(amount)s")
    return shape % {"amount": said}


def met(value: int | None, target: Target) -> bool:
    """Tell whether a target is reached."""
    if value is None:
        return False
    return value <= target.value if target.bound == "at_most" else value >= target.value


def reading_of(value: int | None, target: Target | None, course: Course | None, lights: Lights) -> Reading:
    """Say how many days a number is ahead or behind; of a small target, by whole numbers."""
    if value is None or target is None:
        return NONE
    if target.bound == "at_most":
        over = number(value - target.value)
        return Reading("", "") if met(value, target) else Reading("slow", _("超出%(over)s") % {"over": over}, "red")
    if met(value, target):
        return Reading("met", _("已达成"), "green", course.ahead_days if course else 0)
    return pace_of(value, target.value, course, lights) if course else NONE


def pace_of(value: int, target: int, course: Course, lights: Lights) -> Reading:
    """Say how a number stands to a course that it has not run to its end."""
    ahead, days = course.ahead_days, abs(course.ahead_days)
    small = target < FEW
    even = value == course.should if small else days <= lights.even
    if even or not ahead:
        return Reading("even", _("如期"), "green", ahead)
    if ahead > 0:
        return Reading("fast", ngettext("快%(days)s天", "快%(days)s天", days) % {"days": days}, "green", ahead)
    far = course.should - value >= FAR if small else days > lights.red
    words = ngettext("慢%(days)s天", "慢%(days)s天", days) % {"days": days}
    return Reading("slow", words, "red" if far else "yellow", ahead)


def rule_words(lights: Lights) -> str:
    """Say the rule of the lights."""
    said = _(
        "“慢28天”＝照现在的进度，等于时间走到28天前该有的样子。慢不过%(even)s天是绿，慢到%(red)s天是黄，再慢是红；"
        "目标不足%(few)s的按整数判，差1是黄，差%(far)s起是红。"
    )
    return said % {"even": lights.even, "red": lights.red, "few": FEW, "far": FAR}


def nature_words(indicator: Indicator) -> str:
    """Name the nature of an indicator."""
    return {"flow": _("流量"), "running": _("累计"), "stock": _("存量"), "rate": _("比率")}[indicator.nature]


def direction_words(indicator: Indicator) -> str:
    """Say which way is better."""
    return {"up": _("越多越好"), "down": _("越少越好")}.get(indicator.direction, _("没有说"))


def adding_words(indicator: Indicator) -> str:
    """Say how the number was added up, over time and over people."""
    nature = {
        "flow": _("时段内发生的"),
        "running": _("从头累计到这一天"),
        "stock": _("这一天还在的"),
        "rate": _("两个数相除，四舍五入到整数"),
    }[indicator.nature]
    if indicator.nature == "rate":
        return nature
    take = {
        "count": _("一条账算一次"),
        "sum": _("账上的数量相加"),
        "distinct-person": _("一人只算一次"),
        "distinct-unit": _("一家只算一次"),
        "distinct-code": _("一种只算一次"),
    }.get(indicator.take, "")
    return _("，").join(part for part in (nature, take) if part)


def title_of(indicator: Indicator) -> str:
    """Return an indicator's title in the reader's language."""
    return said(indicator.title)


def chapter_of(title: str) -> str:
    """Return a chapter's title, or what stands for none."""
    return title or _("其他")
