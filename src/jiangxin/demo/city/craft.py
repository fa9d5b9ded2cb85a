"""Masters and apprentices, studios, lectures; patents, small innovations, prizes, publicity."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from jiangxin.demo.city.block import Block, Stays, stays
from jiangxin.demo.city.chance import Flags, Ints, between, split
from jiangxin.demo.city.contests import CITY, DISTRICT, ENTERPRISE, course_days
from jiangxin.demo.city.days import NEVER, day
from jiangxin.demo.city.facts import CONFIRMED, VERIFIED, Rows
from jiangxin.demo.city.grades import SENIOR
from jiangxin.demo.city.learning import courses
from jiangxin.demo.city.people import trades
from jiangxin.demo.city.source import plan
from jiangxin.demo.city.spells import TODAY
from jiangxin.demo.city.units import areas, firms_by_area

LEVELS = 6  # of prizes and titles: enterprise to national
SMALL = ("suggestion", "renovation", "design", "creation", "invention")
PATENTS = ("utility-model", "invention-patent", "design-patent", "software-copyright")
CHANNELS = ("talk", "site-visit", "exhibition", "online", "press")


def craft_rows(block: Block) -> Iterator[Rows]:
    """Yield every fact of mentoring and innovation of this block; what units did stands in the first."""
    yield from _pairs(block)
    yield from _lectures(block)
    yield from _inventions(block)
    if block.block:
        return
    yield from _home_pairs(block)
    yield from _studios(block)
    yield from _port(block)
    yield from _publicity(block)
    yield from _results(block)
    yield _named_patents(block)


def _pair_rows(block: Block, part: str, masters: Stays, young: Stays, begins: Ints) -> Iterator[Rows]:
    """Yield the facts of pacts: the apprentice's, the master's, and the apprentices who rose within the time."""
    rng = block.rng(f"{part}-terms")
    ended = begins + between(rng, 360, 720, len(begins))
    ended = np.where(ended > TODAY, NEVER, ended)
    trade = block.people.trade[young.who]
    some: dict[str, Any] = {"code": trade, "codes": tuple(trades()), "ended": ended, "proof": CONFIRMED}
    yield Rows(f"{part}-paired", "mentoring.paired", begins, who=young.who, **some)
    yield Rows(f"{part}-taught", "mentoring.taught", begins, who=masters.who, **some)
    days = block.grades.days[young.who]
    end = np.where(ended == NEVER, TODAY, ended) + 365
    rose = np.where((days > begins[:, None]) & (days <= np.minimum(end, TODAY)[:, None]), days, 0).max(axis=1)
    port = block.number(plan("totals")["port"]["unit"])
    up = (rose > 0) & (block.spells.unit_on(masters.who, rose) != port)
    yield Rows(
        f"{part}-raised", "mentoring.apprentice-raised", rose[up], who=masters.who[up], code=trade[up],
        codes=tuple(trades()), proof=CONFIRMED,
    )  # fmt: skip


def _pairs(block: Block) -> Iterator[Rows]:
    """Pacts everywhere but in the district that counts its own."""
    rng, people = block.rng("pairs"), block.people
    home = block.number(plan("totals")["home"]["unit"])
    skilled = block.drawn & (block.grades.days[:, SENIOR] > 0)
    masters = _away(block, stays(block, day("2012-06-01"), TODAY - 40, skilled), home)
    young = _away(block, stays(block, day("2012-06-01"), TODAY - 40, block.drawn & ~people.master), home)
    count = len(people) // 14
    chosen, some = masters.again(rng, count), young.again(rng, count)
    low = np.maximum(np.maximum(chosen.low, some.low), block.grades.days[chosen.who, SENIOR] + 30)
    high = np.minimum(chosen.high, some.high)
    fits = (low < high) & (chosen.who != some.who) & (people.begin[some.who] > people.begin[chosen.who] + 1500)
    chosen, some = _only(chosen, fits), _only(some, fits)
    begins = between(rng, low[fits], high[fits], int(fits.sum()))
    yield from _pair_rows(block, "pair", chosen, some, begins)


def _only(some: Stays, fits: Flags) -> Stays:
    return Stays(some.who[fits], some.low[fits], some.high[fits])


def _away(block: Block, some: Stays, area: int) -> Stays:
    """Leave out whoever was in an area at the beginning or the end of the stay."""
    inside = (block.areas[block.spells.unit_on(some.who, some.low)] == area) | (
        block.areas[block.spells.unit_on(some.who, some.high)] == area
    )
    return _only(some, ~inside)


def _home_pairs(block: Block) -> Iterator[Rows]:
    home = plan("totals")["home"]
    line, rng = home["pairs"], block.rng("home-pairs")
    first, last, area = day(line["from"]), day(line["to"]), block.number(home["unit"])
    count = line["count"] - block.written.count(
        "mentoring.paired", days=(str(line["from"]), str(line["to"])), unit=home["unit"]
    )
    young = stays(block, first, last, block.drawn & ~block.people.master, area).take(rng, count)
    able = stays(block, first, last, block.people.master, area)
    whole = _only(able, (able.low <= first) & (able.high >= last))
    yield from _pair_rows(block, "home", whole.again(rng, count), young, young.days(rng))


def _lectures(block: Block) -> Iterator[Rows]:
    rng = block.rng("lectures")
    able = stays(block, day("2014-01-01"), TODAY - 2, block.drawn & (block.people.gift > 0.9))
    some = able.again(rng, len(block.people) // 12)
    on = some.high - np.floor((some.high - some.low) * rng.random(len(some.who)) ** 1.5).astype(np.int64)
    code = rng.integers(0, len(courses()), len(on))
    yield Rows(
        "lecture", "mentoring.lectured", on, who=some.who, code=code, codes=courses(),
        quantity=45 * between(rng, 2, 8, len(on)), proof=CONFIRMED,
    )  # fmt: skip


def _inventions(block: Block) -> Iterator[Rows]:
    rng, people = block.rng("inventions"), block.people
    able = stays(block, day("2012-03-01"), TODAY - 10, block.drawn & (people.gift > 0.62))
    some = able.again(rng, len(people) // 8)
    level = np.digitize(people.gift[some.who] * rng.random(len(some.who)), [0.62, 0.75, 0.86, 0.96])
    level = np.array([ENTERPRISE, DISTRICT, CITY, CITY, CITY + 1])[level]
    on = some.days(rng)
    kind = np.floor(len(SMALL) * rng.random(len(on)) ** 1.6).astype(np.int64)
    yield Rows("adopted", "innovation.adopted", on, who=some.who, code=kind, codes=SMALL, level=level, proof=CONFIRMED)
    prized = np.flatnonzero((level > ENTERPRISE) & (rng.random(len(on)) < 0.3) & (on < TODAY - 150))
    yield Rows(
        "prized", "innovation.prized", on[prized] + between(rng, 30, 140, len(prized)), who=some.who[prized],
        level=level[prized], proof=VERIFIED,
    )  # fmt: skip
    able = stays(block, day("2013-01-01"), TODAY - 10, block.drawn & (people.gift > 0.8))
    some = able.again(rng, len(people) // 22)
    kind = np.digitize(rng.random(len(some.who)), [0.62, 0.8, 0.9])
    yield Rows(
        "patent", "innovation.patent-granted", some.days(rng), who=some.who, code=kind, codes=PATENTS,
        issuer=block.number("out-patent-office"),
    )  # fmt: skip
    some = stays(block, day("2016-01-01"), TODAY - 10, block.drawn & (people.gift > 0.95)).take(rng, len(people) // 400)
    yield Rows("method", "innovation.method-named", some.days(rng), who=some.who, level=ENTERPRISE, proof=CONFIRMED)


def _studios(block: Block) -> Iterator[Rows]:
    """Studios named in 2024 by the course, district by district; those of earlier years before it."""
    rng, course = block.rng("studios"), plan("course")["innovation"]
    pools = {
        area["key"]: [n for n, unit in enumerate(block.tree.units) if unit.key.startswith(f"studio-{area['key']}-")]
        for area in areas()
    }
    city = np.array([pools[area["key"]].pop() for area in areas() for _ in range(area["studios"])])
    keys = ("yinzhou", "beilun", "cixi")
    province = np.array([pools[key].pop() for key in keys])
    named = {"studio-city": rng.permutation(city), "studio-province": province}
    for code, units in named.items():
        on = course_days(rng, course[code])
        level = CITY if code == "studio-city" else CITY + 1
        yield Rows(f"named-{code}", "mentoring.studio-named", on, unit=units, code=code, level=level)
    rest = np.array([number for pool in pools.values() for number in pool])
    on = between(rng, day("2013-03-01"), day("2023-11-30"), len(rest))
    rank = np.digitize(rng.random(len(rest)), [0.35, 0.75, 0.95])
    codes = ("studio-enterprise", "studio-district", "studio-city", "studio-province")
    levels = np.array([ENTERPRISE, DISTRICT, CITY, CITY + 1])[rank]
    yield Rows("named-before", "mentoring.studio-named", on, unit=rest, code=rank, codes=codes, level=levels)
    yield Rows(
        "studio-trained", "mentoring.trained", np.minimum(on + 300, TODAY), unit=rest,
        quantity=between(rng, 20, 300, len(rest)), proof=CONFIRMED,
    )  # fmt: skip


def _port(block: Block) -> Iterator[Rows]:
    """What one studio did by the day of the article; the people it raised stand in a written life."""
    port, rng = plan("totals")["port"], block.rng("port")
    first, last, studio = day(port["from"]), day(port["to"]), block.number(port["studio"])
    on = np.sort(between(rng, first, last, 40))
    heads = split(port["trained"], between(rng, 20, 60, 40))
    yield Rows("port-trained", "mentoring.trained", on, unit=np.full(40, studio), quantity=heads, proof=CONFIRMED)
    on = np.sort(between(rng, first, last, port["projects"]))
    yield Rows("port-project", "mentoring.studio-project", on, unit=np.full(len(on), studio), proof=CONFIRMED)
    on = np.array([day("2016-05-01")])
    yield Rows(
        "port-studio", "mentoring.studio-named", on, unit=np.array([studio]), code="studio-national", level=LEVELS - 1
    )
    on = np.sort(between(rng, day("2022-01-01"), TODAY, 46))
    yield Rows("served", "mentoring.team-served", on, unit=np.full(46, block.number("service-team")), proof=CONFIRMED)


def _publicity(block: Block) -> Iterator[Rows]:
    """Events of 2024 by the course, and the people they reached by theirs."""
    rng, course = block.rng("publicity"), plan("course")["innovation"]
    on = course_days(rng, course["publicised"])
    news = np.diff(np.array([0, *course["publicised"]]))
    heads = np.diff(np.array([0, *course["reached"]]))
    reached = [split(int(total), between(rng, 40, 260, int(count))) for total, count in zip(heads, news, strict=True)]
    firms = np.array([number for numbers in firms_by_area(block.tree).values() for number in numbers])
    code = np.floor(len(CHANNELS) * rng.random(len(on)) ** 1.4).astype(np.int64)
    yield Rows(
        "publicised", "innovation.publicised", on, unit=rng.choice(firms, len(on)), code=code, codes=CHANNELS,
        quantity=np.concatenate(reached), proof=CONFIRMED,
    )  # fmt: skip


def _results(block: Block) -> Iterator[Rows]:
    """Results entered by firms in 2022 to 2024, a few more each year."""
    rng = block.rng("results")
    firms = np.array([number for numbers in firms_by_area(block.tree).values() for number in numbers])
    for year, count, last in (
        (2022, 860, "2022-12-28"),
        (2023, 905, "2023-12-28"),
        (2024, 668, str(plan("course")["demo_day"])),
    ):
        on = np.sort(between(rng, day(f"{year}-01-04"), day(last), count))
        level = np.array([ENTERPRISE, DISTRICT, CITY])[np.digitize(rng.random(count), [0.7, 0.92])]
        yield Rows(
            f"result-{year}", "innovation.result-recorded", on, unit=rng.choice(firms, count), level=level,
            proof=CONFIRMED,
        )  # fmt: skip


def _named_patents(block: Block) -> Rows:
    """Patents and software rights of one firm of the articles, to the firm's name."""
    line, rng = plan("totals")["xinsheng"], block.rng("xinsheng")
    code = np.repeat(np.arange(len(line["codes"])), line["counts"])
    on = np.sort(between(rng, day(line["from"]), day(line["to"]), len(code)))
    return Rows(
        "xinsheng", "innovation.patent-granted", on, unit=np.full(len(on), block.number(line["unit"])),
        code=rng.permutation(code), codes=tuple(line["codes"]), issuer=block.number("out-patent-office"),
    )  # fmt: skip
