"""Welfare, safety, pay, the Party; and what firms did: unions, reform, stations, academies, designations."""

from collections.abc import Iterator

import numpy as np

from jiangxin.demo.city.block import Block, Stays, stays
from jiangxin.demo.city.chance import between, pick
from jiangxin.demo.city.contests import course_days
from jiangxin.demo.city.days import NEVER, day
from jiangxin.demo.city.facts import CONFIRMED, NONE, VERIFIED, Rows
from jiangxin.demo.city.grades import QUARTER, SENIOR
from jiangxin.demo.city.people import group_named, groups
from jiangxin.demo.city.source import plan
from jiangxin.demo.city.spells import TODAY
from jiangxin.demo.city.units import firms_by_area

YEAR = (day("2023-01-04"), day("2023-12-29"))
HELP = ("visit", "festival", "recuperation", "living", "medical")
AID = ("inpatient-in-service", "serious-illness", "women")


def care_rows(block: Block) -> Iterator[Rows]:
    """Yield welfare, safety, pay and Party facts of people; of units in the first block."""
    yield from _welfare(block)
    yield from _safety(block)
    yield from _pay(block)
    yield from _party(block)
    if block.block:
        return
    yield from _firms(block)
    yield from _stations(block)
    yield from _academies(block)
    yield from _designations(block)


def _welfare(block: Block) -> Iterator[Rows]:
    rng, totals = block.rng("welfare"), plan("totals")["welfare"]
    forms = block.people.group == group_named("new-forms")
    able = stays(block, *YEAR, block.drawn & ~forms)
    some = able.again(rng, block.share(totals["checkups"]))
    yield Rows(
        "checkup",
        "welfare.checked-up",
        some.days(rng),
        who=some.who,
        proof=CONFIRMED,
        issuer=block.number("out-health"),
    )
    helped = block.written.count("welfare.helped", ("new-employment",), ("2023-01-01", "2023-12-31"))
    some = stays(block, *YEAR, block.drawn & forms).take(rng, block.share(totals["new_employment"]) - helped)
    yield Rows("new-employment", "welfare.helped", some.days(rng), who=some.who, code="new-employment", proof=CONFIRMED)
    able = stays(block, day("2014-01-01"), TODAY - 3, block.drawn & ~forms)
    some = able.again(rng, len(block.people) // 10)
    code = np.floor(len(HELP) * rng.random(len(some.who)) ** 1.5).astype(np.int64)
    yield Rows("help", "welfare.helped", some.days(rng), who=some.who, code=code, codes=HELP, proof=CONFIRMED)
    some = stays(block, day("2024-01-02"), day("2024-04-30"), block.drawn & ~forms)
    some = some.take(rng, len(some.who) // 4)
    on = some.days(rng)
    code = np.where(block.people.man[some.who], rng.integers(0, 2, len(on)), rng.integers(0, 3, len(on)))
    yield Rows("aid", "welfare.mutual-aid-joined", on, who=some.who, code=code, codes=AID, proof=CONFIRMED)


def _safety(block: Block) -> Iterator[Rows]:
    """Years without an accident, for the skilled, at each year's end."""
    rng = block.rng("safety")
    skilled = block.drawn & (block.grades.days[:, SENIOR] > 0) & (block.people.gift > 0.74)
    for year in range(2013, 2024):
        end = day(f"{year}-12-31")
        some = stays(block, day(f"{year}-01-01"), end, skilled)
        full = (some.high == end) & (some.low <= end - 300) & (rng.random(len(some.who)) < 0.82)
        who = some.who[full]
        yield Rows(f"clean-{year}", "safety.clean-year", np.full(len(who), end), who=who, proof=CONFIRMED)


def _pay(block: Block) -> Iterator[Rows]:
    """Machine licences, and rewards for the grades of the quarter in some firms."""
    rng, people = block.rng("pay"), block.people
    for place, group in enumerate(groups()):
        for machine in group.get("machines", []):
            able = stays(block, day("2015-01-01"), TODAY - 30, block.drawn & (people.group == place))
            some = able.take(rng, len(able.who) // 6)
            yield Rows(
                f"licence-{machine}", "pay.machine-licensed", some.days(rng), who=some.who, code=machine,
                proof=CONFIRMED,
            )  # fmt: skip
    days = block.grades.days
    new = (days >= QUARTER[0]) & (days <= QUARTER[1])
    who = np.flatnonzero(new.any(axis=1) & block.drawn)
    who = who[rng.random(len(who)) < 0.06]
    rank, on = new[who].argmax(axis=1), days[who].max(axis=1)
    money = np.array(plan("totals")["pay"]["grade_rewards"])[rank]
    yield Rows(
        "reward", "pay.grade-rewarded", on + between(rng, 20, 120, len(who)), who=who, quantity=money, proof=CONFIRMED
    )


def _party(block: Block) -> Iterator[Rows]:
    home = plan("totals")["home"]
    line, rng, area = home["party"], block.rng("party"), block.number(home["unit"])
    grown = block.drawn & (block.people.birth + 18 * 366 < day(line["from"]))
    if block.block == 0:
        first, last = day(line["from"]), day(line["to"])
        count = line["count"] - block.written.count("people.party-joined", unit=home["unit"])
        some = stays(block, first, last, grown, area).take(rng, count)
        yield Rows("home-party", "people.party-joined", some.days(rng), who=some.who, proof=VERIFIED)
    able = stays(block, day("2012-03-01"), TODAY - 60, grown)
    inside = (block.areas[block.spells.unit_on(able.who, able.low)] == area) | (
        block.areas[block.spells.unit_on(able.who, able.high)] == area
    )
    able = Stays(able.who[~inside], able.low[~inside], able.high[~inside])
    some = able.take(rng, len(able.who) // 28)
    yield Rows("party", "people.party-joined", some.days(rng), who=some.who, proof=VERIFIED)
    if block.block == 0:
        yield _vocational(block)


def _vocational(block: Block) -> Rows:
    """Vocational qualifications of one district, one a person."""
    home = plan("totals")["home"]
    line, rng = home["vocational"], block.rng("vocational")
    some = stays(block, day(line["from"]), day(line["to"]), block.drawn, block.number(home["unit"]))
    some = some.take(rng, line["count"])
    return Rows(
        "vocational", "credentials.qualified", some.days(rng), who=some.who, code=line["code"], proof=VERIFIED,
        issuer=block.number("out-hr-bureau"),
    )  # fmt: skip


def _firms(block: Block) -> Iterator[Rows]:
    """Unions set up, and firms that joined the reform by the course."""
    units = block.tree.units
    since = np.array([unit.unionised for unit in units])
    there = np.flatnonzero(since != NEVER)
    yield Rows("unionised", "people.unionised", since[there], unit=there, proof=CONFIRMED)
    rng, course = block.rng("reform"), plan("course")["reform"]["firms"]
    industry = {row.unit: row.value for row in block.tree.tags if row.value.startswith("industry=")}
    firms = [number for number, value in industry.items() if value[9] in "BCD" and since[number] < day("2024-01-01")]
    order = rng.permutation(np.array(firms))[: course[-1]]
    before = plan("totals")["reform"]["firms_before"]
    on = np.concatenate(
        [
            between(rng, np.maximum(day("2019-03-01"), since[order[:before]] + 1), day("2023-12-20"), before),
            course_days(rng, [total - before for total in course]),
        ]
    )
    yield Rows("reform", "reform.joined", on, unit=order, proof=CONFIRMED)


def _stations(block: Block) -> Iterator[Rows]:
    """Stations for outdoor workers, each kept by a unit of its own; those of one district opened on one day."""
    rng, home = block.rng("stations"), plan("totals")["home"]
    hosts = firms_by_area(block.tree)
    caring = np.array(hosts[home["unit"]][-home["caring"]["count"] :])
    on = np.full(len(caring), day(home["caring"]["on"]))
    yield Rows("caring", "welfare.station-opened", on, unit=caring, code="caring", proof=CONFIRMED)
    pool = np.array([number for numbers in hosts.values() for number in numbers])
    pool = pool[~np.isin(pool, caring)]
    count = plan("totals")["welfare"]["stations"]
    units = pool[pick(rng, np.ones(len(pool), bool), count)]
    on = between(rng, day("2017-03-01"), day("2024-06-20"), count)
    yield Rows("station", "welfare.station-opened", on, unit=units, code="outdoor-workers", proof=CONFIRMED)


def _academies(block: Block) -> Iterator[Rows]:
    """Academies and schools by tier; the provincial demonstration is a status of the city's own."""
    since = {row.unit: row.since for row in block.tree.places}
    rng, tiers = block.rng("academies"), plan("course")["tier"]
    numbers = block.tree.numbers
    named = {
        "city": ["city-academy"],
        "city-special": ["academy-special-a", "academy-petrochemical", "academy-special-b"],
        "provincial-demo": ["city-academy"],
        "county": [
            f"academy-{area['key']}" for area in plan("places")["district"] if f"academy-{area['key']}" in numbers
        ],
        "firm": [key for key in numbers if key.startswith("hall-")],
    }
    for tier, keys in named.items():
        units = np.array([numbers[key] for key in keys])
        on = course_days(rng, tiers[tier])
        own = np.array([since[number] for number in units])
        on = np.where(own >= day("2024-01-01"), own, on)
        yield Rows(f"academy-{tier}", "learning.academy-opened", on, unit=units, code=tier)


def _designations(block: Block) -> Iterator[Rows]:
    """What the articles tell of units named pilots, bases and demonstrations."""
    for turn, line in enumerate(plan("totals")["designated"]):
        yield Rows(
            f"designated-{turn}", "people.designated", np.array([day(line["on"])]),
            unit=np.array([block.number(line["unit"])]), code=line["code"], level=line["level"],
            issuer=block.number(line["issuer"]) if "issuer" in line else NONE, precision=line.get("precision", "day"),
        )  # fmt: skip
