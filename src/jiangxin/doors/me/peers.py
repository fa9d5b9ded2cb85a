"""One's place among peers in words: the group and its size, among the first how many percent."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiangxin.doors.me import words
from jiangxin.doors.me.kinds import GRADE
from jiangxin.insight.peers import Peers, Place, TooFew
from jiangxin.insight.queries import Portrait
from jiangxin.ui.format import number

MIDDLE = range(41, 61)  # of a hundred: said as the middle


def top_words(place: Place | None) -> str:
    """Say a place in a word or two, blank where there are no points to compare."""
    if place is None or place.top is None:
        return ""
    return _("中间") if place.top in MIDDLE else _("前%(percent)s%%") % {"percent": place.top}


def group_words(portrait: Portrait, found: Peers | TooFew | None) -> str:
    """Say whom one is compared with, or why with nobody; blank where nothing was counted."""
    if found is None:
        return ""
    if isinstance(found, TooFew):
        return _("同工种、同等级、同年龄段不到%(least)s人，不比") % {"least": found.least}
    said = [words.trade_words(portrait.book, found.occupation, portrait.on)]
    said.append(words.level_words(portrait.book, GRADE, found.level) or _("没有等级"))
    if found.ages:
        said.append(_("%(from)s–%(to)s岁") % {"from": found.ages[0], "to": found.ages[1]})
    size = ngettext("共%(size)s人", "共%(size)s人", found.size) % {"size": number(found.size)}
    return _("同行：%(group)s，%(size)s") % {"group": " · ".join(said), "size": size}
