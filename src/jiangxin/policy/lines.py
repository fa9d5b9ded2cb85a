"""Where each key of a TOML text stands: a small scanner beside the parser, which keeps no lines.

A path is what leads to a value in the parsed text: keys, and indexes into
arrays. The scanner never refuses: where the text is no TOML it stops, and
the parser says why.
"""

import contextlib
import re
from bisect import bisect_right

Path = tuple[str | int, ...]

_DEEPEST = 60
_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_LONG = re.compile(r'"""(?:\\.|[^\\])*?"{3,5}|' + r"'''.*?'{3,5}", re.DOTALL)
_SHORT = re.compile(r'"(?:\\.|[^"\\\n])*"|' + r"'[^'\n]*'")
_ATOM = re.compile(r"[^,\]}\n#]*")
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_ESCAPED = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b"}


class _Stop(Exception):
    """The text is no TOML from here on."""


class Lines:
    """The line of each path, and the paths that were written twice."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self._at = 0
        self._lines: dict[Path, int] = {(): 1}
        self._tables: dict[Path, int] = {}
        self._counts: dict[Path, int] = {}
        self.twice: list[tuple[Path, int, int]] = []
        with contextlib.suppress(_Stop, IndexError):
            self._document()

    def find(self, path: Path) -> int:
        """Return the line of a path, or of the nearest place above it that is known."""
        while path not in self._lines:
            path = path[:-1]
        return self._lines[path]

    def _document(self) -> None:
        table: Path = ()
        while self._skip(_BLANK) < len(self._text):
            line = self._line()
            if self._take("[["):
                table = self._open_array(self._key("]]"), line)
            elif self._take("["):
                table = self._open_table(self._key("]"), line)
            else:
                self._pair(table, 0)

    def _open_array(self, keys: list[str], line: int) -> Path:
        path = (*self._inside(keys[:-1], line), keys[-1])
        index = self._counts.get(path, 0)
        self._counts[path] = index + 1
        self._lines.setdefault(path, line)
        self._lines[(*path, index)] = line
        return (*path, index)

    def _open_table(self, keys: list[str], line: int) -> Path:
        path = self._inside(keys, line)
        if path in self._tables:
            self.twice.append((path, self._tables[path], line))
        self._tables.setdefault(path, line)
        self._lines[path] = line
        return path

    def _inside(self, keys: list[str], line: int) -> Path:
        path: Path = ()
        for key in keys:
            path = (*path, key)
            if path in self._counts:
                path = (*path, self._counts[path] - 1)
            self._lines.setdefault(path, line)
        return path

    def _pair(self, table: Path, depth: int) -> None:
        line, keys = self._line(), self._key("=")
        for key in keys[:-1]:
            table = (*table, key)
            self._lines.setdefault(table, line)
        path = (*table, keys[-1])
        if path in self._lines:
            self.twice.append((path, self._lines[path], line))
        self._lines.setdefault(path, line)
        self._tables.setdefault(path, line)
        self._skip(_SPACE)
        self._value(path, depth)

    def _value(self, path: Path, depth: int) -> None:
        if depth > _DEEPEST:
            raise _Stop
        if self._take("["):
            self._array(path, depth + 1)
        elif self._take("{"):
            while self._skip(_BLANK) and not self._take("}"):
                self._pair(path, depth + 1)
                self._skip(_BLANK)
                self._take(",")
        else:
            self._skip(_LONG) or self._skip(_SHORT) or self._skip(_ATOM)

    def _array(self, path: Path, depth: int) -> None:
        index = 0
        while self._skip(_BLANK) and not self._take("]"):
            if self._at >= len(self._text):
                raise _Stop
            self._lines[(*path, index)] = self._line()
            self._value((*path, index), depth)
            self._skip(_BLANK)
            if not self._take(",") and self._text[self._at] != "]":
                raise _Stop
            index += 1

    def _key(self, close: str) -> list[str]:
        keys: list[str] = []
        while True:
            self._skip(_SPACE)
            start = self._at
            if self._text[start] in "\"'":
                if not self._skip(_SHORT) or self._at == start:
                    raise _Stop
                keys.append(_unquoted(self._text[start : self._at]))
            elif self._skip(_BARE_KEY) and self._at > start:
                keys.append(self._text[start : self._at])
            else:
                raise _Stop
            self._skip(_SPACE)
            if self._take(close):
                return keys
            if not self._take("."):
                raise _Stop

    def _skip(self, pattern: re.Pattern[str]) -> int:
        found = pattern.match(self._text, self._at)
        if found is None:
            return 0
        self._at = found.end()
        return self._at or 1

    def _take(self, sign: str) -> bool:
        if self._text.startswith(sign, self._at):
            self._at += len(sign)
            return True
        return False

    def _line(self) -> int:
        return bisect_right(self._starts, self._at)


def _unquoted(text: str) -> str:
    if text[0] == "'":
        return text[1:-1]
    return _ESCAPE.sub(_unescaped, text[1:-1])


def _unescaped(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    if code:
        number = int(code, 16)
        return chr(number) if number < 0x110000 else ""
    return _ESCAPED.get(found[3], found[3])
