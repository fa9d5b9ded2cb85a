from datetime import date

import pytest

from jiangxin.policy.listing import WrongTable, list_text
from jiangxin.policy.resolve import resolve
from jiangxin.policy.text import BookText, parents_in

TABLE = """\ufeffcode,title,en,from,until,group,also
6-18-01-01,车工,Lathe operator,2022-09-28,,machining,车床工；普车工
6-18-01-01,车工（旧称）,,2015-07-01,2022-09-27,machining,
6-18-01-02,"铣工, ""立铣"" ",,,,,
"""
BOOK = 'id = "town"\ntitle = "市册"\nowner = "city"\nextends = "base"\nfrom = 2016-01-01\nbasis = "platform-default"\n'


def book_with(table):
    text = list_text(table, title="职业（工种）", en="Occupations", basis="职业分类大典")
    return resolve(BookText("town", {"book.toml": BOOK, "lists/trades.toml": text}), parents_in())


def test_a_table_becomes_a_dated_list_of_the_book():
    found = book_with(TABLE).lists["trades"]

    assert [
        (one.code, one.title.zh_hans, one.title.en, one.since and one.since.year, one.also) for one in found.entry
    ] == [
        ("6-18-01-01", "车工", "Lathe operator", 2022, ("车床工", "普车工")),
        ("6-18-01-01", "车工（旧称）", "", 2015, ()),
        ("6-18-01-02", '铣工, "立铣"', "", None, ()),
    ]


def test_a_code_keeps_the_wording_of_its_year():
    found = book_with(TABLE).lists["trades"]

    titles = [found.find("6-18-01-01", date(year, 1, 1)).title.zh_hans for year in (2018, 2024)]

    assert titles == ["车工（旧称）", "车工"]


@pytest.mark.parametrize(
    ("table", "line"),
    [
        ("代码,名称\n1,车工\n", 1),
        ("code,title\n", 2),
        ("code,title\n1,车工\n2,\n", 3),
        ("code,title,from\n1,车工,2022年\n", 2),
        ("code,title\n1,车工,多的\n", 2),
        ("", 1),
    ],
)
def test_what_is_no_table_is_refused_with_its_line(table, line):
    with pytest.raises(WrongTable) as refused:
        list_text(table, title="职业")

    assert refused.value.details["line"] == line
