"""Draws one block of people: sex, birth, schooling, trade, when they began, and their names."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from jiangxin.demo.city.chance import Flags, Ints, between, child, weighted
from jiangxin.demo.city.codes import id_numbers, phones
from jiangxin.demo.city.days import day, year_of, year_start
from jiangxin.demo.city.source import plan

SECONDARY, COLLEGE, BACHELOR, MASTER = 0, 1, 2, 3  # ranks of the degree kinds
NO_DEGREE = -1
BEGIN_AGE = {NO_DEGREE: 17, SECONDARY: 18, COLLEGE: 21, BACHELOR: 22, MASTER: 25}
YOUNGEST = 16


@dataclass
class People:
    """One block of people; every array has one place a person, ``first`` is the number of place 0."""

    first: int
    man: Flags
    birth: Ints
    degree: Ints  # the highest from school, -1 none
    graduated: Ints  # day of leaving school
    begin: Ints  # day of beginning in the trade
    group: Ints  # place in the plan's groups
    trade: Ints  # place in ``trades()``
    gift: NDArray[np.float64]  # 0..1: how far one will go
    master: Flags  # chosen for titles
    scripted: Flags  # a sample life: nothing is drawn for these
    names: NDArray[np.object_]

    def __len__(self) -> int:
        return len(self.man)


def groups() -> list[dict[str, Any]]:
    """Return the groups of occupations in the order of the plan."""
    groups_: list[dict[str, Any]] = plan("trades")["group"]
    return groups_


def group_named(name: str) -> int:
    """Return the place of a group."""
    return [group["id"] for group in groups()].index(name)


def trades() -> list[str]:
    """Return every occupation code, group after group."""
    return [code for group in groups() for code in group["occupations"]]


def draw_people(seed: int, block: int, size: int, first: int) -> People:
    """Return a block of people; in the first block some are chosen for titles and some have a written life."""
    rng = child(seed, "people", block)
    lives = plan("lives")["life"] if block == 0 else []
    masters = plan("titles")["masters"] if block == 0 else {"count": 0}
    group = weighted(rng, np.array([float(one["share"]) for one in groups()]), size)
    master = np.zeros(size, bool)
    scripted = np.zeros(size, bool)
    scripted[: len(lives)] = True
    master[len(lives) : len(lives) + masters["count"]] = True
    if block == 0:
        _place_masters(rng, group, master)
    man = rng.random(size) * 100 >= np.array([one["women"] for one in groups()])[group]
    degree = weighted(rng, np.array([0.16, 0.44, 0.28, 0.11, 0.01]), size) - 1
    degree[master] = np.clip(degree[master], SECONDARY, COLLEGE)
    birth, graduated, begin = _dates(rng, degree, master)
    starts = np.concatenate([[0], np.cumsum([len(one["occupations"]) for one in groups()])])
    spread = starts[1:][group] - starts[:-1][group]
    trade = starts[:-1][group] + np.floor(rng.random(size) ** 1.3 * spread).astype(np.int64)
    gift = np.where(master, 0.97, rng.random(size))
    names = draw_names(rng, man)
    people = People(first, man, birth, degree, graduated, begin, group, trade, gift, master, scripted, names)
    for place, life in enumerate(lives):
        _write_life(people, place, life)
    return people


def _place_masters(rng: np.random.Generator, group: Ints, master: Flags) -> None:
    """Give the masters trades: the port's first, then the industrial ones; none of the new forms of work."""
    found = np.flatnonzero(master)
    port, forms = group_named("port"), group_named("new-forms")
    group[found[: plan("titles")["masters"]["port"]]] = port
    rest = found[plan("titles")["masters"]["port"] :]
    moved = rest[(group[rest] == forms) | (group[rest] == port)]
    group[moved] = rng.integers(0, group_named("maintenance") + 1, len(moved))


def _dates(rng: np.random.Generator, degree: Ints, master: Flags) -> tuple[Ints, Ints, Ints]:
    size = len(degree)
    today = day(plan("course")["demo_day"])
    years = 1964 + np.floor(41 * rng.beta(1.9, 1.6, size)).astype(np.int64)
    years[master] = between(rng, 1966, 1979, int(master.sum()))
    age = np.array([BEGIN_AGE[rank] for rank in range(NO_DEGREE, MASTER + 1)])[degree + 1]
    # Who is too young for the schooling drawn has less of it, and started at sixteen at the earliest.
    young = years + age > 2023
    degree[young] = np.minimum(degree[young], SECONDARY)
    age[young] = 18
    degree[years + 18 > 2023] = NO_DEGREE
    age[years + 18 > 2023] = YOUNGEST
    birth = year_start(years) + between(rng, 0, 364, size)
    graduated = year_start(years + age) + 180 + between(rng, 0, 5, size)
    late = np.where(rng.random(size) < 0.35, between(rng, 0, 2500, size), between(rng, 20, 400, size))
    late[master] = between(rng, 20, 300, int(master.sum()))
    begin = np.minimum(graduated + late, today - 60)
    grown = birth + YOUNGEST * 366
    return birth, graduated, np.maximum(begin, grown)


def _write_life(people: People, place: int, life: dict[str, Any]) -> None:
    people.names[place] = life["name"]
    people.man[place] = life["sex"] == "male"
    people.birth[place] = day(life["birth"])
    people.begin[place] = day(life["begin"])
    if "occupation" not in life:
        return
    people.trade[place] = trades().index(life["occupation"])
    ends = np.cumsum([len(one["occupations"]) for one in groups()])
    people.group[place] = int(np.searchsorted(ends, people.trade[place], side="right"))


def draw_names(rng: np.random.Generator, man: Flags) -> NDArray[np.object_]:
    """Return fictional names; the words of the plan cannot form one that stands in the articles."""
    words = plan("words")
    size = len(man)
    surnames = np.array(list(words["surnames"]))
    weights = 1.0 / (np.arange(len(surnames)) + 8)
    parts = [surnames[weighted(rng, weights, size)]]
    for turn in ("first", "second"):
        men, women = np.array(list(words[f"{turn}_men"])), np.array(list(words[f"{turn}_women"]))
        chosen = np.where(man, men[rng.integers(0, len(men), size)], women[rng.integers(0, len(women), size)])
        parts.append(chosen)
    names = np.char.add(np.char.add(parts[0], parts[1]), parts[2])
    double = parts[1] == parts[2]
    names[double] = np.char.add(parts[0], parts[1])[double]
    return names.astype(object)


def people_table(people: People) -> pa.Table:
    """Return the register's columns: number, name, sex, birth_on, id_number, phone, is_example."""
    number = people.first + np.arange(len(people))
    return pa.table(
        {
            "number": pa.array(number),
            "name": pa.array(people.names, pa.string()),
            "sex": pa.array(np.where(people.man, "male", "female")),
            "birth_on": pa.array(people.birth.astype(np.int32)).cast(pa.date32()),
            "id_number": id_numbers(people.birth, people.man, people.first),
            "phone": phones(number),
            "is_example": pa.array(people.scripted),
        }
    )


def age_on(people: People, who: Ints, on: Ints) -> Ints:
    """Return full years of age, to the year."""
    return year_of(on) - year_of(people.birth[who])
