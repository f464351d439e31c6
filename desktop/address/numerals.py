"""漢数字: both ways of writing, 二十三 and 二三."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

KANJI_DIGITS: Final = "〇一二三四五六七八九"
_UNITS: Final = (("千", 1000), ("百", 100), ("十", 10))
_UNIT_OF: Final = dict(_UNITS)
_LARGEST: Final = 9999
_OLD: Final = str.maketrans("壱壹弐貳零", "一一二二〇")


@lru_cache(maxsize=4096)
def number_of(kanji: str) -> int | None:
    """The value, or None where the writing is no number people use (十十)."""
    kanji = kanji.translate(_OLD)
    if all(character in KANJI_DIGITS for character in kanji):
        return int("".join(str(KANJI_DIGITS.index(c)) for c in kanji)) if kanji else None
    total, pending = 0, 0
    for character in kanji:
        if character in KANJI_DIGITS:
            pending = KANJI_DIGITS.index(character)
        else:
            total += (pending or 1) * _UNIT_OF.get(character, 0)
            pending = 0
    total += pending
    return total if kanji_of(total) == kanji else None


@lru_cache(maxsize=4096)
def kanji_of(value: int) -> str:
    """23 as 二十三; a number beyond 9999 stays in digits."""
    if not 0 < value <= _LARGEST:
        return str(value)
    written = ""
    for sign, unit in _UNITS:
        count, value = divmod(value, unit)
        if count:
            written += ("" if count == 1 else KANJI_DIGITS[count]) + sign
    return written + (KANJI_DIGITS[value] if value else "")
