"""京都: the streets that meet near the house stand before the town (ADDRESS §4, 京都通り名).

烏丸通御池上る二条殿町, 河原町三条大黒町: streets help the postman, the place is town and number.
"""

from __future__ import annotations

import re
from typing import Final

from desktop.address.place_key import place_key

KYOTO: Final = "京都市"
STREET_WORD: Final = re.compile(r"[上下]が?[るル]|[あさ]がる|[東西南北]へ?入|通")

_DIRECTION = re.compile(r"[上下]が?[るル]|[あさ]がる|[東西南北]へ?入[るル]?|[東西南北]側")
_STREET = re.compile(
    r"[上下]ケ?ル|[アサ]ケル|[東西南北]ヘ?入ル?|[東西南北]側|通|筋|角|辻子|突抜|大路"
)
_LONGEST_STREET: Final = 28

# Streets that are named without 通 where two of them meet.
_NAMES: Final = """
烏丸 河原町 寺町 新京極 裏寺町 御幸町 麩屋町 富小路 柳馬場 堺町 高倉 間之町
東洞院 車屋町 両替町 室町 衣棚 新町 釜座 西洞院 小川 油小路 醒ヶ井 東堀川
堀川 西堀川 葭屋町 岩上 猪熊 黒門 大宮 櫛笥 日暮 智恵光院 松屋町 坊城 浄福寺
壬生川 千本 土屋町 七本松 六軒町 御前 天神 西大路 木屋町 西木屋町 先斗町 川端
縄手 大和大路 花見小路 東大路 東山 白川 神宮道 不明門 諏訪町 土手町 若宮
葛野大路 佐井 今出川 元誓願寺 笹屋町 一条 中立売 上長者町 中長者町 下長者町
出水 下立売 椹木町 丸太町 竹屋町 夷川 二条 押小路 御池 姉小路 三条 六角
蛸薬師 錦小路 四条 綾小路 仏光寺 高辻 松原 万寿寺 五条 鍵屋町 六条 花屋町
正面 上珠数屋町 下珠数屋町 北小路 七条 木津屋橋 塩小路 八条 九条 十条 鞍馬口
寺之内 上立売 五辻 武者小路 北大路 北山 針小路 梅小路 団栗 新橋 古門前 新門前
仁王門 冷泉 孫橋
"""
_NAME: Final = "|".join(sorted(map(place_key, _NAMES.split()), key=len, reverse=True))
_CROSSING = re.compile(rf"(?:{_NAME})(?:{_NAME})")


def town_starts(key: str, at: int) -> range:
    """Where the town may begin behind a street name that begins at `at`; empty without one."""
    street = _STREET.search(key, at)
    if street is not None:
        return range(street.end(), min(at + _LONGEST_STREET, len(key)))
    crossing = _CROSSING.match(key, at)
    return range(crossing.end(), crossing.end() + 1) if crossing else range(0)


def is_street(key: str, at: int) -> bool:
    """Whether the name that ends at `at` is a street's: 烏丸 of 烏丸通."""
    return key.startswith("通", at)


def street_end(name: str) -> int:
    """Where a street name ends with the way to go from a crossing; 0 where none is told."""
    return max((match.end() for match in _DIRECTION.finditer(name)), default=0)
