import pytest

from jiangxin.kernel.refusal import NotAllowed, NotFound
from jiangxin.people.errors import ClaimRefused, LogInThere, UserThere, WeakPassword
from jiangxin.people.models import ClaimCode, User
from jiangxin.people.services.claiming import Claim, claim_record, issue_claim
from tests.people.builders import CLERK, holder, id_number, person, spell, town

pytestmark = pytest.mark.django_db
PASSWORD = "yongcheng-2024"
NUMBER = id_number(41)


@pytest.fixture
def somebody(db):
    t = town()
    one = person("沈知墨", id_number=NUMBER, phone="13800006620")
    spell(one, t.mill)
    return t, one


def claim(code, **other):
    said = {"name": "沈知墨", "tail": NUMBER[-4:], "username": "zhimo", "password": PASSWORD}
    return Claim(code=code, **(said | other))


def test_a_person_takes_his_record_over(somebody):
    t, one = somebody
    code = issue_claim(actor=holder("hr", t.mill), person_id=one)

    user = claim_record(claim=claim(f"{code[:5]} {code[5:].lower()}", name=" 沈知墨"))

    assert (user.person_id, user.username, user.check_password(PASSWORD)) == (one, "zhimo", True)


def test_without_an_id_number_the_phone_is_asked(somebody):
    t, _one = somebody
    other = person("顾承业", phone="13800009911")
    spell(other, t.mill)
    code = issue_claim(actor=CLERK, person_id=other)

    assert claim_record(claim=claim(code, name="顾承业", tail="9911")).person_id == other


@pytest.mark.parametrize(
    "other", [{"name": "沈之墨"}, {"tail": "0000"}, {"tail": ""}, {"code": "ABCDEFGHJK"}, {"code": ""}]
)  # fmt: skip
def test_what_does_not_fit_is_refused_in_the_same_words(somebody, other):
    _t, one = somebody
    code = issue_claim(actor=CLERK, person_id=one)

    with pytest.raises(ClaimRefused):
        claim_record(claim=claim(**({"code": code} | other)))

    assert User.objects.count() == 0


def test_a_code_is_void_after_five_tries_and_after_use(somebody):
    _t, one = somebody
    code = issue_claim(actor=CLERK, person_id=one)
    for _try in range(5):
        with pytest.raises(ClaimRefused):
            claim_record(claim=claim(code, tail="0000"))
    with pytest.raises(ClaimRefused):
        claim_record(claim=claim(code))
    again = issue_claim(actor=CLERK, person_id=one)
    claim_record(claim=claim(again))

    with pytest.raises(ClaimRefused):
        claim_record(claim=claim(again, username="other"))

    assert User.objects.count() == 1


def test_a_new_code_voids_the_one_before(somebody):
    _t, one = somebody
    first = issue_claim(actor=CLERK, person_id=one)
    issue_claim(actor=CLERK, person_id=one)

    with pytest.raises(ClaimRefused):
        claim_record(claim=claim(first))


@pytest.mark.parametrize(
    ("other", "error"), [({"password": "12345"}, WeakPassword), ({"username": "taken"}, UserThere)]
)
def test_a_weak_password_or_a_taken_name_leaves_the_code_as_it_is(somebody, other, error):
    _t, one = somebody
    User.objects.create(username="taken", password="x")
    code = issue_claim(actor=CLERK, person_id=one)

    with pytest.raises(error):
        claim_record(claim=claim(code, **other))

    assert (User.objects.count(), ClaimCode.objects.get().used_at) == (1, None)


def test_a_code_is_for_those_who_keep_persons_and_see_him(somebody):
    t, one = somebody

    with pytest.raises(NotFound):
        issue_claim(actor=holder("hr", t.forge), person_id=one)
    with pytest.raises(NotAllowed):
        issue_claim(actor=holder("union.reviewer", t.mill), person_id=one)

    assert ClaimCode.objects.count() == 0


def test_who_has_a_log_in_needs_no_code(somebody):
    _t, one = somebody
    claim_record(claim=claim(issue_claim(actor=CLERK, person_id=one)))

    with pytest.raises(LogInThere):
        issue_claim(actor=CLERK, person_id=one)
