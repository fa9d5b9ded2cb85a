"""Verifying as work in the background, with progress."""

from django.utils.translation import gettext as _

from jiangxin.audit import queries
from jiangxin.jobs.kinds import Run

VERIFY = "audit.verify"


def verify(run: Run) -> None:
    """Hold every row against the chain, and leave the answer as the job's message."""
    report = queries.verify(tell=lambda done, total: run.tell(done, max(total, 1), ""))
    run.tell(max(report.links, 1), max(report.links, 1), said(report))


def said(report: queries.Report) -> str:
    """Return what a report says, in one line."""
    figures = {"rows": report.rows, "links": report.links, "unsealed": report.unsealed}
    if report.clean:
        return _("对得上：%(rows)s行、%(links)s封，没有改动；还没封的%(unsealed)s行。") % figures
    if report.first is None:
        return _("对不上：链里没有这个根，后面的可能被截掉重做过。")
    sort, table, one = report.first
    words = {
        "changed": _("对不上：%(table)s第%(one)s行被改过。"),
        "missing": _("对不上：%(table)s第%(one)s行不见了。"),
        "added": _("对不上：%(table)s第%(one)s行是后来塞进去的。"),
        "broken": _("对不上：第%(one)s封被改过，或不见了。"),
    }
    return words[sort] % {"table": table, "one": one}
