"""The canonical shape of a place name: dictionary and input are folded alike (DOMAIN §7).

大字 and 字 are dropped; ヶ, ケ, が, ガ, ヵ are one, so are ノ, の, 之, and ツ, ッ, っ; 旧字体
become everyday shapes; hiragana becomes katakana, small kana large; 々 the character before it.
"""

from __future__ import annotations

import re
from typing import Final

from desktop.address.ideographs import PLACE_GROUPS, VARIANT_GROUPS, folding

_SMALL_KANA: Final = dict(zip("ァィゥェォッャュョヮ", "アイウエオツヤユヨワ", strict=True))
_ONE_KANA: Final = {
    "ヶ": "ケ",
    "ヵ": "ケ",
    "ガ": "ケ",
    "之": "ノ",
    "乃": "ノ",
    "丿": "ノ",
    "ヅ": "ズ",
    "ヂ": "ジ",
}
_OLD_NUMERALS: Final = {"壱": "一", "弐": "二", "巿": "市", "零": "〇"}


def _table() -> dict[str, str]:
    table = {chr(code): to for code, to in folding(PLACE_GROUPS).items()}
    table |= {chr(code): table.get(to, to) for code, to in folding(VARIANT_GROUPS).items()}
    for code in range(ord("ァ"), ord("ヶ") + 1):
        kana = chr(code)
        plain = _ONE_KANA.get(kana, _SMALL_KANA.get(kana, kana))
        table[kana] = plain
        table[chr(code - 0x60)] = plain
    table |= _ONE_KANA | _OLD_NUMERALS
    table |= {chr(code): chr(code - 32) for code in range(ord("a"), ord("z") + 1)}
    return {character: to for character, to in table.items() if character != to}


FOLDS: Final = _table()
"""Character by character; what is not in it stays as it is."""

FOLDS_BY_CODE: Final = {ord(character): to for character, to in FOLDS.items()}
_AZA = re.compile(r"[大小]?字")
_REPEATED = re.compile(r"(.)々")


def place_key(name: str) -> str:
    """The canonical shape of a name that is already NFKC and in 漢数字 where it counts."""
    key = name.replace(" ", "").translate(FOLDS_BY_CODE)
    return _REPEATED.sub(r"\1\1", _AZA.sub("", key)).replace("通リ", "通")
