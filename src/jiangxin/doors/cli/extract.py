"""Finds every text for the catalogue in the source: gettext calls in Python, translation tags in templates."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation.template import templatize

from jiangxin.doors.cli.catalogue import Entry, Key

PACKAGE = Path(__file__).resolve().parents[2]
# Function name: which of its first arguments are context, text and plural.
CALLS = {
    "_": ("text",),
    "lazy": ("text",),
    "gettext": ("text",),
    "gettext_lazy": ("text",),
    "gettext_noop": ("text",),
    "ngettext": ("text", "plural"),
    "ngettext_lazy": ("text", "plural"),
    "pgettext": ("context", "text"),
    "pgettext_lazy": ("context", "text"),
    "npgettext": ("context", "text", "plural"),
    "npgettext_lazy": ("context", "text", "plural"),
}
LITERAL = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
TAG = re.compile(rf"\b(n?p?gettext|_)\(\s*({LITERAL}(?:\s*,\s*{LITERAL})*)")


def extract() -> list[Entry]:
    """Return every text once, without English, by file and place of its first occurrence."""
    found: dict[Key, Entry] = {}
    for path in sorted(PACKAGE.rglob("*")):
        if "migrations" in path.parts or path.suffix not in {".py", ".html", ".txt"}:
            continue
        name = path.relative_to(PACKAGE).as_posix()
        for one in texts(path):
            entry = found.setdefault(one.key, one)
            entry.plural = entry.plural or one.plural
            if name not in entry.files:
                entry.files.append(name)
    return list(found.values())


def texts(path: Path) -> Iterator[Entry]:
    """Yield the texts of one file in their order."""
    source = path.read_text(encoding="utf-8")
    yield from _of_python(source) if path.suffix == ".py" else _of_template(source)


def _of_python(source: str) -> Iterator[Entry]:
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    for node in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        shape = CALLS.get(name, ())
        words = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if shape and len(words) >= len(shape):
            yield _entry(shape, words)


def _of_template(source: str) -> Iterator[Entry]:
    for call in TAG.finditer(templatize(source)):
        words = [ast.literal_eval(literal) for literal in re.findall(LITERAL, call[2])]
        yield _entry(CALLS[call[1]], words)


def _entry(shape: tuple[str, ...], words: list[str]) -> Entry:
    given = dict(zip(shape, words, strict=False))
    return Entry(given["text"], given.get("plural", ""), given.get("context", ""))
