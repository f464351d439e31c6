"""Other ways in which people write the names: parts left out, parts abbreviated."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from compiling.sources import Municipality, Town
from desktop.address.place_key import place_key

_JO = re.compile(r"(?<=[一二三四五六七八九十])条(?=[東西南北])")
_LAST_JO = re.compile(r"(?P<name>.+?)(?P<number>[一二三四五六七八九十]+)(?:条|番町|番丁)")
_INNER_CHOME = re.compile(r"丁目(?=[^甲乙丙])")
_TOWN_WITHIN = re.compile(r"(?<=..)[町村](?=.)")
_ENDS_IN_NUMERAL = re.compile(r"[一二三四五六七八九十百千]$")
_OPTIONAL = re.compile(r"(?<=[^ァ-ヶ])[ノケツ](?=[^ァ-ヶ])")
_SHORT_PREFECTURE = re.compile(r"[都府県]$")


def municipality_keys(place: Municipality) -> Iterator[str]:
    """Prefecture with and without 都府県 or left out; county, a ward's city or its 市 left out."""
    prefectures = {place.prefecture, _SHORT_PREFECTURE.sub("", place.prefecture), ""}
    names = {place.name, f"{place.city}{place.ward}", *place.other_names}
    if place.ward:
        # A city alone stands for all its wards, a ward alone for every city that has one so named.
        names |= {place.city, place.ward, place.city[:-1], place.city[:-1] + place.ward}
    for prefecture in prefectures:
        for name in names:
            yield place_key(prefecture + name)


def town_aliases(towns: Mapping[str, Town], named: set[str]) -> Iterator[tuple[str, str]]:
    """Alias key and the name it stands for; never a key that is a name itself."""
    with_chome = {place_key(name) for name, town in towns.items() if town.chome}
    for name in towns:
        key = place_key(name)
        for alias in _shapes(key, named, with_chome):
            if alias not in named and len(alias) > 1:
                yield alias, name


def _shapes(key: str, named: set[str], with_chome: set[str]) -> Iterator[str]:
    short = _JO.sub("", key)
    if short != key:
        yield short
    without_chome = _INNER_CHOME.sub("", key)
    if without_chome != key:
        yield without_chome
    last = _LAST_JO.fullmatch(key)
    taken = with_chome if key.endswith("条") else named
    if last is not None and last["name"] not in taken:
        # 宮の森2-7-1 is 宮の森二条七丁目1, 札幌24-2-2-3 二十四軒二条二丁目3
        yield f"{last['name']}{last['number']}-"
        yield f"{last['name']}{last['number']}ノ"
        if last["name"].endswith("軒"):
            yield f"{last['name'].removesuffix('軒')}-{last['number']}-"
    without = _OPTIONAL.sub("", key)
    if without != key:
        yield without
    inner = _TOWN_WITHIN.sub("", key, count=1)
    if inner != key:
        yield inner
    if key.endswith("町") and not _ENDS_IN_NUMERAL.search(key[:-1]):
        yield key[:-1]
    if key.endswith("番丁"):
        yield f"{key[:-1]}町"
    elif key.endswith("番町"):
        yield f"{key[:-1]}丁"
