import json
from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pyarrow as pa
import pytest

from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor
from jiangxin.kernel.ids import to36
from jiangxin.kernel.refusal import Refusal
from jiangxin.ledger import bulk, errors, kinds, queries, rules, services
from jiangxin.ledger.models import Fact, Seal
from tests.ledger.test_record import BAD

DEMO = Actor.machine("demo")


@pytest.fixture(autouse=True)
def _own_keys(settings, tmp_path):
    settings.KEYS = str(tmp_path)


def table(rows):
    names = dict.fromkeys(name for one in rows for name in one)
    return pa.table({name: [one.get(name) for one in rows] for name in names})


def row(subject, key, **change):
    """One row that is right as it stands."""
    return {
        "subject_id": subject,
        "kind": "people.trade-spell",
        "code": "welder",
        "happened_on": date(2012, 9, 1),
        "source_key": key,
    } | change


def load(rows, actor=DEMO, **options):
    return bulk.load(actor=actor, table=table(rows), source="city", **options)


def test_load_writes_what_record_writes(person, unit, clerk):
    full = services.NewFact(
        subject_id=person, kind="credentials.level-earned", code="welder", level="senior",
        happened_on=date(2020, 5, 1), precision="month", ended_on=date(2023, 5, 1), proof="verified",
        credited_to=(unit, f"/{to36(unit)}/"), issuer_id=unit, source="one", source_key="k",
    )  # fmt: skip
    plain = services.NewFact(
        subject_id=unit, kind="books.figure-reported", code="f", happened_on=date(2024, 6, 30), quantity=0,
        body={"to": "2024-06-30", "figure": "f"}, source="one", source_key="k2", proof="reported",
    )  # fmt: skip
    single = [services.record(actor=clerk, fact=one) for one in (full, plain)]
    columns = {
        "subject_id": [person, unit],
        "kind": [full.kind, plain.kind],
        "code": ["welder", "f"],
        "level": pa.array([3, None], pa.int8()),
        "quantity": [1, 0],
        "happened_on": [full.happened_on, plain.happened_on],
        "ended_on": pa.array([full.ended_on, None], pa.date32()),
        "precision": ["month", None],
        "credited_to": [unit, None],
        "credited_path": [f"/{to36(unit)}/", None],
        "proof": ["verified", "reported"],
        "issuer_id": [unit, None],
        "source_key": ["k", "k2"],
        "body": [None, json.dumps(plain.body)],
    }

    result = bulk.load(actor=clerk, table=pa.table(columns), source="many")

    assert (result.written, result.ids.tolist()) == (2, [result.first_id, result.last_id])
    same = [field.attname for field in Fact._meta.fields if field.attname not in {"id", "source", "recorded_at"}]
    for one, made in zip(single, result.ids.tolist(), strict=True):
        rows = [Fact.objects.filter(pk=pk).values(*same).get() for pk in (one.pk, made)]
        assert rows[0] == rows[1]
    moments = list(Fact.objects.order_by("pk").values_list("recorded_at", flat=True))
    assert moments[0] < moments[1] < moments[2] == moments[3]


# Columns have one source and types of their own, and rest on nothing: those cases cannot be said in them.
SAYABLE = {name: change for name, (change, _refusal) in BAD.items() if not {"source", "grounds"} & set(change)}
del SAYABLE["instant for a day"], SAYABLE["quantity that is no integer"]


@pytest.mark.parametrize("change", SAYABLE.values(), ids=SAYABLE)
def test_load_declines_a_row_in_the_words_of_record(person, clerk, change):
    right = rules.NewFact(
        subject_id=person, kind="people.trade-spell", code="welder", happened_on=date(2012, 9, 1), source="city",
        source_key="r1",
    )  # fmt: skip
    wanted = replace(right, **change)
    with pytest.raises(Refusal) as caught:
        services.record(actor=clerk, fact=wanted)
    level = kinds_rank(wanted)
    bad = row(
        wanted.subject_id, wanted.source_key, kind=wanted.kind, code=wanted.code, level=level,
        quantity=wanted.quantity, happened_on=wanted.happened_on, ended_on=wanted.ended_on, precision=wanted.precision,
        credited_to=wanted.credited_to and wanted.credited_to[0],
        credited_path=wanted.credited_to and wanted.credited_to[1],
        proof=wanted.proof, issuer_id=wanted.issuer_id, body=json.dumps(wanted.body or {}),
    )  # fmt: skip

    result = load([bad], actor=clerk)

    said = caught.value.message.replace("“master”", "“9”").replace("“senior”", "“9”").replace("sworn", "99")
    assert (result.written, result.refused) == (0, [(0, said)])
    assert (Fact.objects.count(), Seal.objects.count()) == (0, 0)


def kinds_rank(wanted):
    if wanted.level is None:
        return None
    levels = kinds.catalogue()[wanted.kind].levels
    return levels.index(wanted.level) if wanted.level in levels else 9


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"source_key": None}, "没有来源编号；成批记账每行都要有，才能重来。"),
        ({"source_key": "张三"}, "来源编号“张三”不对；最多 128 个可见字符，不含空格和汉字。"),
        ({"entry": "revoked"}, "记法“revoked”不对；可用 original、completed、confirmed、corrected、withdrawn。"),
        ({"supersedes": 7}, "这一行自相矛盾：原记不写取代哪一笔，其余的要写。"),
        ({"happened_on": None}, "没有发生日期；请填年月日。"),
        ({"credited_path": "/1/"}, "有路径“/1/”却没有计入单位；请两样都写。"),
        ({"body": "{"}, "“people.trade-spell”的附加内容“{”不对：不是 JSON；请只填事项声明过的内容。"),
        ({"entry": "withdrawn", "supersedes": 7}, "账上没有第 7 笔；请核对编号。"),
        ({"recorded_at": datetime(2024, 9, 14, tzinfo=UTC)}, "入账时间还没到；请写现在以前的时间。"),
    ],
    ids=str,
)
def test_load_declines_what_columns_alone_can_say(person, change, why):
    result = load([row(person, "r1", **change)])

    assert (result.refused, Fact.objects.count()) == ([(0, why)], 0)


def test_load_writes_the_good_rows_beside_the_declined(person):
    result = load([row(person, "r1"), row(person, "r2", code="weldr"), row(7, "r3"), row(person, "r4")])

    assert (result.written, [one.row for one in result.refused]) == (2, [1, 2])
    assert result.ids.tolist() == [result.first_id, 0, 0, result.last_id]
    assert list(Fact.objects.order_by("pk").values_list("source_key", flat=True)) == ["r1", "r4"]


def test_load_again_writes_nothing(person):
    rows = [row(person, f"r{number}") for number in range(5)]
    first = load(rows, chunk=2)

    again = load(rows, chunk=2)

    assert (again.written, again.same, again.ids.tolist()) == (0, 5, first.ids.tolist())
    assert (Fact.objects.count(), Seal.objects.count()) == (5, 3)


def test_load_writes_the_rest(person):
    rows = [row(person, f"r{number}") for number in range(5)]
    load(rows[:3])

    result = load(rows)

    assert (result.written, result.same, Fact.objects.count()) == (2, 3, 5)


def test_row_that_comes_again_changed_is_named_and_not_written(person):
    first = load([row(person, "r1"), row(person, "r2")])

    result = load([row(person, "r1", code="fitter"), row(person, "r2")])

    assert (result.written, result.same) == (0, 1)
    assert result.different == [(0, first.first_id, ("code",))]
    assert list(Fact.objects.order_by("pk").values_list("code", flat=True)) == ["welder", "welder"]


def test_row_that_comes_again_after_a_correction_is_known(person, clerk):
    first = load([row(person, "r1")]).first_id
    new = services.NewFact(
        subject_id=person, kind="people.trade-spell", code="fitter", happened_on=date(2012, 9, 1), source="city"
    )
    latest = services.correct(actor=clerk, fact_id=first, new=new)

    as_first = load([row(person, "r1")])
    as_latest = load([row(person, "r1", code="fitter")])
    otherwise = load([row(person, "r1", code="electrician")])

    assert (as_first.ids.tolist(), as_latest.ids.tolist()) == ([first], [latest.pk])
    assert otherwise.different == [(0, latest.pk, ("code",))]


@pytest.mark.parametrize("chunk", [10, 1], ids=["in one chunk", "in two chunks"])
def test_key_that_comes_twice_in_a_load_is_written_once(person, chunk):
    rows = [row(person, "r1"), row(person, "r1"), row(person, "r1", code="fitter")]

    result = load(rows, chunk=chunk)

    assert (result.written, result.same, result.ids.tolist()) == (1, 1, [result.first_id, result.first_id, 0])
    assert [(one.row, one.fact) for one in result.different] == [(2, result.first_id)]
    assert Fact.objects.count() == 1


def test_load_seals_what_it_wrote_and_what_came_before(person, spell, clerk):
    services.record(actor=clerk, fact=spell)

    load([row(person, f"r{number}") for number in range(5)], chunk=2)

    assert list(Seal.objects.order_by("number").values_list("count", flat=True)) == [1, 2, 2, 1]
    report = queries.verify()
    assert (report.clean, report.rows, report.unsealed) == (True, 6, [])


def test_sealed_columns_equal_the_rows_read_back(person, unit):
    path, long_ago = f"/{to36(unit)}/", datetime(2013, 1, 1, tzinfo=UTC)
    figure = {"kind": "books.figure-reported", "code": "x", "body": '{"to":"2024-01-01", "figure":"x"}'}
    rows = [
        row(person, "a\\b", happened_on=date(1999, 12, 31), ended_on=date(2024, 2, 29), quantity=1),
        row(person, "k2", kind="credentials.level-earned", level=0, precision="year", issuer_id=unit),
        row(unit, "k3", quantity=10**15, proof=-1, **figure),
        row(person, "k4", credited_to=unit, credited_path=path, recorded_at=long_ago),
        row(person, "k5", recorded_at=datetime(2013, 1, 1, 1, 2, 3, 4, tzinfo=UTC)),
    ]

    load(rows)

    report = queries.verify()
    assert (report.clean, report.rows, report.unsealed) == (True, 5, [])
    assert Fact.objects.get(source_key="a\\b").ended_on == date(2024, 2, 29)
    assert Fact.objects.get(source_key="k3").body == {"figure": "x", "to": "2024-01-01"}
    assert Fact.objects.get(source_key="k5").recorded_at == datetime(2013, 1, 1, 1, 2, 3, 4, tzinfo=UTC)


def test_load_supersedes(person):
    first = load([row(person, f"r{number}", proof="declared") for number in range(4)])
    targets = first.ids.tolist()
    later = [
        row(person, "s0", entry="completed", supersedes=targets[0], ended_on=date(2020, 1, 1)),
        row(person, "s1", entry="confirmed", supersedes=targets[1], proof="verified"),
        row(person, "s2", entry="corrected", supersedes=targets[2], code="fitter"),
        row(person, "s3", entry="withdrawn", supersedes=targets[3]),
    ]

    result = load(later)
    again = load(later)

    assert (result.refused, result.written, again.same) == ([], 4, 4)
    assert [(one.id, one.entry) for one in queries.facts_of([person])] == list(
        zip(result.ids.tolist()[:3], ["completed", "confirmed", "corrected"], strict=True)
    )
    assert queries.verify().clean


def test_load_declines_superseding_that_single_doors_decline(person):
    first, second = load([row(person, "r1"), row(person, "r2", proof="verified")]).ids.tolist()
    rows = [
        row(person, "a", entry="completed", supersedes=first, code="fitter", ended_on=date(2020, 1, 1)),
        row(person, "b", entry="confirmed", supersedes=second, proof="confirmed"),
        row(person, "c", entry="corrected", supersedes=first),
        row(person, "d", entry="withdrawn", supersedes=first),
        row(person, "e", entry="withdrawn", supersedes=first),
        row(
            person,
            "f",
            entry="withdrawn",
            supersedes=second,
            proof="verified",
            recorded_at=datetime(2013, 1, 1, tzinfo=UTC),
        ),
    ]

    result = load(rows)

    assert [one.row for one in result.refused] == [0, 1, 2, 4, 5]
    assert result.refused[3].why == f"第 {first} 笔已被第 同批另一 笔取代；请对最新的一笔办理。"
    assert (result.written, Fact.objects.count()) == (1, 3)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"remark": ["x"]}, "多出 remark"),
        ({"kind": None}, "缺 kind"),
        ({"quantity": ["many"]}, "quantity: string"),
        ({"happened_on": ["soon"]}, "happened_on: string"),
        ({"recorded_at": [datetime(2013, 1, 1, tzinfo=UTC)]}, "入账时间由账上定，不能自带 recorded_at"),
    ],
    ids=str,
)
def test_load_refuses_columns_that_cannot_be(person, clerk, change, why):
    columns = {name: [value] for name, value in row(person, "r1").items()} | change
    wrong = pa.table({name: values for name, values in columns.items() if values is not None})

    with pytest.raises(errors.WrongColumns) as caught:
        bulk.load(actor=clerk, table=wrong, source="city")

    assert caught.value.details["why"] == why
    assert Fact.objects.count() == 0


def test_load_refuses_a_clock_set_back(person):
    load([row(person, "r1")])

    with clock.at(date(2024, 9, 11)), pytest.raises(errors.ClockSetBack):
        load([row(person, "r2")])

    assert Fact.objects.count() == 1


def test_load_of_nothing_writes_nothing(person):
    result = bulk.load(actor=DEMO, table=table([row(person, "r1")]).slice(0, 0), source="city")

    assert (result.written, result.first_id, Fact.objects.count(), Seal.objects.count()) == (0, None, 0, 0)


def test_load_tells_its_progress(person):
    told = []

    load(
        [row(person, f"r{number}") for number in range(5)],
        chunk=2,
        progress=lambda done, total: told.append((done, total)),
    )

    assert told == [(2, 5), (4, 5), (5, 5)]


def test_declined_and_accepted_rows_are_the_same_through_both_doors(person, unit, clerk):
    """A seeded jumble of right and wrong values; each row is put to both doors."""
    dice = np.random.default_rng(7)

    def any_of(*values):
        return values[dice.integers(len(values))]

    rows, expected = [], []
    for number in range(400):
        new = rules.NewFact(
            subject_id=any_of(person, person, unit, 7),
            kind=any_of("people.trade-spell", "learning.class-finished", "credentials.level-earned", "honour.awarded"),
            code=any_of("", "", "welder", "nobody"),
            level=any_of(None, None, "senior", "city"),
            quantity=int(any_of(1, 1, 0, 90, 600_001)),
            happened_on=any_of(date(2012, 9, 1), date(2024, 9, 12), date(2024, 9, 30), date(2024, 12, 31)),
            precision=any_of("day", "month", "year"),
            ended_on=any_of(None, None, date(2020, 1, 1), date(2024, 9, 13)),
            credited_to=any_of(None, (unit, f"/{to36(unit)}/"), (unit, "/x/"), (person, f"/{to36(person)}/")),
            proof=any_of("declared", "confirmed", "reported"),
            source="single",
            source_key=f"j{number}",
        )
        try:
            services.record(actor=clerk, fact=new)
        except Refusal as refusal:
            level = "9" if new.level and new.level not in kinds.catalogue()[new.kind].levels else new.level
            expected.append((number, refusal.message.replace(f"“{new.level}”", f"“{level}”")))
        rank = kinds_rank(new)
        rows.append(
            row(
                new.subject_id, new.source_key, kind=new.kind, code=new.code, level=rank, quantity=new.quantity,
                happened_on=new.happened_on, precision=new.precision, ended_on=new.ended_on,
                credited_to=new.credited_to and new.credited_to[0],
                credited_path=new.credited_to and new.credited_to[1], proof=new.proof,
            )
        )  # fmt: skip

    result = load(rows, actor=clerk, chunk=64)

    assert 20 < len(expected) < 400
    assert [(one.row, one.why) for one in result.refused] == expected
