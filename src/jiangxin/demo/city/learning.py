"""Classes, degrees, learners: the course of 2024, the bases of the articles, and what went before."""

from collections.abc import Iterator

import numpy as np

from jiangxin.demo.city.block import Block, Stays, stays
from jiangxin.demo.city.chance import Flags, Ints, between, pick
from jiangxin.demo.city.days import day, month_edges, year_of
from jiangxin.demo.city.facts import CONFIRMED, VERIFIED, Rows
from jiangxin.demo.city.grades import OPENS
from jiangxin.demo.city.people import SECONDARY, group_named, groups
from jiangxin.demo.city.source import plan
from jiangxin.demo.city.spells import TODAY

FINISHED, HELD = "learning.class-finished", "learning.class-held"
GENERAL = ("safety-basics", "craft-spirit", "team-leading", "lean-production", "patent-basics")


def learning_rows(block: Block) -> Iterator[Rows]:
    """Yield every fact of learning of this block."""
    yield from _this_year(block)
    yield _before(block)
    yield from _bases(block)
    yield from _construction(block)
    yield from _learners(block)
    yield from _degrees(block)


def courses() -> tuple[str, ...]:
    """Return every course that is drawn, once."""
    return tuple(dict.fromkeys(code for group in groups() for code in (*group["courses"], *GENERAL)))


def _course_of(rng: np.random.Generator, block: Block, who: Ints) -> Ints:
    """Return a course for each person: of the trade for most, a general one for the others."""
    at = {code: place for place, code in enumerate(courses())}
    lists = [[at[code] for code in (*group["courses"], *GENERAL)] for group in groups()]
    width = max(len(one) for one in lists)
    table = np.array([(one * width)[:width] for one in lists])
    return table[block.people.group[who], np.floor(rng.random(len(who)) ** 1.25 * width).astype(np.int64)]


def _minutes(rng: np.random.Generator, count: int) -> Ints:
    return 45 * rng.choice(np.array([4, 8, 8, 16, 16, 24, 32, 40]), count)


def _this_year(block: Block) -> Iterator[Rows]:
    """The course of 2024: so many people, each in the month of the first class, and all the classes beyond it."""
    rng, course = block.rng("classes-2024"), plan("course")["training"]
    edges = month_edges(2024, TODAY)
    people = np.diff(np.array([0, *(block.share(total) for total in course["people"])]))
    times = np.diff(np.array([0, *(block.share(total) for total in course["times"])]))
    firsts: set[int] = set()
    for fact in block.written.found(FINISHED, days=("2024-01-01", "2024-12-31")):
        month = fact["on"].month - 1
        people[month] -= fact["person"] not in firsts
        times[month] -= 1
        firsts.add(fact["person"])
    able = stays(block, day("2023-12-01"), TODAY, block.drawn & (block.last >= TODAY) & (block.people.gift > 0.08))
    able = Stays(able.who[able.low <= day("2024-01-01")], *(2 * (able.low[able.low <= day("2024-01-01")],)))
    order = rng.permutation(pick(rng, np.isin(np.arange(len(block.people)), able.who), int(people.sum())))
    who, on, begun = [], [], 0
    for month, (first, last) in enumerate(edges):
        fresh = order[begun : begun + people[month]]
        begun += int(people[month])
        more = int(times[month] - people[month])
        again = order[:begun][rng.integers(0, begun, more)] if more else fresh[:0]
        who.append(np.concatenate([fresh, again]))
        on.append(between(rng, first, last, len(fresh) + more))
    whos, days = np.concatenate(who), np.concatenate(on)
    yield Rows(
        "class-2024", FINISHED, days, who=whos, code=_course_of(rng, block, whos), codes=courses(),
        quantity=_minutes(rng, len(whos)), proof=CONFIRMED, issuer=_hall_on(block, rng, days),
    )  # fmt: skip


def _hall_on(block: Block, rng: np.random.Generator, days: Ints) -> Ints:
    """Return an academy or school that was open on each day."""
    since = {row.unit: row.since for row in block.tree.places}
    open_ = [
        (since[number], number)
        for number, unit in enumerate(block.tree.units)
        if unit.kind == "academy" and unit.key.startswith(("hall-", "academy-", "zhigong", "city-academy"))
    ]
    opened, halls = (np.array(column) for column in zip(*sorted(open_), strict=True))
    there = np.searchsorted(opened, days, side="right")
    return halls[np.floor(rng.random(len(days)) * there).astype(np.int64)]


def _before(block: Block) -> Rows:
    """Classes of the years 2012 to 2023: fewer the longer ago."""
    rng = block.rng("classes-before")
    able = stays(block, OPENS, day("2023-12-28"), block.drawn)
    some = able.again(rng, int(0.9 * len(block.people)))
    span = some.high - some.low
    on = some.high - np.floor(span * rng.random(len(span)) ** 1.6).astype(np.int64)
    return Rows(
        "class", FINISHED, on, who=some.who, code=_course_of(rng, block, some.who), codes=courses(),
        quantity=_minutes(rng, len(on)), proof=CONFIRMED, issuer=block.number("zhigong-home"),
    )  # fmt: skip


def _bases(block: Block) -> Iterator[Rows]:
    """Person-times and sessions of the two bases that count them, each session on one day with one course."""
    for base in plan("totals")["base"]:
        rng = block.rng(f"base-{base['unit']}")
        first, last = day(base["from"]), day(base["to"])
        unit, at = block.number(base["unit"]), {code: place for place, code in enumerate(courses())}
        held = np.sort(between(block.shared(base["unit"]), first, last, base["sessions"]))
        taught = np.array([at[code] for code in base["courses"]])[np.arange(base["sessions"]) % len(base["courses"])]
        among = _among(block, base["groups"]) & (block.people.begin < first - 60)
        able = stays(block, first, last, among & block.drawn)
        whole = (able.low <= first) & (able.high >= last)
        able = Stays(able.who[whole], able.low[whole], able.high[whole])
        times = block.share(base["times"] - _written_in(block, base))
        some = able.again(rng, times)
        session = rng.integers(0, len(held), times)
        yield Rows(
            f"base-{base['unit']}", FINISHED, held[session], who=some.who, code=taught[session], codes=courses(),
            quantity=_minutes(rng, times), credited=unit, proof=CONFIRMED, issuer=unit,
        )  # fmt: skip
        if block.block == 0:
            yield Rows(
                f"sessions-{base['unit']}", HELD, held, unit=np.full(len(held), unit), code=taught, codes=courses(),
                proof=CONFIRMED,
            )  # fmt: skip


def _written_in(block: Block, base: dict[str, object]) -> int:
    return sum(fact.get("credited") == base["unit"] for fact in block.written.found(FINISHED))


def _among(block: Block, names: list[str]) -> Flags:
    return np.isin(block.people.group, [group_named(name) for name in names])


def _construction(block: Block) -> Iterator[Rows]:
    """Training at the construction base and the certificates without a grade that followed."""
    for line in plan("totals")["construction"]:
        rng = block.rng(f"construction-{line['course']}")
        first, last = day(line["from"]), day(line["to"])
        unit = block.number(line["unit"])
        able = stays(block, first, last - 60, block.drawn & _among(block, line["groups"]))
        trained, passed = block.share(line["trained"]), block.share(line["certified"])
        core = np.isin(block.people.group[able.who], [group_named(line["groups"][0])])
        order = np.argsort(rng.random(len(core)) + ~core * 0.6, kind="stable")
        if len(order) < trained:
            raise ValueError(f"{line['course']}: {trained} wanted, only {len(order)} there")
        chosen = np.sort(order[:trained])
        some = Stays(able.who[chosen], able.low[chosen], able.high[chosen])
        on = some.days(rng)
        yield Rows(
            f"trained-{line['course']}", FINISHED, on, who=some.who, code=line["course"], quantity=line["minutes"],
            credited=unit, proof=CONFIRMED, issuer=unit,
        )  # fmt: skip
        right = pick(rng, np.ones(trained, bool), passed)
        yield Rows(
            f"certified-{line['course']}", "credentials.qualified", on[right] + between(rng, 10, 40, passed),
            who=some.who[right], code=line["certificate"], credited=unit, proof=VERIFIED,
            issuer=block.number("out-housing-bureau"),
        )  # fmt: skip


def _learners(block: Block) -> Iterator[Rows]:
    """Registered learners and own courses of one academy; in-house trainers of many firms."""
    plan_ = plan("totals")["academy"]
    rng, unit = block.rng("learners"), block.number(plan_["unit"])
    first, last = day(plan_["from"]), day(plan_["to"])
    able = stays(block, first, last, block.drawn & ~_among(block, ["new-forms"]) & (block.last >= TODAY))
    some = able.take(rng, block.share(plan_["learners"]))
    yield Rows(
        "learner", "learning.registered", some.days(rng), who=some.who, credited=unit, proof=CONFIRMED, issuer=unit
    )
    if block.block == 0:
        shared = block.shared("courses")
        on = np.sort(between(shared, first, last, plan_["courses"]))
        yield Rows("own-course", "learning.course-opened", on, unit=np.full(len(on), unit), proof=CONFIRMED)
    skilled = block.drawn & (block.people.gift > 0.93)
    able = stays(block, day("2016-01-01"), TODAY - 90, skilled)
    some = able.take(rng, len(able.who) // 3)
    yield Rows("trainer", "learning.trainer-admitted", some.days(rng), who=some.who, proof=CONFIRMED)


def _degrees(block: Block) -> Iterator[Rows]:
    """Degrees brought from school since the account began; degree programmes joined beside work."""
    people, rng = block.people, block.rng("degrees")
    who = np.flatnonzero((people.graduated >= OPENS) & (people.graduated <= TODAY) & (people.degree >= SECONDARY))
    who = who[block.drawn[who]]
    yield Rows(
        "degree", "learning.degree-earned", people.graduated[who], who=who, level=people.degree[who],
        credited=block.spells.unit_on(who, people.begin[who]), proof=VERIFIED,
    )  # fmt: skip
    able = stays(block, day("2014-01-01"), TODAY - 5, block.drawn & (people.degree <= SECONDARY + 1))
    some = able.take(rng, len(able.who) // 8)
    on = some.days(rng)
    starts = np.array([day(f"{year}-03-01") for year in range(2014, 2025)])
    on = np.minimum(np.maximum(starts[np.minimum(year_of(on) - 2014, 10)], some.low), some.high)
    yield Rows(
        "degree-join", "learning.degree-joined", on, who=some.who, level=people.degree[some.who] + 1, proof=CONFIRMED
    )
