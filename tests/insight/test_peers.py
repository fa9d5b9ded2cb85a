from datetime import date

import pytest

from jiangxin.insight import lake, peers
from jiangxin.insight.models import PeerGroup
from jiangxin.insight.peers import Peers, Place, TooFew, counting
from jiangxin.insight.portraits import portrait
from jiangxin.kernel.actor import Actor
from jiangxin.people import services as people
from tests.books.builders import TODAY
from tests.insight.builders import CLERK, city, fact, finished, person

pytestmark = pytest.mark.django_db
VALUES = """
[peer_least]
title = "至少几人才比"
basis = "platform-default"
[peer_least.on]
2012-01-01 = 4
"""


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.DATA = tmp_path / "data"


def welders(place, count):
    """Make welders of the mill, each with one more honour than the one before; return the ids."""
    made = []
    for number in range(count):
        one = person(f"沈知{number}")
        spell = people.NewSpell(one, place.mill, date(2015, 3, 1), main=True, occupation="6-18-01-01")
        people.start_spell(actor=CLERK, new=spell)
        for year in range(number):
            fact(one, "honour.awarded", date(2018 + year, 5, 1), place.mill, level="city", code="national-model-worker")
        made.append(one)
    return made


def counted():
    lake.sync(actor=Actor.machine("lake"))
    return counting.refresh(TODAY)


def found(one, on=TODAY):
    return peers.peers_of(portrait(one, on))


def test_peers_are_counted_with_the_size_of_the_group():
    place = city(**{"values.toml": VALUES})
    made = welders(place, 5)
    finished(made[0], date(2024, 1, 5), place.mill, minutes=60)

    groups = counted()

    assert groups == 1
    assert found(made[4]) == Peers(
        size=5,
        ages=(30, 39),
        level=None,
        occupation="6-18-01-01",
        places={"": Place(20, 2000), "学": Place(None, 0), "德": Place(20, 2000)},
    )
    assert found(made[0]).places == {"": Place(100, 2000), "学": Place(20, 0), "德": Place(None, 2000)}


def test_a_small_group_is_not_compared():
    place = city(**{"values.toml": VALUES})
    made = welders(place, 5)
    alone = person("顾承业")
    spell = people.NewSpell(alone, place.mill, date(2015, 3, 1), main=True, occupation="miller")
    people.start_spell(actor=CLERK, new=spell)
    counted()

    assert (found(alone), found(made[1]).size) == (TooFew(4), 5)


def test_nothing_is_said_before_the_first_count_nor_of_another_day():
    place = city(**{"values.toml": VALUES})
    made = welders(place, 5)

    before = found(made[4])
    counted()

    assert (before, found(made[4], date(2024, 9, 1))) == (None, None)


def test_a_new_count_takes_the_place_of_the_old():
    place = city(**{"values.toml": VALUES})
    welders(place, 5)
    counted()
    welders(place, 1)
    counted()

    assert list(PeerGroup.objects.exclude(occupation="").values_list("size", flat=True)) == [6]


def test_everybody_is_placed_as_his_own_portrait_says():
    place = city(**{"values.toml": VALUES})
    made = welders(place, 7)
    counted()

    totals = sorted((portrait(one, TODAY).total for one in made), reverse=True)

    for one in made:
        mine = portrait(one, TODAY)
        top = -(-100 * (totals.index(mine.total) + 1) // 7) if mine.total else None
        assert peers.peers_of(mine).places[""] == Place(top, totals[3])
