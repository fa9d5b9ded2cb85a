"""How the public pages say an item's nature, bound and direction in words."""

from django import template
from django.utils.translation import gettext as _

from jiangxin.insight.poster.view import PosterItem

register = template.Library()


@register.filter
def cut_lines(text: str) -> str:
    """Return a title of several lines on one."""
    return "".join(str(text).splitlines())


@register.filter
def nature_words(item: PosterItem) -> str:
    """Say what kind of number it is: of a period, up to a day, on a day, a share."""
    said = {
        "flow": _("一段时间里发生的数"),
        "running": _("到一天为止的累计数"),
        "stock": _("某一天的在册数"),
        "rate": _("比率"),
    }
    return said.get(item.nature, _("规则里写定的数"))


@register.filter
def bound_words(item: PosterItem) -> str:
    """Say how exact the printed number is."""
    said = {
        "exact": _("就是这个数"),
        "more": _("比这个数多一些（余、多）"),
        "at_least": _("这个数或更多（以上、不低于）"),
    }
    return said.get(item.bound, _("大约这个数（左右、近）"))


@register.filter
def direction_words(item: PosterItem) -> str:
    """Say what the target asks for."""
    said = {"at_least": _("到这个数或更多"), "at_most": _("不超过这个数"), "about": _("大约这个数")}
    return said.get(item.bound, _("正好这个数"))


@register.filter
def signed(value: int) -> str:
    """Write a difference with its sign and thousands set off."""
    return f"{value:+,}".replace("-", "−") if value else "0"


@register.filter
def first_sentence(text: str) -> str:
    """Return the sentence that a colophon sets in large type."""
    head, stop, _rest = str(text).partition("。")
    return head + stop


@register.filter
def other_sentences(text: str) -> str:
    """Return what follows a colophon's first sentence."""
    return str(text).partition("。")[2].strip()
