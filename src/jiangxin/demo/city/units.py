"""Builds the tree: real districts and streets, named units, fictional firms, academies, studios, teams."""

from dataclasses import replace
from functools import cache
from itertools import islice, product
from typing import Any

import numpy as np

from jiangxin.demo.city.chance import Ints, between, child, split, weighted
from jiangxin.demo.city.codes import credit_code
from jiangxin.demo.city.days import NEVER, day, month_edges
from jiangxin.demo.city.source import divisions, plan
from jiangxin.demo.city.tree import Change, Tree, Unit

FIRMS = 7200  # firms of all sectors, the named ones among them
UNIONISED = 7000  # of these, before 2024
SIZES = (("large", 0.04), ("medium", 0.18), ("small", 0.78))
OWNERS = (("private", 0.80), ("foreign", 0.11), ("state", 0.09))


def build_tree(seed: int) -> Tree:
    """Return the tree of the city; only names and sizes of fictional firms depend on the seed."""
    tree = Tree()
    _add_areas(tree)
    _add_named(tree)
    _add_firms(tree, seed)
    _add_halls(tree, seed)
    _add_studios(tree, seed)
    _add_teams(tree, seed)
    _change_map(tree)
    _change_named(tree)
    return tree


def areas() -> list[dict[str, Any]]:
    """Return districts and zones in the order of the plan."""
    places = plan("places")
    return [*places["district"], *places["zone"]]


def _add_areas(tree: Tree) -> None:
    places = plan("places")
    city = tree.add(Unit(places["city"]["key"], "city"), places["city"]["name"])
    tree.tag(city, "area", places["city"]["code"])
    for area in areas():
        zone = area in places["zone"]
        first = area.get("was", area)
        number = tree.add(Unit(area["key"], "zone" if zone else "district"), first["name"], city)
        if "was" not in area:
            tree.tag(number, "area", area["code"])
    gone = places["map_change"]["gone"]
    tree.tag(tree.add(Unit(gone["key"], "district"), gone["name"], city), "area", gone["code"])
    keys = {area["code"]: area["key"] for area in places["district"]}
    for line in divisions():
        parent = tree.numbers[keys[line["district_code"]]]
        tree.tag(tree.add(Unit(line["street_code"], "street"), line["street"], parent), "area", line["street_code"])


def _add_named(tree: Tree) -> None:
    for place, unit in enumerate(plan("units")["unit"]):
        firm = unit["kind"] == "enterprise"
        made = Unit(
            key=unit["key"],
            kind=unit["kind"],
            example=unit.get("example", False),
            sector=unit.get("sector", ""),
            employer_code=credit_code("91", 900000 + place) if firm else "",
            union_code=credit_code("81", 900000 + place) if firm else "",
            unionised=day("2005-05-01") if firm else NEVER,
        )
        parent = tree.numbers[unit["parent"]] if "parent" in unit else NEVER
        since = {"since": day(unit["since"])} if "since" in unit else {}
        number = tree.add(made, unit["name"], parent, **since)
        if "area" in unit:
            tree.tag(number, "area", unit["area"])
        if firm:
            _tag_firm(tree, number, unit["sector"], ("large", "state" if unit["sector"] == "port" else "private"))


def firm_names(seed: int, sectors: list[dict[str, Any]], which: Ints) -> list[str]:
    """Return one fictional name a firm, no two alike."""
    words = plan("words")
    pairs = list(product(words["firm_first"], words["firm_second"]))
    rng = child(seed, "firm-names")
    order = rng.permutation(len(pairs))
    turns: dict[int, int] = {}
    names = []
    for sector in which.tolist():
        turn = turns[sector] = turns.get(sector, -1) + 1
        first, second = pairs[order[turn % len(pairs)]]
        kinds = sectors[sector]["words"]
        kind = kinds[(turn + turn // len(pairs)) % len(kinds)]
        names.append(f"{first}{second}{kind}有限公司")
    return names


def _add_firms(tree: Tree, seed: int) -> None:
    rng = child(seed, "firms")
    sectors = plan("trades")["sector"]
    named = sum(unit.kind == "enterprise" for unit in tree.units)
    count = FIRMS - named
    which = np.repeat(np.arange(len(sectors)), split(count, np.array([sector["share"] for sector in sectors])))
    rng.shuffle(which)
    homes = _homes(tree, rng, count)
    late = FIRMS - UNIONISED
    unionised = between(rng, day("2001-01-01"), day("2022-12-31"), count)
    unionised[count - late : count - late // 4] = between(rng, day("2024-01-10"), day("2024-08-31"), late - late // 4)
    unionised[count - late // 4 :] = NEVER
    order = rng.permutation(count)
    sizes = weighted(rng, np.array([share for _, share in SIZES]), count)
    owners = weighted(rng, np.array([share for _, share in OWNERS]), count)
    names = firm_names(seed, sectors, which)
    for n in range(count):
        unit = Unit(
            key=f"firm-{n + 1:05d}",
            kind="enterprise",
            example=True,
            sector=sectors[which[n]]["id"],
            employer_code=credit_code("91", n + 1),
            union_code=credit_code("81", n + 1),
            unionised=int(unionised[order[n]]),
        )
        number = tree.add(unit, names[n], int(homes[n]))
        _tag_firm(tree, number, unit.sector, (SIZES[sizes[n]][0], OWNERS[owners[n]][0]))


@cache
def industries() -> dict[str, str]:
    """Return the GB/T 4754 class of each sector."""
    return {one["id"]: one["industry"] for one in plan("trades")["sector"]}


def _homes(tree: Tree, rng: np.random.Generator, count: int) -> Ints:
    """Return a street for each firm of a district, the zone itself for firms of a zone."""
    shares = split(count, np.array([area["share"] for area in areas()]))
    streets: dict[int, list[int]] = {}
    for row in tree.places:
        if tree.units[row.unit].kind == "street":
            streets.setdefault(row.parent, []).append(row.unit)
    tops = [tree.numbers[area["key"]] for area in areas()]
    homes = [rng.choice(np.array(streets.get(top, [top])), some) for top, some in zip(tops, shares, strict=True)]
    mixed = np.concatenate(homes).astype(np.int64)
    rng.shuffle(mixed)
    return mixed


def _tag_firm(tree: Tree, number: int, sector: str, kind: tuple[str, str]) -> None:
    industry = industries()[sector]
    tree.tag(number, "industry", industry)
    tree.tag(number, "size", kind[0])
    tree.tag(number, "ownership", kind[1])
    if industry[0] == "C" and number % 3 == 0:
        tree.tag(number, "cluster", "2070")


def district_of(tree: Tree, number: int) -> int:
    """Return the district or zone above a unit as the tree stands last, or -1."""
    parents = {row.unit: row.parent for row in tree.places if row.until == NEVER}
    while number != NEVER and tree.units[number].kind not in {"district", "zone"}:
        number = parents.get(number, NEVER)
    return number


def firms_by_area(tree: Tree) -> dict[str, list[int]]:
    """Return the fictional firms of each district and zone, unionised before 2024, in order of number."""
    parents = {row.unit: row.parent for row in tree.places if row.until == NEVER}
    found: dict[str, list[int]] = {area["key"]: [] for area in areas()}
    for number, unit in enumerate(tree.units):
        if unit.key.startswith("firm-") and NEVER < unit.unionised < day("2024-01-01"):
            home = parents[number]
            found[tree.units[home if tree.units[home].kind == "zone" else parents[home]].key].append(number)
    return found


def _add_halls(tree: Tree, seed: int) -> None:
    """Add the firms' craft schools and the county academies that stand by the demo day, each with its day."""
    rng = child(seed, "halls")
    course = plan("course")["tier"]
    days = _course_days(rng, course["firm"])
    order = rng.permutation(len(days))
    firms = firms_by_area(tree)
    hosts = [firm for area in areas() for firm in firms[area["key"]][: area["halls"]]]
    names = {row.unit: row.value for row in tree.names}
    for turn, firm in enumerate(hosts):
        name = f"{names[firm].removesuffix('有限公司')}工匠学堂"
        tree.add(Unit(f"hall-{turn + 1:03d}", "academy", example=True), name, firm, int(days[order[turn]]))
    days = _course_days(rng, course["county"])
    for area, on in zip(plan("places")["district"], days.tolist(), strict=False):
        name = f"{area['name']}劳模工匠学院（示例）"
        tree.add(Unit(f"academy-{area['key']}", "academy", example=True), name, tree.numbers[area["key"]], on)


def _course_days(rng: np.random.Generator, course: list[int]) -> Ints:
    edges = month_edges(2024, day(plan("course")["demo_day"]))
    news = np.diff(np.array([0, *course]))
    parts = [between(rng, first, last, new) for (first, last), new in zip(edges, news.tolist(), strict=True)]
    return np.sort(np.concatenate(parts))


def _add_studios(tree: Tree, seed: int) -> None:
    """Add studios of earlier years and those named in 2024; their level is told by a fact, not by the unit."""
    names = {row.unit: row.value for row in tree.names}
    firms = firms_by_area(tree)
    taken = {area["key"]: area["halls"] for area in areas()}
    for area in areas():
        wanted = 5 + 2 * area["share"]
        pool = firms[area["key"]][taken[area["key"]] :]
        for turn, firm in enumerate(islice(pool, wanted)):
            name = f"{names[firm].removesuffix('有限公司')}创新工作室"
            tree.add(Unit(f"studio-{area['key']}-{turn + 1:02d}", "studio", example=True), name, firm)


def _add_teams(tree: Tree, seed: int) -> None:
    """Add a workshop with two teams to the first large firms of each area."""
    rng = child(seed, "teams")
    large = {row.unit for row in tree.tags if row.value == "size=large"}
    firms = firms_by_area(tree)
    for area in areas():
        hosts = [firm for firm in firms[area["key"]] if firm in large][:8]
        for firm in hosts:
            key = tree.units[firm].key
            shop = tree.add(Unit(f"{key}-shop", "workshop", example=True), "一车间", firm)
            for turn, word in enumerate(rng.permutation(["精工班", "装配班", "维修班", "总装班", "质检班"])[:2]):
                tree.add(Unit(f"{key}-team-{turn + 1}", "team", example=True), str(word), shop)


def _change_map(tree: Tree) -> None:
    """Make the changes of 2016: one district joins another, streets move, a city becomes a district."""
    change = plan("places")["map_change"]
    on = day(change["on"])
    gone, heir = (tree.numbers[change["gone"][key]] for key in ("key", "into"))
    for code in change["from_gone"]:
        _was_under(tree, tree.numbers[code], gone, on)
    for code in change["to_haishu"]:
        _was_under(tree, tree.numbers[code], heir, on)
    for area in plan("places")["district"]:
        if "was" in area:
            number = tree.numbers[area["key"]]
            tree.tag(number, "area", area["was"]["code"])
            tree.rename(number, area["name"], on)
            tree.tags[-1] = replace(tree.tags[-1], until=on - 1)
            tree.tag(number, "area", area["code"], on)
    tree.close(gone, on)
    tree.changes.append(Change("merge", gone, heir, on))


def _was_under(tree: Tree, number: int, former: int, on: int) -> None:
    at = next(at for at, row in enumerate(tree.places) if row.unit == number)
    now = tree.places[at].parent
    tree.places[at] = replace(tree.places[at], parent=former)
    tree.move(number, now, on)


def _change_named(tree: Tree) -> None:
    units = plan("units")
    for line in units["rename"]:
        tree.rename(tree.numbers[line["unit"]], line["name"], day(line["on"]))
    for line in units["move"]:
        tree.move(tree.numbers[line["unit"]], tree.numbers[line["to"]], day(line["on"]))
    for line in units["split"]:
        _split(tree, line)
    for line in units["merge"]:
        _merge(tree, line)


def _split(tree: Tree, line: dict[str, Any]) -> None:
    old, on = tree.numbers[line["unit"]], day(line["on"])
    parent = next(row.parent for row in tree.places if row.unit == old and row.until == NEVER)
    for key, name in line["into"]:
        new = tree.add(Unit(key, tree.units[old].kind, example=True), name, parent, on)
        tree.changes.append(Change("split", old, new, on))
    tree.close(old, on)


def _merge(tree: Tree, line: dict[str, Any]) -> None:
    parent, on = tree.numbers[line["parent"]], day(line["on"])
    olds = [
        tree.add(Unit(key, "team", example=True), name, parent)
        for key, name in zip(line["units"], line["names"], strict=True)
    ]
    new = tree.add(Unit(line["into"], "team", example=True), line["name"], parent, on)
    for old in olds:
        tree.close(old, on)
        tree.changes.append(Change("merge", old, new, on))
