"""Change is owed to each customer by itself, and a stamp cannot be cut (DOMAIN §2)."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.change import Debt, Kind, pay_all, payable, pays_debt, set_aside
from desktop.domain.requests import FeeMeans

STAMPS, ORDER, CASH = FeeMeans.STAMPS, FeeMeans.POSTAL_ORDER, FeeMeans.CASH


def stamps(*pieces: tuple[int, int]) -> Counter[Kind]:
    return Counter({(STAMPS, face): count for face, count in pieces})


def owed(*amounts: int, means: FeeMeans = STAMPS) -> list[Debt]:
    return [Debt(means, amount) for amount in amounts]


@pytest.mark.parametrize(
    ("debts", "held", "paid"),
    [
        ((10, 110), stamps((110, 1), (10, 1)), stamps((110, 1), (10, 1))),
        ((60, 60), stamps((120, 1)), None),  # the sum is there, and nobody's amount
        ((10,), stamps((110, 5)), None),
        ((), stamps((110, 5)), stamps()),
        # The large one may not take the small pieces that the other needs.
        ((150, 50), stamps((100, 1), (50, 2)), stamps((100, 1), (50, 2))),
        ((60, 30), stamps((50, 1), (30, 3), (10, 1)), stamps((50, 1), (10, 1), (30, 1))),
        ((60,), stamps((50, 1), (30, 2)), stamps((30, 2))),  # the largest first leads nowhere
    ],
)
def test_each_customer_is_paid_by_whole_pieces(
    debts: tuple[int, ...], held: Counter[Kind], paid: Counter[Kind] | None
) -> None:
    assert pay_all(owed(*debts), held) == paid


def test_a_sum_whose_pieces_are_unknown_pays_any_amount_up_to_it() -> None:
    assert pay_all(owed(10, 110), stamps((0, 120))) == stamps((0, 120))
    assert pay_all(owed(10, 111), stamps((0, 120))) is None


def test_too_much_in_vouchers_goes_back_in_vouchers_or_stamps_and_stamps_in_stamps_alone() -> None:
    held = Counter({(ORDER, 50): 1, (STAMPS, 10): 3, (CASH, 0): 500})
    assert pay_all(owed(80, means=ORDER), held) == Counter({(ORDER, 50): 1, (STAMPS, 10): 3})
    assert pay_all(owed(50), held) is None
    assert pay_all(owed(500, means=CASH), held) == Counter({(CASH, 0): 500})


def test_what_cannot_be_paid_yet_does_not_hide_what_can() -> None:
    held = stamps((110, 2), (50, 1))
    assert payable(owed(80, 50, 110), held) == (Debt(STAMPS, 110), Debt(STAMPS, 50))
    # For the 80 that no piece pays, as much stays as its sum: here all that is left.
    assert set_aside(owed(80, 50, 110), held) == held
    assert set_aside(owed(50, 110), stamps((110, 5), (50, 4))) == stamps((110, 1), (50, 1))


def test_hundreds_of_deposits_are_counted_at_once() -> None:
    held = stamps((110, 900), (10, 40))
    kept = pay_all(owed(*[220] * 400, *[10] * 40), held)
    assert kept == stamps((110, 800), (10, 40))


FACES = st.sampled_from((1, 2, 5, 10, 30, 50, 63, 84, 85, 110, 140))


@given(
    debts=st.lists(
        st.builds(Debt, st.sampled_from((STAMPS, ORDER)), st.integers(1, 300)), max_size=4
    ),
    held=st.dictionaries(
        st.one_of(
            st.tuples(st.just(STAMPS), FACES),
            st.tuples(st.just(ORDER), st.sampled_from((50, 100, 150, 200))),
        ),
        st.integers(0, 4),
        max_size=6,
    ),
)
def test_what_pays_lies_here_and_is_exactly_what_is_owed(
    debts: list[Debt], held: dict[Kind, int]
) -> None:
    paid = pay_all(debts, Counter(held))
    if paid is not None:
        assert paid <= Counter(held)
        assert sum(face * count for (_, face), count in paid.items()) == sum(
            one.amount for one in debts
        )
        in_stamps = sum(face * count for (means, face), count in paid.items() if means is STAMPS)
        assert in_stamps >= sum(one.amount for one in debts if one.means is STAMPS)
    assert set_aside(debts, Counter(held)) <= Counter(held)
    for debt in payable(debts, Counter(held)):
        assert debt in debts
        assert any(pays_debt(kind, debt) for kind, count in held.items() if count)
