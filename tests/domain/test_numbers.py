"""The vectors of DOMAIN §6."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.numbers import (
    format_supply_point,
    is_my_number,
    licence_check_digit,
    licence_number_ok,
    mrz_check_digit,
    my_number_check_digit,
    residence_card_number_ok,
    supply_point_ok,
    tracking_ok,
)


@pytest.mark.parametrize(
    ("digits", "check"),
    [
        ("12345678901", 8),
        ("98765432109", 3),
        ("00000000001", 9),
        ("11111111111", 8),
        ("02345678901", 3),
    ],
)
def test_my_number_check_digits(digits: str, check: int):
    assert my_number_check_digit(digits) == check
    assert is_my_number(f"{digits}{check}")
    assert not is_my_number(f"{digits}{(check + 1) % 10}")


@pytest.mark.parametrize(
    "text", ["", "12345678901", "1234567890188", "12345678901x", "１２３４５６７８９０１８"]
)
def test_only_twelve_plain_digits_can_be_a_my_number(text: str):
    assert not is_my_number(text)


@pytest.mark.parametrize(
    ("digits", "check"),
    [
        ("3005123456", 8),
        ("6299000001", 3),
        ("9010987654", 1),
        ("4420000000", 2),
        ("1000000000", 6),
    ],
)
def test_licence_check_digits(digits: str, check: int):
    assert licence_check_digit(digits) == check
    assert licence_number_ok(f"{digits}{check}0")
    assert licence_number_ok(f"{digits}{check}2")  # reissued twice
    assert not licence_number_ok(f"{digits}{(check + 1) % 10}0")


@pytest.mark.parametrize(("text", "check"), [("L898902C3", 6), ("740812", 2), ("120415", 9)])
def test_passport_check_digits(text: str, check: int):
    assert mrz_check_digit(text) == check


def test_a_passport_field_has_only_capitals_digits_and_fillers():
    assert mrz_check_digit("<<<<") == 0
    with pytest.raises(ValueError, match="character"):
        mrz_check_digit("a")


def test_residence_card_numbers_have_their_form():
    assert residence_card_number_ok("AB12345678CD")
    assert not residence_card_number_ok("AB1234567CD")


def test_supply_points_have_22_digits_and_an_area():
    assert supply_point_ok("0300111122223333444455")
    assert supply_point_ok("1000111122223333444455")
    assert not supply_point_ok("1100111122223333444455")
    assert not supply_point_ok("0000111122223333444455")
    assert not supply_point_ok("03001111222233334")  # gas
    assert format_supply_point("0300111122223333444455") == "03-0011-1122-2233-3344-4455"


def test_tracking_numbers_end_in_the_remainder_of_seven():
    assert tracking_ok("12345678903")  # 1234567890 = 7 × 176366841 + 3
    assert not tracking_ok("12345678902")
    assert not tracking_ok("1234567890")


@given(st.text(alphabet="0123456789", min_size=11, max_size=11), st.integers(0, 10))
def test_a_misread_digit_is_noticed_unless_the_remainder_is_0_or_1(digits: str, place: int):
    changed = digits[:place] + str((int(digits[place]) + 1) % 10) + digits[place + 1 :]
    same = my_number_check_digit(digits) == my_number_check_digit(changed)
    assert not same or my_number_check_digit(digits) == 0
