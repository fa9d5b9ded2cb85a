from datetime import date

import pytest

from jiangxin.policy import base_kinds, check, policies_folder, read_folder, resolve, run_cases, shipped_book
from jiangxin.policy.entries.common import Basis, Origin, Wording
from tests.policy.books import HERE, PARENTS, changed, lines

SHIPPED = sorted(folder.name for folder in policies_folder().iterdir() if (folder / "book.toml").is_file())


def sample(book_id="ground", **files):
    """Return a resolved sample book."""
    return resolve(changed(book_id, **files), PARENTS)


@pytest.mark.parametrize("book_id", ["ground", "town"])
def test_a_good_book_has_no_problems_and_its_examples_hold(book_id):
    assert lines(check(read_folder(HERE / book_id), PARENTS)) == []
    assert [str(failure) for failure in run_cases(sample(book_id))] == []


@pytest.mark.parametrize("book_id", SHIPPED)
def test_a_book_that_ships_has_no_problems_and_its_examples_hold(book_id):
    assert [str(failure) for failure in run_cases(shipped_book(book_id))] == []


def test_the_base_kinds_are_those_of_the_base_book():
    assert base_kinds() is shipped_book("base").kinds
    assert "people.trade-spell" in base_kinds()


def test_a_book_replaces_its_parents_entries_one_by_one():
    ground, town = sample("ground"), sample("town")

    assert town.lineage == ("ground", "town")
    assert (town.id, town.owner, town.since) == ("town", "district", date(2022, 6, 1))
    assert town.values["craft_years"].on(date(2024, 1, 1)) == 8
    assert ground.values["craft_years"].on(date(2024, 1, 1)) == 10
    assert town.values["class_line"] == ground.values["class_line"]
    assert set(town.kinds) - set(ground.kinds) == {"town.drill-held"}


def test_every_entry_tells_where_it_came_from():
    town = sample("town")

    assert town.values["craft_years"].origin == Origin("town", "values.toml", 1)
    assert str(town.values["least_level"].origin) == "ground/values.toml:8"
    assert town.schemes["craftsman"].require[1].origin == Origin("ground", "schemes/craftsman.toml", 13)
    assert town.scores["portrait"].item[2].origin.line == 27


def test_entries_are_read_as_written():
    ground = sample()
    value = ground.values["craft_years"]

    assert (value.title, value.basis) == (Wording("从业年限"), Basis("选树通知", "申报条件", "N"))
    assert [value.on(date(*day)) for day in ((2018, 9, 19), (2018, 9, 20), (2021, 12, 31), (2022, 1, 1))] == [
        None,
        15,
        15,
        10,
    ]
    assert ground.kinds["skills.level-verified"].rank("senior") == 1
    assert ground.level_title("skills.level-verified", 2) == "技师"
    assert ground.level_title("skills.level-verified", 3) == ""
    assert ground.target("people_trained", "city", 2024).value == 10000
    assert ground.target("people_trained", "city", 2025) is None
    assert ground.edition("city", 2024).title == Wording("一图读懂")
    assert ground.edition("town", 2024) is None
    assert (ground.figures["cut"].value, ground.figures["cut"].status) == (None, "unclear")
    assert dict(ground.schemes["craftsman"].step[1].settings) == {"members": 5, "drop_extremes": True}
    assert ground.lists["trades"].find("fitter", date(2019, 1, 1)).title == Wording("钳工")
    assert ground.code_title("people.trade-spell", "fitter", date(2024, 1, 1)) == "装配钳工"
    assert ground.code_title("people.trade-spell", "unknown") == "unknown"


def test_the_hash_follows_the_meaning_not_the_spelling():
    plain = (HERE / "ground" / "values.toml").read_text(encoding="utf-8")
    turned = "\n\n".join(reversed(plain.split("\n\n")))

    same = [sample(), sample(values="# a remark\n" + plain.replace(" = ", "=")), sample(values=turned)]
    other = [sample(values=plain.replace("= 15", "= 16")), sample("town")]

    assert len({book.hash for book in same}) == 1
    assert len({same[0].hash, *(book.hash for book in other)}) == 3
    assert same[0] == same[1]
    assert len(same[0].hash) == 64


def test_a_parents_change_changes_the_hash_of_the_child():
    text = read_folder(HERE / "town")
    parent = changed("ground", values=(HERE / "ground/values.toml").read_text(encoding="utf-8").replace("1200", "1300"))

    assert resolve(text, lambda _name: parent).hash != resolve(text, PARENTS).hash


def test_an_override_that_breaks_its_parent_is_told_at_the_parents_line():
    body = '[contests]\ntitle = "获奖"\ndefinition = "最高"\nof = ["contest.placed"]\ntake = "max-level"\n'
    text = changed("town", measures=body)

    assert lines(check(text, PARENTS)) == [
        "ground/amounts/machine.toml:9 “contests”给的是级别，要写 table",
        "ground/schemes/craftsman.toml:31 “contests”给的是级别，不能和整数比；可用：third、second、first",
        "ground/scores/portrait.toml:23 “contests”给的是级别，要写 table",
    ]


def test_a_book_in_force_later_may_use_a_value_that_begins_later():
    body = '[line]\nbasis = "通知"\n[line.on]\n2022-06-01 = 5\n'
    scheme = (
        'title = "方案"\nsubject = "person"\nbasis = "通知"\n'
        '[[require]]\nid = "a"\nbasis = "通知"\nmeasure = "contests"\nat_least = "line"\n'
    )

    assert lines(check(changed("town", values=body, schemes__mine=scheme), PARENTS)) == []


def test_a_stage_is_said_by_its_ladder():
    book = shipped_book("base")
    ladder = next(iter(book.ladders.values()))
    stage = ladder.stage[0]

    said = book.code_title("ladder.entered", f"{ladder.id}/{stage.id}")

    assert said == f"{ladder.title}·{stage.title}"
