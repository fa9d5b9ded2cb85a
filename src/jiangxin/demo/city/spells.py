"""Draws where people worked: one main spell after another, their trade, their union, and the unit of any day."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jiangxin.demo.city.chance import Flags, Ints, between, child, weighted
from jiangxin.demo.city.days import NEVER, day
from jiangxin.demo.city.people import People, group_named, groups
from jiangxin.demo.city.source import plan
from jiangxin.demo.city.tree import Tree

KEY = 1 << 20  # apart enough for any day
TODAY = day(plan("course")["demo_day"])


@dataclass
class Spells:
    """Main spells, ordered by person and first day; ``unit`` is a number of the tree."""

    who: Ints
    unit: Ints
    since: Ints
    until: Ints  # NEVER: open
    employed: Flags  # else a member through a street

    def unit_on(self, who: Ints, on: Ints) -> Ints:
        """Return the unit of each person on each day: of the spell begun last, else of the first."""
        keys = self.who * KEY + self.since
        at = np.searchsorted(keys, who * KEY + on, side="right") - 1
        first = np.searchsorted(self.who, who, side="left")
        return self.unit[np.maximum(at, first)]

    def last_day(self, size: int) -> Ints:
        """Return the last day at work of each person, the demo day where the last spell is open."""
        last = np.full(size, TODAY)
        ends = np.append(self.who[1:] != self.who[:-1], True)
        until = self.until[ends]
        last[self.who[ends]] = np.where(until == NEVER, TODAY, until)
        return last


def draw_spells(seed: int, block: int, people: People, tree: Tree) -> Spells:
    """Return the main spells of a block; masters keep to the places of the plan, written lives are left out."""
    rng = child(seed, "spells", block)
    size = len(people)
    count = _how_many(rng, people)
    who = np.repeat(np.arange(size), count)
    turn = np.arange(len(who)) - np.repeat(np.cumsum(count) - count, count)
    since = _starts(rng, people, who, turn)
    last = np.append(who[1:] != who[:-1], True)
    until = np.append(since[1:] - 1, NEVER)
    until[last] = NEVER
    left = last & (rng.random(len(who)) < 0.05) & ~people.master[who] & (since < TODAY - 800)
    until[left] = between(rng, since[left] + 400, TODAY - 10, int(left.sum()))
    unit, employed = _units(rng, people, who, tree)
    keep = ~people.scripted[who]
    return Spells(who[keep], unit[keep], since[keep], until[keep], employed[keep])


def _how_many(rng: np.random.Generator, people: People) -> Ints:
    years = (TODAY - people.begin) / 365.25
    extra = (rng.random(len(people)) < np.minimum(years / 22, 0.7)).astype(np.int64)
    more = (rng.random(len(people)) < np.minimum(years / 40, 0.4)) & (extra == 1)
    count: Ints = 1 + extra + more
    count[people.master] = 1 + (rng.random(int(people.master.sum())) < 0.25)
    count[years < 1.5] = 1
    return count


def _starts(rng: np.random.Generator, people: People, who: Ints, turn: Ints) -> Ints:
    """Return ordered first days; a master's last change lies before 2012."""
    latest = np.where(people.master, np.maximum(day("2011-12-31"), people.begin + 400), TODAY - 100)
    width = np.maximum(latest - people.begin, 1)
    drawn = people.begin[who] + 200 + np.floor(rng.random(len(who)) * np.maximum(width[who] - 200, 1)).astype(np.int64)
    drawn[turn == 0] = people.begin[who[turn == 0]]
    order = np.lexsort((drawn, who))
    since = drawn[order]
    # Two first days of one person are never the same.
    for _ in range(2):
        again = np.append(False, (who[1:] == who[:-1]) & (since[1:] <= since[:-1]))
        since[again] = since[np.flatnonzero(again) - 1] + 90
    clipped: Ints = np.minimum(since, TODAY - 2 + turn)
    return clipped


def _units(rng: np.random.Generator, people: People, who: Ints, tree: Tree) -> tuple[Ints, Flags]:
    unit = np.full(len(who), NEVER)
    sectors = firms_by_sector(tree)
    forms = group_named("new-forms")
    streets = np.array([number for number, one in enumerate(tree.units) if one.kind == "street"])
    for place, group in enumerate(groups()):
        here = np.flatnonzero(people.group[who] == place)
        if place == forms:
            unit[here] = streets[rng.integers(0, len(streets), len(here))]
            continue
        pool, weights = _pool(sectors, group["firms"])
        unit[here] = pool[weighted(rng, weights, len(here))]
    _seat_masters(rng, people, who, unit, tree)
    return unit, people.group[who] != forms


def firms_by_sector(tree: Tree) -> dict[str, tuple[list[int], list[float]]]:
    """Return the fictional firms of each sector with their weights as employers."""
    sizes = {row.unit: row.value for row in tree.tags if row.value.startswith("size=")}
    heavy = {"size=large": 14.0, "size=medium": 4.0, "size=small": 1.0}
    found: dict[str, tuple[list[int], list[float]]] = {}
    for number, unit in enumerate(tree.units):
        if number in sizes and unit.key.startswith("firm-"):
            numbers, weights = found.setdefault(unit.sector, ([], []))
            numbers.append(number)
            weights.append(heavy[sizes[number]])
    return found


def _pool(sectors: dict[str, tuple[list[int], list[float]]], names: list[str]) -> tuple[Ints, NDArray[np.float64]]:
    numbers = [number for name in names for number in sectors[name][0]]
    weights = [weight for name in names for weight in sectors[name][1]]
    return np.array(numbers), np.array(weights)


def _seat_masters(rng: np.random.Generator, people: People, who: Ints, unit: Ints, tree: Tree) -> None:
    """Seat the masters: the first in the port group, the next in one district, the others anywhere else."""
    seats = plan("titles")["masters"]
    found = np.flatnonzero(people.master)
    if not len(found):
        return
    port, home = found[: seats["port"]], found[seats["port"] : seats["port"] + seats["home"]]
    unit[np.isin(who, port)] = tree.numbers[seats["port_unit"]]
    areas = area_of_units(tree)
    home_area = tree.numbers[seats["home_unit"]]
    firms = np.array([number for numbers, _ in firms_by_sector(tree).values() for number in numbers])
    inside, outside = firms[areas[firms] == home_area], firms[areas[firms] != home_area]
    here = np.isin(who, home)
    unit[here] = inside[rng.integers(0, len(inside), int(here.sum()))]
    stray = np.isin(who, found[seats["port"] + seats["home"] :]) & (areas[unit] == home_area)
    unit[stray] = outside[rng.integers(0, len(outside), int(stray.sum()))]


def area_of_units(tree: Tree) -> Ints:
    """Return the district or zone above each unit as the tree stands last, or NEVER."""
    parents = np.full(len(tree.units), NEVER)
    for row in tree.places:
        if row.until == NEVER or parents[row.unit] == NEVER:
            parents[row.unit] = row.parent
    area = np.full(len(tree.units), NEVER)
    for number in range(len(tree.units)):
        at = number
        while at != NEVER and tree.units[at].kind not in {"district", "zone"}:
            at = int(parents[at])
        area[number] = at
    return area
