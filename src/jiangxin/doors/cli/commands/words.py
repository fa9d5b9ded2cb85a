"""`jx words`: brings the English catalogue up to date with the texts in the source."""

import argparse

from jiangxin.doors.cli.catalogue import Entry, po_path, read_po, write_po
from jiangxin.doors.cli.checkout import need_checkout
from jiangxin.doors.cli.extract import extract
from jiangxin.kernel.words import _

NAME = "words"
HELP = _("更新英文词表：收进新的文字，去掉不用的")
SHOWN = 20


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--check", action="store_true", help=str(_("只查，不改；有缺漏就退出 1")))


def run(args: argparse.Namespace) -> int:
    """Merge the source's texts with the English there is, and say what lacks English."""
    need_checkout()
    path = po_path()
    written = read_po(path.read_text(encoding="utf-8")) if path.is_file() else []
    entries = merged(written, extract())
    lacking = [entry for entry in entries if not entry.complete]
    if args.check:
        added, gone = changes(written, entries)
        print(str(_("新增 %(added)s 条，不用 %(gone)s 条")) % {"added": added, "gone": gone})
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(write_po(entries), encoding="utf-8")
        added = gone = 0
    print(str(_("共 %(count)s 条，缺英文 %(lacking)s 条")) % {"count": len(entries), "lacking": len(lacking)})
    for entry in lacking[:SHOWN]:
        print(f"  {entry.files[0]}: {entry.text}")
    return 1 if args.check and (lacking or added or gone) else 0


def merged(written: list[Entry], found: list[Entry]) -> list[Entry]:
    """Return what was found in the source with the English already written."""
    english = {(*entry.key, entry.plural): entry.english for entry in written}
    for entry in found:
        entry.english = english.get((*entry.key, entry.plural), [])
    return found


def changes(written: list[Entry], found: list[Entry]) -> tuple[int, int]:
    """Return how many texts the catalogue has not yet, and how many it keeps in vain."""
    before = {(*entry.key, entry.plural) for entry in written}
    after = {(*entry.key, entry.plural) for entry in found}
    return len(after - before), len(before - after)
