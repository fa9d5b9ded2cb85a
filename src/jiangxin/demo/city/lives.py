"""The sample lives of the plan: written fact by fact, never drawn, and counted where totals are fixed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from jiangxin.demo.city.days import day
from jiangxin.demo.city.facts import CONFIRMED, SCHEMA, VERIFIED
from jiangxin.demo.city.source import plan
from jiangxin.demo.city.tree import Tree

STAFF = "employment"


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
            and row.get("proof", VERIFIED) >= CONFIRMED
        ]


def lives() -> list[dict[str, Any]]:
    """Return the sample lives, place by place."""
    found: list[dict[str, Any]] = plan("lives")["life"]
    return found


def written_facts() -> Written:
    """Return the facts of all sample lives, in the order of the plan."""
    rows: list[dict[str, Any]] = []
    for place, life in enumerate(lives()):
        common = {"person": place, "inside": life.get("inside", [])}
        rows += [{**common, **fact} for fact in life.get("fact", [])]
        raised = {"kind": "mentoring.apprentice-raised", "code": life.get("occupation", ""), "proof": CONFIRMED}
        rows += [{**common, **raised, "on": on} for on in life.get("raised", [])]
    return Written(rows)


def written_spells() -> list[dict[str, Any]]:
    """Return the spells of all sample lives: person (place), unit key, kind, since, and what else is told."""
    found = []
    for place, life in enumerate(lives()):
        found += [{"person": place, **spell} for spell in life.get("spell", [])]
        if "staff" in life:
            found.append({"person": place, "unit": life["staff"], "kind": STAFF, "since": life["begin"]})
    return found


def written_table(written: Written, tree: Tree) -> pa.Table:
    """Return the columns of the written facts; each is credited to the unit of the day, unless it names one."""
    spells = written_spells()
    rows = []
    for turn, fact in enumerate(written.rows):
        key = fact.get("credited") or unit_on(spells, fact["person"], day(fact["on"]))
        rows.append(
            {
                "person": fact["person"],
                "kind": fact["kind"],
                "code": fact.get("code", ""),
                "level": fact.get("level"),
                "quantity": fact.get("quantity", 1),
                "happened_on": fact["on"],
                "ended_on": fact.get("ended"),
                "precision": "day",
                "credited": tree.numbers[key],
                "proof": fact.get("proof", VERIFIED),
                "issuer": tree.numbers[fact["issuer"]] if "issuer" in fact else None,
                "source_key": f"life:{turn}",
            }
        )
    return pa.Table.from_pylist(rows, SCHEMA)


def unit_on(spells: Sequence[dict[str, Any]], place: int, on: int) -> str:
    """Return the key of the unit of a sample person on a day: of the spell begun last, employment before the rest."""
    own = [spell for spell in spells if spell["person"] == place]
    begun = [spell for spell in own if day(spell["since"]) <= on] or own
    return str(max(begun, key=lambda spell: (spell["kind"] == STAFF, spell["since"]))["unit"])
