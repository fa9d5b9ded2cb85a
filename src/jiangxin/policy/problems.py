"""What is wrong with a book: file, line, words, and the nearest right word."""

import difflib
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from jiangxin.kernel.refusal import Refusal
from jiangxin.kernel.words import _

MANY_WORDS = 9


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to put right in a book; ``hint`` names the nearest right word or what may stand there."""

    file: str
    line: int
    message: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.message}{self.hint and f'；{self.hint}'}"


class BookRefused(Refusal):
    """A book that cannot be taken; ``problems`` holds all that is wrong with it."""

    code = "policy-book-refused"
    default = _("政策文件有%(count)d处要改，没有采用；在用的政策不变。改好再试：\n%(list)s")

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        listed = "\n".join(str(problem) for problem in self.problems)
        super().__init__(count=len(self.problems), list=listed)


def nearest(word: str, words: Collection[str]) -> str:
    """Return the right word most like a wrong one, or an empty text when none is."""
    alike = {_plain(one): one for one in sorted(words, reverse=True)}
    if _plain(word) in alike:
        return alike[_plain(word)]
    found = difflib.get_close_matches(_plain(word), alike, n=1, cutoff=0.55)
    return alike[found[0]] if found else ""


def hint(word: str, words: Collection[str]) -> str:
    """Return the hint for a wrong word: the nearest right one, else the choice if it is short."""
    right = nearest(word, words)
    if right:
        return _("是不是“%(word)s”？") % {"word": right}
    if 0 < len(words) <= MANY_WORDS:
        return _("可用：%(words)s") % {"words": "、".join(words)}
    return ""


def _plain(word: str) -> str:
    return word.lower().replace("_", "-")
