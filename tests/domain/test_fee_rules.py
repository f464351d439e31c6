"""Fees: ¥220 an item, 0 where no fee may be taken (DOMAIN §2, §12)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.errors import Refused
from desktop.domain.fees import (
    SettlementKind,
    Tariff,
    fee,
    fee_items,
    fee_tax,
    postal_order_valid,
    postal_orders_exact,
    settle,
    tariff_on,
)
from desktop.domain.requests import FeeMeans, Item, RequestType

TARIFF = Tariff(date(2024, 6, 10), 220, 20)
T, K = RequestType, Item


@pytest.mark.parametrize(
    ("wanted", "items", "yen"),
    [
        ({T.DISCLOSE: [K.K1, K.K3]}, 2, 440),
        ({T.DISCLOSE: [K.K1, K.K1]}, 1, 220),
        ({T.DISCLOSE: []}, 1, 220),
        ({T.PURPOSE: []}, 1, 220),
        ({T.DISCLOSE_3P: [K.K8]}, 1, 220),
        ({T.DISCLOSE: [K.K1, K.K2, K.K3], T.DISCLOSE_3P: [K.K8], T.PURPOSE: []}, 5, 1100),
        ({T.DISCLOSE: [K.K1], T.CORRECT: [K.K1, K.K2]}, 1, 220),
        ({T.CORRECT: [K.K1]}, 0, 0),
        ({T.ADD: [K.K1]}, 0, 0),
        ({T.DELETE: [K.K1]}, 0, 0),
        ({T.STOP_USE: []}, 0, 0),
        ({T.ERASE: [K.K7]}, 0, 0),
        ({T.STOP_3P: []}, 0, 0),
        ({}, 0, 0),
    ],
)
def test_the_fee_counts_items_under_each_fee_bearing_type(wanted, items: int, yen: int):
    assert fee_items(wanted) == items
    assert fee(wanted, TARIFF) == yen
    assert fee_tax(wanted, TARIFF) == 20 * items


@pytest.mark.parametrize("kind", [t for t in RequestType if t != "DISCLOSE_3P"])
def test_third_party_records_are_ticked_only_under_their_own_type(kind: RequestType):
    with pytest.raises(Refused):
        fee_items({kind: [Item.K8]})


def test_the_tariff_is_that_of_the_day_of_arrival():
    later = Tariff(date(2026, 12, 1), 330, 30)
    assert tariff_on([later, TARIFF], date(2026, 11, 30)) == TARIFF
    assert tariff_on([later, TARIFF], date(2026, 12, 1)) == later
    with pytest.raises(Refused):
        tariff_on([TARIFF], date(2024, 6, 9))


def test_postal_orders_pay_only_multiples_of_five_items_exactly():
    exact = [n for n in range(1, 21) if postal_orders_exact(220 * n)]
    assert exact == [5, 10, 15, 20]
    assert postal_orders_exact(1100) == (1000, 100)
    assert postal_orders_exact(2200) == (1000, 1000, 200)
    assert postal_orders_exact(3300) == (1000, 1000, 1000, 300)
    assert postal_orders_exact(1500) == (1000, 500)
    assert postal_orders_exact(0) == ()
    assert postal_orders_exact(-50) == ()


@given(st.integers(0, 400))
def test_the_postal_orders_named_add_up_and_exist(fifties: int):
    orders = postal_orders_exact(50 * fifties)
    assert sum(orders) == 50 * fifties
    assert set(orders) <= {50, 100, 150, 200, 250, 300, 350, 400, 450, 500, 750, 1000}


def test_a_postal_order_is_good_for_six_months():
    assert postal_order_valid(date(2026, 5, 10), date(2026, 11, 10))
    assert not postal_order_valid(date(2026, 5, 9), date(2026, 11, 10))
    assert not postal_order_valid(date(2026, 11, 11), date(2026, 11, 10))


@pytest.mark.parametrize(
    ("due", "received", "means", "kind", "difference"),
    [
        (440, 440, FeeMeans.STAMPS, SettlementKind.EXACT, 0),
        (660, 650, FeeMeans.STAMPS, SettlementKind.SHORT, 10),
        (1100, 1100, FeeMeans.POSTAL_ORDER, SettlementKind.EXACT, 0),
        (220, 250, FeeMeans.POSTAL_ORDER, SettlementKind.EXCESS, 30),
        (220, 0, FeeMeans.NONE, SettlementKind.SHORT, 220),
        (0, 0, FeeMeans.NONE, SettlementKind.NONE_DUE, 0),
        (0, 220, FeeMeans.STAMPS, SettlementKind.RETURN, 220),
        (220, 220, FeeMeans.CASH, SettlementKind.RETURN, 220),
        (440, 440, FeeMeans.TRANSFER, SettlementKind.EXACT, 0),
    ],
)
def test_money_is_compared_with_the_fee(due, received, means, kind, difference):
    found = settle(due, received, means)
    assert (found.kind, found.difference) == (kind, difference)
    assert found.sentence


def test_stamps_with_a_correction_request_go_back():
    due = fee({RequestType.CORRECT: [Item.K1]}, TARIFF)
    assert settle(due, 220, FeeMeans.STAMPS).kind is SettlementKind.RETURN


def test_returned_money_does_not_settle_a_fee():
    assert not settle(220, 220, FeeMeans.CASH).settled
    assert not settle(660, 650, FeeMeans.STAMPS).settled
    assert settle(220, 240, FeeMeans.STAMPS).settled


@pytest.mark.parametrize(
    ("received", "means"),
    [(220, FeeMeans.POSTAL_ORDER), (-1, FeeMeans.STAMPS), (220, FeeMeans.NONE)],
)
def test_impossible_amounts_are_refused(received: int, means: FeeMeans):
    with pytest.raises(Refused):
        settle(220, received, means)


@given(st.integers(0, 9000), st.integers(0, 9000))
def test_the_difference_is_what_is_missing_or_goes_back(due: int, received: int):
    found = settle(due, received, FeeMeans.TRANSFER)
    expected = {
        SettlementKind.EXACT: 0,
        SettlementKind.NONE_DUE: 0,
        SettlementKind.SHORT: due - received,
        SettlementKind.EXCESS: received - due,
        SettlementKind.RETURN: received,
    }
    assert found.difference == expected[found.kind]
    assert found.difference >= 0
