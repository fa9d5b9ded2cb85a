"""`jx audit verify`: hold every line against the chain."""

import argparse

from jiangxin.audit import queries, tasks
from jiangxin.doors.cli import output
from jiangxin.kernel.words import _

NAME = "audit"
HELP = _("核对审计有没有被改动")


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="verify")
    verify = acts.add_parser("verify", help=str(_("逐行对照封签；有改动就退出 1")))
    verify.add_argument("--root", default="", metavar="HEX", help=str(_("印在纸上的某天的根；链里没有它也退出 1")))
    output.add_json(verify)


def run(args: argparse.Namespace) -> int:
    """Verify; 1 when something is not as it was sealed."""
    with output.progress() as bar:
        task = bar.add_task(str(_("核对审计")), total=None)
        report = queries.verify(
            root=args.root.replace(" ", "").lower(),
            tell=lambda done, total: bar.update(task, completed=done, total=total),
        )
    print(tasks.said(report))
    if args.json:
        first = report.first
        output.answer(
            {
                "clean": report.clean,
                "first": {"fault": first[0], "table": first[1], "id": first[2]} if first else None,
                "rows": report.rows,
                "links": report.links,
                "unsealed": report.unsealed,
                "lost_root": report.lost,
                **{sort: [f"{table}:{one}" for table, one in getattr(report, sort)] for sort in SORTS},
                "broken": report.broken,
            }
        )
    return 0 if report.clean else 1


SORTS = ("changed", "missing", "added")
