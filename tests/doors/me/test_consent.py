"""Being named in full on the honour wall: given and taken back by oneself alone, at once."""

import pytest
from django.test import Client

from jiangxin.people import access, services
from jiangxin.people import queries as people
from jiangxin.people.queries.public import HONOUR_WALL
from tests.doors.me.builders import CLERK
from tests.people.builders import person

GIVE = "/me/consents/give/"


LIST = "/me/consents/"


def withdraw(consent):
    return f"/me/consents/{consent.pk}/withdraw/"


def consents(person_id):
    return [(one.scope, one.withdrawn_at is None) for one in people.consents_of(person_id)]


def given(shop, username, scope=HONOUR_WALL):
    """Return a consent that the person of this log-in gave."""
    actor = access.actor_of(people.user_named(username))
    return services.give_consent(actor=actor, person_id=actor.person_id, scope=scope)


def on_the_wall(client):
    page = client.get("/honours/?title=jiangbei-craftsman").content.decode()
    return ["<b>沈知墨</b>" in page, "<b>沈*墨</b>" in page]


def test_consent_names_me_in_full_on_the_wall_at_once(shop, sign_in):
    client = sign_in(shop.user)
    before = on_the_wall(Client())

    answer = client.post(GIVE)

    assert (answer.status_code, answer.headers["Location"]) == (302, "/me/account/#wall")
    assert (before, on_the_wall(Client())) == ([False, True], [True, False])
    assert consents(shop.worker) == [(HONOUR_WALL, True)]


def test_consent_taken_back_masks_me_at_once(shop, sign_in):
    consent = given(shop, shop.user)
    client = sign_in(shop.user)
    before = on_the_wall(Client())

    answer = client.post(withdraw(consent))

    assert (answer.status_code, before, on_the_wall(Client())) == (302, [True, False], [False, True])
    assert consents(shop.worker) == [(HONOUR_WALL, False)]


def test_account_tells_how_the_wall_names_me_and_offers_the_other(shop, sign_in):
    client = sign_in(shop.user)
    masked = client.get("/me/account/").content.decode()
    consent = given(shop, shop.user)

    named = client.get("/me/account/").content.decode()

    assert ["现在只留首尾字" in page for page in (masked, named)] == [True, False]
    assert ["现在写全名" in page for page in (masked, named)] == [False, True]
    assert [f'action="{GIVE}"' in page for page in (masked, named)] == [True, False]
    assert [f'action="{withdraw(consent)}"' in page for page in (masked, named)] == [False, True]


def test_consent_holds_for_a_linked_record(shop, sign_in):
    other = person("沈知墨")
    services.link_persons(actor=CLERK, keep_id=shop.worker, other_id=other)
    services.give_consent(actor=access.actor_of(people.user_named(shop.user)), person_id=other, scope=HONOUR_WALL)

    assert on_the_wall(Client()) == [True, False]


def test_consent_given_twice_is_refused_and_leaves_one(shop, sign_in):
    given(shop, shop.user)

    answer = sign_in(shop.user).post(GIVE)

    assert (answer.status_code, "已经同意过" in answer.content.decode()) == (409, True)
    assert consents(shop.worker) == [(HONOUR_WALL, True)]


def test_consent_taken_back_twice_is_refused(shop, sign_in):
    consent = given(shop, shop.user)
    client = sign_in(shop.user)
    client.post(withdraw(consent))
    taken_back = people.consents_of(shop.worker).get().withdrawn_at

    answer = client.post(withdraw(consent))

    assert (answer.status_code, people.consents_of(shop.worker).get().withdrawn_at) == (409, taken_back)


def test_consent_of_another_is_not_there_and_stands(shop, sign_in):
    consent = given(shop, shop.other)

    answer = sign_in(shop.user).post(withdraw(consent))

    assert (answer.status_code, consents(shop.colleague), consents(shop.worker)) == (404, [(HONOUR_WALL, True)], [])


def history(client, unit, purpose="career"):
    return client.post(GIVE, {"scope": "history", "unit": str(unit), "purpose": purpose})


def test_history_is_opened_to_a_unit_for_a_purpose_seen_and_closed_again(shop, sign_in):
    client = sign_in(shop.user)

    answer = history(client, shop.town.mill)
    consent = people.consents_of(shop.worker).get()
    during = client.get(LIST).content.decode()
    client.post(withdraw(consent))
    after = client.get(LIST).content.decode()

    assert (answer.status_code, answer.headers["Location"]) == (302, LIST)
    assert (consent.scope, consent.unit_id, consent.purpose) == ("history", shop.town.mill, "career")
    assert [f'action="{withdraw(consent)}"' in page for page in (during, after)] == [True, False]
    assert ["撤回过的" in page for page in (during, after)] == [False, True]


def test_history_is_opened_to_every_unit(shop, sign_in):
    history(sign_in(shop.user), "all", "training")

    assert [(one.unit_id, one.purpose) for one in people.consents_of(shop.worker)] == [(None, "training")]


def test_history_is_offered_to_ones_units_below_the_root(shop, sign_in):
    form = sign_in(shop.user).get(LIST).context["form"]

    names = [str(name) for _key, name in form.fields["unit"].choices]
    assert names == ["重庆路纺织厂", "码头街道", "北区", "我在的每一家"]


@pytest.mark.parametrize(("unit", "purpose"), [("hill", "career"), ("mill", "fun"), ("nowhere", "career"), ("", "")])
def test_history_is_not_opened_to_a_unit_of_others_or_for_nothing(shop, sign_in, unit, purpose):
    answer = history(sign_in(shop.user), getattr(shop.town, unit, unit), purpose)

    assert (answer.status_code, consents(shop.worker)) == (422, [])


def test_history_opened_twice_is_refused_and_leaves_one(shop, sign_in):
    client = sign_in(shop.user)

    statuses = [history(client, shop.town.mill).status_code for _twice in range(2)]

    assert (statuses, consents(shop.worker)) == ([302, 409], [("history", True)])


def test_consent_without_the_token_of_the_form_is_refused_and_leaves_nothing(shop):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.user_named(shop.user), backend="django.contrib.auth.backends.ModelBackend")

    answer = client.post(GIVE)

    assert (answer.status_code, consents(shop.worker)) == (403, [])


def test_consent_by_an_address_alone_changes_nothing(shop, sign_in):
    assert sign_in(shop.user).get(GIVE).status_code == 405
    assert consents(shop.worker) == []


def test_staff_without_a_person_have_nothing_to_consent_to(shop, sign_in):
    client = sign_in(shop.clerk)

    assert (client.post(GIVE).status_code, "荣誉墙上写全名" in client.get("/me/account/").content.decode()) == (
        404,
        False,
    )


@pytest.mark.django_db
def test_stranger_is_sent_to_the_sign_in_page(client):
    assert client.post(GIVE).status_code == 302
