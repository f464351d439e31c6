"""Keyed tokens: equal values find each other without standing in clear (DESIGN §4).

A token is the front of an HMAC under the generation's own secret. Equal values give equal tokens,
so that frequencies leak to a thief of the database alone; values do not.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from enum import StrEnum

SECRET_BYTES = 32


class Mark(StrEnum):
    """What a token was made of."""

    CUSTOMER = "customer"
    SUPPLY_POINT = "supply"
    PHONE = "phone"
    NAME = "name"
    KANA = "kana"
    POSTAL_NUMBERS = "postal+numbers"
    TOWN_NUMBERS = "town+numbers"
    POSTAL_NAME = "postal+name"
    POSTAL = "postal"


def token(secret: bytes, mark: Mark, value: str) -> int:
    """A signed 64-bit number, as both engines keep it in one indexed column."""
    digest = hmac.digest(secret, f"{mark}\0{value}".encode(), hashlib.sha256)
    return int.from_bytes(digest[:8], "big", signed=True)


def tokens(secret: bytes, values: Iterable[tuple[Mark, str]]) -> dict[int, Mark]:
    return {token(secret, mark, value): mark for mark, value in values if value}
