"""A town with two districts, people trained in each, a book with targets, and a log-in of each sort of staff."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from jiangxin.books import services as books_services
from jiangxin.kernel.actor import Actor
from jiangxin.people import queries, services
from jiangxin.people.services import NewDuty
from jiangxin.policy import read_folder
from jiangxin.policy.text import BookText
from tests.doors.me.builders import record
from tests.people.builders import CLERK, TODAY, Town, id_number, person, spell, town

SIGNS = "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸"
PASSWORD = "zhe-shi-yi-ge-mi-ma"

BOOK = """
id = "town"
title = { zh-hans = "甬市册", en = "Town" }
owner = "city"
extends = "base"
from = 2016-01-01
basis = { title = "工作要点" }
"""

INDICATORS = """
[trained_times]
title = { zh-hans = "培训人次", en = "Training times" }
definition = "结业一次算一次"
nature = "flow"
unit = "人次"
of = ["learning.class-finished"]
take = "count"
by = ["unit", "month"]
direction = "up"

[trained_people]
title = { zh-hans = "培训的人", en = "People trained" }
definition = "一人一年算一个"
nature = "flow"
unit = "人"
of = ["learning.class-finished"]
take = "distinct-person"
by = ["unit", "month"]
direction = "up"

[contests]
title = { zh-hans = "办赛", en = "Contests" }
definition = "办成的竞赛"
nature = "flow"
unit = "场"
of = ["contests.held"]
take = "sum"
by = ["unit", "month"]
direction = "up"

[goals]
title = { zh-hans = "工作目标", en = "Goals" }
definition = "没有账能数"
nature = "stock"
unit = "个"
counted = false
"""

TARGETS = """
[trained_times.city]
at_least = 100
sentence = "全年培训100人次以上"
basis = { title = "工作要点", clause = "第一条" }
source = "N"

[contests.city]
equals = 4
sentence = "全年办赛4场"
basis = { title = "工作要点", clause = "第二条" }
source = "N"
"""

# Where each class was finished, by whom (number of the person), on which day.
CLASSES = [
    *[("mill", number, "2024-03-08") for number in range(6)],
    *[("mill", number, "2024-06-08") for number in range(6)],
    *[("dock", number, "2024-06-08") for number in (5, 6, 7)],
    *[("forge", number, "2024-07-01") for number in range(8, 20)],
]


@dataclass(frozen=True)
class Desk:
    """The town and the persons' ids; log-ins are named after their duties."""

    town: Town
    persons: tuple[int, ...]


LOGINS = {
    "cityclerk": ("union.clerk", "city"),
    "northclerk": ("union.clerk", "north"),
    "firmhr": ("hr", "mill"),
    "academy": ("academy", "city"),
    "northjudge": ("judge", "north"),
}


def adopt(text):
    """Put a book in force: one machine proposes, another confirms."""
    row = books_services.propose_book(actor=Actor.machine("maker"), text=text)
    books_services.confirm_book(actor=Actor.machine("checker"), adoption_id=row.pk)


def desk():
    """Return the town with its people, facts, books and log-ins."""
    place = town()
    adopt(read_folder(settings.POLICIES / "base"))
    files = {"book.toml": BOOK, "indicators.toml": INDICATORS, "targets/2024.toml": TARGETS}
    adopt(BookText("town", files))
    homes = [place.mill] * 6 + [place.dock] * 2 + [place.forge] * 12
    persons = tuple(
        person(f"沈知{'一二三四五六七八九十甲乙丙丁戊己庚辛壬癸'[n]}", id_number=id_number(41 + n)) for n in range(20)
    )
    for who, home in zip(persons, homes, strict=True):
        spell(who, home, date(2015, 3, 1), occupation="fitter", post_class="worker", main=True)
    for where, number, day in CLASSES:
        unit = getattr(place, where)
        credit = (unit, queries.path_on(unit, TODAY))
        record(persons[number], "learning.class-finished", day, "safety-basics", quantity=480, credited_to=credit)
    for where, day in ((place.quay, "2024-05-01"), (place.hill, "2024-08-01")):
        credit = (where, queries.path_on(where, TODAY))
        record(where, "contests.held", day, "elite-city", "district", credited_to=credit)
    for name, (duty, unit) in LOGINS.items():
        log_in(name, duty, getattr(place, unit))
    services.create_user(actor=CLERK, username="worker", password=PASSWORD, person_id=persons[0])
    return Desk(place, persons)


def log_in(name, duty, unit_id):
    services.create_user(actor=CLERK, username=name, password=PASSWORD)
    user = queries.user_named(name)
    new = NewDuty(user_id=user.pk, name=duty, unit_id=unit_id, since=date(2020, 1, 1))
    services.give_duty(actor=CLERK, new=new)
