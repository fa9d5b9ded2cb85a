"""Titles: batch after batch, each holder having climbed the step below; collectives; titles of one district."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from jiangxin.demo.city.block import Block, Stays, stays
from jiangxin.demo.city.chance import Flags, Ints
from jiangxin.demo.city.days import NEVER, day
from jiangxin.demo.city.facts import CONFIRMED, VERIFIED, Rows
from jiangxin.demo.city.grades import OPENS
from jiangxin.demo.city.source import plan
from jiangxin.demo.city.spells import TODAY

AWARDED = "honour.awarded"
CLIMB = 120  # days at least between one title and the next


@dataclass
class Masters:
    """The people chosen for titles, where they stand, and the day they got each title."""

    who: Ints
    port: Flags
    home: Flags
    got: dict[str, Ints] = field(default_factory=dict)  # code -> day of each master, NEVER none

    def days(self, code: str) -> Ints:
        """Return the day on which each master got a title, NEVER for none."""
        return self.got.setdefault(code, np.full(len(self.who), NEVER))


def title_rows(block: Block) -> Iterator[Rows]:
    """Yield the titles of this block; those with a fixed total all stand in the first."""
    yield from _pacesetters(block)
    if block.block:
        return
    masters = _masters(block)
    for award in plan("titles")["award"]:
        for batch in award["batches"]:
            _give(block, masters, award, batch)
        got = masters.days(award["code"])
        yield Rows(
            f"title-{award['code']}", AWARDED, got[got != NEVER], who=masters.who[got != NEVER], code=award["code"],
            level=award["level"], proof=VERIFIED if award["level"] else CONFIRMED,
        )  # fmt: skip
    yield from _collectives(block)
    yield from _home_titles(block)


def _masters(block: Block) -> Masters:
    who = np.flatnonzero(block.people.master)
    seats = plan("titles")["masters"]
    turn = np.arange(len(who))
    return Masters(who, turn < seats["port"], (turn >= seats["port"]) & (turn < seats["port"] + seats["home"]))


def _give(block: Block, masters: Masters, award: dict[str, Any], batch: list[Any]) -> None:
    seats = plan("titles")["masters"]
    on, wanted = day(batch[0]), dict(zip(("home", "port"), batch[2:], strict=True))
    rng = block.rng(f"title-{award['code']}-{on}")
    written = block.written.found(AWARDED, (award["code"],), (batch[0], batch[0]))
    wanted["home"] -= sum(seats["home_unit"] in fact["inside"] for fact in written)
    wanted["port"] -= sum(seats["port_unit"] in fact["inside"] for fact in written)
    others = batch[1] - batch[2] - batch[3] - (len(written) - (batch[2] - wanted["home"]) - (batch[3] - wanted["port"]))
    wanted["other"] = others
    able = _able(block, masters, award, on)
    for place, among in {"home": masters.home, "port": masters.port, "other": ~masters.home & ~masters.port}.items():
        found = np.flatnonzero(able & among)
        if len(found) < wanted[place]:
            raise ValueError(f"{award['code']} {batch[0]} {place}: {wanted[place]} wanted, only {len(found)} there")
        masters.days(award["code"])[rng.choice(found, wanted[place], replace=False)] = on


def _able(block: Block, masters: Masters, award: dict[str, Any], on: int) -> Flags:
    able: Flags = masters.days(award["code"]) == NEVER
    if award.get("after"):
        earlier = np.stack([masters.days(code) for code in award["after"]])
        able &= ((earlier != NEVER) & (earlier <= on - CLIMB)).any(axis=0)
    for code in award.get("never_with", []):
        able &= masters.days(code) == NEVER
    able &= block.people.begin[masters.who] + int(award.get("years", 3) * 365.25) + 2 <= on
    able &= block.grades.rank_on(masters.who, on) >= award.get("grade", 0)
    return able


def _collectives(block: Block) -> Iterator[Rows]:
    tree = block.tree
    closed = {row.unit for row in tree.names if row.until != NEVER}
    for line in plan("titles")["collective"]:
        pool = np.array(
            [
                number
                for number, unit in enumerate(tree.units)
                if unit.example and unit.kind in line["kinds"] and "-" in unit.key and number not in closed
            ]
        )
        order = block.rng(f"collective-{line['code']}").permutation(pool)
        counts = [count for _, count in line["batches"]]
        on = np.repeat([day(text) for text, _ in line["batches"]], counts)
        yield Rows(
            f"collective-{line['code']}", AWARDED, on, unit=order[: len(on)], code=line["code"], level=line["level"]
        )


def _home_titles(block: Block) -> Iterator[Rows]:
    """Chief workers and technical experts of one district, each counted person once."""
    home = plan("totals")["home"]
    area = block.number(home["unit"])
    for part in ("chief", "expert"):
        line = home[part]
        rng = block.rng(f"home-{part}")
        codes = tuple(line["codes"])
        first, last = day(line["from"]), day(line["to"])
        skilled = block.drawn & ((block.people.gift > 0.35) | block.people.master)
        some = stays(block, first, last, skilled, area)
        counts = np.array(line["parts"])
        for fact in block.written.found(AWARDED, codes, ("", str(home["until"])), home["unit"]):
            counts[codes.index(fact["code"])] -= 1
        some = some.take(rng, int(counts.sum()))
        code = rng.permutation(np.repeat(np.arange(len(codes)), counts))
        yield Rows(
            f"home-{part}", AWARDED, some.days(rng), who=some.who, code=code, codes=codes,
            level=np.array(line["levels"])[code],
        )  # fmt: skip


def _pacesetters(block: Block) -> Iterator[Rows]:
    """Honours within firms, for many; experts and chief workers elsewhere than the district that counts them."""
    rng, people = block.rng("pacesetters"), block.people
    able = stays(block, OPENS, TODAY - 30, block.drawn & (people.gift > 0.5))
    some = able.take(rng, len(able.who) // 6)
    yield Rows(
        "pacesetter", AWARDED, some.days(rng), who=some.who, code="enterprise-pacesetter", level=0, proof=CONFIRMED
    )
    home = block.number(plan("totals")["home"]["unit"])
    for line in plan("titles")["elsewhere"]:
        able = stays(block, day(line["from"]), TODAY - 30, block.drawn & (people.gift > line["gift"]))
        where = block.spells.unit_on(able.who, able.high)
        away = (block.areas[where] != home) & (block.areas[block.spells.unit_on(able.who, able.low)] != home)
        if line.get("women"):
            away &= ~people.man[able.who]
        able = Stays(able.who[away], able.low[away], able.high[away])
        some = able.take(rng, min(line["count"], len(able.who)))
        yield Rows(
            f"elsewhere-{line['code']}", AWARDED, some.days(rng), who=some.who, code=line["code"], level=line["level"],
            proof=VERIFIED,
        )  # fmt: skip
