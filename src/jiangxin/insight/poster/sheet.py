"""What the templates draw from: a view with the sizes of its drawings worked out, as plain JSON."""

import json
from itertools import accumulate
from typing import Any

import segno
from pypinyin.seg import mmseg

from jiangxin.insight.poster.view import PosterBlock, PosterChapter, PosterItem, PosterView
from jiangxin.ui.charts import palette

MOST_DOTS = 600
A3_WIDE = 841.89  # points
PERSONS = frozenset({"人", "名", "位", "人次"})
ONE = "一"
SHORT_TITLE = 5
MOTTO = 20


def cell_of(value: int, most: int) -> int:
    """Return how many one dot or square stands for: 1, 10, 100 ... so that at most ``most`` are drawn."""
    cell = 1
    while value > cell * most:
        cell *= 10
    return cell


def sheet_of(view: PosterView, *, paper: str, serif: bool) -> str:
    """Return the templates' data; ``paper`` is long or a3."""
    named = ("year", "kicker", "masthead", "seal", "mark", "address")
    motto, rest = _colophon(view.colophon)
    lines = title_lines(view.title)
    shown: dict[str, Any] = {name: getattr(view, name) for name in named}
    shown |= {
        "motto": motto,
        "colophon": rest,
        "chapters": [_chapter(chapter) for chapter in view.chapters],
        "footnotes": [{"title": note.title, "lines": note.lines} for note in view.footnotes],
    }
    data = {
        "view": shown,
        "title": " ".join(part for part in (view.kicker, "".join(lines)) if part),
        "title-lines": lines,
        "title-size": min(176, 900 // max(len(line) for line in lines)),
        "author": view.masthead,
        "one": ONE,
        "ten-thousand": "万",
        "year": "年",
        "paper": paper,
        "unit": 1 if paper == "long" else A3_WIDE / 1080,
        "serif": [*([palette.SERIF] if serif else []), palette.SANS],
        "sans": [palette.SANS],
        "light": palette.LIGHT,
        "ink": palette.INK,
        "qr": _qr(view.address),
    }
    return json.dumps(data, ensure_ascii=False)


def title_lines(title: str) -> list[str]:
    """Return a title in one or two lines, broken as the book does, else between words near its middle."""
    if "\n" in title or len(title) <= SHORT_TITLE:
        return title.split("\n")
    ends = list(accumulate(len(word) for word in mmseg.seg.cut(title)))[:-1]
    at = min(ends, key=lambda end: (abs(end - len(title) / 2), -end)) if ends else len(title)
    return [title[:at], title[at:]]


def _colophon(colophon: str) -> tuple[str, str]:
    """Part a colophon into its short first sentence, printed large, and the rest."""
    first, stop, rest = colophon.partition("。")
    return (first + stop, rest) if len(first) <= MOTTO else ("", colophon)


def _chapter(chapter: PosterChapter) -> dict[str, Any]:
    named = {name: getattr(chapter, name) for name in ("title", "keyword", "lead", "ground")}
    return named | {"blocks": [_block(block) for block in chapter.blocks]}


def _block(block: PosterBlock) -> dict[str, Any]:
    return {
        "kind": block.kind,
        "title": block.title,
        "text": block.text,
        "note": block.note,
        "finding": block.finding,
        "period": block.period,
        "items": [_item(item, shared=bool(block.period)) for item in block.items],
    }


def _item(item: PosterItem, *, shared: bool) -> dict[str, Any]:
    value = item.value or 0
    when = item.period.text if item.period and not shared else ""
    beside = [item.caption, item.text, "" if when and when in item.caption else when]
    return {
        "title": item.title,
        "text": item.text,
        "words": item.words,
        "before": item.before,
        "number": item.number,
        "after": item.after,
        "mark": item.mark,
        "value": value,
        "unit": item.unit,
        "nature": item.nature,
        "small": [line for line in beside if line],
        "when": when,
        "group": item.title.partition("：")[0],
        "cell": cell_of(value, 150),
        "squares": cell_of(value, 500),
        "cells": min(value, MOST_DOTS),
        "square": item.unit not in PERSONS,
    }


def _qr(address: str) -> list[list[int]]:
    if not address:
        return []
    return [[int(dark) for dark in row] for row in segno.make(address, error="m", micro=False).matrix]
