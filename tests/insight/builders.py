"""A small city with a book, people and facts of its own."""

from dataclasses import dataclass
from datetime import date

from jiangxin.kernel.actor import Actor
from jiangxin.ledger import services as ledger
from jiangxin.ledger.services import NewFact
from jiangxin.people import queries
from jiangxin.people import services as people
from tests.books.builders import BASE, CITY, adopt, text, town

CLERK = Actor.machine("clerk")

INDICATORS = """
[trained]
title = "培训职工"
definition = "时段内结业的人，一人算一个"
nature = "flow"
unit = "人"
of = ["learning.class-finished"]
take = "distinct-person"
direction = "up"

[minutes]
title = "结业课时"
definition = "时段内结业的分钟"
nature = "flow"
unit = "分钟"
of = ["learning.class-finished"]
take = "sum"

[titles]
title = "称号"
definition = "累计称号"
nature = "running"
unit = "个"
of = ["honour.awarded"]
take = "count"
where = { level_at_least = "city" }

[members]
title = "会员"
definition = "在册会员"
nature = "stock"
unit = "人"
of = ["people.union-joined"]
take = "distinct-person"

[trained_share]
title = "会员受训比例"
definition = "受训的人除以会员"
nature = "rate"
unit = "%"
top = "trained"
bottom = "members"
scope_on = 2024-01-01

[workers]
title = "职工"
definition = "只报不数"
nature = "stock"
unit = "名"
counted = false
"""

TARGETS = """
[trained.city]
at_least = 20000
sentence = "全年培训2万人以上"
basis = { title = "一篇报道", clause = "一段", source = "N" }
source = "N"
"""

POSTER = """
id = "2024"
year = 2024
unit = "city"
title = "工会这样做"
kicker = "一句导语"
masthead = "甬市总工会"
source = "N"
colophon = "一句话。据报道整理。"

[[chapter]]
id = "one"
title = "一件事"
lead = "领航"

[[chapter.block]]
id = "numbers"
kind = "figures"
title = "几个数"

[[chapter.block.item]]
id = "trained-before"
title = "培训职工"
figure = "trained_2023"
wording = "去年{value}"

[[chapter.block.item]]
id = "trained-now"
title = "全年培训"
target = "trained.city"
note = "单位是人。"

[[chapter.block.item]]
id = "word"
title = "四技"
text = "一行话"
"""

CITY_FILES = CITY | {
    "indicators.toml": INDICATORS,
    "targets/2024.toml": TARGETS,
    "posters/2024.toml": POSTER,
    "scores/portrait.toml": """
title = "画像"
cap = 60000
[[axis]]
id = "学"
title = "学"
cap = 300
[[axis]]
id = "德"
title = "德"
cap = 60000
[[item]]
axis = "学"
measure = "class_minutes"
each = 100
per = 60
basis = { title = "一份办法", clause = "第三条" }
[[item]]
axis = "德"
measure = "title_count"
each = 1000
per = 1
cap = 59000
basis = "platform-default"
""",
    "measures.toml": """
[class_minutes]
title = "结业课时"
definition = "结业课时的分钟数"
of = ["learning.class-finished"]
take = "sum"

[title_count]
title = "称号数"
definition = "获得称号的次数"
of = ["honour.awarded"]
take = "count"
""",
}


@dataclass(frozen=True)
class Place:
    """The ids of the units."""

    city: int
    north: int
    mill: int


def city(**changed):
    """Make the units and adopt the books; return the units."""
    place = Place(*town())
    adopt(text(BASE))
    adopt(text(CITY_FILES, **changed))
    return place


def person(name="沈知墨", unit=None, since=date(2015, 3, 1)):
    """Register a person, employed by a unit where one is given; return the id."""
    new = people.NewPerson(name=name, sex="female", birth_on=date(1990, 5, 1))
    made = people.register_person(actor=CLERK, new=new).pk
    if unit:
        spell = people.NewSpell(made, unit, since, main=True)
        people.start_spell(actor=CLERK, new=spell)
    return made


def fact(subject, kind, on, unit, **more):
    """Record a confirmed fact credited to a unit as it stood on the day; return it."""
    path = queries.path_on(unit, on)
    new = NewFact(
        subject_id=subject,
        kind=kind,
        happened_on=on,
        credited_to=(unit, path),
        **({"proof": "confirmed"} | more),
    )
    return ledger.record(actor=CLERK, fact=new)


def finished(subject, on, unit, minutes=120, **more):
    """Record a finished class."""
    return fact(subject, "learning.class-finished", on, unit, quantity=minutes, code="cnc-programming", **more)
