"""What happens to a name and an address on the way from a form to the desk.

The kinds follow what readers and people do: misread and lost characters, old ideographs, numbers
in another dress, parts left out, a missing or wrong postal code. Imports nothing of the program.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from register_generator import Home, Letter, Place, places, written

_LOOKALIKE = {
    "大": "太", "太": "大", "木": "本", "本": "木", "田": "由", "川": "州", "千": "干", "土": "士",
    "日": "目", "見": "貝", "島": "鳥", "崎": "埼", "井": "丼", "末": "未", "石": "右", "古": "吉",
    "山": "出", "口": "ロ", "ニ": "二", "力": "カ", "夕": "タ", "藤": "籐", "和": "知", "人": "入",
    "野": "墅", "町": "町", "中": "申", "上": "土", "西": "酉", "東": "束", "若": "苦", "渡": "度",
}  # fmt: skip
_OLD = {
    "高": "髙", "崎": "﨑", "辺": "邉", "斎": "齋", "斉": "齊", "浜": "濵", "沢": "澤", "広": "廣",
    "国": "國", "桜": "櫻", "関": "關", "滝": "瀧", "竜": "龍", "富": "冨", "島": "嶋", "恵": "惠",
}  # fmt: skip
_ANY = "村杉安永宗森福竹岩松西北南原河内花水光清"
_KANJI = "〇一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Rates:
    """How often each thing happens to a letter."""

    misread_name: float = 0.12
    lost_in_name: float = 0.03
    old_in_name: float = 0.15
    misread_town: float = 0.08
    lost_in_town: float = 0.03
    number_left_out: float = 0.03
    room_left_out: float = 0.05
    building_left_out: float = 0.10
    prefecture_left_out: float = 0.30
    city_left_out: float = 0.03
    postal_missing: float = 0.06
    postal_wrong: float = 0.06
    misread_kana: float = 0.10
    spaces: float = 0.08


def noisy(letter: Letter, at: Home, chance: random.Random, rates: Rates) -> Letter:
    """The letter as it arrives; `at` is the address it gives."""

    def happens(rate: float) -> bool:
        return chance.random() < rate

    name = letter.name
    if happens(rates.misread_name):
        name = misread(name, chance)
    elif happens(rates.lost_in_name):
        name = lose(name, chance)
    if happens(rates.old_in_name):
        name = "".join(_OLD.get(one, one) for one in name)
    name = chance.choice((name, name.replace(" ", ""), name.replace(" ", "　")))
    kana = misread_kana(letter.kana, chance) if happens(rates.misread_kana) else letter.kana

    place = at.place
    town = place.town
    if happens(rates.misread_town):
        town = misread(town, chance)
    elif len(town) > 2 and happens(rates.lost_in_town):
        town = lose(town, chance)
    prefecture = "" if happens(rates.prefecture_left_out) else place.prefecture
    city = "" if happens(rates.city_left_out) else place.city
    numbers = at.numbers
    if len(numbers) == 3 and happens(rates.number_left_out):
        gone = chance.randrange(len(numbers))
        numbers = (*numbers[:gone], *numbers[gone + 1 :])
    home = replace(at, place=replace(place, town=town, city=city, prefecture=prefecture))
    home = replace(home, numbers=numbers)
    if home.building and happens(rates.room_left_out) and letter.kind != "other room":
        home = replace(home, building="", room="")
    address = dressed(home, chance, bare=happens(rates.building_left_out))
    if happens(rates.spaces):
        cut = chance.randrange(1, len(address))
        address = f"{address[:cut]} {address[cut:]}"
    postal = letter.postal
    if happens(rates.postal_missing):
        postal = ""
    elif happens(rates.postal_wrong):
        postal = wrong_digit(postal, chance)
    return replace(letter, name=name, kana=kana, address=address, postal=postal)


def dressed(home: Home, chance: random.Random, *, bare: bool) -> str:
    """The same numbers in another dress; `bare`: the room without its building."""
    text = written(replace(home, building=""), chance.randrange(3))
    if home.room:
        name = "" if bare else home.building
        room = chance.choice((f"{home.room}号室", f"{home.room}号", home.room, f"{home.room}室"))
        if bare and "丁目" not in text and "番" not in text and chance.random() < 0.5:
            text = f"{text}-{home.room}"
        else:
            text = f"{text} {name}{chance.choice(('', ' ', '　')) if name else ''}{room}"
    dress: Callable[[str], str] = chance.choice((str, str, _wide, _wide_hyphens, _kanji_chome))
    return dress(text)


def misread(text: str, chance: random.Random) -> str:
    """One character taken for another: a look-alike where there is one."""
    at = chance.choice([i for i, one in enumerate(text) if one != " "])
    return text[:at] + _LOOKALIKE.get(text[at], chance.choice(_ANY)) + text[at + 1 :]


def lose(text: str, chance: random.Random) -> str:
    at = chance.choice([i for i, one in enumerate(text) if one != " "])
    return text[:at] + text[at + 1 :]


def misread_kana(text: str, chance: random.Random) -> str:
    if not text:
        return text
    at = chance.randrange(len(text))
    return text[:at] + chance.choice("アイカキサシタツナノマミヤラリン") + text[at + 1 :]


def wrong_digit(digits: str, chance: random.Random) -> str:
    at = chance.randrange(len(digits))
    return digits[:at] + str((int(digits[at]) + chance.randint(1, 9)) % 10) + digits[at + 1 :]


def _wide(text: str) -> str:
    return text.translate({ord(one): ord(one) + 0xFEE0 for one in "0123456789-"})


def _wide_hyphens(text: str) -> str:
    return text.replace("-", "−")


def _kanji_chome(text: str) -> str:
    return re.sub(r"([1-9])(?=丁目)", lambda found: _KANJI[int(found[1])], text)


__all__ = ["Place", "Rates", "noisy", "places"]
