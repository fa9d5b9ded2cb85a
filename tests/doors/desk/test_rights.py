"""Duties given, lent and ended; who may see what; files opened out of turn; numbers shown: who may, who is refused."""

from datetime import date, timedelta

import pytest
from django.test import RequestFactory

from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor
from jiangxin.people import access, services
from jiangxin.people import queries as people
from jiangxin.people.models import Consent, Duty, DutyAct, Glass, ReadLog
from jiangxin.people.services import NewDuty
from jiangxin.ui.todo import todos
from tests.doors.desk.builders import PASSWORD
from tests.doors.me.builders import record
from tests.people.builders import CLERK, TODAY, id_number, spell

SINCE = date(2020, 1, 1)
SOON = TODAY + timedelta(days=9)
REASON = "工伤抢救，要看他以前的体检和班组"


@pytest.fixture
def town(desk):
    """Return the desk with leaders and an auditor beside its log-ins."""
    for name, duty, unit in (
        ("northleader", "union.leader", "north"),
        ("cityleader", "union.leader", "city"),
        ("northauditor", "auditor", "north"),
        ("southclerk", "union.clerk", "south"),
        ("spare", "", ""),
    ):
        user = services.create_user(actor=CLERK, username=name, password=PASSWORD)
        if duty:
            services.give_duty(actor=CLERK, new=NewDuty(user.pk, duty, getattr(desk.town, unit), SINCE))
    return desk


def held(username):
    user = people.user_named(username)
    return [(row.name, row.unit.key) for row in people.duties_of(user.pk, clock.today())]


def actor(username):
    return access.actor_of(people.user_named(username))


def own_duty(username):
    return Duty.objects.get(user__username=username)


def text(answer):
    return answer.content.decode()


# duties


def give(client, unit="quay", **more):
    form = {"username": "spare", "name": "union.clerk", "since": TODAY.isoformat(), "until": "", "purpose": ""} | more
    return client.post(f"/desk/duties/give/?unit={unit}", form)


def test_leader_gives_a_duty_over_a_subtree_and_ends_it_both_written_down(town, sign_in):
    client = sign_in("northleader")

    given = give(client)
    duty = own_duty("spare")
    during = held("spare")
    ended = client.post(f"/desk/duties/{duty.pk}/end/", {"until": TODAY.isoformat()})

    assert (given.status_code, ended.status_code, during) == (302, 302, [("union.clerk", "quay")])
    by = f"user:{people.user_named('northleader').pk}"
    acts = DutyAct.objects.filter(duty=duty).order_by("pk").values_list("act", "by", "until")
    assert list(acts) == [("given", by, None), ("ended", by, TODAY)]
    page = text(client.get("/desk/duties/?unit=quay&over=on"))
    assert "northleader收回了" in page.replace("\n", "")


@pytest.mark.parametrize(
    ("who", "unit", "more", "status"),
    [
        ("northclerk", "quay", {}, 403),
        ("firmhr", "mill", {}, 403),
        ("northleader", "hill", {}, 404),
        ("northleader", "quay", {"username": "nobody"}, 422),
        ("northleader", "quay", {"username": "northleader"}, 403),
        ("northleader", "quay", {"name": "king"}, 422),
        ("northleader", "quay", {"since": "never"}, 422),
        ("northleader", "quay", {"until": "2019-01-01"}, 422),
        ("northleader", "quay", {"username": ""}, 422),
    ],
)
def test_duty_refused_leaves_nothing(town, sign_in, who, unit, more, status):
    before = Duty.objects.count(), DutyAct.objects.count()

    assert give(sign_in(who), unit, **more).status_code == status
    assert (Duty.objects.count(), DutyAct.objects.count()) == before


def test_form_opened_before_the_duty_ended_is_answered_with_which_ended_and_changes_nothing(town, sign_in):
    client = sign_in("northleader")
    opened = client.get("/desk/duties/")
    duty = own_duty("northleader")
    services.end_duty(actor=CLERK, duty_id=duty.pk, until=TODAY - timedelta(days=1))
    before = Duty.objects.count()

    answer = give(client)

    assert (opened.status_code, answer.status_code, Duty.objects.count()) == (200, 403, before)
    assert "你在“北区”的“工会负责人”职责到2024-09-11为止，已经结束" in text(answer)


def test_duty_of_elsewhere_is_not_there_to_end(town, sign_in):
    duty = own_duty("southclerk")

    assert sign_in("northleader").post(f"/desk/duties/{duty.pk}/end/", {"until": "2024-09-12"}).status_code == 404
    assert sign_in("northclerk").post(f"/desk/duties/{duty.pk}/end/", {"until": "2024-09-12"}).status_code == 404
    duty.refresh_from_db()
    assert duty.until is None


# lending


def lend(client, **more):
    form = {"username": "spare", "unit": "quay", "until": SOON.isoformat()} | more
    return client.post(f"/desk/duties/{own_duty('northclerk').pk}/lend/", form)


def test_clerk_lends_part_of_his_subtree_and_takes_it_back(town, sign_in):
    client = sign_in("northclerk")

    answer = lend(client)
    lent = own_duty("spare")
    seen = access.visible_persons(actor("spare")).count()
    client.post(f"/desk/duties/{lent.pk}/end/", {"until": TODAY.isoformat()})
    with clock.at(TODAY + timedelta(days=1)):
        after = held("spare")

    assert (answer.status_code, lent.unit.key, lent.until, seen, after) == (302, "quay", SOON, 8, [])
    acts = DutyAct.objects.filter(duty=lent).order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["delegated", "ended"]


def test_lent_duty_ends_with_the_lenders_own(town, sign_in):
    lend(sign_in("northclerk"))
    services.end_duty(actor=CLERK, duty_id=own_duty("northclerk").pk, until=TODAY)

    days = {}
    for day in (TODAY, TODAY + timedelta(days=1)):
        with clock.at(day):
            days[day] = held("spare")

    assert days == {TODAY: [("union.clerk", "quay")], TODAY + timedelta(days=1): []}


def test_lent_duty_ends_when_the_lender_may_not_sign_in(town, sign_in):
    lend(sign_in("northclerk"))
    user = people.user_named("northclerk")
    user.is_active = False
    user.save()

    assert held("spare") == []


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"username": "nobody"}, 422),
        ({"username": "northclerk"}, 403),
        ({"unit": "hill"}, 404),
        ({"unit": "city"}, 404),
        ({"until": "2030-01-01"}, 422),
        ({"until": "2024-09-11"}, 422),
        ({"until": ""}, 422),
    ],
)
def test_loan_refused_leaves_nothing(town, sign_in, more, status):
    before = Duty.objects.count()

    assert lend(sign_in("northclerk"), **more).status_code == status
    assert Duty.objects.count() == before


def test_what_was_lent_cannot_be_lent_on(town, sign_in):
    lend(sign_in("northclerk"))
    before = Duty.objects.count()

    answer = sign_in("spare").post(
        f"/desk/duties/{own_duty('spare').pk}/lend/", {"username": "academy", "unit": "quay", "until": "2024-09-20"}
    )

    assert (answer.status_code, Duty.objects.count()) == (403, before)


def test_duty_of_another_is_not_there_to_lend(town, sign_in):
    answer = sign_in("firmhr").post(
        f"/desk/duties/{own_duty('northclerk').pk}/lend/", {"username": "spare", "unit": "mill", "until": "2024-09-20"}
    )

    assert (answer.status_code, held("spare")) == (404, [])


# who may see what


@pytest.mark.parametrize("who", ["northclerk", "firmhr", "academy", "northjudge", "worker"])
def test_rights_page_is_for_leaders_and_auditors(town, sign_in, who):
    assert sign_in(who).get("/desk/rights/").status_code == 403


def test_rights_page_names_who_sees_a_phone(town, sign_in):
    answer = sign_in("northauditor").get(f"/desk/rights/?person={town.persons[0]}&thing=phone")

    seers = {(one.username, one.duty, one.unit) for one in answer.context["lines"]}
    assert seers == {
        ("worker", "", ""),
        ("cityclerk", "工会经办", "甬市"),
        ("northclerk", "工会经办", "北区"),
        ("firmhr", "企业人事", "重庆路纺织厂"),
        ("northleader", "工会负责人", "北区"),
        ("cityleader", "工会负责人", "甬市"),
    }
    assert answer.context["may"] == 6


def test_rights_page_finds_a_person_by_name_and_offers_namesakes(town, sign_in):
    client = sign_in("northleader")

    one, many = client.get("/desk/rights/?q=沈知一"), client.get("/desk/rights/?q=沈知")

    assert (one.context["about"], len(many.context["found"])) == ("沈知一", 8)


def test_rights_page_tells_what_a_log_in_sees(town, sign_in):
    answer = sign_in("northleader").get("/desk/rights/?user=cityclerk")

    assert [(one.unit, one.persons) for one in answer.context["held"]] == [("甬市", 20)]
    assert answer.context["page"].paginator.count == 8  # of those in the asker's own subtree


@pytest.mark.parametrize("query", ["user=southclerk", "user=nobody", "q=zzzz"])
def test_rights_page_says_that_nobody_is_there(town, sign_in, query):
    answer = sign_in("northleader").get(f"/desk/rights/?{query}")

    assert (answer.status_code, answer.context.get("held"), answer.context["found"]) == (200, None, [])


@pytest.mark.parametrize("query", ["person={outside}", "person=7", "unit=forge"])
def test_rights_page_about_somebody_outside_is_not_found(town, sign_in, query):
    path = "/desk/rights/?" + query.format(outside=town.persons[10])

    assert sign_in("northleader").get(path).status_code == 404


def test_rights_page_refuses_a_thing_that_is_none(town, sign_in):
    assert sign_in("northleader").get("/desk/rights/?thing=soul").status_code == 422


# files opened out of turn


def break_glass(client, who, ground="accident", reason=REASON):
    return client.post("/desk/glass/new/", {"who": str(who), "ground": ground, "reason": reason})


def test_opened_file_is_read_for_an_hour_told_to_the_person_and_waits_for_a_look(town, sign_in):
    stranger = town.persons[8]
    client = sign_in("northclerk")
    path = f"/desk/people/{stranger}/"
    before = client.get(path).status_code

    opened = break_glass(client, id_number(49))
    page = client.get(path)
    Glass.objects.update(until=clock.real_now(), started_at=clock.real_now() - timedelta(hours=1))
    after = client.get(path).status_code

    assert (before, opened.status_code, opened["Location"], page.status_code, after) == (404, 302, path, 200, 404)
    assert "这一页是破例打开的" in text(page)
    kinds = {line.kind for line in page.context["sheet"].lines}
    assert "learning.class-finished" in kinds
    reads = [(one.what, one.purpose, one.unit) for one in people.reads_of(stranger)]
    assert reads == [("glass", f"工伤、突发事故：{REASON}", "北区")]


def test_person_is_told_on_his_first_page_until_he_puts_it_away(town, sign_in):
    services.create_user(actor=CLERK, username="stranger", password=PASSWORD, person_id=town.persons[8])
    break_glass(sign_in("northclerk"), town.persons[8])
    client = sign_in("stranger")
    told = text(client.get("/me/"))

    client.post(f"/me/glass/{Glass.objects.get().pk}/seen/")

    assert ("破例看了你的档案" in told, REASON in told) == (True, True)
    assert "破例看了你的档案" not in text(client.get("/me/"))
    assert "破例看了档案" in text(client.get("/me/readers/"))


def test_notice_of_another_is_not_there_to_put_away(town, sign_in):
    break_glass(sign_in("northclerk"), town.persons[8])
    glass = Glass.objects.get()

    assert sign_in("worker").post(f"/me/glass/{glass.pk}/seen/").status_code == 404
    glass.refresh_from_db()
    assert glass.seen_at is None


def waiting(username):
    request = RequestFactory().get("/desk/")
    request.actor = actor(username)
    return [one.count for one in todos(request) if one.key == "glass"]


def test_leader_and_auditor_look_again_once_and_an_improper_use_is_closed(town, sign_in):
    break_glass(sign_in("northclerk"), town.persons[8])
    glass = Glass.objects.get()
    before = [waiting(name) for name in ("northleader", "northauditor", "southclerk")]
    client = sign_in("northauditor")
    Glass.objects.update(started_at=clock.real_now() - timedelta(minutes=1))

    answers = [
        client.post(f"/desk/glass/{glass.pk}/review/", {"verdict": "improper", "remark": "没有工伤"}).status_code
        for _twice in range(2)
    ]
    glass.refresh_from_db()

    assert (before, answers, waiting("northleader")) == ([[1], [1], []], [302, 409], [])
    assert (glass.verdict, glass.remark, glass.until <= clock.real_now()) == ("improper", "没有工伤", True)
    assert sign_in("northclerk").get(f"/desk/people/{town.persons[8]}/").status_code == 404


def test_nobody_looks_at_his_own_opening(town, sign_in):
    client = sign_in("northleader")
    break_glass(client, town.persons[8])

    answer = client.post(f"/desk/glass/{Glass.objects.get().pk}/review/", {"verdict": "proper"})

    assert (answer.status_code, Glass.objects.get().verdict) == (404, "")


def test_page_names_nobody_outside_sight(town, sign_in):
    break_glass(sign_in("northclerk"), town.persons[8])

    assert "沈知九" not in text(sign_in("northauditor").get("/desk/glass/"))


GLASS_REFUSED = {
    "no duty that sees persons": ("academy", {}, 403),
    "worker": ("worker", {}, 403),
    "reason too short": ("northclerk", {"reason": "急"}, 422),
    "no ground": ("northclerk", {"ground": "curious"}, 422),
    "nobody of that number": ("northclerk", {"who": "330205199001019999"}, 404),
    "a name is no number": ("northclerk", {"who": "沈知九"}, 404),
    "nobody named": ("northclerk", {"who": ""}, 422),
}


@pytest.mark.parametrize(("who", "more", "status"), GLASS_REFUSED.values(), ids=GLASS_REFUSED)
def test_opening_refused_leaves_nothing(town, sign_in, who, more, status):
    answer = break_glass(sign_in(who), **{"who": town.persons[8]} | more)

    assert (answer.status_code, Glass.objects.count(), ReadLog.objects.count()) == (status, 0, 0)
    assert "沈知九" not in text(answer).replace('value="沈知九"', "")


def test_opening_is_limited_in_a_day(town, sign_in, settings):
    settings.GLASS_A_DAY = 1
    client = sign_in("northclerk")

    statuses = [break_glass(client, who).status_code for who in (town.persons[8], town.persons[8], town.persons[9])]

    assert (statuses, Glass.objects.count()) == ([302, 409, 429], 1)


def test_opened_file_never_shows_a_sensitive_entry_or_the_id_number(town, sign_in):
    stranger = town.persons[8]
    record(stranger, "welfare.mutual-aid-joined", "2024-02-01")
    client = sign_in("northclerk")
    break_glass(client, stranger)

    page = client.get(f"/desk/people/{stranger}/")
    number = client.post(f"/desk/people/{stranger}/number/", {"what": "id_number", "purpose": "通知家里人"})

    assert "welfare.mutual-aid-joined" not in {line.kind for line in page.context["sheet"].lines}
    assert (number.status_code, id_number(49) in text(number)) == (403, False)


# numbers shown in full


def show(client, person_id, what="id_number", **more):
    return client.post(f"/desk/people/{person_id}/number/", {"what": what, **more})


def test_number_is_shown_for_a_reason_once_and_told_to_the_person(town, sign_in):
    client = sign_in("northclerk")
    one = town.persons[0]

    asked, shown = show(client, one), show(client, one, purpose="核对证件")

    assert [(answer.status_code, id_number(41) in text(answer)) for answer in (asked, shown)] == [
        (200, False),
        (200, True),
    ]
    assert [(read.what, read.purpose) for read in people.reads_of(one)] == [("id_number", "核对证件")]
    assert "no-store" in shown["Cache-Control"]


def test_person_page_masks_numbers(town, sign_in):
    client = sign_in("northclerk")
    path = f"/desk/people/{town.persons[0]}/"
    client.post(path, {"purpose": "核对申报材料"})

    assert id_number(41) not in text(client.get(path))


@pytest.mark.parametrize(
    ("who", "place", "form", "status"),
    [
        ("northclerk", 0, {"purpose": ""}, 422),
        ("northclerk", 0, {"what": "name", "purpose": "核对证件"}, 404),
        ("northclerk", 8, {"purpose": "核对证件"}, 404),
        ("northauditor", 0, {"purpose": "核对证件"}, 403),
        ("academy", 0, {"purpose": "核对证件"}, 404),
        ("worker", 0, {"purpose": "核对证件"}, 403),
    ],
)
def test_number_refused_is_not_shown_nor_logged(town, sign_in, who, place, form, status):
    answer = show(sign_in(who), town.persons[place], **form)

    assert (answer.status_code, ReadLog.objects.count()) == (status, 0)
    assert id_number(41 + place) not in text(answer)


def test_numbers_are_limited_in_an_hour(town, sign_in, settings):
    settings.REVEALS_AN_HOUR = 2
    client = sign_in("northclerk")

    statuses = [show(client, one, purpose="核对证件").status_code for one in town.persons[:3]]

    assert (statuses, ReadLog.objects.count()) == ([200, 200, 429], 2)


# the table


def moved(town):
    """Return a person who came from the forge, where facts of each sort were entered."""
    one = town.persons[8]
    for row in people.spells_of(one):
        services.end_spell(actor=CLERK, spell_id=row.pk, until=date(2024, 8, 31))
    spell(one, town.town.mill, date(2024, 9, 1), main=True)
    credit = (town.town.mill, people.path_on(town.town.mill, TODAY))
    record(one, "welfare.helped", "2024-09-02", credited_to=credit)
    return one


def kinds_read(client, person_id):
    path = f"/desk/people/{person_id}/"
    client.post(path, {"purpose": "核对申报材料"})
    return {line.kind for line in client.get(path).context["sheet"].lines}


def test_employers_office_does_not_read_personal_entries(town, sign_in):
    one = moved(town)

    assert "welfare.helped" in kinds_read(sign_in("northclerk"), one)
    assert "welfare.helped" not in kinds_read(sign_in("firmhr"), one)


def test_consent_taken_back_closes_the_page_that_is_open(town, sign_in):
    one = moved(town)
    own = Actor(key="user:1", person_id=one)
    consent = services.give_consent(actor=own, person_id=one, unit_id=town.town.mill)
    client = sign_in("firmhr")
    before = "learning.class-finished" in kinds_read(client, one)

    services.withdraw_consent(actor=own, consent_id=consent.pk)
    after = {line.kind for line in client.get(f"/desk/people/{one}/").context["sheet"].lines}

    assert (before, "learning.class-finished" in after) == (True, False)
    assert Consent.objects.get().withdrawn_at is not None
