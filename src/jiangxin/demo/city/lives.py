"""The sample lives of the plan: written fact by fact, never drawn, and counted where totals are fixed."""

from dataclasses import dataclass
from typing import Any

from jiangxin.demo.city.days import day
from jiangxin.demo.city.source import plan


@dataclass
class Written:
    """Facts of the sample lives as rows: person (place), kind, on, and whatever else is not the usual."""

    rows: list[dict[str, Any]]

    def count(self, kind: str, codes: tuple[str, ...] = (), days: tuple[str, str] = ("", "9"), unit: str = "") -> int:
        """Count facts of a kind (and codes) between two days, of a unit's people if one is named."""
        return len(self.found(kind, codes, days, unit))

    def found(
        self, kind: str, codes: tuple[str, ...] = (), days: tuple[str, str] = ("", "9"), unit: str = ""
    ) -> list[dict[str, Any]]:
        """Return facts of a kind (and codes) between two days, of a unit's people if one is named."""
        return [
            row
            for row in self.rows
            if row["kind"] == kind
            and (not codes or row.get("code", "") in codes)
            and days[0] <= str(row["on"]) <= days[1]
            and (not unit or unit in row["inside"])
            and row.get("proof", 2) > 0
        ]


def written_facts() -> Written:
    """Return the facts of all sample lives, in the order of the plan."""
    rows = []
    for place, life in enumerate(plan("lives")["life"]):
        for fact in life["fact"]:
            rows.append({"person": place, "inside": life.get("inside", []), **fact})
    return Written(rows)


def written_spells() -> list[dict[str, Any]]:
    """Return the spells of all sample lives: person (place), unit key, kind, since, until?, post?, occupation?."""
    return [
        {"person": place, **spell} for place, life in enumerate(plan("lives")["life"]) for spell in life["spell"]
    ]


def unit_key_on(place: int, on: str) -> str:
    """Return the key of the unit in which a sample person was employed on a day."""
    found = [
        spell
        for spell in plan("lives")["life"][place]["spell"]
        if spell["kind"] == "employment" and day(spell["since"]) <= day(on)
    ]
    return str(max(found, key=lambda spell: spell["since"])["unit"])
