"""One worker with a life's facts, a colleague, a clerk without a person; the base book in force."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from jiangxin.books import queries as books
from jiangxin.books import services as books_services
from jiangxin.kernel.actor import Actor
from jiangxin.ledger import services as ledger
from jiangxin.ledger.services import NewFact
from jiangxin.people import queries, services
from jiangxin.people.services import NewDuty
from jiangxin.policy import read_folder
from tests.people.builders import CLERK, TODAY, Town, id_number, person, spell, town, unit

PASSWORD = "zhe-shi-yi-ge-mi-ma"
D, C, V = "declared", "confirmed", "verified"

# kind, day, code, level, quantity, proof, ended on, precision
LIFE = [
    ("learning.degree-earned", "2012-06-30", "", "college", 1, C, None, "month"),
    ("learning.class-finished", "2015-05-20", "safety-basics", None, 960, C, None, "day"),
    ("credentials.level-earned", "2012-11-02", "cnc-miller", "intermediate", 1, V, None, "day"),
    ("credentials.level-earned", "2016-11-02", "fitter", "senior", 1, V, None, "day"),
    ("credentials.level-earned", "2019-05-27", "cnc-miller", "technician", 1, V, None, "day"),
    ("honour.awarded", "2020-04-28", "district-chief-worker", "district", 1, C, None, "day"),
    ("innovation.patent-granted", "2019-05-01", "utility-model", None, 1, C, None, "day"),
    ("innovation.patent-granted", "2021-05-11", "utility-model", None, 1, C, None, "day"),
    ("mentoring.taught", "2021-01-01", "cnc-miller", None, 1, C, "2021-12-31", "day"),
    ("contests.entered", "2021-09-11", "elite-city", "district", 1, C, None, "day"),
    ("honour.awarded", "2021-12-08", "jiangbei-craftsman", "district", 1, V, None, "day"),
    ("mentoring.apprentice-raised", "2021-12-31", "cnc-miller", None, 1, C, None, "year"),
    ("contests.entered", "2022-07-16", "provincial-second", "province", 1, C, None, "day"),
    ("learning.class-finished", "2022-10-12", "precision-measuring", None, 2880, C, None, "day"),
    ("innovation.prized", "2022-11-09", "", "city", 1, C, None, "day"),
    ("safety.clean-year", "2022-12-31", "", None, 1, C, None, "day"),
    ("mentoring.taught", "2023-01-01", "cnc-miller", None, 1, C, None, "day"),
    ("innovation.patent-granted", "2023-06-15", "utility-model", None, 1, C, None, "day"),
    ("contests.entered", "2023-10-28", "elite-city", "city", 1, V, None, "day"),
    ("contests.placed", "2023-10-28", "elite-city", "city", 2, V, None, "day"),
    ("contests.won", "2023-10-28", "elite-city", "city", 1, V, None, "day"),
    ("safety.clean-year", "2023-12-31", "", None, 1, C, None, "day"),
    ("learning.class-finished", "2024-03-08", "cnc-multi-axis", None, 2880, C, None, "day"),
    ("credentials.level-earned", "2024-05-18", "cnc-miller", "senior-technician", 1, V, None, "day"),
    ("innovation.patent-granted", "2024-08-20", "invention-patent", None, 1, D, None, "day"),
    ("mentoring.lectured", "2024-09-06", "cnc-multi-axis", None, 180, C, None, "day"),
]  # fmt: skip


@dataclass(frozen=True)
class Shop:
    """The town, and the ids of those in it."""

    town: Town
    worker: int
    colleague: int
    user: str
    other: str
    clerk: str


def adopt_base():
    """Put the base book in force: one machine proposes, another confirms."""
    row = books_services.propose_book(actor=Actor.machine("maker"), text=read_folder(settings.POLICIES / "base"))
    books_services.confirm_book(actor=Actor.machine("checker"), adoption_id=row.pk)
    return books.book_in_force("base", TODAY)


def record(person_id, kind, day, code="", level=None, quantity=1, proof=C, ended_on=None, precision="day", **more):
    """Record one fact of a person; days as texts."""
    new = NewFact(
        subject_id=person_id, kind=kind, code=code, level=level, quantity=quantity, proof=proof, precision=precision,
        happened_on=date.fromisoformat(day), ended_on=date.fromisoformat(ended_on) if ended_on else None, **more,
    )  # fmt: skip
    return ledger.record(actor=CLERK, fact=new)


def shop():
    """Return a town with a worker of many facts, a colleague of one, and a clerk of the district."""
    place = town()
    adopt_base()
    worker = person("沈知墨", id_number=id_number(41, "19850607"), phone="13812346620")
    colleague = person("袁望", id_number=id_number(43, "19900203"))
    spell(worker, place.mill, date(2010, 9, 1), occupation="cnc-miller", post_class="worker", main=True)
    spell(worker, place.mill, date(2010, 9, 1), kind="membership")
    spell(colleague, place.mill, date(2020, 3, 1), occupation="welder", post_class="worker", main=True)
    credit = (place.mill, queries.path_on(place.mill, TODAY))
    for row in LIFE:
        record(worker, *row, credited_to=credit)
    for name, who in (("zhimo", worker), ("wang", colleague), ("clerk", None)):
        services.create_user(actor=CLERK, username=name, password=PASSWORD, person_id=who)
    clerk = queries.user_named("clerk")
    duty = NewDuty(user_id=clerk.pk, name="union.clerk", unit_id=place.north, since=date(2020, 1, 1))
    services.give_duty(actor=CLERK, new=duty)
    return Shop(place, worker, colleague, "zhimo", "wang", "clerk")


__all__ = ["CLERK", "PASSWORD", "TODAY", "Shop", "adopt_base", "record", "shop", "unit"]
