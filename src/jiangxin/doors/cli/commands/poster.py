"""`jx poster`: an edition as JSON, or as a file: SVG, PDF or PNG."""

import argparse
import sys
from pathlib import Path

from jiangxin.doors.cli import acting, output, ready
from jiangxin.doors.cli.fonts import ready_fonts
from jiangxin.insight import queries
from jiangxin.insight.poster import files
from jiangxin.insight.queries import EditionAsked, PosterShown
from jiangxin.kernel import clock
from jiangxin.kernel.words import _

NAME = "poster"
HELP = _("一图读懂：看数，或画成 SVG、PDF、PNG")


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    add_edition(parser)
    parser.add_argument("--on", type=acting.day, help=str(_("看哪一天；不写就是今天")))
    parser.add_argument("--out", type=Path, help=str(_("写成文件：以 .svg、.pdf 或 .png 结尾")))
    parser.add_argument("--paper", choices=["long", "a3"], default="long", help=str(_("长图，或 A3 展板")))
    parser.add_argument("--live", action="store_true", help=str(_("不用已批准的快照，按现在的账重画")))
    output.add_json(parser)


def add_edition(parser: argparse.ArgumentParser) -> None:
    """Give a command the words that name an edition."""
    parser.add_argument("--book", default="", help=str(_("政策册的 id")))
    parser.add_argument("--year", type=int, help=str(_("年份")))
    parser.add_argument("--unit", default="", help=str(_("单位的代号或名称")))


def asked(args: argparse.Namespace) -> EditionAsked:
    """Return the edition that the words name."""
    return EditionAsked(year=args.year, unit=args.unit, book=args.book)


def run(args: argparse.Namespace) -> int:
    """Print the numbers, or write the file."""
    ready.ready_database()
    if args.out is not None:
        files.check_name(args.out)
    shown = queries.shown(asked(args), args.on or clock.today(), live=args.live)
    if shown.corrected:
        print(
            str(_("有更正，待换版：第%(facts)s笔")) % {"facts": "、".join(map(str, shown.corrected))}, file=sys.stderr
        )
    if args.out is not None:
        _write(shown, args)
    if args.json:
        output.answer(shown.view.numbers())
    elif args.out is None:
        _tell(shown)
    return 0


def _write(shown: PosterShown, args: argparse.Namespace) -> None:
    held = ready_fonts()
    if shown.snapshot is not None and shown.snapshot.fonts_hash not in ("", held.hash):
        print(str(_("字体和制版时的不同，字形可能有出入；数不变。")), file=sys.stderr)
    for path in files.write(shown.view, held, args.out, args.paper):
        print(path)


def _tell(shown: PosterShown) -> None:
    view = shown.view
    print(f"{view.unit_name}  {view.year}  {view.title}")
    for chapter, _block, item in view.items():
        if item.has_number:
            counted = "" if item.counted is None else str(_("（账上 %(counted)s）")) % {"counted": item.counted}
            period = item.period.text if item.period else ""
            print(f"{chapter.title}  {item.title}：{item.printed}  {period}{counted}{item.mark}")
