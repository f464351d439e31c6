"""Character families: variant ideographs, hyphens, invisible characters (DOMAIN §7)."""

from __future__ import annotations

import unicodedata
from typing import Final

# The first of each family is the everyday shape. Members differ on paper, so that equality after
# folding is a variant for a person to look at, never silently the same.
_FAMILIES: Final = (
    "高髙",
    "崎﨑碕嵜",
    "辺邉邊",
    "斎齋斉齊",
    "浜濵濱",
    "徳德",
    "瀬瀨",
    "吉\U00020bb7",
    "沢澤",
    "広廣",
    "国國圀",
    "桜櫻",
    "真眞",
    "恵惠",
    "栄榮",
    "学學",
    "円圓",
    "寿壽",
    "静靜",
    "与與",
    "万萬",
    "蔵藏",
    "竜龍",
    "滝瀧",
    "島嶋嶌",
    "槙槇",
    "当當",
    "条條",
    "鉄鐵",
    "豊豐",
    "寛寬",
    "黒黑",
    "清淸",
    "増增",
    "弥彌",
    "礼禮",
    "村邨",
    "峰峯",
    "館舘",
    "富冨",
    "野埜",
    "青靑",
    "柳栁",
    "桑桒",
    "凛凜",
    "鶴靏鸖",
    "壮壯",
    "来來",
    "会會",
    "桧檜",
    "関關",
    "県縣",
    "区區",
    "塩鹽",
    "渋澁",
    "亀龜",
    "宝寶",
    "実實",
    "総總",
    "団團",
    "画畫",
    "旧舊",
    "数數",
    "双雙",
    "随隨",
    "帯帶",
    "経經",
    "検檢",
    "芦蘆",
    "桟棧",
    "遥遙",
    "尭堯",
    "曽曾",
    "穂穗",
    "緑綠",
    "録錄",
    "郷鄕",
    "薗園",
    "薮藪",
    "籠篭",
    "桝枡",
    "舩船",
    "冴冱",
    "閒間",
)
_VARIANTS: Final = str.maketrans(
    {variant: family[0] for family in _FAMILIES for variant in family[1:]}
)

HYPHENS: Final = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\u2043\ufe63")
LONG_MARKS: Final = frozenset("ー\uff70")
_SELECTORS: Final = ((0xFE00, 0xFE0F), (0xE0100, 0xE01EF))
_VOICED_MARKS: Final = frozenset("\u3099\u309a\uff9e\uff9f")


def fold_variants(text: str) -> str:
    """The everyday shape of each ideograph: 髙﨑邉齋濵德瀨𠮷 become 高崎辺斎浜徳瀬吉."""
    return text.translate(_VARIANTS)


def is_invisible(character: str) -> bool:
    """Variation selectors, and control and format characters that are no space."""
    code = ord(character)
    if any(first <= code <= last for first, last in _SELECTORS):
        return True
    return not character.isspace() and unicodedata.category(character) in ("Cc", "Cf", "Cs")


def joins_previous(character: str) -> bool:
    """Whether a sound mark or a combining sign belongs to the character before it."""
    return character in _VOICED_MARKS or unicodedata.combining(character) != 0


def to_katakana(text: str) -> str:
    """Hiragana as katakana; everything else as it is."""
    return "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in text)


def visible(text: str) -> str:
    """NFKC without invisible characters, blanks at the ends cut and inner ones made single."""
    kept = "".join(c for c in text if not is_invisible(c))
    return " ".join(unicodedata.normalize("NFKC", kept).split())


def compact(text: str) -> str:
    """The visible text without blanks, composed again where a blank had kept signs apart."""
    return unicodedata.normalize("NFKC", visible(text).replace(" ", ""))
