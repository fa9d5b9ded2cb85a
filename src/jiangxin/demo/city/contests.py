"""Contests: those of 2024 by their course, two years of one district, the years before, and who entered."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from jiangxin.demo.city.block import Block, stays
from jiangxin.demo.city.chance import Ints, between, split
from jiangxin.demo.city.days import day, month_edges
from jiangxin.demo.city.facts import CONFIRMED, Rows
from jiangxin.demo.city.people import trades
from jiangxin.demo.city.source import plan
from jiangxin.demo.city.spells import TODAY
from jiangxin.demo.city.units import areas, firms_by_area

ENTERPRISE, STREET, DISTRICT, CITY, PROVINCE, NATIONAL = range(6)
HELD, TURNOUT, TOOK_PART = "contests.held", "contests.turnout", "contests.firm-took-part"
CLASSES = (
    "labour", "grassroots", "elite-district", "heroes-district", "merit-project", "special-147", "safety-cup",
    "enterprise-skill",
)  # fmt: skip
CLASS_LEVELS = np.array([DISTRICT, STREET, DISTRICT, DISTRICT, DISTRICT, DISTRICT, DISTRICT, ENTERPRISE])


def contest_rows(block: Block) -> Iterator[Rows]:
    """Yield every fact of contests of this block; what units did stands in the first."""
    yield from _people(block)
    if block.block:
        return
    yield from _this_year(block)
    yield from _home_window(block)
    yield from _elsewhere(block)
    yield from _covered(block)


def course_days(rng: np.random.Generator, course: list[int]) -> Ints:
    """Return one day for each step of a running total by month, in order."""
    edges = month_edges(2024, TODAY)
    news = np.diff(np.array([0, *course])).tolist()
    return np.concatenate([between(rng, *edge, new) for edge, new in zip(edges, news, strict=True)])


def _this_year(block: Block) -> Iterator[Rows]:
    rng, course = block.rng("contests-2024"), plan("course")["contests"]
    on = course_days(rng, course["major"])
    codes = ("provincial-first", "provincial-second", "national-second")
    code = np.array([1, 0, 1, 2, 1])
    hosts = np.array([block.number(key) for key in ("ningbo", "ningbo", "beilun", "zhenhai", "yinzhou")])
    level = np.array([PROVINCE, PROVINCE, NATIONAL])[code]
    yield Rows("major", HELD, on, unit=hosts, code=code, codes=codes, level=level)
    yield Rows(
        "major-turnout", TURNOUT, on, unit=hosts, code=code, codes=codes, level=level,
        quantity=between(rng, 60, 260, len(on)),
    )  # fmt: skip
    on = course_days(rng, course["elite-city"])
    hosts = np.repeat([block.number(area["key"]) for area in areas()], [area["elite"] for area in areas()])
    hosts = rng.permutation(hosts)
    yield Rows("elite", HELD, on, unit=hosts, code="elite-city", level=CITY)
    yield Rows(
        "elite-turnout", TURNOUT, on, unit=hosts, code="elite-city", level=CITY, quantity=between(rng, 40, 320, len(on))
    )
    on = course_days(rng, course["training-base"])
    yield Rows(
        "contest-base", "people.designated", on, unit=np.array([block.number("contest-base")]),
        code="contest-training-base", level=PROVINCE, issuer=block.number("out-province-union"),
    )  # fmt: skip


def _home_window(block: Block) -> Iterator[Rows]:
    """Two years of one district: so many contests, so many people reporting, so many firms."""
    home = plan("totals")["home"]
    line, rng = home["contests"], block.rng("contests-home")
    first, last = day(line["from"]), day(line["to"])
    on = np.sort(between(rng, first, last, line["count"]))
    code = rng.integers(0, len(CLASSES), line["count"])
    hosts = _hosts(block, rng, home["unit"], code)
    some: dict[str, Any] = {
        "unit": hosts,
        "code": code,
        "codes": CLASSES,
        "level": CLASS_LEVELS[code],
        "proof": CONFIRMED,
    }
    yield Rows("home-contest", HELD, on, **some)
    heads = split(line["turnout"], between(rng, 30, 530, line["count"]))
    yield Rows("home-turnout", TURNOUT, on, quantity=heads, **some)
    firms = rng.permutation(np.array(firms_by_area(block.tree)[home["unit"]]))[: line["firms"]]
    took = np.concatenate([firms, rng.choice(firms, 2 * len(firms))])
    which = rng.integers(0, line["count"], len(took))
    yield Rows(
        "home-firm", TOOK_PART, on[which], unit=took, code=code[which], codes=CLASSES, level=CLASS_LEVELS[code[which]],
        proof=CONFIRMED,
    )  # fmt: skip


def _hosts(block: Block, rng: np.random.Generator, area: str, code: Ints) -> Ints:
    """Return who held each contest: the district, one of its streets, one of its firms."""
    top = block.number(area)
    streets = np.array([row.unit for row in block.tree.places if row.parent == top and row.until == -1])
    streets = streets[[block.tree.units[number].kind == "street" for number in streets]]
    streets = streets if len(streets) else np.array([top])
    firms = np.array(firms_by_area(block.tree)[area])
    level = CLASS_LEVELS[code]
    hosts = np.where(level == STREET, rng.choice(streets, len(code)), top)
    return np.where(level == ENTERPRISE, rng.choice(firms, len(code)), hosts)


def _elsewhere(block: Block) -> Iterator[Rows]:
    """Contests of the other districts and of earlier years; none of the district that counts its window."""
    home = plan("totals")["home"]["unit"]
    for area in areas():
        if area["key"] == home:
            continue
        rng = block.rng(f"contests-{area['key']}")
        count = 12 + 4 * area["share"]
        on = np.sort(between(rng, day("2016-03-01"), TODAY - 5, count))
        code = rng.integers(0, len(CLASSES), count)
        same: dict[str, Any] = {"code": code, "codes": CLASSES, "level": CLASS_LEVELS[code], "proof": CONFIRMED}
        same["unit"] = _hosts(block, rng, area["key"], code)
        yield Rows(f"contest-{area['key']}", HELD, on, **same)
        yield Rows(f"turnout-{area['key']}", TURNOUT, on, quantity=between(rng, 30, 600, count), **same)
    rng = block.rng("contests-city")
    on = np.sort(between(rng, day("2018-03-01"), day("2023-12-20"), 210))
    city = np.full(len(on), block.number("ningbo"))
    yield Rows("elite-before", HELD, on, unit=city, code="elite-city", level=CITY)


def _covered(block: Block) -> Iterator[Rows]:
    """Firms that run contests for everybody, of those unionised when the year began."""
    rng = block.rng("covered")
    on = course_days(rng, plan("course")["contests"]["covered"])
    firms = np.array([number for numbers in firms_by_area(block.tree).values() for number in numbers])
    yield Rows("covered", "contests.firm-covered", on, unit=rng.permutation(firms)[: len(on)], proof=CONFIRMED)


def _people(block: Block) -> Iterator[Rows]:
    """Who entered which contest, who was placed, who came among the first three; drills."""
    rng, people = block.rng("entrants"), block.people
    keen = stays(block, day("2012-03-01"), TODAY - 20, block.drawn & (people.gift > 0.55))
    some = keen.again(rng, int(0.32 * len(people)))
    on = some.days(rng)
    gift = people.gift[some.who] + 0.12 * rng.standard_normal(len(on))
    level = np.digitize(gift, [0.7, 0.76, 0.93, 1.07])
    codes = ("enterprise-skill", "grassroots", "elite-district", "elite-city", "provincial-second")
    same: dict[str, Any] = {"codes": codes, "proof": CONFIRMED}
    yield Rows("entry", "contests.entered", on, who=some.who, code=level, level=level, **same)
    placed = np.flatnonzero(rng.random(len(on)) < 0.42)
    rank = 1 + np.floor(24 * rng.random(len(placed)) ** 1.7).astype(np.int64)
    who, when, high = some.who[placed], on[placed] + 1, level[placed]
    yield Rows("placed", "contests.placed", when, who=who, code=high, level=high, quantity=rank, **same)
    won = rank <= 3
    yield Rows("won", "contests.won", when[won], who=who[won], code=high[won], level=high[won], **same)
    able = stays(block, day("2018-01-01"), TODAY - 3, block.drawn & (people.gift > 0.2))
    drill = able.again(rng, len(people) // 5)
    on, trade = drill.days(rng), people.trade[drill.who]
    yield Rows("drill", "contests.drilled", on, who=drill.who, code=trade, codes=tuple(trades()), proof=CONFIRMED)
