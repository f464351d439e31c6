"""Keyed tokens: equal values find each other without standing in clear (DESIGN §4).

A token is a keyed hash under the generation's own secret. Equal values give equal tokens, so that
frequencies leak to a thief of the database alone; values do not.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from hashlib import blake2b

SECRET_BYTES = 32
TOKEN_BITS = 64


class Mark(StrEnum):
    """What a token was made of. The letters only keep the kinds apart."""

    CUSTOMER = "c"
    SUPPLY_POINT = "s"
    PHONE = "p"
    NAME = "n"
    KANA = "k"
    POSTAL = "z"
    POSTAL_NUMBERS = "zn"  # the first two numbers
    POSTAL_DROPPED = "zd"  # all numbers, and all but one
    POSTAL_SURNAME = "zs"
    TOWN_NUMBERS = "tn"
    TOWN_NAME = "ta"
    TOWN = "t"  # with its city
    CITY_NUMBERS = "cn"
    CITY_NAME = "ca"
    COVERED = "o"  # in an overlay: this customer is told here, whatever the base says


def token(secret: bytes, mark: Mark, value: str) -> int:
    """An unsigned number of 64 bits."""
    digest = blake2b(f"{mark}\0{value}".encode(), digest_size=TOKEN_BITS // 8, key=secret)
    return int.from_bytes(digest.digest(), "big")


def tokens(secret: bytes, values: Iterable[tuple[Mark, str]]) -> dict[int, Mark]:
    return {token(secret, mark, value): mark for mark, value in values if value}
