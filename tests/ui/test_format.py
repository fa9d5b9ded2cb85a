"""How numbers, days and masked names are written."""

from datetime import date
from decimal import Decimal

import pytest

from jiangxin.ui import format as written

DAY = date(2024, 9, 2)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (999, "999"),
        (1000, "1,000"),
        (-14078, "-14,078"),
        (Decimal("5.010"), "5.01"),
        (1234.5, "1,234.5"),
        (None, "–"),
    ],
)
def test_number_has_commas_from_four_digits(value, text):
    assert written.number(value) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (50100, "万套", "5.01"),
        (35000, "万", "3.5"),
        (2_060_000, "万人次", "206"),
        (1_900_000_000, "亿元", "19"),
        (12_345_670_000, "万", "1,234,567"),
        (14078, "人", "14,078"),
        (7, "", "7"),
        (None, "万", "–"),
    ],
)
def test_scaled_is_exact_in_the_given_unit(value, unit, text):
    assert written.scaled(value, unit) == text


@pytest.mark.parametrize(
    ("value", "text"), [(47600, "476"), (47650, "476.5"), (47655, "476.55"), (0, "0"), (None, "–")]
)
def test_points_drop_needless_zeros(value, text):
    assert written.points(value) == text


@pytest.mark.parametrize(("fen", "text"), [(160000, "1,600"), (160050, "1,600.50"), (5, "0.05"), (None, "–")])
def test_money_shows_fen_only_where_there_are_any(fen, text):
    assert written.money(fen) == text


@pytest.mark.parametrize(
    ("precision", "text", "words"),
    [("day", "2024-09-02", "9月2日"), ("month", "2024-09", "9月"), ("year", "2024", "2024年")],
)
def test_day_is_written_as_far_as_it_is_known(precision, text, words):
    assert (written.day(DAY, precision), written.in_words(DAY, precision)) == (text, words)


def test_no_day_is_a_dash():
    assert (written.day(None), written.in_words(None)) == ("–", "–")


@pytest.mark.parametrize(
    ("name", "masked"), [("沈知墨", "沈*墨"), ("李丽", "李*"), ("欧阳知墨", "欧**墨"), ("甲", "*"), ("", "*")]
)
def test_mask_name_keeps_first_and_last(name, masked):
    assert written.mask_name(name) == masked


@pytest.mark.parametrize(("phone", "masked"), [("13812346620", "138****6620"), ("87654321", "******21"), ("1", "*")])
def test_mask_phone_keeps_three_and_four(phone, masked):
    assert written.mask_phone(phone) == masked


@pytest.mark.parametrize(
    ("number", "masked"), [("330201198001010417", "3302**********0417"), ("12345678", "********"), ("", "")]
)
def test_mask_id_keeps_four_and_four(number, masked):
    assert written.mask_id(number) == masked


@pytest.mark.parametrize(
    ("serial", "masked"), [("S000330200000417", "S0003302*****417"), ("甲字12号", "甲字*2号"), ("12", "**")]
)
def test_mask_serial_hides_the_middle(serial, masked):
    assert written.mask_serial(serial) == masked
