"""A poster's view said in the reader's language: titles the book has words for; sentences and sources as printed."""

from dataclasses import replace

from jiangxin.insight.poster.notes import notes_said
from jiangxin.insight.poster.view import PosterBlock, PosterChapter, PosterItem, PosterView
from jiangxin.policy.entries.board import Block, Chapter, Poster
from jiangxin.policy.entries.board import PosterItem as Entry
from jiangxin.policy.entries.common import Wording

CHINESE = "zh"


def spoken(view: PosterView, poster: Poster, language: str) -> PosterView:
    """Return a view in a language: by id, and only where the book still says in Chinese what the view shows.

    The view that is drawn, kept and hashed is the Chinese one.
    """
    if language.startswith(CHINESE):
        return view
    chapters = {chapter.id: chapter for chapter in poster.chapter}
    said = replace(
        view,
        title=_said(view.title, poster.title, language),
        kicker=_said(view.kicker, poster.kicker, language),
        masthead=_said(view.masthead, poster.masthead, language),
        colophon=_said(view.colophon, poster.colophon, language),
        chapters=tuple(_chapter(one, chapters.get(one.id), language) for one in view.chapters),
    )
    return notes_said(said)


def _said(text: str, wording: Wording | None, language: str) -> str:
    return wording.in_language(language) if wording is not None and str(wording) == text else text


def _chapter(chapter: PosterChapter, entry: Chapter | None, language: str) -> PosterChapter:
    if entry is None:
        return chapter
    blocks = {block.id: block for block in entry.block}
    return replace(
        chapter,
        title=_said(chapter.title, entry.title, language),
        lead=_said(chapter.lead, entry.lead, language),
        keyword=_said(chapter.keyword, entry.keyword, language),
        blocks=tuple(_block(one, blocks.get(one.id), language) for one in chapter.blocks),
    )


def _block(block: PosterBlock, entry: Block | None, language: str) -> PosterBlock:
    if entry is None:
        return block
    entries = {item.id: item for item in entry.item}
    items = tuple(_item(one, entries.get(one.id), language) for one in block.items)
    title, text = _said(block.title, entry.title, language), _said(block.text, entry.text, language)
    told = ", ".join(f"{item.title} {item.printed}".strip() for item in items)
    return replace(
        block,
        title=title,
        text=text,
        note=_said(block.note, entry.note, language),
        finding=": ".join(part for part in (title or text, told) if part) if block.finding else "",
        items=items,
    )


def _item(item: PosterItem, entry: Entry | None, language: str) -> PosterItem:
    if entry is None:
        return item
    wording = entry.wording.in_language(language) if entry.wording and entry.wording.en else ""
    return replace(
        item,
        title=_said(item.title, entry.title, language),
        text=_said(item.text, entry.text, language),
        note=_said(item.note, entry.note, language),
        words=wording.replace("{value}", item.printed) if wording and item.words else item.words,
    )
