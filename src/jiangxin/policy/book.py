"""A resolved book: all its entries, those of its parents under them, and one hash over all."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date

from jiangxin.kernel.dates import Period
from jiangxin.policy.entries.board import Figure, Indicator, Poster, Target
from jiangxin.policy.entries.common import Basis, Origin, Source, Wording
from jiangxin.policy.entries.rules import Amount, Ladder, Measure, Scheme, Score
from jiangxin.policy.entries.stock import CodeList, Kind, Value


@dataclass(frozen=True, kw_only=True)
class Book:
    """A book as it is in force: entries of base, city, district and firm, the nearest one winning."""

    id: str
    hash: str
    owner: str
    since: date
    title: Wording
    basis: Basis | None
    lineage: tuple[str, ...]
    sources: Mapping[str, Source]
    kinds: Mapping[str, Kind]
    lists: Mapping[str, CodeList]
    values: Mapping[str, Value]
    measures: Mapping[str, Measure]
    scores: Mapping[str, Score]
    ladders: Mapping[str, Ladder]
    schemes: Mapping[str, Scheme]
    amounts: Mapping[str, Amount]
    indicators: Mapping[str, Indicator]
    targets: Mapping[str, Target]
    figures: Mapping[str, Figure]
    posters: Mapping[str, Poster]

    def target(self, indicator: str, unit: str, year: int) -> Target | None:
        """Return the target of an indicator and unit in the file of a year."""
        return self.targets.get(f"{year}/{indicator}.{unit}")

    def edition(self, unit: str, year: int) -> Poster | None:
        """Return the poster of a unit and year."""
        return next((poster for poster in self.posters.values() if (poster.unit, poster.year) == (unit, year)), None)

    def level_title(self, kind: str, rank: int | None) -> str:
        """Return the words for a level's rank in a kind, or an empty text."""
        if rank is None or kind not in self.kinds or not 0 <= rank < len(self.kinds[kind].levels):
            return ""
        return str(self.kinds[kind].level_title(self.kinds[kind].levels[rank]))

    def code_title(self, kind: str, code: str, day: date | None = None) -> str:
        """Return the words for a code of a kind as they stood on a day (a stage by its ladder), else the code."""
        ladder, _slash, stage = code.partition("/")
        if stage and ladder in self.ladders:
            titles = {one.id: str(one.title) for one in self.ladders[ladder].stage}
            return f"{self.ladders[ladder].title}·{titles.get(stage, stage)}"
        codes = self.lists.get(self.kinds[kind].codes) if kind in self.kinds else None
        entry = codes.find(code, day) if codes else None
        return str(entry.title) if entry else code

    def __hash__(self) -> int:
        return hash(self.hash)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Book) and (self.id, self.hash) == (other.id, other.hash)


def hash_of(content: Mapping[str, object]) -> str:
    """Return the SHA-256 over canonical JSON: entries without their places, keys in order of code points."""
    text = json.dumps(canonical(content), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def canonical(value: object) -> object:
    """Return entries as plain JSON values; where they stood is left out."""
    if isinstance(value, Period):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        told = [one for one in fields(value) if getattr(value, one.name) or not one.metadata.get("later")]
        named = ((one.name, getattr(value, one.name)) for one in told)
        return {name: canonical(one) for name, one in named if not isinstance(one, Origin)}
    if isinstance(value, Mapping):
        return {str(key): canonical(one) for key, one in value.items()}
    if isinstance(value, (tuple, list)):
        return [canonical(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return value
