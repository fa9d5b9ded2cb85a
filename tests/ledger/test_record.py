from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from jiangxin.kernel import clock
from jiangxin.kernel.ids import to36
from jiangxin.ledger import errors, services
from jiangxin.ledger.models import Fact, Ground

BAD = {
    "unknown kind": ({"kind": "people.trade-spel"}, errors.UnknownKind),
    "unknown code": ({"code": "weldr"}, errors.UnknownCode),
    "a kind without levels": ({"level": "senior"}, errors.UnknownLevel),
    "unknown level": ({"kind": "credentials.level-earned", "level": "master"}, errors.UnknownLevel),
    "quantity of a kind that counts": ({"quantity": 2}, errors.WrongQuantity),
    "no quantity": ({"quantity": 0}, errors.WrongQuantity),
    "quantity over the kind's largest": (
        {"kind": "learning.class-finished", "code": "", "quantity": 600_001},
        errors.WrongQuantity,
    ),
    "quantity that is no integer": (
        {"kind": "learning.class-finished", "code": "", "quantity": 1.5},
        errors.WrongQuantity,
    ),
    "negative total": ({"kind": "books.figure-reported", "code": "x", "quantity": -1}, errors.WrongQuantity),
    "undeclared body": ({"body": {"remark": "x"}}, errors.WrongBody),
    "body of another type": (
        {"kind": "books.figure-reported", "code": "x", "body": {"from": "2024"}},
        errors.WrongBody,
    ),
    "free text in the body": (
        {"kind": "books.figure-reported", "code": "x", "body": {"figure": "张三 得奖"}},
        errors.WrongBody,
    ),
    "future day": ({"happened_on": date(2024, 9, 13)}, errors.FutureDate),
    "future month": ({"happened_on": date(2024, 10, 1), "precision": "month"}, errors.FutureDate),
    "future end": ({"ended_on": date(2024, 9, 13)}, errors.FutureDate),
    "instant for a day": ({"happened_on": datetime(2024, 1, 1, tzinfo=UTC)}, errors.WrongFact),
    "unknown precision": ({"precision": "week"}, errors.WrongFact),
    "end before the beginning": ({"ended_on": date(2012, 8, 31)}, errors.WrongSpan),
    "end of what has none": (
        {"kind": "people.party-joined", "code": "", "ended_on": date(2020, 1, 1)},
        errors.WrongSpan,
    ),
    "unknown subject": ({"subject_id": 7}, errors.UnknownSubject),
    "unknown issuer": ({"issuer_id": 7}, errors.UnknownSubject),
    "unknown unit": ({"credited_to": (7, "/7/")}, errors.UnknownSubject),
    "path of another unit": ({"credited_to": (7, "/8/")}, errors.WrongFact),
    "unknown proof": ({"proof": "sworn"}, errors.WrongFact),
    "key without source": ({"source": ""}, errors.WrongFact),
    "number in clear as key": ({"source_key": "11010519491231002X"}, errors.WrongFact),
    "words as code": ({"kind": "ladder.entered", "code": "路/一"}, errors.WrongFact),
    "unknown ground": ({"grounds": (7,)}, errors.UnknownFact),
}


def test_record_writes_the_whole_row(person, unit, clerk):
    fact = services.NewFact(
        subject_id=person,
        kind="credentials.level-earned",
        code="welder",
        level="senior",
        happened_on=date(2020, 5, 1),
        precision="month",
        ended_on=date(2023, 5, 1),
        credited_to=(unit, f"/{to36(unit)}/"),
        proof="verified",
        issuer_id=unit,
        source="oss",
        source_key="c-1",
    )

    made = services.record(actor=clerk, fact=fact)

    row = Fact.objects.values().get(pk=made.pk)
    moment = row.pop("recorded_at")
    assert (clock.civil(moment), made.already_there) == (date(2024, 9, 12), False)
    assert row == {
        "id": made.pk,
        "subject_id": person,
        "kind": "credentials.level-earned",
        "code": "welder",
        "level": 3,
        "quantity": 1,
        "happened_on": date(2020, 5, 1),
        "precision": "month",
        "ended_on": date(2023, 5, 1),
        "credited_to_id": unit,
        "credited_path": f"/{to36(unit)}/",
        "proof": 2,
        "issuer_id": unit,
        "source": "oss",
        "source_key": "c-1",
        "recorded_by": "user:1",
        "body": {},
        "supersedes_id": None,
        "entry": "original",
    }


@pytest.mark.parametrize(("change", "refusal"), BAD.values(), ids=BAD)
def test_record_refused_leaves_nothing(spell, clerk, change, refusal):
    with pytest.raises(refusal) as caught:
        services.record(actor=clerk, fact=replace(spell, **change))

    assert "%(" not in caught.value.message
    assert (Fact.objects.count(), Ground.objects.count()) == (0, 0)


def test_record_names_the_nearest_right_word(spell, clerk):
    with pytest.raises(errors.UnknownKind) as kind:
        services.record(actor=clerk, fact=replace(spell, kind="people.trade-spel"))
    with pytest.raises(errors.UnknownCode) as code:
        services.record(actor=clerk, fact=replace(spell, code="weldr"))

    assert kind.value.message == (
        "没有“people.trade-spel”这个事项（最接近的是“people.trade-spell”）；请核对事项名，或先采用写有它的政策册。"
    )
    assert code.value.message == (
        "“people.trade-spell”的类别“weldr”不在目录“occupations”里（最接近的是“welder”）；请改用目录里的代码。"
    )


def test_record_refuses_a_subject_of_another_type(unit, clerk):
    with pytest.raises(errors.WrongSubject):
        services.record(
            actor=clerk,
            fact=services.NewFact(subject_id=unit, kind="people.party-joined", happened_on=date(2020, 1, 1)),
        )

    assert Fact.objects.count() == 0


def test_record_refuses_a_person_as_issuer(person, spell, clerk):
    with pytest.raises(errors.WrongFact):
        services.record(actor=clerk, fact=replace(spell, issuer_id=person))

    assert Fact.objects.count() == 0


def test_record_of_this_month_is_not_in_the_future(spell, clerk):
    made = services.record(actor=clerk, fact=replace(spell, happened_on=date(2024, 9, 30), precision="month"))

    assert made.happened_on == date(2024, 9, 30)


def test_record_again_equal_answers_with_the_fact_already_there(spell, clerk, checker):
    first = services.record(actor=clerk, fact=spell)

    again = services.record(actor=checker, fact=spell)

    assert (again.pk, again.already_there, Fact.objects.count()) == (first.pk, True, 1)


def test_record_again_changed_is_refused_and_offered_as_correction(spell, clerk):
    first = services.record(actor=clerk, fact=spell)

    with pytest.raises(errors.AlreadyDifferent) as caught:
        services.record(actor=clerk, fact=replace(spell, code="fitter", happened_on=date(2013, 1, 1)))

    assert caught.value.details == {"source": "hr", "fact": first.pk, "fields": "code、happened_on"}
    assert list(Fact.objects.values_list("pk", "code")) == [(first.pk, "welder")]


def test_record_again_after_a_correction_knows_both_rows(spell, clerk):
    first = services.record(actor=clerk, fact=spell)
    latest = services.correct(actor=clerk, fact_id=first.pk, new=replace(spell, code="fitter"))

    as_first = services.record(actor=clerk, fact=spell)
    as_latest = services.record(actor=clerk, fact=replace(spell, code="fitter"))

    assert [(one.pk, one.already_there) for one in (as_first, as_latest)] == [(latest.pk, True)] * 2


def test_record_rests_on_other_facts(spell, clerk):
    ground = services.record(actor=clerk, fact=spell)

    made = services.record(actor=clerk, fact=replace(spell, source_key="r2", grounds=(ground.pk,)))

    assert list(Ground.objects.values_list("fact_id", "rests_on_id")) == [(made.pk, ground.pk)]


def test_record_goes_on_after_the_last_entry_of_the_day(spell, clerk):
    late = datetime(2024, 9, 12, 15, 59, tzinfo=UTC)  # 23:59 in Shanghai
    with clock.at(late):
        services.record(actor=clerk, fact=spell)

    with clock.at(late - timedelta(hours=5)):
        second = services.record(actor=clerk, fact=replace(spell, source_key="r2"))

    assert second.recorded_at == late + timedelta(microseconds=1)


def test_record_refuses_a_clock_set_back(spell, clerk):
    services.record(actor=clerk, fact=spell)

    with clock.at(date(2024, 9, 11)), pytest.raises(errors.ClockSetBack) as caught:
        services.record(actor=clerk, fact=replace(spell, source_key="r2"))

    assert caught.value.message == "现在的日期 2024-09-11 早于账上最后一笔的 2024-09-12；请把系统时间调对，再记账。"
    assert Fact.objects.count() == 1
