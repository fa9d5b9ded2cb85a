"""TOML to plain values with exact decimals; what the parser refuses is told with its line."""

import re
import tomllib
from decimal import Decimal
from typing import Any

from jiangxin.kernel.words import _
from jiangxin.policy.lines import Lines
from jiangxin.policy.problems import Problem

_LINE = re.compile(r"\(at (?:line ([0-9]+), column [0-9]+|end of document)\)")
_REASONS = (
    ("Invalid statement", _("这一行不是“键 = 值”，也不是“[表]”")),
    ("Expected '='", _("键后面缺“=”")),
    ("Invalid initial character for a key part", _("键只用小写字母、数字、“-”和“_”")),
    ("Expected newline or end of document", _("一行只写一项；值后面多了字，文字要加引号")),
    ("Unterminated string", _("引号没有收尾")),
    ("Expected '\"", _("引号没有收尾")),
    ("Illegal character", _("有不能用的字符，或引号没有收尾")),
    ("Invalid value", _("值看不懂；文字要加引号")),
    ("Unclosed array", _("方括号没有收尾，或少了逗号")),
    ("Unclosed inline table", _("花括号没有收尾，或少了逗号")),
    ("Expected ']", _("方括号没有收尾")),
    ("Unescaped '\\'", _("“\\”要写成“\\\\”")),
    ("Invalid date", _("没有这一天")),
    ("Duplicate inline table key", _("同一个键写了两次")),
    ("Cannot mutate immutable namespace", _("这张表前面已写在花括号里，不能再添")),
)


def parse(text: str, file: str, lines: Lines) -> tuple[dict[str, Any], list[Problem]]:
    """Return the parsed file and what is wrong with its TOML; a refused file is an empty table."""
    try:
        return tomllib.loads(text, parse_float=Decimal), []
    except tomllib.TOMLDecodeError as error:
        return {}, _refused(str(error), text, file, lines)
    except RecursionError:
        return {}, [Problem(file, 1, _("一层套一层太深了"))]
    except ValueError:
        return {}, [Problem(file, 1, _("有一个数太长，读不了"))]


def _refused(said: str, text: str, file: str, lines: Lines) -> list[Problem]:
    twice = {path for path, _first, _second in lines.twice}
    if twice:
        return [
            Problem(file, second, _("“%(name)s”写了两次：第%(first)d行和第%(second)d行") % {
                "name": ".".join(str(part) for part in path), "first": first, "second": second
            })
            for path, first, second in lines.twice
            if not any(path[:end] in twice for end in range(1, len(path)))
        ]  # fmt: skip
    found = _LINE.search(said)
    line = int(found[1]) if found and found[1] else max(1, len(text.splitlines()))
    why = next((reason for start, reason in _REASONS if said.startswith(start)), "") or _LINE.sub("", said).strip()
    return [Problem(file, line, _("TOML 写法不对：%(why)s") % {"why": why})]
