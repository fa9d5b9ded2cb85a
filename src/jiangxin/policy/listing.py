"""A code list as a file of a book, made from a table: one row a code, in the columns that a list's entry has."""

import csv
import json
from collections.abc import Iterable, Mapping
from datetime import date
from io import StringIO

from jiangxin.kernel.refusal import Refusal
from jiangxin.kernel.words import _

# The columns of the table; ``also`` holds other names, divided by semicolons, days are written 2022-09-28.
COLUMNS = ("code", "title", "en", "from", "until", "group", "also")
NEEDED = ("code", "title")
DIVIDERS = str.maketrans("；、", ";;")


class WrongTable(Refusal):
    """A table that is no code list; ``details["line"]`` counts the head as the first line."""

    code = "policy-wrong-table"
    default = _("表的第%(line)s行：%(why)s。改好这一行再来；什么也没有写。")


def list_text(table: str, *, title: str, en: str = "", basis: str = "platform-default") -> str:
    """Return the text of ``lists/<id>.toml`` for a table of commas with a head of COLUMNS; refuses with WrongTable."""
    rows = csv.DictReader(StringIO(table.removeprefix("\ufeff")))
    head = [name.strip() for name in rows.fieldnames or ()]
    rows.fieldnames = head
    unknown = [name for name in head if name not in COLUMNS]
    missing = [name for name in NEEDED if name not in head]
    if unknown or missing:
        why = _("表头应有 %(columns)s；不认得 %(unknown)s，缺 %(missing)s") % {
            "columns": "、".join(COLUMNS),
            "unknown": "、".join(unknown) or "—",
            "missing": "、".join(missing) or "—",
        }
        raise WrongTable(line=1, why=why)
    entries = [_entry(rows.line_num, row) for row in rows]
    if not entries:
        raise WrongTable(line=2, why=_("没有一个代码"))
    return "\n".join([f"title = {_words(title, en)}", f"basis = {_quoted(basis)}", *entries, ""])


def _entry(line: int, row: Mapping[str, str | None]) -> str:
    said = {name: (row.get(name) or "").strip() for name in COLUMNS}
    empty = [name for name in NEEDED if not said[name]]
    if empty or None in row:
        raise WrongTable(line=line, why=_("%(names)s 没有填，或者多了一格") % {"names": "、".join(empty) or "—"})
    lines = ["", "[[entry]]", f"code = {_quoted(said['code'])}", f"title = {_words(said['title'], said['en'])}"]
    lines += [f"{name} = {_day(line, name, said[name])}" for name in ("from", "until") if said[name]]
    if said["group"]:
        lines.append(f"group = {_quoted(said['group'])}")
    if also := _parts(said["also"]):
        lines.append(f"also = [{', '.join(map(_quoted, also))}]")
    return "\n".join(lines)


def _parts(text: str) -> list[str]:
    found: Iterable[str] = (part.strip() for part in text.translate(DIVIDERS).split(";"))
    return list(dict.fromkeys(part for part in found if part))


def _day(line: int, name: str, text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        why = _("%(name)s 的“%(text)s”不是日期，写成 2022-09-28") % {"name": name, "text": text[:20]}
        raise WrongTable(line=line, why=why) from error


def _words(title: str, en: str) -> str:
    return f"{{ zh-hans = {_quoted(title)}, en = {_quoted(en)} }}" if en else _quoted(title)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
