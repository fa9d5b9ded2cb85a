"""Scores and amounts earn by measures: tables fit level measures, numbers fit the rest, nothing overflows."""

from jiangxin.kernel.words import _
from jiangxin.policy.checks.facts import check_level
from jiangxin.policy.checks.ground import Ground
from jiangxin.policy.checks.measures import most
from jiangxin.policy.entries.rules import Earning
from jiangxin.policy.grammar.sorts import MOST
from jiangxin.policy.problems import hint


def check(ground: Ground) -> None:
    """Check every item of every score."""
    for score in ground.scores.values():
        axes = ground.names(score.origin, "axis", (axis.id for axis in score.axis))
        for item in score.item:
            if item.axis not in axes:
                message = _("赋分“%(score)s”没有“%(axis)s”这一维") % {"score": score.id, "axis": item.axis}
                ground.wrong(item.origin, "axis", message=message, hint=hint(item.axis, axes))
            check_earning(ground, item)


def check_earning(ground: Ground, earning: Earning) -> None:
    """Check one item or line against its measure."""
    measure = ground.measures.get(earning.measure)
    if measure is None:
        return
    if measure.gives_level:
        if not earning.table:
            message = _("“%(measure)s”给的是级别，要写 table") % {"measure": measure.id}
            ground.wrong(earning.origin, "measure", message=message)
        kinds = [ground.kinds[name] for name in measure.of if name in ground.kinds]
        for level in earning.table:
            for kind in kinds[:1]:
                check_level(ground, earning.origin, "table", level, kind=kind, level=level)
        return
    if earning.table:
        message = _("“%(measure)s”给的是整数，不能用 table；写 each 或 bands") % {"measure": measure.id}
        ground.wrong(earning.origin, "table", message=message)
    if earning.each is not None and 2 * earning.each * most(ground, measure) + earning.per > MOST:
        message = _("“%(measure)s”乘以 each 会超出64位整数；给它的事项写小一点的 max") % {"measure": measure.id}
        ground.wrong(earning.origin, "each", message=message)
    floors = [band.at_least for band in earning.bands]
    if len(set(floors)) < len(floors):
        ground.wrong(earning.origin, "bands", message=str(_("bands 里有两档的起点一样")))
