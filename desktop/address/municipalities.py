"""Prefecture, county, city and ward at the head of an address, by their endings (DOMAIN §7)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

PREFECTURES: Final = [
    "北海道",
    "青森県",
    "岩手県",
    "宮城県",
    "秋田県",
    "山形県",
    "福島県",
    "茨城県",
    "栃木県",
    "群馬県",
    "埼玉県",
    "千葉県",
    "東京都",
    "神奈川県",
    "新潟県",
    "富山県",
    "石川県",
    "福井県",
    "山梨県",
    "長野県",
    "岐阜県",
    "静岡県",
    "愛知県",
    "三重県",
    "滋賀県",
    "京都府",
    "大阪府",
    "兵庫県",
    "奈良県",
    "和歌山県",
    "鳥取県",
    "島根県",
    "岡山県",
    "広島県",
    "山口県",
    "徳島県",
    "香川県",
    "愛媛県",
    "高知県",
    "福岡県",
    "佐賀県",
    "長崎県",
    "熊本県",
    "大分県",
    "宮崎県",
    "鹿児島県",
    "沖縄県",
]

# Names that hold the ending of another kind of place: the shortest reading would cut them.
_UNRULY: Final = [
    "十日町市",
    "廿日市市",
    "大村市",
    "余市町",
    "武蔵村山市",
    "野々市市",
    "大町町",
    "四日市市",
    "上市町",
    "田村市",
    "羽村市",
    "下市町",
    "東村山市",
    "玉村町",
    "大町市",
    "郡山市",
    "郡上市",
    "蒲郡市",
    "上郡町",
    "大和郡山市",
    "小郡市",
]

_TOKYO_WARDS: Final = [
    "千代田区",
    "中央区",
    "港区",
    "新宿区",
    "文京区",
    "台東区",
    "墨田区",
    "江東区",
    "品川区",
    "目黒区",
    "大田区",
    "世田谷区",
    "渋谷区",
    "中野区",
    "杉並区",
    "豊島区",
    "北区",
    "荒川区",
    "板橋区",
    "練馬区",
    "足立区",
    "葛飾区",
    "江戸川区",
]

_WITH_WARDS: Final = frozenset(
    [
        "札幌市",
        "仙台市",
        "さいたま市",
        "千葉市",
        "横浜市",
        "川崎市",
        "相模原市",
        "新潟市",
        "静岡市",
        "浜松市",
        "名古屋市",
        "京都市",
        "大阪市",
        "堺市",
        "神戸市",
        "岡山市",
        "広島市",
        "北九州市",
        "福岡市",
        "熊本市",
    ]
)

_NAME = r"[^\s0-9\-]"
_COUNTY = re.compile(rf"{_NAME}{{1,5}}?郡(?={_NAME}+?[町村])")
_TOWN_IN_COUNTY = re.compile(rf"{_NAME}{{1,6}}?[町村]")
_CITY = re.compile(rf"{_NAME}{{1,7}}?市(?!市)")
_TOWN_OR_VILLAGE = re.compile(rf"{_NAME}{{1,7}}?[町村]")
_WARD = re.compile(rf"{_NAME}{{1,4}}?区")


@dataclass(frozen=True, slots=True)
class Head:
    """The places are (start, end) in the text; (n, n) where the part is absent."""

    prefecture: tuple[int, int]
    county: tuple[int, int]
    city: tuple[int, int]
    ward: tuple[int, int]

    @property
    def end(self) -> int:
        return self.ward[1]


def read_head(text: str, start: int = 0) -> Head:
    """Read as far as the municipality; the rest of the text is town and number."""
    at = _skip(text, start)
    prefecture = next((p for p in PREFECTURES if text.startswith(p, at)), "")
    after_prefecture = at + len(prefecture)
    p = (at, after_prefecture)
    at = _skip(text, after_prefecture)

    unruly = next((name for name in _UNRULY if text.startswith(name, at)), None)
    if unruly is None and prefecture in ("", "東京都"):
        unruly = next((name for name in _TOKYO_WARDS if text.startswith(name, at)), None)
    if unruly is not None:
        city = (at, at + len(unruly))
        return Head(p, (at, at), city, (city[1], city[1]))

    county = _COUNTY.match(text, at)
    if county is not None and "市" not in county[0]:
        at = _skip(text, county.end())
        in_county = next((name for name in _UNRULY if text.startswith(name, at)), None)
        match = None if in_county else _TOWN_IN_COUNTY.match(text, at)
        end = at + len(in_county) if in_county else match.end() if match else at
        return Head(p, county.span(), (at, end), (end, end))

    city_match = _CITY.match(text, at)
    town_match = _TOWN_OR_VILLAGE.match(text, at) if prefecture else None
    if town_match is not None and (city_match is None or town_match.end() < city_match.end()):
        city_match = town_match
    if city_match is None:
        return Head(p, (at, at), (at, at), (at, at))
    city = city_match.span()
    after = _skip(text, city[1])
    ward = _WARD.match(text, after) if city_match[0] in _WITH_WARDS else None
    return Head(p, (at, at), city, ward.span() if ward else (city[1], city[1]))


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in " -":
        at += 1
    return at
