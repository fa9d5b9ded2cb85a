"""The city that `boards` counts, the two sides, and the board's page."""

import json
import logging
import os
import random
import resource
import statistics
import sys
import time
import warnings
from datetime import date
from pathlib import Path
from typing import Any

import django
import pyarrow as pa

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiangxin.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 -- after the settings

from bench.evaluate_sides import facts_of  # noqa: E402
from bench.person import KINDS  # noqa: E402
from jiangxin.insight.boards import shelf  # noqa: E402
from jiangxin.insight.boards.leaf import ANY_LEVEL, COUNT, CREDITED, PERSON, SUM, Leaf, month_ends  # noqa: E402
from jiangxin.insight.boards.plan import Plan, Wanted  # noqa: E402
from jiangxin.insight.boards.reading import reading  # noqa: E402
from jiangxin.insight.boards.refresh import Counting, counted, leaders_table  # noqa: E402
from jiangxin.insight.engines.duckdb import engine  # noqa: E402
from jiangxin.insight.indicators import Scope  # noqa: E402
from jiangxin.kernel import clock  # noqa: E402
from jiangxin.kernel.dates import Period  # noqa: E402
from jiangxin.kernel.ids import to36  # noqa: E402
from jiangxin.ledger.models import Fact  # noqa: E402

ON = date(2024, 9, 12)
YEAR = Period(date(2024, 1, 1), date(2024, 12, 31))
FIRST = 2**43
DISTRICTS, STREETS, FIRMS, TEAMS = 10, 150, 20_000, 42_839  # with the city 63,000 units
INDICATORS, SINCE, PAGES = 60, 500, 300
MEMORY = "8GiB"
SORTS = [
    ("flow", PERSON), ("running", PERSON), ("flow", CREDITED), ("flow", SUM), ("flow", COUNT), ("stock", PERSON),
    ("running", COUNT), ("running", SUM), ("stock", COUNT), ("flow", PERSON), ("running", PERSON), ("stock", CREDITED),
]  # fmt: skip


def leaves() -> list[Leaf]:
    """Return sixty indicators: five of each kind, two thirds of them of some codes, a quarter from a level on."""
    found = []
    for number in range(INDICATORS):
        nature, take = SORTS[(number + number // KINDS) % len(SORTS)]
        found.append(
            Leaf(
                nature=nature,
                take=take,
                kinds=((f"bench.k{number % KINDS}", 1 + number % 3 if number % 4 == 3 else ANY_LEVEL),),
                codes=_codes(number) if number % 3 < 2 else None,
                proof=1,
                start=YEAR.start if nature == "flow" else None,
            )
        )
    return found


def _codes(number: int) -> tuple[str, ...]:
    return tuple(sorted(f"c{(number + code) % 40}" for code in range(20)))


def tree() -> tuple[dict[str, int], list[str], list[str]]:
    """Return every place with its unit, and the paths of firms and of teams."""
    city, places = f"/{to36(FIRST)}/", {f"/{to36(FIRST)}/": FIRST}
    levels, above, at = [], [city], FIRST
    for size in (DISTRICTS, STREETS, FIRMS, TEAMS):
        paths = []
        for number in range(size):
            at += 1
            paths.append(f"{above[number % len(above)]}{to36(at)}/")
            places[paths[-1]] = at
        levels.append(paths)
        above = paths
    return places, levels[2], levels[3]


def make_files(con: Any, here: Path, persons: int, facts: int) -> list[Path]:
    """Write facts in the order of the lake: nine of ten credited to a team, one to its firm; each seventh has moved."""
    _places, firms, teams = tree()
    homes = [(number, path, firms[number % FIRMS]) for number, path in enumerate(teams)]
    columns = [*zip(*homes, strict=True)]
    con.register("homes", pa.table({"n": columns[0], "team": columns[1], "firm": columns[2]}))
    for kind in range(KINDS):
        con.execute(f"""
            COPY (SELECT f.*, NULL::BIGINT AS issuer_id, {FIRST} + 1 + {DISTRICTS + STREETS}
                    + CASE WHEN hash(id, 10) % 10 = 0 THEN n % {FIRMS} ELSE {FIRMS} + n END AS credited_to,
                CASE WHEN hash(id, 10) % 10 = 0 THEN firm ELSE team END AS credited_path
                FROM ({facts_of(kind, persons, facts)}) f JOIN homes h ON h.n = CASE
                    WHEN subject_id % 7 = 0 AND day >= DATE '2020-01-01' THEN hash(subject_id, 1) % {TEAMS}
                    ELSE hash(subject_id) % {TEAMS} END
                ORDER BY subject_id, id)
            TO '{here}/facts{kind:02}.parquet' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 500000)""")  # noqa: S608
    con.unregister("homes")
    return sorted(here.glob("facts*.parquet"))


def plan() -> Plan:
    """Return the plan: the end of each month so far, today and tomorrow."""
    days = (*month_ends(YEAR, ON), date(2024, 9, 13))
    wanted = tuple(Wanted(leaf, days, days[-2:]) for leaf in dict.fromkeys(leaves()))
    return Plan(ON, wanted, (), ())


def measure(persons: int, facts: int) -> dict[str, Any]:
    """Return the numbers."""
    here = Path(os.environ["JIANGXIN_DATA"])
    call_command("migrate", interactive=False, verbosity=0)
    asked, (places, _firms, _teams) = plan(), tree()
    with engine(here / "making", memory=MEMORY) as run:
        run.backend.con.execute("SET enable_progress_bar = false")
        files = make_files(run.backend.con, here, persons, facts)
    scanned = [_scan(here, files) for _round in range(2)]
    started = time.perf_counter()
    with engine(here / "scratch", memory=MEMORY) as run:
        run.backend.con.execute("SET enable_progress_bar = false")
        over = Counting(run.files(list(map(str, files))), {f"bench.k{one}": one for one in range(KINDS)}, {}, places)
        made = counted(run, over, asked)
    about = shelf.about_of(
        asked, made_at=clock.real_now().isoformat(), head=0, root="", lake_version=0, links="(0, '0 None')",
        seconds=0.0, figures=made.whole.num_rows,
    )  # fmt: skip
    shelf.write(about, {"whole": made.whole, "parts": made.parts, "leaders": leaders_table({})}, places)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {
        "name": "boards",
        "ratio": round(seconds / statistics.median(scanned), 1),
        "against": "one scan of the same files: rows and sums by kind and path",
        "seconds": round(seconds, 1),
        "scan_seconds": round(statistics.median(scanned), 2),
        "page_ms": _page_ms(asked, places),
        "peak_mib": peak,
        "differences": _differences(here, files, asked, made, places),
        "persons": persons,
        "facts": facts,
        "indicators": len(asked.wanted),
        "units": len(places),
        "figures": made.whole.num_rows * len(asked.wanted[0].days),
        "megabytes": sum(file.stat().st_size for file in shelf.folder().rglob("*.arrow")) // 2**20,
    }


def _scan(here: Path, files: list[Path]) -> float:
    with engine(here / "scratch", memory=MEMORY) as run:
        run.backend.con.execute("SET enable_progress_bar = false")
        names = ", ".join(f"'{file}'" for file in files)
        started = time.perf_counter()
        query = f"SELECT kind, credited_path, count(*), sum(quantity) FROM read_parquet([{names}]) GROUP BY 1, 2"  # noqa: S608
        run.backend.con.execute(query).fetchall()
        return time.perf_counter() - started


def _page_ms(asked: Plan, places: dict[str, int]) -> float:
    """Return how long the slowest but five of a hundred boards wait for their figures and parts, in milliseconds."""
    _record_some(places)
    by_unit = {unit: path for path, unit in places.items()}
    chance = random.Random(5)  # noqa: S311 -- no secret
    units = [FIRST, *range(FIRST + 1, FIRST + 11), *chance.sample(sorted(by_unit), PAGES - 11)]
    taken = []
    questions = [(one.leaf, one.days[:-1]) for one in asked.wanted]
    for unit in units:
        started = time.perf_counter()
        here = reading(Scope(unit, (by_unit[unit],), YEAR, ON))
        assert here is not None
        found = here.values(questions)
        below = [here.parts(leaf, ON) for leaf, _days in questions]
        taken.append(time.perf_counter() - started)
        assert None not in found
        assert None not in below
    return round(1000 * statistics.quantiles(taken[1:], n=20)[-1], 1)


def _record_some(places: dict[str, int]) -> None:
    """Put entries into the ledger that the figures know nothing of."""
    teams = sorted(path for path in places if path.count("/") == 6)
    now = clock.real_now()
    Fact.objects.bulk_create(
        Fact(
            subject_id=number * 7 % 5000, kind=f"bench.k{number % KINDS}", code="c1", level=3, quantity=60,
            happened_on=date(2024, 9, 1), proof=1, recorded_at=now, recorded_by="bench",
            credited_to_id=places[teams[number]], credited_path=teams[number],
        )
        for number in range(SINCE)
    )  # fmt: skip


def _differences(here: Path, files: list[Path], asked: Plan, made: Any, places: dict[str, int]) -> int:
    """Return how many of some figures of every level a plain query gives otherwise."""
    stored = dict(zip(zip(made.whole["unit_id"].to_pylist(), made.whole["leaf"].to_pylist(), strict=True),
                      made.whole["values"], strict=True))  # fmt: skip
    chance = random.Random(6)  # noqa: S311 -- no secret
    levels = [[path for path in places if path.count("/") == depth] for depth in range(2, 7)]
    wrong = 0
    with engine(here / "scratch", memory=MEMORY) as run:
        for place in chance.sample(range(len(asked.wanted)), 12):
            leaf, days = asked.wanted[place].leaf, asked.wanted[place].days
            for paths in levels:
                for path in chance.sample(paths, min(len(paths), 2)):
                    told = run.backend.con.execute(_plainly(files, leaf, days, path)).fetchone()
                    held = stored.get((places[path], place))
                    wrong += [value or 0 for value in told] != (held.as_py() if held else [0] * len(days))
    return wrong


def _plainly(files: list[Path], leaf: Leaf, days: tuple[date, ...], path: str) -> str:
    kind, least = leaf.kinds[0]
    file = files[int(kind.removeprefix("bench.k"))]
    where = [f"starts_with(credited_path, '{path}')", "superseded_at IS NULL", f"proof >= {leaf.proof}"]
    where += [f"level >= {least}"] if least != ANY_LEVEL else []
    where += [f"code IN {leaf.codes}"] if leaf.codes else []
    where += [f"day >= DATE '{leaf.start}'"] if leaf.start else []
    call = {COUNT: "count(*)", SUM: "sum(quantity)", PERSON: "count(DISTINCT subject_id)"}
    call |= {CREDITED: "count(DISTINCT credited_to)"}
    columns = []
    for day in days:
        held = f"day <= DATE '{day}'"
        if leaf.nature == "stock":
            held += f" AND (ended_on IS NULL OR ended_on >= DATE '{day}')"
        columns.append(f"({call[leaf.take]} FILTER ({held}))::BIGINT")
    return f"SELECT {', '.join(columns)} FROM '{file}' WHERE {' AND '.join(where)}"  # noqa: S608


if __name__ == "__main__":
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    logging.captureWarnings(capture=True)
    print(json.dumps(measure(int(sys.argv[1]), int(sys.argv[2]))))  # noqa: T201 -- read by the other process
