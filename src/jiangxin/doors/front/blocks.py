"""What a poster block gives its chart: the view's items, sorted into what each drawing takes."""

from dataclasses import dataclass, field
from typing import Any

from jiangxin.insight.poster.view import PosterBlock, PosterItem
from jiangxin.ui.charts.marks import Column, Tone, cell_for
from jiangxin.ui.charts.story import Bar, Figure, Reach

MOST_DOTS = 1000
MOST_CELLS = 600
ARC_DOTS = 150
PERSONS = frozenset({"人", "名", "位", "人次"})
TIER_TONES: tuple[Tone, ...] = ("ink", "ink", "brass", "brass", "jade")
MOST_CRANES = 6
MOST_TICKS = 400  # what a ruler of three sorts of ticks still tells apart


@dataclass(frozen=True)
class Drawn:
    """One block as the page draws it: the chart's arguments, the numbers it shows, those that stand beside it."""

    block: PosterBlock
    shown: tuple[PosterItem, ...]
    beside: tuple[PosterItem, ...]
    words: tuple[PosterItem, ...]
    chart: dict[str, Any] = field(default_factory=dict)
    lettered: str = ""  # what a drawing with Chinese lettering shows, on a page of another language

    @property
    def finding(self) -> str:
        """Return what the drawing says, in the language it is lettered in."""
        return self.lettered or self.block.finding

    @property
    def numbers(self) -> tuple[PosterItem, ...]:
        """Return all its numbers in their order."""
        return self.shown + self.beside

    @property
    def template(self) -> str:
        """Return the template of this kind of block."""
        return f"front/block/{self.block.kind}.html"


def drawn(block: PosterBlock, said: PosterBlock | None = None) -> Drawn:
    """Return a block ready for its template; ``said`` is the block in the reader's language.

    Drawings with letters in them keep the poster's own; the words then stand beside in the reader's language.
    """
    spoken = said or block
    numbers, words = _parted(spoken)
    take = TAKES.get(block.kind, len(numbers))
    shown, beside = numbers[:take], numbers[take:]
    own_numbers, own_words = _parted(block)
    chart: dict[str, Any] = {}
    if block.kind in OF_WORDS:
        chart = OF_WORDS[block.kind](own_words)
    elif block.kind in LETTERED and shown:
        chart = OF_NUMBERS[block.kind](own_numbers[:take], own_words)
    elif block.kind in OF_NUMBERS and shown:
        chart = OF_NUMBERS[block.kind](shown, words)
    lettered = block.finding if spoken != block and (block.kind in OF_WORDS or block.kind in LETTERED) else ""
    return Drawn(spoken, shown, beside, words, chart, lettered)


def _parted(block: PosterBlock) -> tuple[tuple[PosterItem, ...], tuple[PosterItem, ...]]:
    """Return the block's numbers and its words."""
    numbers = tuple(item for item in block.items if item.has_number)
    return numbers, tuple(item for item in block.items if not item.has_number)


def _figure(item: PosterItem) -> Figure:
    return Figure(item.before + item.number, item.after, item.title + item.mark)


def _value(item: PosterItem) -> int:
    return item.value or 0


def _dots(shown: tuple[PosterItem, ...], words: tuple[PosterItem, ...]) -> dict[str, Any]:
    cell = cell_for(sum(map(_value, shown)), MOST_DOTS + 100)
    tones: list[Tone] = ["brass" if item.nature == "flow" else "ink" for item in shown]
    columns = [Column(_value(item), tone, item.unit not in PERSONS) for item, tone in zip(shown, tones, strict=True)]
    per = 5 if max(map(_value, shown)) <= 60 else 10
    looks = ["is-b" if tone == "brass" else "" for tone in tones]
    return {"columns": columns, "cell": cell, "per": per, "legend": list(zip(shown, looks, strict=True))}


def _fan(shown: tuple[PosterItem, ...], words: tuple[PosterItem, ...]) -> dict[str, Any]:
    first, then = min(_value(shown[0]), 40), _value(shown[1]) if len(shown) > 1 else 0
    cell = 10
    while then > cell * ARC_DOTS:
        cell *= 10
    sign = (words or shown)[0].title[:1]
    return {"reach": Reach(sign, first, then, cell)}


def _tiers(shown: tuple[PosterItem, ...], words: tuple[PosterItem, ...]) -> dict[str, Any]:
    return {"rows": list(zip(shown, _tones(len(shown)), strict=True))}


def _tones(count: int) -> list[Tone]:
    return [TIER_TONES[min(k, len(TIER_TONES) - 1)] for k in range(count)]


def _field(shown: tuple[PosterItem, ...], words: tuple[PosterItem, ...]) -> dict[str, Any]:
    value = _value(shown[0])
    cell = 1
    while value > cell * MOST_CELLS:
        cell *= 10
    return {"count": max(1, value // cell), "cell": cell}


def _cranes(shown: tuple[PosterItem, ...], words: tuple[PosterItem, ...]) -> dict[str, Any]:
    return {"count": min(max(_value(shown[0]), 1), MOST_CRANES), "who": words[0].title if words else ""}


def _bars(shown: tuple[PosterItem, ...], words: tuple[PosterItem, ...]) -> dict[str, Any]:
    pair = sorted(shown, key=_value)
    low, high = (Bar(_value(item), _figure(item)) for item in (pair[0], pair[-1]))
    step = 1
    while high.value / step > 20:
        step *= 10
    return {"low": low, "high": high, "step": step}


def _ruler(shown: tuple[PosterItem, ...], words: tuple[PosterItem, ...]) -> dict[str, Any]:
    if len(shown) < 3 or sum(map(_value, shown)) > MOST_TICKS:
        return {}
    few, some, many = sorted(map(_value, shown))
    shown = tuple(sorted(shown, key=_value))
    return {"few": few, "some": some, "many": many, "keys": list(zip((2, 1, 0), shown, strict=True))}


def _share(shown: tuple[PosterItem, ...], words: tuple[PosterItem, ...]) -> dict[str, Any]:
    return {"share": min(_value(shown[0]), 100)}


def _libraries(words: tuple[PosterItem, ...]) -> dict[str, Any]:
    """The last item is the platform that the others lead to."""
    return {
        "boxes": [(item.text, item.title + item.mark) for item in words[:-1]],
        "platform": words[-1].title if words else "",
    }


def _cells(words: tuple[PosterItem, ...]) -> dict[str, Any]:
    return {"cells": [(item.title, item.text) for item in words]}


def _stages(words: tuple[PosterItem, ...]) -> dict[str, Any]:
    return {"titles": [item.title for item in words]}


TAKES = {"fan": 3, "bars": 2, "ruler": 3, "share": 1, "cranes": 1, "bignumber": 1, "stages": 0, "cells": 0}
TAKES |= {"libraries": 0, "text": 0, "terms": 0}
OF_NUMBERS = {
    "dots": _dots,
    "fan": _fan,
    "tiers": _tiers,
    "bignumber": _field,
    "cranes": _cranes,
    "bars": _bars,
    "ruler": _ruler,
    "share": _share,
}
OF_WORDS = {"libraries": _libraries, "cells": _cells, "stages": _stages}
LETTERED = frozenset({"fan", "cranes", "bars"})
