"""Amounts: lines fit their measures, the order names the lines."""

from jiangxin.kernel.words import _
from jiangxin.policy.checks.ground import Ground
from jiangxin.policy.checks.scores import check_earning
from jiangxin.policy.problems import hint


def check(ground: Ground) -> None:
    """Check every line of every amount."""
    for amount in ground.amounts.values():
        lines = ground.names(amount.origin, "line", (line.id for line in amount.line))
        for line in amount.line:
            check_earning(ground, line)
        for index, name in enumerate(amount.order):
            if name not in lines:
                message = _("金额“%(amount)s”没有“%(line)s”这一行") % {"amount": amount.id, "line": name}
                ground.wrong(amount.origin, "order", index, message=message, hint=hint(name, lines))
