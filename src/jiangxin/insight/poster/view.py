"""What a poster shows, whole and frozen: page, JSON, SVG, PDF and PNG are drawn from this alone."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self


@dataclass(frozen=True)
class ViewPeriod:
    """The days a number speaks of, as far as known (ISO dates), and the words for them."""

    start: str | None
    end: str | None
    text: str

    def as_json(self) -> dict[str, str | None]:
        """Return {from, to, text}."""
        return {"from": self.start, "to": self.end, "text": self.text}


@dataclass(frozen=True)
class PosterItem:
    """One item: how it is printed, and what the number means.

    ``number`` with ``before`` and ``after`` is the number in parts (近 | 10 | 万人次), ``printed`` the whole of it;
    all four are empty for an item of words only. ``words`` is the officer's wording with the number in it, ``caption``
    what the wording says beside the number, ``mark`` the sign of its note. ``value`` is in base units.
    """

    id: str
    title: str
    text: str = ""
    note: str = ""
    words: str = ""
    caption: str = ""
    before: str = ""
    number: str = ""
    after: str = ""
    printed: str = ""
    mark: str = ""
    value: int | None = None
    unit: str = ""
    nature: str = ""
    bound: str = "exact"
    counted: int | None = None
    counted_over: str = ""
    reported: int | None = None
    target: int | None = None
    direction: str = ""
    indicator: str = ""
    period: ViewPeriod | None = None
    sentence: str = ""
    definition: str = ""
    basis: str = ""
    status: str = "ok"
    source: Mapping[str, str] | None = None
    origin: str = ""

    @property
    def has_number(self) -> bool:
        """Tell whether the item is a number, not words."""
        return self.value is not None

    @property
    def difference(self) -> int | None:
        """Counted minus what was published or intended; None where one of them is missing."""
        said = self.reported if self.reported is not None else self.target
        return None if self.counted is None or said is None else self.counted - said

    def as_json(self, chapter: str) -> dict[str, Any]:
        """Return the item as ``jx poster --json`` lists it."""
        return {
            "id": self.id,
            "chapter": chapter,
            "title": self.title,
            "value": self.value,
            "unit": self.unit,
            "nature": self.nature,
            "bound": self.bound,
            "counted": self.counted,
            "reported": self.reported,
            "target": self.target,
            "direction": self.direction,
            "period": self.period.as_json() if self.period else None,
            "sentence": self.sentence,
            "source": dict(self.source) if self.source else None,
            "status": self.status,
        }


@dataclass(frozen=True)
class PosterBlock:
    """One drawing or text; ``finding`` is what it says in words, ``period`` the words all its numbers share."""

    id: str
    kind: str
    title: str = ""
    text: str = ""
    note: str = ""
    finding: str = ""
    period: str = ""
    items: tuple[PosterItem, ...] = ()


@dataclass(frozen=True)
class PosterChapter:
    """One chapter; ``ground`` is the paper it is printed on: paper or sunk."""

    id: str
    title: str
    lead: str
    keyword: str
    ground: str
    blocks: tuple[PosterBlock, ...]


@dataclass(frozen=True)
class Footnote:
    """A note at the foot: a heading and its lines."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class PosterView:
    """One edition for one unit on one day, with all that its numbers rest on."""

    edition: str
    year: int
    book: str
    book_hash: str
    unit: str
    unit_key: str
    unit_name: str
    title: str
    kicker: str
    masthead: str
    colophon: str
    source: Mapping[str, str] | None
    seal: str
    mark: str
    as_of: str
    ledger_head: int
    fonts_hash: str
    address: str
    chapters: tuple[PosterChapter, ...]
    footnotes: tuple[Footnote, ...]
    snapshot: str = ""
    taken_by: str = ""
    approved_by: str = ""

    def items(self) -> Iterator[tuple[PosterChapter, PosterBlock, PosterItem]]:
        """Walk all items with their chapter and block, in order."""
        for chapter in self.chapters:
            for block in chapter.blocks:
                for item in block.items:
                    yield chapter, block, item

    def numbers(self) -> list[dict[str, Any]]:
        """Return every number as ``jx poster --json`` lists it."""
        return [item.as_json(chapter.id) for chapter, _block, item in self.items() if item.has_number]

    def find(self, item_id: str) -> PosterItem | None:
        """Return an item by id."""
        return next((item for _chapter, _block, item in self.items() if item.id == item_id), None)

    def as_json(self) -> dict[str, Any]:
        """Return the whole view as plain JSON values; ``from_json`` reads it back."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read a view back from its JSON."""
        chapters = tuple(
            PosterChapter(**{**chapter, "blocks": tuple(_block(block) for block in chapter["blocks"])})
            for chapter in data["chapters"]
        )
        notes = tuple(Footnote(note["title"], tuple(note["lines"])) for note in data["footnotes"])
        return cls(**{**data, "chapters": chapters, "footnotes": notes})


def _block(data: Mapping[str, Any]) -> PosterBlock:
    items = tuple(
        PosterItem(**{**item, "period": ViewPeriod(**item["period"]) if item["period"] else None})
        for item in data["items"]
    )
    return PosterBlock(**{**data, "items": items})
