"""Whether an entry of the list of enclosures names money (DOMAIN §2, §8 guard 1)."""

from __future__ import annotations

from typing import Final

_MONEY: Final = ("切手", "為替", "現金", "紙幣", "硬貨")
_NOT_THE_FEE: Final = ("封筒", "返信用", "台紙のみ", "なし", "無し")
"""A stamped envelope for the answer, and what says that there is none."""


def names_money(entry: str) -> bool:
    """Stamps, vouchers or cash that came in the envelope; they have to stand in I-09."""
    return any(word in entry for word in _MONEY) and not any(word in entry for word in _NOT_THE_FEE)
