"""Which prefectures a postal code's first two figures belong to (日本郵便 郵便番号簿).

Used only to doubt a reading: where code and prefecture on one form disagree, a clerk looks.
"""

from __future__ import annotations

from typing import Final

_AREAS: Final = (
    ("00 04 05 06 07 08 09", "北海道"),
    ("01", "秋田県"),
    ("02", "岩手県"),
    ("01 03", "青森県"),
    ("10 11 12 13 14 15 16 17 18 19 20", "東京都"),
    ("21 22 23 24 25", "神奈川県"),
    ("26 27 28 29", "千葉県"),
    ("30 31", "茨城県"),
    ("32", "栃木県"),
    ("33 34 35 36", "埼玉県"),
    ("37", "群馬県"),
    ("38 39 94", "長野県"),
    ("40", "山梨県"),
    ("41 42 43", "静岡県"),
    ("44 45 46 47 48 49", "愛知県"),
    ("50", "岐阜県"),
    ("49 51 64", "三重県"),
    ("52", "滋賀県"),
    ("53 54 55 56 57 58 59 61", "大阪府"),
    ("52 60 61 62", "京都府"),
    ("63 64", "奈良県"),
    ("64", "和歌山県"),
    ("56 65 66 67", "兵庫県"),
    ("68", "鳥取県"),
    ("68 69", "島根県"),
    ("70 71", "岡山県"),
    ("72 73", "広島県"),
    ("74 75", "山口県"),
    ("76", "香川県"),
    ("77", "徳島県"),
    ("78", "高知県"),
    ("79", "愛媛県"),
    ("80 81 82 83 87", "福岡県"),
    ("84", "佐賀県"),
    ("81 85", "長崎県"),
    ("86", "熊本県"),
    ("87", "大分県"),
    ("88", "宮崎県"),
    ("89", "鹿児島県"),
    ("90", "沖縄県"),
    ("91 92", "福井県"),
    ("92", "石川県"),
    ("93", "富山県"),
    ("38 94 95", "新潟県"),
    ("96 97", "福島県"),
    ("98", "宮城県"),
    ("99", "山形県"),
)

PREFECTURES: Final = frozenset(name for _, name in _AREAS)
"""The 47 names as they stand in an address."""


def may_belong(postal: str, prefecture: str) -> bool:
    """Whether a code of seven figures can be one of the prefecture's; neighbours share a few."""
    return any(name == prefecture and postal[:2] in first.split() for first, name in _AREAS)
