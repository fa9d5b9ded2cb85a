"""Records that may be one person: the pages, from the list to joined and apart again."""

import pytest

from jiangxin.kernel.actor import Actor
from jiangxin.people import queries, services
from jiangxin.people.models import PersonLink, Twin
from jiangxin.people.services import twins
from tests.doors.desk.builders import log_in
from tests.people.builders import CLERK, spell


@pytest.fixture
def pair(desk):
    for name, duty, where in (("southclerk", "union.clerk", "south"), ("northleader", "union.leader", "north")):
        log_in(name, duty, getattr(desk.town, where))
    made = []
    for name in ("顾知言", "顾之言"):
        new = services.NewPerson(name=name, phone="13800006111")
        made.append(services.register_person(actor=CLERK, new=new).pk)
        spell(made[-1], desk.town.mill)
    twins.find_twins(actor=Actor.machine("search"))
    return Twin.objects.get(first_id=min(made), second_id=max(made))


def test_list_shows_pairs_in_sight_with_their_signs(desk, pair, sign_in):
    body = sign_in("northclerk").get("/desk/people/twins/").content.decode()

    assert ("顾知言 – 顾之言" in body, "手机号相同" in body) == (True, True)
    assert "顾知言" not in sign_in("southclerk").get("/desk/people/twins/").content.decode()


@pytest.mark.parametrize(("name", "status"), [("southclerk", 404), ("worker", 403), ("northclerk", 200)])
def test_pair_opens_to_whoever_sees_both(desk, pair, sign_in, name, status):
    assert sign_in(name).get(f"/desk/people/twins/{pair.pk}/").status_code == status


def test_pair_is_not_for_a_stranger(desk, pair, client):
    assert client.get(f"/desk/people/twins/{pair.pk}/").status_code == 302


def test_two_people_join_and_part_on_the_page(desk, pair, sign_in):
    address = f"/desk/people/twins/{pair.pk}/"
    said = {"act": "propose", "keep": pair.first_id, "reason": "同一手机号，问过本人"}

    proposed = sign_in("northclerk").post(address, said)
    own = sign_in("northclerk").post(address, {"act": "join"})
    joined = sign_in("northleader").post(address, {"act": "join"})
    links = PersonLink.objects.filter(undone_at=None).count()
    parted = sign_in("northleader").post(address, {"act": "part"})

    assert [one.status_code for one in (proposed, own, joined, parted)] == [302, 403, 302, 302]
    assert (links, PersonLink.objects.filter(undone_at=None).count()) == (1, 0)


@pytest.mark.parametrize(
    ("said", "status"),
    [({"act": "propose", "reason": "同"}, 422), ({"act": "burn"}, 422), ({"act": "part"}, 409),
     ({"act": "propose", "keep": "7", "reason": "同一手机号"}, 422)],
)  # fmt: skip
def test_a_wrong_act_is_answered_and_changes_nothing(desk, pair, sign_in, said, status):
    client = sign_in("northclerk")

    answer = client.post(f"/desk/people/twins/{pair.pk}/", said)

    pair.refresh_from_db()
    assert (answer.status_code, pair.state, PersonLink.objects.count()) == (status, "open", 0)


def test_readings_of_a_pair_are_written_down(desk, pair, sign_in):
    sign_in("northclerk").get(f"/desk/people/twins/{pair.pk}/")

    assert [one.what for one in queries.reads_of(pair.first_id)] == ["twins"]
