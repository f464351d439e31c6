"""Check digits of the numbers a page may carry, mostly to detect and block them (DOMAIN §6)."""

from __future__ import annotations

import re
from typing import Final

_MY_NUMBER_WEIGHTS: Final = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_LICENCE_WEIGHTS: Final = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_MRZ_WEIGHTS: Final = (7, 3, 1)
_MODULUS: Final = 11
_HIGHEST_AREA: Final = 10

_MY_NUMBER: Final = re.compile(r"[0-9]{12}")
_LICENCE: Final = re.compile(r"[0-9]{12}")
_RESIDENCE_CARD: Final = re.compile(r"[A-Z]{2}[0-9]{8}[A-Z]{2}")
_SUPPLY_POINT: Final = re.compile(r"[0-9]{22}")
_TRACKING: Final = re.compile(r"[0-9]{11,12}")


def my_number_check_digit(digits11: str) -> int:
    """The twelfth digit of a 個人番号 (番号法施行令8条, 総務省令5条)."""
    _require_digits(digits11, 11)
    remainder = (
        sum(w * int(d) for w, d in zip(_MY_NUMBER_WEIGHTS, digits11, strict=True)) % _MODULUS
    )
    return 0 if remainder <= 1 else _MODULUS - remainder


def is_my_number(text12: str) -> bool:
    """Whether twelve digits bear the check digit. One in ten random numbers does: ask."""
    return _MY_NUMBER.fullmatch(text12) is not None and my_number_check_digit(text12[:11]) == int(
        text12[11]
    )


def licence_check_digit(digits10: str) -> int:
    """The eleventh digit of a 運転免許証番号 (unofficial: warn only)."""
    _require_digits(digits10, 10)
    total = sum(w * int(d) for w, d in zip(_LICENCE_WEIGHTS, digits10, strict=True))
    return (_MODULUS - total % _MODULUS) % 10


def licence_number_ok(text12: str) -> bool:
    """Whether twelve digits look like a 運転免許証番号; the twelfth counts the reissues."""
    return _LICENCE.fullmatch(text12) is not None and licence_check_digit(text12[:10]) == int(
        text12[10]
    )


def residence_card_number_ok(text: str) -> bool:
    """Whether the text has the form of a 在留カード番号."""
    return _RESIDENCE_CARD.fullmatch(text) is not None


def mrz_check_digit(text: str) -> int:
    """The check digit of a field of a passport's machine-readable zone."""
    return sum(_mrz_value(c) * _MRZ_WEIGHTS[i % 3] for i, c in enumerate(text)) % 10


def supply_point_ok(text22: str) -> bool:
    """Whether the text is a 供給地点特定番号: 22 digits, area 01–10, no check digit."""
    return _SUPPLY_POINT.fullmatch(text22) is not None and 1 <= int(text22[:2]) <= _HIGHEST_AREA


def format_supply_point(text22: str) -> str:
    """供給地点特定番号 as bills show it: 2-4-4-4-4-4."""
    _require_digits(text22, 22)
    return "-".join((text22[:2], *(text22[i : i + 4] for i in range(2, 22, 4))))


def tracking_ok(text: str) -> bool:
    """Whether eleven digits of a 書留引受番号, or twelve of a レターパック, bear the check digit
    (warn only)."""
    return _TRACKING.fullmatch(text) is not None and int(text[:-1]) % 7 == int(text[-1])


def _mrz_value(character: str) -> int:
    if character == "<":
        return 0
    if character.isascii() and character.isdigit():
        return int(character)
    if "A" <= character <= "Z":
        return ord(character) - ord("A") + 10
    raise ValueError("not a character of a machine-readable zone")


def _require_digits(text: str, count: int) -> None:
    if len(text) != count or not (text.isascii() and text.isdigit()):
        raise ValueError(f"{count} digits are needed")
