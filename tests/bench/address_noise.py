"""Addresses as people and readers of print write them, with the truth beside.

Imports nothing of the program: it reads the towns out of the built gazetteer with code of its own.
Each case is one real town with a postal code, invented numbers and an invented building, and one
kind of noise.
"""

from __future__ import annotations

import array
import json
import random
import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

HELD_OUT = "covered"
"""The kind of noise that nobody looked at while the reader was written."""

_OLD_SHAPES = dict(
    zip(
        "沢浜国広斉辺高崎桜学竜滝島条関竹塩黒児条豊恵鉄県区当伝万来真静円実楽荘",
        "澤濱國廣齊邊髙﨑櫻學龍瀧嶋條關竹鹽黑兒條豐惠鐵縣區當傳萬來眞靜圓實樂莊",
        strict=True,
    )
)
_LOOK_ALIKES = {
    "二": "ニ", "口": "ロ", "力": "カ", "夕": "タ", "工": "エ", "八": "ハ", "三": "ミ", "千": "干",
    "土": "士", "大": "犬", "田": "由", "木": "本", "石": "右", "日": "目", "王": "玉", "未": "末",
    "鳥": "烏", "間": "問", "水": "氷", "ロ": "口", "カ": "力", "ニ": "二", "ハ": "八", "タ": "夕",
    "崎": "埼", "治": "冶", "井": "丼", "上": "土", "川": "州", "西": "酉", "宮": "官", "東": "束",
    "新": "薪", "住": "佳", "坂": "板", "天": "夫", "北": "比", "小": "少", "中": "申",
}  # fmt: skip
_HALVES = {
    "明": "日月", "林": "木木", "村": "木寸", "町": "田丁", "松": "木公", "畑": "火田",
    "岩": "山石", "崎": "山奇", "杉": "木彡", "柏": "木白", "相": "木目", "和": "禾口",
    "加": "カロ", "野": "里予", "針": "金十", "鈴": "金令", "銀": "金艮", "館": "食官",
    "旭": "九日", "時": "日寺", "神": "ネ申", "仁": "イ二", "仲": "イ中", "住": "イ主",
    "保": "イ呆", "佐": "イ左", "伊": "イ尹", "浜": "シ兵", "清": "シ青", "池": "シ也",
    "沢": "シ尺", "堀": "土屈", "城": "土成", "坂": "土反", "朝": "卓月",
}  # fmt: skip
_KANJI = "〇一二三四五六七八九"
_BUILDINGS = (
    *("コーポ架空", "見本ハイツ", "第2例示ビル"),
    *("ダイアパレス仮野3", "メゾン見本", "仮野荘"),
)


@dataclass(frozen=True, slots=True)
class Place:
    postal: str
    prefecture: str
    county: str
    city: str
    ward: str
    town: str
    chome: tuple[int, ...]
    unit: str


@dataclass(frozen=True, slots=True)
class Case:
    noise: str
    text: str
    postal: str
    city: str
    town: str
    numbers: tuple[str, ...]
    chome: str


@dataclass(slots=True)
class Draft:
    """One address in pieces, which a noise changes."""

    place: Place
    chome: str
    numbers: list[str]
    building: str
    prefecture: str
    county: str
    city: str
    town: str

    def text(self) -> str:
        place = self.place
        chome = f"{self.chome}{place.unit}" if self.chome else ""
        block = "-".join(self.numbers)
        head = f"{self.prefecture}{self.county}{self.city}{self.town}"
        return f"{head}{chome}{block}{' ' + self.building if self.building else ''}"


def read_places(folder: Path) -> list[Place]:
    """Every current town with a postal code of its own."""
    data = (folder / "gazetteer.bin").read_bytes()
    (length,) = struct.unpack("<I", data[8:12])
    header = json.loads(data[12 : 12 + length])
    start = 12 + length

    def section(name: str) -> array.array[int]:
        code, at, size = header[name]
        values: array.array[int] = array.array(code)
        values.frombytes(data[start + at : start + at + size])
        return values

    lines = bytes(section("places")).decode().split("\n")
    municipalities = [line.split("\t") for line in lines]
    names, names_at = bytes(section("names")), section("names_at")
    town_place, chome, flags = section("town_place"), section("town_chome"), section("town_flags")
    found = []
    for code, town in zip(section("postal_code"), section("postal_town"), strict=True):
        if town >> 31:
            continue
        _, prefecture, county, city, ward, _, current = municipalities[town_place[town]]
        name = names[names_at[town] : names_at[town + 1]].decode()
        if current != "1" or len(name) > 12 or re.search(r"[0-9A-Za-z()]", name):
            continue
        numbers = tuple(n for n in range(1, 64) if chome[town] >> n & 1)
        unit = "丁" if flags[town] & 2 else "丁目"
        found.append(Place(f"{code:07d}", prefecture, county, city, ward, name, numbers, unit))
    return found


def cases(places: list[Place], number: int, seed: int) -> Iterator[Case]:
    """`number` cases, every kind of noise in turn."""
    chance = random.Random(seed)
    kinds = list(NOISES)
    made = 0
    while made < number:
        kind = kinds[made % len(kinds)]
        draft = _draft(chance, chance.choice(places))
        text = NOISES[kind](draft, chance)
        if text is None:
            continue
        made += 1
        place = draft.place
        city = f"{place.prefecture}{place.county}{place.city}{place.ward}"
        numbers = (*((draft.chome,) if draft.chome else ()), *draft.numbers)
        yield Case(kind, text, place.postal, city, place.town, numbers, draft.chome)


def _draft(chance: random.Random, place: Place) -> Draft:
    chome = str(chance.choice(place.chome)) if place.chome else ""
    numbers = [str(chance.randint(1, 40))]
    if chome or chance.random() < 0.6:
        numbers.append(str(chance.randint(1, 30)))
    if not chome and len(numbers) == 1:
        numbers = [str(chance.randint(41, 3000))]
    building = ""
    if chance.random() < 0.4:
        building = f"{chance.choice(_BUILDINGS)} {chance.randint(1, 9)}0{chance.randint(1, 9)}号室"
    city = f"{place.city}{place.ward}"
    return Draft(place, chome, numbers, building, place.prefecture, place.county, city, place.town)


def _clean(draft: Draft, _: random.Random) -> str:
    return draft.text()


def _dropped(draft: Draft, chance: random.Random) -> str:
    """One character of the head is lost."""
    head = len(draft.prefecture + draft.county + draft.city + draft.town)
    text, at = draft.text(), chance.randrange(head)
    return text[:at] + text[at + 1 :]


def _look_alike(draft: Draft, chance: random.Random) -> str | None:
    """One or two characters of the head are taken for others."""
    head = len(draft.prefecture + draft.county + draft.city + draft.town)
    text = draft.text()
    places = [at for at in range(head) if text[at] in _LOOK_ALIKES]
    if not places:
        return None
    for at in chance.sample(places, min(len(places), chance.choice((1, 1, 2)))):
        text = text[:at] + _LOOK_ALIKES[text[at]] + text[at + 1 :]
    return text


def _old_shapes(draft: Draft, _: random.Random) -> str | None:
    text = draft.text()
    old = "".join(_OLD_SHAPES.get(c, c) for c in text)
    return old if old != text else None


def _inner_spaces(draft: Draft, chance: random.Random) -> str:
    text = draft.text()
    for _ in range(chance.choice((1, 2, 3))):
        at = chance.randrange(1, len(text))
        if not (text[at - 1].isdigit() and text[at].isdigit()):
            text = text[:at] + chance.choice((" ", "　")) + text[at:]
    return text


def _full_width(draft: Draft, _: random.Random) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in draft.text())


def _hyphenated(draft: Draft, chance: random.Random) -> str | None:
    """1-2-3 for 一丁目2番3号."""
    if not draft.chome:
        return None
    head = f"{draft.prefecture}{draft.county}{draft.city}{draft.town}"
    sign = chance.choice(("-", "－", "ー", "‐", "の", "−"))
    return f"{head}{sign.join((draft.chome, *draft.numbers))} {draft.building}".rstrip()


def _kanji_numbers(draft: Draft, _: random.Random) -> str:
    head = f"{draft.prefecture}{draft.county}{draft.city}{draft.town}"
    chome = f"{_kanji(draft.chome)}{draft.place.unit}" if draft.chome else ""
    units = ("番", "号") if draft.chome else ("番地", "号")
    block = "".join(_kanji(n) + unit for n, unit in zip(draft.numbers, units, strict=False))
    return f"{head}{chome}{block} {draft.building}".rstrip()


def _kanji(number: str) -> str:
    value = int(number)
    if value >= 100:
        return "".join(_KANJI[int(c)] for c in number)
    tens, ones = divmod(value, 10)
    before = _KANJI[tens] if tens > 1 else ""
    return before + ("十" if tens else "") + (_KANJI[ones] if ones else "")


def _aza_changed(draft: Draft, chance: random.Random) -> str | None:
    """大字 and 字 left out where they are, added where they are not."""
    if draft.town.startswith("大字"):
        draft.town = draft.town.removeprefix("大字")
    elif draft.chome or (not draft.place.county and chance.random() < 0.7):
        return None
    else:
        draft.town = "大字" + draft.town.removeprefix("字")
    return draft.text()


def _no_prefecture(draft: Draft, _: random.Random) -> str:
    draft.prefecture = ""
    return draft.text()


def _no_county(draft: Draft, chance: random.Random) -> str | None:
    if not draft.county:
        return None
    draft.county = ""
    if chance.random() < 0.3:
        draft.prefecture = ""
    return draft.text()


def _no_municipality(draft: Draft, _: random.Random) -> str | None:
    draft.prefecture = draft.county = draft.city = ""
    return draft.text() if len(draft.town) > 1 else None


def _kana_shapes(draft: Draft, chance: random.Random) -> str | None:
    shapes = {
        "ケ": "ヶがガ",
        "ヶ": "ケがガ",
        "ノ": "の之",
        "之": "のノ",
        "の": "ノ之",
        "ツ": "ッつ",
    }
    text = draft.text()
    changed = "".join(chance.choice(shapes[c]) if c in shapes else c for c in text)
    return changed if changed != text else None


def _swapped(draft: Draft, chance: random.Random) -> str | None:
    """Two neighbours of the town's name or the city's in the wrong order."""
    head = f"{draft.prefecture}{draft.county}{draft.city}{draft.town}"
    start = len(draft.prefecture)
    at = chance.randrange(start, len(head) - 1) if len(head) - 1 > start else -1
    if at < 0 or head[at] == head[at + 1]:
        return None
    text = draft.text()
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _split(draft: Draft, chance: random.Random) -> str | None:
    """One character of the city's or the town's name read as its two halves."""
    text = draft.text()
    start = len(draft.prefecture)
    end = start + len(draft.county) + len(draft.city) + len(draft.town)
    places = [at for at in range(start, end) if text[at] in _HALVES]
    if not places:
        return None
    at = chance.choice(places)
    return text[:at] + _HALVES[text[at]] + text[at + 1 :]


def _covered(draft: Draft, chance: random.Random) -> str | None:
    """A stamp or a stain on one character of the city's or the town's name."""
    start = len(draft.prefecture)
    end = start + len(draft.county) + len(draft.city) + len(draft.town)
    at = chance.randrange(start, end)
    text = draft.text()
    return text[:at] + chance.choice("■〓？*") + text[at + 1 :]


NOISES: dict[str, Callable[[Draft, random.Random], str | None]] = {
    "clean": _clean,
    "dropped": _dropped,
    "look-alike": _look_alike,
    "old shapes": _old_shapes,
    "inner spaces": _inner_spaces,
    "full width": _full_width,
    "hyphenated": _hyphenated,
    "kanji numbers": _kanji_numbers,
    "大字 changed": _aza_changed,
    "no prefecture": _no_prefecture,
    "no county": _no_county,
    "no municipality": _no_municipality,
    "kana shapes": _kana_shapes,
    "swapped": _swapped,
    "split": _split,
    HELD_OUT: _covered,
}
