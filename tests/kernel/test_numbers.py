from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangxin.kernel import clock
from jiangxin.kernel.numbers import (
    birth_date,
    certificate_number_problem,
    credit_code_problem,
    full_id_number,
    id_number_problem,
    phone_problem,
    plain,
)

GOOD_ID = "11010519491231002X"


@pytest.mark.parametrize(
    "number", [GOOD_ID, "11010519491231002x", "110105 19491231 002X", "１１０１０５１９４９１２３１００２Ｘ"]
)
def test_a_good_id_number_is_taken_as_people_write_it(number):
    assert id_number_problem(number) is None


def test_an_old_id_number_is_read_with_its_century():
    assert full_id_number("110105491231002") == GOOD_ID
    assert id_number_problem("110105491231002") is None
    assert birth_date("110105491231002") == date(1949, 12, 31)


def test_an_area_code_of_a_dissolved_county_is_taken():
    assert id_number_problem(with_check("33022119800229001")) is None


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        ("1101051949123100", "身份证号要18位；数一数有没有多写、漏写。"),
        ("11010519491231O02X", "身份证号前17位都是数字；看一看有没有写成字母。"),
        ("110105194902310021", "身份证号里的出生日期不对；核对第7到14位。"),
        ("110105299912310021", "身份证号里的出生日期不对；核对第7到14位。"),
        ("110105194912310021", "身份证号末位对不上；核对有没有写错一位。"),
        ("", "身份证号要18位；数一数有没有多写、漏写。"),
    ],
)
def test_a_wrong_id_number_is_told_what_is_wrong(number, problem):
    with clock.at(date(2024, 9, 12)):
        assert id_number_problem(number) == problem


def with_check(digits):
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
    return digits + next(sign for value, sign in enumerate("0123456789X") if (total + value - 1) % 11 == 0)


@given(
    born=st.dates(date(1930, 1, 1), date(2008, 1, 1)),
    serial=st.integers(0, 999),
    place=st.integers(0, 16),
    step=st.integers(1, 9),
)
def test_one_wrong_digit_in_an_id_number_is_always_found(born, serial, place, step):
    good = with_check(f"330205{born:%Y%m%d}{serial:03d}")
    bad = good[:place] + str((int(good[place]) + step) % 10) + good[place + 1 :]

    with clock.at(date(2024, 9, 12)):
        assert id_number_problem(good) is None
        assert id_number_problem(bad) is not None


@pytest.mark.parametrize("code", ["91350100M000100Y43", "91350100m000100y43", "9135 0100 M000 100Y 43"])
def test_a_good_credit_code_is_taken(code):
    assert credit_code_problem(code) is None


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("91350100M000100Y4", "统一社会信用代码要18位；数一数有没有多写、漏写。"),
        ("91350100M00O100Y43", "统一社会信用代码只用数字和大写字母，没有 I、O、S、V、Z；看一看有没有写错。"),
        ("91350100M000100Y44", "统一社会信用代码末位对不上；核对有没有写错一位。"),
    ],
)
def test_a_wrong_credit_code_is_told_what_is_wrong(code, problem):
    assert credit_code_problem(code) == problem


@pytest.mark.parametrize(
    "number", ["13800138000", "138 0013 8000", "+86 13800138000", "0574-87654321", "（0574）87654321"]
)
def test_a_good_phone_is_taken(number):
    assert phone_problem(number) is None


@pytest.mark.parametrize("number", ["", "12800138000", "1380013800", "87654321", "138001380001"])
def test_a_wrong_phone_is_told(number):
    assert phone_problem(number) == "电话号码不对；手机要11位，座机请带区号。"


@pytest.mark.parametrize("number", ["Y000033000001193000001", "S00003300000119A000001", "1933000000301234"])
def test_a_good_certificate_number_is_taken(number):
    assert certificate_number_problem(number) is None


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        ("X000033000001193000001", "证书编号第1位是 Y（用人单位）或 S（社会评价组织）；核对证书。"),
        ("Y00003300000119300000", "证书编号要22位（Y 或 S 开头），旧证要16位数字；核对证书。"),
        ("Y000033000001198000001", "证书编号要22位（Y 或 S 开头），旧证要16位数字；核对证书。"),
    ],
)
def test_a_wrong_certificate_number_is_told(number, problem):
    assert certificate_number_problem(number) == problem


def test_plain_numbers_are_half_width_upper_case_without_blanks():
    assert plain(" １２３－ab c–9 ") == "123ABC9"
