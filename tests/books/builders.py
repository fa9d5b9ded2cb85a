"""Small books and the units that own them."""

from datetime import date

from jiangxin.books import services
from jiangxin.kernel.actor import Actor
from jiangxin.people import services as people
from jiangxin.people.services import NewUnit
from jiangxin.policy.text import BookText, policies_folder, read_folder

TODAY = date(2024, 9, 12)
MAKER, CHECKER = Actor.machine("maker"), Actor.machine("checker")

BASE = read_folder(policies_folder() / "base").files

CITY = {
    "book.toml": 'id = "town"\ntitle = "市册"\nowner = "city"\nextends = "base"\nfrom = 2016-01-01\n'
    'basis = "platform-default"\n',
    "sources.toml": '[N]\ntitle = "一篇报道"\nauthor = "记者"\npublished = "2024"\n',
    "indicators.toml": """
[trained]
title = "培训职工"
definition = "当年结业的人，一人算一个"
nature = "flow"
unit = "人"
of = ["learning.class-finished"]
take = "distinct-person"
direction = "up"
""",
    "figures/2024.toml": """
[trained_2023]
title = "培训职工"
indicator = "trained"
value = 12000
unit = "人"
unit_of = "city"
period = "2023"
nature = "flow"
bound = "more"
sentence = "培训职工1.2万余人"
source = "N"
""",
}

FIRM = {
    "book.toml": 'id = "mill"\ntitle = "厂册"\nowner = "mill"\nextends = "town"\nfrom = 2020-01-01\n'
    'basis = "platform-default"\n',
}


def text(files, **changed):
    """Return a book's text with some files changed; None leaves one out."""
    kept = {name: one for name, one in (files | {key: changed[key] for key in changed}).items() if one is not None}
    return BookText(_id_of(kept["book.toml"]), kept)


def _id_of(header):
    return header.partition('id = "')[2].partition('"')[0]


def unit(key, kind, name, parent=None):
    """Register a unit from 2010 on and return its id."""
    new = NewUnit(key=key, kind=kind, name=name, since=date(2010, 1, 1), parent_id=parent)
    return people.register_unit(actor=MAKER, new=new).pk


def town():
    """Register a city, a district and a firm; return their ids."""
    city = unit("city", "city", "甬市")
    north = unit("north", "district", "北区", city)
    return city, north, unit("mill", "enterprise", "纺织厂", north)


def adopt(book):
    """Propose and confirm a book; return its row."""
    row = services.propose_book(actor=MAKER, text=book)
    return services.confirm_book(actor=CHECKER, adoption_id=row.pk)
