"""Lives that could have been: age, order, no gaps in reason, nothing after the demo day."""

import csv
import itertools
from collections import Counter
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jiangxin.demo.city.city import make_city
from jiangxin.demo.city.days import day
from jiangxin.demo.city.source import FOLDER, plan
from jiangxin.kernel import numbers
from jiangxin.policy.base import shipped_book
from tests.demo.city import city

TODAY = day("2024-09-12")
WAIT = [0, 365, 3 * 365, 4 * 365, 4 * 365, 4 * 365]  # days before each grade, after the one below
ARTICLES = [
    "竺士杰", "李丽", "罗明浩", "张锡波", "史朋飞", "彭昌龙", "方春霞",
    "许光明", "周建强", "李谦", "周琼", "周南斌", "马卫红", "韩湘",
]  # fmt: skip
SPANS = {"people.unionised"}


def days(column):
    return column.cast(pa.int32()).to_numpy(zero_copy_only=False)


def test_nothing_happens_after_the_demo_day_or_before_the_account_opened(town):
    facts = town.facts
    ended = days(facts["ended_on"].drop_null())
    others = facts.filter(pc.invert(pc.is_in(facts["kind"], pa.array(sorted(SPANS)))))

    found = {
        "last day": int(days(facts["happened_on"]).max()) <= TODAY,
        "last end": int(ended.max()) <= TODAY,
        "first day": int(days(others["happened_on"]).min()) >= day("2012-01-01"),
        "ends after": all(
            days(facts["ended_on"].drop_null()) >= days(facts["happened_on"].filter(facts["ended_on"].is_valid()))
        ),
        "recorded after": bool(
            (facts["recorded_at"].cast(pa.int64()).to_numpy() // 86_400_000_000 + 1 >= days(facts["happened_on"])).all()
        ),
    }

    assert found == dict.fromkeys(found, True)


def test_grades_climb_with_the_waiting_years_between(town):
    grades = town.found("credentials.level-earned")
    drawn = grades.filter(pc.invert(pc.starts_with(grades["source_key"], "life")))
    rows = sorted(
        zip(drawn["person"].to_pylist(), days(drawn["happened_on"]).tolist(), drawn["level"].to_pylist(), strict=True)
    )

    wrong = [
        (before, after)
        for before, after in itertools.pairwise(rows)
        if before[0] == after[0] and (after[2] <= before[2] or after[1] - before[1] < WAIT[after[2]])
    ]

    assert wrong == []


def test_nobody_holds_a_certificate_before_sixteen(town):
    born = dict(zip(town.part.people["number"].to_pylist(), days(town.part.people["birth_on"]).tolist(), strict=True))
    certified = pa.concat_tables([town.found("credentials.level-earned"), town.found("credentials.qualified")])

    ages = [
        on - born[who]
        for who, on in zip(certified["person"].to_pylist(), days(certified["happened_on"]).tolist(), strict=True)
    ]

    assert min(ages) >= 16 * 365.25 - 1


def test_main_spells_of_a_person_never_overlap(town):
    spells = town.part.spells.filter(pc.field("main"))
    until = pc.fill_null(spells["until"].cast(pa.int32()), 99_999).to_pylist()
    rows = sorted(zip(spells["person"].to_pylist(), days(spells["since"]).tolist(), until, strict=True))

    overlaps = [pair for pair in itertools.pairwise(rows) if pair[0][0] == pair[1][0] and pair[1][1] <= pair[0][2]]

    assert (overlaps, all(since <= end for _who, since, end in rows)) == ([], True)


def test_facts_about_people_fall_within_their_working_life(town):
    begun = {}
    for who, since in zip(
        town.part.spells["person"].to_pylist(), days(town.part.spells["since"]).tolist(), strict=True
    ):
        begun[who] = min(begun.get(who, since), since)
    facts = town.facts.filter(
        pc.and_(town.facts["person"].is_valid(), pc.not_equal(town.facts["kind"], "learning.degree-earned"))
    )

    early = [
        (who, on)
        for who, on in zip(facts["person"].to_pylist(), days(facts["happened_on"]).tolist(), strict=True)
        if on < begun[who]
    ]

    assert early == []


def test_harbour_craftsmen_worked_fifteen_years_before(town):
    awards = town.found("honour.awarded", "harbour-craftsman")
    trade = town.part.spells.filter(pc.not_equal(town.part.spells["occupation"], ""))
    begun = {}
    for who, since in zip(trade["person"].to_pylist(), days(trade["since"]).tolist(), strict=True):
        begun[who] = min(begun.get(who, since), since)

    years = [
        (on - begun[who]) / 365.25
        for who, on in zip(awards["person"].to_pylist(), days(awards["happened_on"]).tolist(), strict=True)
    ]

    assert min(years) >= 15


def test_titles_are_climbed_step_by_step(town):
    days_of = {}
    for code in ("enterprise-craftsman", "harbour-craftsman", "zhejiang-craftsman", "zhejiang-craftsman-union"):
        awards = town.found("honour.awarded", code)
        days_of[code] = dict(zip(awards["person"].to_pylist(), days(awards["happened_on"]).tolist(), strict=True))
    union = days_of["zhejiang-craftsman-union"]

    skipped = [who for who, on in union.items() if not days_of["harbour-craftsman"].get(who, TODAY) < on]
    both = sorted(union.keys() & days_of["zhejiang-craftsman"].keys())

    assert (skipped, both) == ([], [])


def test_the_same_seed_makes_the_same_city_and_another_seed_another():
    _tree, parts = make_city(1, 20_000)
    again = next(parts)

    assert again.facts.equals(city(1).part.facts)
    assert again.people.equals(city(1).part.people)
    assert again.spells.equals(city(1).part.spells)
    assert again.later.equals(city(1).part.later)
    assert not again.people.equals(city(20240912).part.people)


def test_a_larger_city_keeps_its_totals():
    _tree, parts = make_city(3, 45_000)
    made = list(parts)
    facts = pa.concat_tables([part.facts for part in made])
    finished = facts.filter((pc.field("kind") == "learning.class-finished") & (pc.field("proof") >= 1))
    new = facts.filter((pc.field("kind") == "credentials.level-earned") & (pc.field("proof") >= 1))
    quarter = new.filter(
        (pc.field("happened_on") >= pa.scalar(19723, pa.int32()).cast(pa.date32()))
        & (pc.field("happened_on") <= pa.scalar(19813, pa.int32()).cast(pa.date32()))
    )
    site = facts.filter((pc.field("kind") == "credentials.qualified") & (pc.field("code") == "site-work"))

    found = {
        "blocks": [part.people.num_rows for part in made],
        "people": len(set(pc.unique(pa.concat_tables([part.people for part in made])["id_number"]).to_pylist())),
        "quarter": pc.count_distinct(quarter["person"]).as_py(),
        "site": pc.count_distinct(site["person"]).as_py(),
        "keys": pc.count_distinct(facts["source_key"]).as_py() == facts.num_rows,
        "finished": finished.num_rows > 20_000,
    }

    assert found == {
        "blocks": [20_000, 25_000],
        "people": 45_000,
        "quarter": 14_078,
        "site": 2729,
        "keys": True,
        "finished": True,
    }


def test_streets_of_the_tree_are_those_of_the_list(town):
    with (Path(str(FOLDER)) / "divisions.csv").open(encoding="utf-8") as file:
        listed = {(row["street_code"], row["street"], row["district"]) for row in csv.DictReader(file)}
    names = {row.unit: row.value for row in town.tree.names if row.until < 0}
    parents = {row.unit: row.parent for row in town.tree.places if row.until < 0}

    found = {
        (unit.key, names[number], names[parents[number]])
        for number, unit in enumerate(town.tree.units)
        if unit.kind == "street"
    }

    assert found == listed
    assert len(listed) == 162


def test_units_of_the_city_are_as_many_as_planned(town):
    kinds = Counter(unit.kind for unit in town.tree.units)

    assert (kinds["district"], kinds["zone"], kinds["enterprise"], kinds["city"]) == (11, 3, 7200, 1)
    assert len({unit.key for unit in town.tree.units}) == len(town.tree.units)


def test_numbers_are_right_and_nobodys(town):
    people = town.part.people
    some = people.slice(0, 400)
    firms = [unit for unit in town.tree.units if unit.employer_code][:200]

    wrong = [text for text in some["id_number"].to_pylist() if numbers.id_number_problem(text)]
    wrong += [text for text in some["phone"].to_pylist() if numbers.phone_problem(text)]
    wrong += [unit.key for unit in firms if numbers.credit_code_problem(unit.employer_code)]
    wrong += [unit.key for unit in firms if numbers.credit_code_problem(unit.union_code)]

    assert wrong == []
    assert pc.count_distinct(people["id_number"]).as_py() == people.num_rows
    assert pc.all(pc.starts_with(people["id_number"], "99")).as_py()
    assert pc.all(pc.starts_with(people["phone"], "154")).as_py()


def test_the_words_of_names_cannot_form_one_of_the_articles():
    words = plan("words")
    shaped = [
        name
        for name in ARTICLES
        if name[0] in words["surnames"]
        and any(name[1] in words[f"first_{sex}"] and name[-1] in words[f"second_{sex}"] for sex in ("men", "women"))
    ]

    assert shaped == []
    assert not set(ARTICLES) & {life["name"] for life in plan("lives")["life"]}


def test_kinds_codes_and_levels_are_those_of_the_base_book(town):
    book = shipped_book("base")
    pairs = {(row["kind"], row["code"]) for row in town.facts.group_by(["kind", "code"]).aggregate([]).to_pylist()}
    levels = town.facts.group_by("kind").aggregate([("level", "max")]).to_pylist()

    unknown = sorted({kind for kind, _code in pairs} - set(book.kinds))
    stray = sorted(
        (kind, code)
        for kind, code in pairs
        if code
        and book.kinds[kind].codes
        and code not in {entry.code for entry in book.lists[book.kinds[kind].codes].entry}
    )
    high = [
        row["kind"]
        for row in levels
        if row["level_max"] is not None and row["level_max"] >= len(book.kinds[row["kind"]].levels)
    ]

    assert (unknown, stray, high) == ([], [], [])


def test_some_entries_are_put_right_later_and_leave_time_for_it(town):
    later = town.part.later
    entered = dict(
        zip(
            town.part.facts["source_key"].to_pylist(),
            town.part.facts["recorded_at"].cast(pa.int64()).to_pylist(),
            strict=True,
        )
    )
    counts = Counter(later["entry"].to_pylist())

    early = [
        key
        for key, moment in zip(
            later["superseded"].to_pylist(), later["recorded_at"].cast(pa.int64()).to_pylist(), strict=True
        )
        if entered[key] >= moment
    ]

    assert early == []
    assert set(counts) == {"completed", "confirmed", "corrected", "withdrawn"}
    assert np.all(np.array(list(counts.values())) >= 50)
    assert pc.sum(pc.equal(town.facts["proof"], 0)).as_py() >= 100
