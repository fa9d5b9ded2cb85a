"""What is checked before a poster is taken: every number has its sentence, period and source, and the ledger agrees."""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from jiangxin.books.kinds import FIGURE_REPORTED
from jiangxin.insight.poster.meaning import Edition
from jiangxin.insight.poster.view import PosterItem, PosterView
from jiangxin.ledger import queries as ledger

_DIGITS = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")

Failure = tuple[str, str, str]


def failures(edition: Edition, view: PosterView) -> list[Failure]:
    """Return (chapter, item, why) of every item that must be put right before the poster is printed."""
    reported = _reported(edition)
    entries = {item.id: item for _chapter, _block, item in edition.poster.items()}
    found: list[Failure] = []
    for chapter, _block, item in view.items():
        entry = entries[item.id]
        numbered = bool(entry.figure or entry.target or entry.value or entry.amount)
        wrong = _wrong(item, str(entry.wording or ""), numbered=numbered)
        found.extend((chapter.title, item.title, why) for why in wrong)
        if entry.figure and item.value is not None and reported.get(entry.figure) != item.value:
            found.append((chapter.title, item.title, _said(reported.get(entry.figure))))
    return found


def _wrong(item: PosterItem, wording: str, *, numbered: bool) -> Iterator[str]:
    if not numbered:
        return
    if item.value is None:
        if item.status == "ok":
            yield _("没有数")
        return
    if item.period is None or not item.period.text:
        yield _("没有时段")
    if item.source is None and not item.basis:
        yield _("没有来源")
    known = _numbers(item.sentence) | _numbers(item.period.text if item.period else "")
    for own in sorted(_numbers(item.title + wording.replace("{value}", "")) - known):
        yield str(_("措辞里的“%(number)s”原句没有；措辞可以改，数不能改")) % {"number": own}


def _said(now: Any) -> str:
    if now is None:
        return _("账上没有这笔上报的数，或已撤销")
    return str(_("账上这笔上报的数是 %(now)s")) % {"now": now}


def _numbers(text: str) -> set[str]:
    """Return the numbers of a text as they are printed, thousands set off or not."""
    plain = {found.replace(",", "") for found in _DIGITS.findall(text)}
    return plain | {_grouped(number) for number in plain}


def _grouped(number: str) -> str:
    whole, dot, rest = number.partition(".")
    return f"{int(whole):,}{dot}{rest}"


def _reported(edition: Edition) -> dict[str, int]:
    facts = ledger.standing(edition.known_at).filter(kind=FIGURE_REPORTED)
    sources = [f"books:{book}" for book in edition.book.lineage]
    return dict(facts.filter(source__in=sources).values_list("code", "quantity"))
