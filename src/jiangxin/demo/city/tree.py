"""The tree of units: rows of names, places, tags and changes, each with its days."""

from dataclasses import dataclass, field

from jiangxin.demo.city.days import NEVER, day

OPENED = day("1980-01-01")  # earlier than anything recorded


@dataclass(frozen=True)
class Row:
    """One dated row of a unit: its name, its parent's number, or a tag written ``family=code``."""

    unit: int
    value: str
    parent: int
    since: int
    until: int = NEVER


@dataclass(frozen=True)
class Change:
    """What became of what: rename, move, split, merge; on a day."""

    kind: str
    before: int
    after: int
    on: int


@dataclass(frozen=True)
class Unit:
    """What never changes about a unit."""

    key: str
    kind: str
    example: bool = False
    sector: str = ""
    employer_code: str = ""
    union_code: str = ""
    unionised: int = NEVER


@dataclass
class Tree:
    """Units by number, in the order in which parents come first."""

    units: list[Unit] = field(default_factory=list)
    names: list[Row] = field(default_factory=list)
    places: list[Row] = field(default_factory=list)
    tags: list[Row] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)

    def add(self, unit: Unit, name: str, parent: int = NEVER, since: int = OPENED) -> int:
        """Add a unit with its first name and place; return its number."""
        if unit.key in self.numbers:
            raise ValueError(f"two units with the key {unit.key}")
        number = len(self.units)
        self.units.append(unit)
        self.numbers[unit.key] = number
        self.names.append(Row(number, name, NEVER, since))
        self.places.append(Row(number, "", parent, since))
        return number

    def tag(self, number: int, family: str, code: str, since: int = OPENED) -> None:
        """Give a unit a tag that is open."""
        self.tags.append(Row(number, f"{family}={code}", NEVER, since))

    def rename(self, number: int, name: str, on: int) -> None:
        """Call a unit by another name from a day on."""
        self._follow(self.names, number, Row(number, name, NEVER, on))
        self.changes.append(Change("rename", number, number, on))

    def move(self, number: int, parent: int, on: int) -> None:
        """Put a unit under another parent from a day on."""
        self._follow(self.places, number, Row(number, "", parent, on))
        self.changes.append(Change("move", number, number, on))

    def close(self, number: int, on: int) -> None:
        """End everything dated of a unit with the day before ``on``."""
        for rows in (self.names, self.places, self.tags):
            for at, row in enumerate(rows):
                if row.unit == number and row.until == NEVER:
                    rows[at] = Row(row.unit, row.value, row.parent, row.since, on - 1)

    def _follow(self, rows: list[Row], number: int, new: Row) -> None:
        at = next(at for at, row in enumerate(rows) if row.unit == number and row.until == NEVER)
        old = rows[at]
        rows[at] = Row(old.unit, old.value, old.parent, old.since, new.since - 1)
        rows.append(new)
