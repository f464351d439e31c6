"""Which typed digits may be a My Number: grouped as people group them, but no date (DOMAIN §6)."""

from __future__ import annotations

import pytest

from desktop.domain.errors import Refused
from desktop.services.typed_text import refuse_my_number


@pytest.mark.parametrize(
    "text",
    [
        "123456789018",
        "1234 5678 9018",
        "1234-5678-9018",
        "１２３４－５６７８－９０１８",
        "番号は1234　5678　9018です",
        "12 34 56 78 90 18",
        "1234\n5678\n9018",
        "2026-11-10 に 1234-5678-9018",
    ],
)
def test_twelve_digits_with_the_check_digit_are_refused_however_grouped(text: str) -> None:
    with pytest.raises(Refused) as refused:
        refuse_my_number(text)
    assert "5678" not in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-10 1335",  # 202611101335 bears the check digit
        "2026/11/10 1335",
        "2026年11月10日 1335",
        "1202 2026-11-10",
        "1234 5678 9019",
        "03-0011-1234-5678-9018-0001",
        "0123456789018",
    ],
)
def test_a_date_beside_digits_and_other_numbers_are_taken(text: str) -> None:
    refuse_my_number(text)
