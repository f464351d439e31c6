"""What a reading error could explain: characters that look alike on paper (ADDRESS §5).

An explanation is for the clerk, who looks at the picture; it never makes two texts the same.
"""

from __future__ import annotations

import unicodedata
from itertools import combinations
from typing import Final

from desktop.address.characters import HYPHENS, compact

_CLASSES: Final = (
    "1lIi|ーー-", "17", "14", "06", "08", "68", "38", "35", "56", "58", "49", "79", "27",
    "0OoDQ〇", "2Zz", "5Ss", "8B", "6bG", "9gq", "二ニ", "三ミ", "一ー-", "八ハ", "十ナ",
    "千チ", "口ロ", "力カ", "夕タ", "工エ", "卜ト", "才オ", "匕ヒ", "丿ノ", "入人八", "ヘへ",
    "リり", "ソン", "シツ", "ワウク", "フワ", "コユ", "アマ", "スヌ", "ナメ", "チテ", "ラヲ",
    "レル", "末未", "土士", "大犬太", "木本", "日目曰", "田由甲申", "千干", "市巾", "鳥烏島",
    "間問", "天夫", "右石", "今令", "牛午", "西酉", "己巳已", "刀力", "宮官", "萩荻", "待侍",
    "貝見", "坂板阪", "萱菅", "谷各", "井丼", "治冶", "栗粟", "提堤", "幸辛", "玉王主",
    "水氷永", "上土", "下丁", "中申", "小少", "内肉", "崎埼", "北比", "南甫", "束東", "塚家",
    "林材", "村材", "柿杮", "園圃", "住佳", "佐左", "曽会", "高商",
)  # fmt: skip
_ALIKE: Final = frozenset(
    frozenset(pair) for one in _CLASSES for pair in combinations(dict.fromkeys(one), 2)
)
_SHORTEST_WITH_A_LOSS: Final = 3


def explained_by_reading(a: str, b: str) -> bool:
    """Whether misread look-alikes, or one lost character, would turn one text into the other."""
    first, second = _plain(a), _plain(b)
    if not first or not second or first == second:
        return False
    if len(first) == len(second):
        return all(x == y or alike(x, y) for x, y in zip(first, second, strict=True))
    longer, shorter = sorted((first, second), key=len, reverse=True)
    return (
        len(longer) == len(shorter) + 1
        and len(longer) >= _SHORTEST_WITH_A_LOSS
        and any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))
    )


def alike(x: str, y: str) -> bool:
    """Whether two characters are taken for one another: look-alikes, or a lost sound mark."""
    return frozenset((x, y)) in _ALIKE or _unvoiced(x) == _unvoiced(y)


def _unvoiced(character: str) -> str:
    """ガ, ば and ぱ without their sound marks."""
    return unicodedata.normalize("NFD", character)[0]


def _plain(text: str) -> str:
    return "".join(c for c in compact(text) if c not in HYPHENS)
