from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangxin.kernel.ids import INSTALLATION_STEP, first_id, from36, to36
from jiangxin.kernel.marks import half_up, points_words
from jiangxin.kernel.money import fen_of, yuan, yuan_words


@given(numerator=st.integers(0, 10**15), denominator=st.integers(1, 10**6))
def test_half_up_agrees_with_exact_decimals(numerator, denominator):
    exact = (Decimal(numerator) / Decimal(denominator)).quantize(Decimal(1), ROUND_HALF_UP)

    assert half_up(numerator, denominator) == exact


def test_half_up_takes_a_half_up_on_both_sides_of_zero():
    assert [half_up(number, 2) for number in (-3, -1, 1, 3)] == [-1, 0, 1, 2]


def test_half_up_refuses_a_denominator_that_is_not_above_zero():
    with pytest.raises(ValueError, match="above zero"):
        half_up(1, 0)


@pytest.mark.parametrize(
    ("hundredths", "words"),
    [(3500, "35"), (3550, "35.5"), (3555, "35.55"), (0, "0"), (-25, "-0.25"), (100000, "1,000"), (5, "0.05")],
)
def test_points_are_said_without_idle_zeros(hundredths, words):
    assert points_words(hundredths) == words


@pytest.mark.parametrize(
    ("fen", "words"),
    [(160000, "1,600"), (160050, "1,600.50"), (5, "0.05"), (0, "0"), (-160000, "-1,600"), (-5, "-0.05")],
)
def test_fen_are_said_as_yuan(fen, words):
    assert yuan(fen) == words
    assert yuan_words(fen) == f"{words}元"


@given(fen=st.integers(-(10**15), 10**15))
def test_fen_come_back_from_their_words(fen):
    assert fen_of(yuan(fen)) == fen


@pytest.mark.parametrize("text", ["", "1.234", "一百", "1e3", "1 2", "--1", "１２"])
def test_fen_refuse_what_is_no_amount(text):
    with pytest.raises(ValueError, match="not an amount"):
        fen_of(text)


@given(number=st.integers(0, 2**53))
def test_ids_come_back_from_base_36(number):
    assert from36(to36(number)) == number
    assert to36(number) == to36(number).lower()


@pytest.mark.parametrize("text", ["", "A", "-1", " 1", "1_0"])
def test_base_36_refuses_what_it_did_not_write(text):
    with pytest.raises(ValueError, match="base 36"):
        from36(text)


def test_installations_never_share_ids_and_stay_below_the_53rd_bit():
    assert [first_id(0), first_id(1), first_id(1023)] == [1, INSTALLATION_STEP, 1023 * INSTALLATION_STEP]
    assert first_id(1023) + INSTALLATION_STEP == 2**53
    for number in (-1, 1024):
        with pytest.raises(ValueError, match="installation number"):
            first_id(number)
