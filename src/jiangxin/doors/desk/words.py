"""How the desk says an indicator: its target, its reading in days, how it was added up."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiangxin.doors.me.words import said
from jiangxin.insight.queries import Course
from jiangxin.policy.entries.board import Indicator, Target
from jiangxin.ui.format import number

FEW = 20  # a smaller target is judged by whole numbers
EVEN = 7  # days ahead or behind that count as on time


@dataclass(frozen=True)
class Reading:
    """How a number stands to its target today: ``look`` is met, fast, slow, even or blank."""

    look: str
    words: str


NONE = Reading("", "")


def target_words(target: Target, unit: str) -> str:
    """Return a target as one says it, with its bound."""
    amount = f"{number(target.value)}{unit}"
    shape = {
        "at_least": _("%(amount)s以上"),
        "at_most": _("不超过%(amount)s"),
        "about": _("%(amount)s左右"),
        "more": _("%(amount)s余"),
    }.get(target.bound, "%(amount)s")
    return shape % {"amount": amount}


def met(value: int | None, target: Target) -> bool:
    """Tell whether a target is reached."""
    if value is None:
        return False
    return value <= target.value if target.bound == "at_most" else value >= target.value


def reading_of(value: int | None, target: Target | None, course: Course | None) -> Reading:
    """Say how many days a number is ahead or behind; of a small target, by whole numbers."""
    if value is None or target is None or target.bound == "at_most":
        return NONE
    if met(value, target):
        return Reading("met", _("已达成"))
    if course is None:
        return NONE
    even = value == course.should if target.value < FEW else abs(course.ahead_days) <= EVEN
    days = abs(course.ahead_days)
    if even or not days:
        return Reading("even", _("如期"))
    if course.ahead_days > 0:
        return Reading("fast", ngettext("快%(days)s天", "快%(days)s天", days) % {"days": days})
    return Reading("slow", ngettext("慢%(days)s天", "慢%(days)s天", days) % {"days": days})


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
    return "，".join(part for part in (nature, take) if part)


def title_of(indicator: Indicator) -> str:
    """Return an indicator's title in the reader's language."""
    return said(indicator.title)


def chapter_of(title: str) -> str:
    """Return a chapter's title, or what stands for none."""
    return title or _("其他")
