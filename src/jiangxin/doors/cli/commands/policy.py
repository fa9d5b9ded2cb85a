"""`jx policy`: check a book, adopt it by two people, and see which is in force."""

import argparse
import sys
from pathlib import Path
from typing import Any

from jiangxin.books import queries, services
from jiangxin.doors.cli import acting, output, ready
from jiangxin.kernel import clock
from jiangxin.kernel.words import _
from jiangxin.people import queries as people
from jiangxin.policy.book import Book
from jiangxin.policy.cases import run_cases
from jiangxin.policy.listing import list_text
from jiangxin.policy.problems import BookRefused, Problem
from jiangxin.policy.resolve import check, resolve
from jiangxin.policy.text import BookText, parents_in, read_folder

NAME = "policy"
HELP = _("核对、采用政策册，看哪一册在用")


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    output.add_json(parser)
    steps = parser.add_subparsers(dest="step", required=True)
    one = steps.add_parser("check", help=str(_("核对一个政策文件夹，写明哪个文件、哪一行")))
    one.add_argument("path", type=Path)
    one = steps.add_parser("adopt", help=str(_("提出采用一个政策文件夹")))
    one.add_argument("path", type=Path)
    acting.add_as(one)
    one.add_argument("--confirm-by", metavar="USER", help=str(_("由另一位用户当场确认")))
    for name, text in (("confirm", _("确认一次采用")), ("decline", _("退回一次采用"))):
        one = steps.add_parser(name, help=str(text))
        one.add_argument("id", type=int)
        acting.add_as(one, required=True)
    steps.add_parser("list", help=str(_("列出采用过的政策册")))
    one = steps.add_parser("show", help=str(_("看一个单位在用哪一册")))
    one.add_argument("--unit", default="", help=str(_("单位的代号或名称")))
    one.add_argument("--on", type=acting.day, help=str(_("哪一天；不写就是今天")))
    one = steps.add_parser("list-file", help=str(_("把一张代码表（CSV）写成政策册的目录文件")))
    one.add_argument("table", type=Path, metavar="CSV")
    one.add_argument("--title", required=True, help=str(_("目录的名称")))
    one.add_argument("--en", default="", help=str(_("目录的英文名称")))
    one.add_argument("--basis", default="platform-default", help=str(_("依据哪份文件")))
    one.add_argument(
        "--out", type=Path, required=True, help=str(_("写到哪里，例如 policies/册/lists/occupations.toml"))
    )
    for step in steps.choices.values():
        step.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)


def run(args: argparse.Namespace) -> int:
    """Do the step."""
    if args.step == "list-file":
        return _list_file(args)
    if args.step != "check":
        ready.ready_database()
    return {"check": _check, "adopt": _adopt, "confirm": _settle, "decline": _settle, "list": _list, "show": _show}[
        args.step
    ](args)


def _check(args: argparse.Namespace) -> int:
    try:
        book, problems = _read(args.path)
    except BookRefused as refusal:
        book, problems = None, list(refusal.problems)
    if args.json:
        found = [vars(problem) for problem in problems]
        output.answer({"ok": not problems, "book": book.id if book else None, "problems": found})
        return 2 if problems else 0
    for problem in problems:
        hint = f"；{problem.hint}" if problem.hint else ""
        print(f"{args.path / problem.file}:{problem.line}: {problem.message}{hint}", file=sys.stderr)
    if book is not None and not problems:
        print(str(_("没有问题：%(book)s，摘要 %(hash)s")) % {"book": book.id, "hash": book.hash[:16]})
    return 2 if problems else 0


def _list_file(args: argparse.Namespace) -> int:
    table = args.table.read_text(encoding="utf-8-sig")
    text = list_text(table, title=args.title, en=args.en, basis=args.basis)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text(text, encoding="utf-8")
    count = text.count("[[entry]]")
    if args.json:
        output.answer({"file": str(args.out), "codes": count})
    else:
        print(
            str(_("写好了：%(count)s个代码，%(file)s。核对后用 ./jx policy adopt 采用"))
            % {"count": count, "file": args.out}
        )
    return 0


def _read(path: Path) -> tuple[Book | None, list[Problem]]:
    """Read a folder with its parents from beside it, else from those that come with this copy; run its examples."""
    text = read_folder(path)
    beside, shipped = parents_in(path.resolve().parent), parents_in()

    def parents(book_id: str) -> BookText | None:
        return beside(book_id) or shipped(book_id)

    problems = check(text, parents)
    if problems:
        return None, problems
    book = resolve(text, parents)
    own = [failure for failure in run_cases(book) if failure.origin.book == book.id]
    return book, [Problem(one.origin.file, one.origin.line, str(one)) for one in own]


def _adopt(args: argparse.Namespace) -> int:
    row = services.propose_book(actor=acting.actor_named(args.user), text=read_folder(args.path))
    if args.confirm_by:
        row = services.confirm_book(actor=acting.actor_named(args.confirm_by), adoption_id=row.pk)
    if args.json:
        output.answer(queries.told(row))
    elif row.confirmed_by:
        print(str(_("第%(id)s号已采用：%(book)s，%(since)s起")) % queries.told(row))
    else:
        print(
            str(_("第%(id)s号待确认：%(book)s。请另一人办：./jx policy confirm %(id)s --as 用户")) % queries.told(row)
        )
    return 0


def _settle(args: argparse.Namespace) -> int:
    settle = services.confirm_book if args.step == "confirm" else services.decline_book
    row = settle(actor=acting.actor_named(args.user), adoption_id=args.id)
    if args.json:
        output.answer(queries.told(row))
    else:
        words = queries.told(row) | {"status": row.get_status_display()}
        print(str(_("第%(id)s号%(status)s：%(book)s，%(since)s起")) % words)
    return 0


def _list(args: argparse.Namespace) -> int:
    rows = [queries.told(row) for row in queries.adoptions()]
    if args.json:
        output.answer(rows)
        return 0
    for row in rows:
        print(f"{row['id']:>5}  {row['status']:<9} {row['since']}  {row['book']:<20} {row['hash'][:12]}")
    return 0


def _show(args: argparse.Namespace) -> int:
    on = args.on or clock.today()
    if args.unit:
        books = [queries.book_for(people.unit_on(args.unit, on).id, on)]
    else:
        books = [queries.book_in_force(row.book_id, on) for row in queries.books_in_force(on)]
    found = [_told(book) for book in books]
    if args.json:
        output.answer(found[0] if args.unit else found)
        return 0
    for book in found:
        print(f"{book['book']}  {book['title']}  {book['since']}  {' < '.join(book['lineage'])}  {book['hash'][:16]}")
    return 0


def _told(book: Book) -> dict[str, Any]:
    return {
        "book": book.id,
        "title": str(book.title),
        "owner": book.owner,
        "since": book.since.isoformat(),
        "lineage": list(book.lineage),
        "hash": book.hash,
        "entries": {name: len(getattr(book, name)) for name in ("measures", "indicators", "figures", "targets")},
    }
