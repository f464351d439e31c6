"""What came as the fee, piece by piece (DOMAIN §2); figures worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.errors import Refused
from desktop.domain.fee_account import Moved, account, sentence
from desktop.domain.fees import SettlementKind, postal_orders_exact, settle
from desktop.domain.payments import (
    Payment,
    Piece,
    SendBack,
    check_payment,
    check_sending_back,
    pays,
    read_pieces,
    words_of,
)
from desktop.domain.requests import FeeMeans

TODAY = date(2026, 11, 10)
STAMPS, ORDER = FeeMeans.STAMPS, FeeMeans.POSTAL_ORDER
CASH, TRANSFER = FeeMeans.CASH, FeeMeans.TRANSFER


def came(no: int, means: FeeMeans, piece: Piece, *, accepted: bool = True) -> Moved:
    return Moved(str(no), "RECEIVED", means, piece.amount, piece, accepted)


@pytest.mark.parametrize("n", range(1, 21))
def test_postal_orders_pay_220n_exactly_only_for_multiples_of_five(n: int) -> None:
    assert bool(postal_orders_exact(220 * n)) is (n % 5 == 0)


def test_five_items_are_exactly_one_voucher_of_1000_and_one_of_100() -> None:
    pieces = (Piece(1000, 1, date(2026, 11, 2)), Piece(100, 1, date(2026, 11, 2)))
    payment = Payment(ORDER, pieces)
    check_payment(payment, TODAY)
    assert settle(1100, payment.amount, ORDER).kind is SettlementKind.EXACT


def test_three_items_with_650_yen_are_10_short() -> None:
    found = account([came(1, STAMPS, Piece(650))], 660)
    assert sentence(660, found) == "手数料660円に10円足りません。"
    assert found.back == ()


def test_stamps_of_110_twice_are_one_item() -> None:
    assert read_pieces(STAMPS, "110×2") == (Piece(110, 2),)
    assert words_of(STAMPS, (Piece(110, 2),)) == "110円×2枚"


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("440", (Piece(110, 4),)),
        ("１１０ｘ４　１０×１", (Piece(110, 4), Piece(10, 1))),
        ("500*1、50 * 3", (Piece(500, 1), Piece(50, 3))),
        ("650", None),  # no multiple of 110: the faces have to be told
        ("", None),
        ("110×", None),
        ("0", None),
    ],
)
def test_what_a_clerk_types_for_stamps(text: str, pieces: tuple[Piece, ...] | None) -> None:
    assert read_pieces(STAMPS, text) == pieces


@given(st.text(max_size=40))
def test_whatever_is_typed_is_read_or_not_and_never_fails(text: str) -> None:
    for means in (STAMPS, ORDER, CASH, TRANSFER):
        pieces = read_pieces(means, text)
        assert pieces is None or sum(piece.amount for piece in pieces) >= 0


@pytest.mark.parametrize(
    ("payment", "field"),
    [
        (Payment(FeeMeans.NONE, (Piece(220),)), "means"),
        (Payment(STAMPS, ()), "received"),
        (Payment(STAMPS, (Piece(1001, 1),)), "received"),
        (Payment(STAMPS, (Piece(110, 1000),)), "received"),
        (Payment(ORDER, (Piece(220, 1, date(2026, 11, 2)),)), "received"),  # no such voucher
        (Payment(ORDER, (Piece(200, 1),)), "issued"),
        (Payment(ORDER, (Piece(200, 1, date(2026, 11, 11)),)), "issued"),
        (Payment(TRANSFER, (Piece(220),)), "paid_on"),
        (Payment(TRANSFER, (Piece(220),), date(2026, 11, 11)), "paid_on"),
    ],
)
def test_what_cannot_have_come_is_refused_beside_its_field(payment: Payment, field: str) -> None:
    with pytest.raises(Refused) as refused:
        check_payment(payment, TODAY)
    assert refused.value.field == field


def test_a_voucher_holds_six_months_to_the_day() -> None:
    # 05-10 + 6 months (民法143条) ends on 11-10.
    assert pays(ORDER, Piece(200, 1, date(2026, 5, 10)), TODAY)
    assert not pays(ORDER, Piece(200, 1, date(2026, 5, 9)), TODAY)


def test_a_voucher_past_its_day_pays_nothing_and_goes_back_itself() -> None:
    late = Piece(200, 1, date(2026, 5, 9))
    found = account([came(1, ORDER, late, accepted=False)], 220)
    assert (found.kept, found.to_return) == (0, 200)
    assert [one.piece for one in found.back] == [late]
    assert "有効期間" in sentence(220, found)


def test_cash_goes_back_whole_and_by_cash_registered_post_only() -> None:
    found = account([came(1, CASH, Piece(220), accepted=False)], 220)
    assert (found.kept, found.to_return) == (0, 220)
    assert "現金書留" in sentence(220, found)
    with pytest.raises(Refused) as refused:
        check_sending_back(CASH, SendBack.ENCLOSED, "")
    assert refused.value.field == "how"
    assert check_sending_back(CASH, SendBack.GENKIN_KAKITOME, "123-45-67890-1") == "12345678901"


@pytest.mark.parametrize("tracking", ["", "123", "１２３４５６７８９０"])
def test_registered_post_needs_its_eleven_digits(tracking: str) -> None:
    with pytest.raises(Refused) as refused:
        check_sending_back(STAMPS, SendBack.KAKITOME, tracking)
    assert refused.value.field == "tracking"


def test_stamps_with_a_request_that_costs_nothing_all_go_back() -> None:
    found = account([came(1, STAMPS, Piece(110, 2))], 0)
    assert found.to_return == 220
    assert sentence(0, found) == "手数料のかからない請求です。同封の220円を返します。"


def test_two_means_add_up_and_the_excess_goes_back_by_what_came_last() -> None:
    found = account([came(1, STAMPS, Piece(110, 3)), came(2, TRANSFER, Piece(220))], 440)
    assert found.kept == 550
    assert [(one.means, one.amount) for one in found.back] == [(TRANSFER, 110)]


def test_more_back_than_came_is_overdrawn() -> None:
    late = Piece(200, 1, date(2026, 5, 9))
    back = Moved("2", "RETURNED", ORDER, 200, late, False)
    assert not account([came(1, ORDER, late, accepted=False), back], 220).overdrawn
    assert account([back], 220).overdrawn
    assert account([Moved("2", "RETURNED", STAMPS, 110, Piece(110), True)], 0).overdrawn


def test_a_reversed_line_counts_no_more() -> None:
    wrong = came(1, STAMPS, Piece(110, 4))
    undo = Moved("2", "REVERSED", STAMPS, 440, Piece(110, 4), True, reverses="1")
    found = account([wrong, undo, came(3, STAMPS, Piece(110, 2))], 440)
    assert sentence(440, found) == "手数料440円に220円足りません。"
