"""Taking a table of persons away: whole, for a purpose, only while it is allowed, and for its asker alone."""

from datetime import date, timedelta
from io import BytesIO

import pytest

from jiangxin.files import queries as files
from jiangxin.files.errors import FileMissing
from jiangxin.jobs import services as jobs
from jiangxin.jobs import tasks
from jiangxin.jobs.queries import job as job_of
from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor
from jiangxin.kernel.refusal import NotFound
from jiangxin.people import access, queries, services
from jiangxin.people.errors import (
    ExportGone,
    ExportNeedsPurpose,
    ExportNotReady,
    ExportStopped,
    ExportStoppedByConsent,
)
from jiangxin.people.models import Duty, Export
from jiangxin.people.services import NewDuty, exports
from jiangxin.people.services.exports import TakeAsked
from jiangxin.ui import tables
from jiangxin.ui.tables import AskedTable, Column, Table, registry
from tests.people.builders import CLERK, TODAY, person, spell, town

PASSWORD = "zhe-shi-yi-ge-mi-ma"
ASKED = TakeAsked("csv", "核对会员名册")


class Chunks:
    """Rows in chunks of one; ``between`` is called after the first has been handed over."""

    def __init__(self, ids, between=lambda: None):
        self.ids, self.between = ids, between

    def count(self):
        return len(self.ids)

    def page(self, start, stop, sort):
        return [{"id": one, "name": f"人{one}"} for one in self.ids[start:stop]]

    def chunks(self, sort):
        for place, one in enumerate(self.ids):
            if place == 1:
                self.between()
            yield [{"id": one, "name": f"人{one}"}]


def table(rows, person="id"):
    return Table("people", "名单", (Column("name", "姓名"),), rows, noun="人", person=person)


@pytest.fixture
def place(db):
    clock.fix(TODAY)
    yield town()
    clock.fix(None)


@pytest.fixture
def persons(place):
    found = [person(f"沈知{sign}") for sign in "一二三"]
    for one in found:
        spell(one, place.mill, date(2015, 3, 1), main=True)
    return found


def user(name, duty="", unit_id=None, person_id=None):
    services.create_user(actor=CLERK, username=name, password=PASSWORD, person_id=person_id)
    found = queries.user_named(name)
    if duty:
        services.give_duty(actor=CLERK, new=NewDuty(found.pk, duty, unit_id, date(2020, 1, 1)))
    return found


@pytest.fixture
def clerk(place):
    return access.actor_of(user("clerk", "union.clerk", place.north))


@pytest.fixture
def made(monkeypatch):
    """Return a function that registers a table for the length of a test."""
    monkeypatch.setattr(registry, "_makers", {})

    def register(rows, **more):
        tables.add_table("people", lambda actor, asked: table(rows, **more))
        return AskedTable("people", "", {})

    return register


def end_duty(actor):
    duty = Duty.objects.get(user_id=actor.user_id)
    services.end_duty(actor=Actor.machine("test"), duty_id=duty.pk, until=TODAY - timedelta(days=1))


def reads(persons):
    return [[(one.what, one.purpose) for one in queries.reads_of(person_id)] for person_id in persons]


def test_file_is_read_logged_for_each_person(clerk, persons):
    to = BytesIO()
    count = exports.take_table(actor=clerk, table=table(Chunks(persons[:2])), asked=ASKED, to=to)

    assert (count, to.getvalue().decode("utf-8-sig").split()[0]) == (2, "姓名")
    assert reads(persons) == [[("export", "核对会员名册")], [("export", "核对会员名册")], []]


@pytest.mark.parametrize("purpose", ["", " ", "查"])
def test_file_without_a_purpose_is_refused_before_a_row_is_read(clerk, persons, purpose):
    to = BytesIO()
    with pytest.raises(ExportNeedsPurpose):
        exports.take_table(actor=clerk, table=table(Chunks(persons)), asked=TakeAsked("csv", purpose), to=to)

    assert (to.getvalue(), reads(persons)) == (b"", [[], [], []])


def test_table_that_names_nobody_needs_no_purpose(clerk, persons):
    to = BytesIO()

    assert exports.take_table(actor=clerk, table=table(Chunks(persons), ""), asked=TakeAsked("csv"), to=to) == 3
    assert reads(persons) == [[], [], []]


def test_consent_withdrawn_in_the_middle_stops_the_file(clerk, persons):
    worker = access.actor_of(user("worker", person_id=persons[0]))
    consent = services.give_consent(actor=worker, person_id=persons[0])

    def withdraw():
        services.withdraw_consent(actor=worker, consent_id=consent.pk)

    with pytest.raises(ExportStoppedByConsent) as refused:
        exports.take_table(actor=clerk, table=table(Chunks(persons, withdraw)), asked=ASKED, to=BytesIO())

    assert refused.value.message == "名单里有1人在导出时撤回了同意，没有给出文件；再导出一次，按现在的同意来。"
    assert reads(persons) == [[], [], []]


def test_consent_of_somebody_else_stops_nothing(clerk, persons):
    worker = access.actor_of(user("worker", person_id=persons[2]))
    consent = services.give_consent(actor=worker, person_id=persons[2])

    def withdraw():
        services.withdraw_consent(actor=worker, consent_id=consent.pk)

    rows = Chunks(persons[:2], withdraw)

    assert exports.take_table(actor=clerk, table=table(rows), asked=ASKED, to=BytesIO()) == 2


def test_duty_ended_in_the_middle_stops_the_file(clerk, persons):
    with pytest.raises(ExportStopped):
        exports.take_table(
            actor=clerk, table=table(Chunks(persons, lambda: end_duty(clerk))), asked=ASKED, to=BytesIO()
        )

    assert reads(persons) == [[], [], []]


def test_large_file_is_written_by_a_job_for_its_asker_alone(clerk, persons, made, place):
    source = made(Chunks(persons))
    row = exports.ask_export(actor=clerk, table=table(Chunks(persons)), source=source, asked=ASKED)
    with pytest.raises(ExportNotReady):
        exports.fetch_export(actor=clerk, export_id=row.pk)
    tasks.run_due()
    other = access.actor_of(user("other", "union.clerk", place.north))
    with pytest.raises(NotFound):
        exports.fetch_export(actor=other, export_id=row.pk)
    found, content = exports.fetch_export(actor=clerk, export_id=row.pk)

    assert (found.rows, content.decode("utf-8-sig").split()[0], job_of(row.job_id).state) == (3, "姓名", "done")
    assert reads(persons) == [[("export", "核对会员名册")]] * 3


@pytest.mark.parametrize("happens", ["consent", "duty"])
def test_job_is_stopped_by_what_is_taken_back_and_leaves_no_file(clerk, persons, made, happens):
    worker = access.actor_of(user("worker", person_id=persons[0]))
    consent = services.give_consent(actor=worker, person_id=persons[0])

    def taken_back():
        if happens == "duty":
            end_duty(clerk)
        else:
            services.withdraw_consent(actor=worker, consent_id=consent.pk)

    row = exports.ask_export(
        actor=clerk, table=table(Chunks(persons)), source=made(Chunks(persons, taken_back)), asked=ASKED
    )
    tasks.run_due()
    row.refresh_from_db()
    ended = job_of(row.job_id)

    assert (row.file_id, ended.state, "没有给出文件" in ended.message) == (None, "failed", True)
    assert reads(persons) == [[], [], []]


@pytest.mark.parametrize("happens", ["consent", "duty"])
def test_file_already_written_is_erased_when_what_allowed_it_is_taken_back(clerk, persons, made, happens):
    worker = access.actor_of(user("worker", person_id=persons[0]))
    consent = services.give_consent(actor=worker, person_id=persons[0])
    row = exports.ask_export(actor=clerk, table=table(Chunks(persons)), source=made(Chunks(persons)), asked=ASKED)
    tasks.run_due()
    row.refresh_from_db()
    kept = row.file_id
    if happens == "duty":
        end_duty(clerk)
    else:
        services.withdraw_consent(actor=worker, consent_id=consent.pk)
    with pytest.raises(ExportStopped if happens == "duty" else ExportStoppedByConsent):
        exports.fetch_export(actor=clerk if happens == "consent" else Actor(clerk.key, clerk.user_id), export_id=row.pk)
    with pytest.raises(ExportGone):
        exports.fetch_export(actor=clerk, export_id=row.pk)

    with pytest.raises(FileMissing):
        files.read_file(kept)


def test_job_cancelled_leaves_no_file(clerk, persons, made):
    asked = {}

    def cancel():
        jobs.cancel(actor=clerk, job_id=asked["job"])

    source = made(Chunks(persons, cancel))
    row = exports.ask_export(actor=clerk, table=table(Chunks(persons)), source=source, asked=ASKED)
    asked["job"] = row.job_id
    tasks.run_due()
    row.refresh_from_db()

    assert (row.file_id, job_of(row.job_id).state, reads(persons)) == (None, "cancelled", [[], [], []])


def test_file_is_gone_after_a_day(clerk, persons, made):
    row = exports.ask_export(actor=clerk, table=table(Chunks(persons)), source=made(Chunks(persons)), asked=ASKED)
    tasks.run_due()
    Export.objects.filter(pk=row.pk).update(begun_at=clock.now() - timedelta(hours=25))

    assert (exports.sweep_exports(), exports.sweep_exports()) == (1, 0)
    with pytest.raises(ExportGone):
        exports.fetch_export(actor=clerk, export_id=row.pk)
