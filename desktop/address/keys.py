"""Canonical keys for looking up and comparing; "" where the text cannot be one."""

from __future__ import annotations

import re
from typing import Final

from desktop.address.characters import (
    HYPHENS,
    LONG_MARKS,
    compact,
    fold_variants,
    to_katakana,
    visible,
)

_POSTAL_DIGITS: Final = 7
_SHORTEST_PHONE: Final = 10
_LONGEST_PHONE: Final = 11
_SEPARATORS: Final = HYPHENS | LONG_MARKS | frozenset(" ()〒.")


def name_key(name: str) -> str:
    """A person's name or kana: no blanks, everyday ideographs, katakana."""
    letters = compact(compact(name).upper()).replace("・", "")
    return to_katakana(fold_variants(letters))


def phone_key(phone: str) -> str:
    """Ten or eleven digits beginning with 0; +81 and 0081 are taken for the leading 0."""
    digits = _bare(phone)
    international = re.fullmatch(r"(?:\+|00|010)81(?P<rest>[0-9]+)", digits)
    if international is not None:
        digits = "0" + international["rest"].removeprefix("0")
    if not (digits.isascii() and digits.isdigit() and digits.startswith("0")):
        return ""
    return digits if _SHORTEST_PHONE <= len(digits) <= _LONGEST_PHONE else ""


def postal_key(postal: str) -> str:
    """Seven digits."""
    digits = _bare(postal)
    if len(digits) != _POSTAL_DIGITS or not (digits.isascii() and digits.isdigit()):
        return ""
    return digits


def number_key(number: str) -> str:
    """A customer or supply point number: letters and digits only, capitals."""
    bare = _bare(number).upper()
    return bare if bare.isascii() and bare.isalnum() else ""


def _bare(text: str) -> str:
    return "".join(c for c in visible(text) if c not in _SEPARATORS)
