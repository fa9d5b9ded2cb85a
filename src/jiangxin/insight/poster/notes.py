"""The small print of a poster: notes by number, definitions, sources, and what the sheet rests on."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from jiangxin.insight.poster.view import Footnote, PosterChapter, PosterItem, PosterView
from jiangxin.kernel.dates import day_words


def sign(number: int) -> str:
    """Return a note's sign: ① to ㊿, then in brackets."""
    for first, start in ((1, 0x2460), (21, 0x3251), (36, 0x32B1)):
        if first <= number < first + {1: 20, 21: 15, 36: 15}[first]:
            return chr(start + number - first)
    return f"({number})"


def marked(chapters: tuple[PosterChapter, ...]) -> tuple[PosterChapter, ...]:
    """Give every item with a note, or whose print is unclear, its sign, in order."""
    number = 0
    found = []
    for chapter in chapters:
        blocks = []
        for block in chapter.blocks:
            items = []
            for item in block.items:
                if item.note or item.status != "ok":
                    number += 1
                    items.append(replace(item, mark=sign(number)))
                else:
                    items.append(item)
            blocks.append(replace(block, items=tuple(items)))
        found.append(replace(chapter, blocks=tuple(blocks)))
    return tuple(found)


@override("zh-hans")
def with_notes(view: PosterView) -> PosterView:
    """Return a view with the notes at its foot, in the order they are printed."""
    return notes_said(view)


def notes_said(view: PosterView) -> PosterView:
    """Return a view with its notes in the reader's language."""
    return replace(view, footnotes=_footnotes(view))


def _footnotes(view: PosterView) -> tuple[Footnote, ...]:
    items = [item for _chapter, _block, item in view.items()]
    notes = tuple(_note(item) for item in items if item.mark)
    meant: dict[str, str] = {}
    for item in items:
        if item.definition:
            meant.setdefault(item.title, item.definition)
    said = [view.source, *(item.source for item in items)]
    named = {source["title"]: _source_line(source) for source in said if source}
    parts = (
        Footnote(_("注"), notes),
        Footnote(_("口径"), tuple(f"{title}：{definition}" for title, definition in meant.items())),
        Footnote(_("来源"), tuple(named.values())),
        Footnote(_("本版"), _about(view)),
    )
    return tuple(part for part in parts if part.lines)


def _note(item: PosterItem) -> str:
    unclear = _("原文不清，照录；") if item.status != "ok" else ""
    return f"{item.mark} {item.title}：{unclear}{item.note}".rstrip("；：")


def _source_line(source: Mapping[str, str]) -> str:
    return "，".join(
        part for part in (f"《{source['title']}》", source["author"], source["published"], source["page"]) if part
    )


def _about(view: PosterView) -> tuple[str, ...]:
    as_of = day_words(date.fromisoformat(view.as_of))
    first = str(_("数据截至%(day)s；账目第%(head)s笔止")) % {"day": as_of, "head": view.ledger_head}
    book = str(_("政策册 %(book)s，摘要 %(hash)s")) % {"book": view.book, "hash": view.book_hash[:16]}
    if not view.snapshot:
        return (first, book, str(_("未经批准的样稿")))
    named = {"number": view.snapshot, "maker": view.taken_by, "approver": view.approved_by}
    approved = str(_("第%(number)s号快照，%(maker)s制版，%(approver)s批准")) % named
    return (first, book, approved)
