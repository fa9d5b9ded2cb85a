import shutil
from contextvars import copy_context
from datetime import date

import deltalake
import duckdb
import pytest

from jiangxin.insight import lake
from jiangxin.insight.lake import source, store, tasks
from jiangxin.insight.lake.errors import LakeBusy, LakeMissing
from jiangxin.jobs import queries as jobs
from jiangxin.jobs.tasks import run_due
from jiangxin.kernel.actor import Actor
from jiangxin.ledger import services as ledger
from jiangxin.ledger.services import NewFact
from tests.insight.builders import CLERK, city, finished, person
from tests.insight.lake_builders import ledger_rows, rows

pytestmark = pytest.mark.django_db
SYNCER = Actor.machine("lake")


class Killed(BaseException):
    """The process is gone: nothing after it runs."""


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.DATA = tmp_path / "data"


def some_facts():
    """Record facts of two persons; return the units and the first fact of each."""
    place = city()
    people = [person(f"沈知{number}", place.mill) for number in range(2)]
    days = [date(2024, month, 3) for month in range(1, 7)]
    made = [[finished(one, day, place.mill) for day in days] for one in people]
    return place, made


def test_a_lake_holds_what_the_ledger_holds():
    some_facts()

    found = lake.sync(actor=SYNCER)

    assert rows() == ledger_rows()
    assert (found.whole, found.waiting, found.cursor == found.sealed) == (True, 0, True)


def test_a_second_sync_adds_what_came_since_and_marks_what_it_supersedes():
    place, made = some_facts()
    lake.sync(actor=SYNCER)
    before = store.pin()

    ledger.withdraw(actor=CLERK, fact_id=made[0][0].pk)
    ledger.confirm(actor=CLERK, fact_id=made[1][0].pk, proof="verified")
    finished(made[1][0].subject_id, date(2024, 7, 1), place.mill)
    lake.sync(actor=SYNCER)

    after = store.pin()
    assert rows() == ledger_rows()
    assert (set(before.facts) < set(after.facts), len(after.marks)) == (True, 1)


def test_a_sync_without_anything_new_changes_no_fact():
    some_facts()
    lake.sync(actor=SYNCER)
    before = store.pin()

    lake.sync(actor=SYNCER)

    assert (store.pin().version, store.pin().facts) == (before.version, before.facts)


@pytest.mark.parametrize("step", ["write_kinds", "append", "write_dimensions", "needs_compaction", "compact"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_kill_at_any_step_and_a_rerun_give_equal_rows(monkeypatch, step, when):
    _place, made = some_facts()
    monkeypatch.setattr(source, "AT_ONCE", 5)
    monkeypatch.setattr(source.facts_between, "__defaults__", (5,))
    lake.sync(actor=SYNCER)
    ledger.withdraw(actor=CLERK, fact_id=made[0][1].pk)
    ledger.confirm(actor=CLERK, fact_id=made[1][1].pk, proof="verified")
    true = getattr(store, step)

    def dying(*args, **named):
        if when == "after":
            true(*args, **named)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(store, "MANY_FILES", 1)
        patch.setattr(store, step, dying)
        with pytest.raises(Killed):
            lake.sync(actor=SYNCER)
    lake.sync(actor=SYNCER)

    assert rows() == ledger_rows()
    assert lake.status().waiting == 0


def test_compaction_folds_marks_and_keeps_the_order():
    _place, made = some_facts()
    lake.sync(actor=SYNCER)
    ledger.withdraw(actor=CLERK, fact_id=made[0][2].pk)
    lake.sync(actor=SYNCER)

    store.compact()

    pinned = store.pin()
    with duckdb.connect() as con:
        files = con.read_parquet(list(pinned.facts), hive_partitioning=False)
        order = files.project("kind, subject_id, id").fetchall()
    assert rows() == ledger_rows()
    assert (order, pinned.marks, lake.status().waiting) == (sorted(order), (), 0)


def test_a_lost_folder_is_made_again_with_equal_rows():
    some_facts()
    lake.sync(actor=SYNCER)
    before = rows()
    for file in store.pin().facts:
        store.Path(file).unlink()

    lost = lake.status()
    lake.sync(actor=SYNCER)

    assert (lost.whole, lost.waiting) == (False, len(before))
    assert rows() == before == ledger_rows()


def test_a_rebuild_gives_the_rows_of_a_sync():
    _place, made = some_facts()
    lake.sync(actor=SYNCER)
    ledger.withdraw(actor=CLERK, fact_id=made[0][2].pk)
    lake.sync(actor=SYNCER)
    before = rows()

    lake.rebuild(actor=SYNCER)

    assert rows() == before == ledger_rows()
    assert store.pin().marks == ()


def test_no_lake_is_told_and_what_to_do():
    with pytest.raises(LakeMissing):
        store.pin()


def test_two_writers_are_refused_and_the_lake_stays_as_it_was():
    some_facts()
    lake.sync(actor=SYNCER)
    before = store.pin()

    with store.writing(), pytest.raises(LakeBusy):
        lake.sync(actor=SYNCER)

    assert store.pin() == before


def test_the_dimensions_name_no_one():
    place = city()
    one = person("沈知墨", place.mill)
    lake.sync(actor=SYNCER)
    pinned = store.pin()

    with duckdb.connect() as con:
        persons = con.read_parquet(list(pinned.dimensions["persons"])).fetchall()
        spells = con.read_parquet(list(pinned.dimensions["spells"])).project("person_id, unit_id, main").fetchall()
        places = con.read_parquet(list(pinned.dimensions["places"])).project("unit_id").fetchall()

    assert persons == [(one, date(1990, 5, 1), "female", one)]
    assert spells == [(one, place.mill, True)]
    assert {row[0] for row in places} >= {place.city, place.north, place.mill}


def test_a_fact_known_to_the_month_counts_from_its_first_day():
    place = city()
    one = person("沈知墨", place.mill)
    new = NewFact(subject_id=one, kind="learning.class-finished", happened_on=date(2024, 2, 29), precision="month",
                  code="cnc-programming", quantity=60)  # fmt: skip
    ledger.record(actor=CLERK, fact=new)

    lake.sync(actor=SYNCER)

    assert [row[6] for row in rows() if row[0] == "learning.class-finished"] == [date(2024, 2, 1)]


def test_vacuumed_files_are_those_no_version_needs():
    some_facts()
    lake.sync(actor=SYNCER)
    before = store.pin()

    store.compact()

    assert all(store.Path(file).is_file() for file in before.facts)
    assert deltalake.DeltaTable(str(store.folder() / "facts")).version() == before.version + 1


def test_the_clock_asks_for_one_sync_where_the_ledger_has_gone_on():
    some_facts()

    tasks.due()
    tasks.due()
    asked = jobs.open_jobs().count()
    run_due()
    tasks.due()

    assert (asked, jobs.open_jobs().count(), lake.status().waiting) == (1, 0, 0)
    assert rows() == ledger_rows()


def test_a_lake_whose_folder_is_lost_is_made_again_by_the_clock():
    some_facts()
    lake.sync(actor=SYNCER)
    before = rows()
    shutil.rmtree(store.folder())

    tasks.due()
    run_due()

    assert rows() == before == ledger_rows()


def test_a_lake_is_read_as_it_was_while_it_is_made_again(monkeypatch):
    some_facts()
    lake.sync(actor=SYNCER)
    before, seen, true = store.pin(), [], store.write_dimensions

    def looking(tables):
        seen.append(copy_context().run(_as_a_reader))
        true(tables)

    monkeypatch.setattr(store, "write_dimensions", looking)
    lake.rebuild(actor=SYNCER)

    assert seen == [before]


def _as_a_reader():
    store._NAME.set("lake")
    return store.pin()
