"""Money as whole fen."""

import re

from jiangxin.kernel.marks import points_words
from jiangxin.kernel.words import _

_YUAN = re.compile(r"(-?)([0-9]{1,15})(?:\.([0-9]{1,2}))?", re.ASCII)


def yuan(fen: int) -> str:
    """Return fen as a number of yuan: 160000 -> 1,600; 160050 -> 1,600.50."""
    return points_words(fen) if fen % 100 == 0 else f"{'-' if fen < 0 else ''}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def yuan_words(fen: int) -> str:
    """Return fen as a reader says it: 1,600元."""
    return _("%(amount)s元") % {"amount": yuan(fen)}


def fen_of(text: str) -> int:
    """Return the fen of a written number of yuan ("1,600.50"); ValueError if it is none or finer than fen."""
    found = _YUAN.fullmatch(text.strip().replace(",", "").replace("，", ""))
    if found is None:
        raise ValueError(f"not an amount: {text!r}")
    fen = int(found[2]) * 100 + int((found[3] or "").ljust(2, "0"))
    return -fen if found[1] else fen
