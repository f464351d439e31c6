"""What invented people write into the fields: names and numbers of nobody, drawn by a seed.

A field is answered by its key, or by its kind of characters where the key is new, so that a form
drawn later is filled in as well.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from reading_paper import Form, Place

_FILE = Path(__file__).with_name("reading_words.toml")
_WORDS = tomllib.loads(_FILE.read_text("utf-8"))
_CITIES: list[tuple[str, str, str]] = _WORDS["cities"]
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}
_LATIN = "ABCDEF"

Rng = np.random.Generator


def _one(rng: Rng, words: Sequence[str]) -> str:
    return words[int(rng.integers(len(words)))]


def _date(rng: Rng, first: int, last: int) -> str:
    year, month = int(rng.integers(first, last + 1)), int(rng.integers(1, 13))
    day = int(rng.integers(1, 29))
    era = "令和" if year >= 2020 else "平成" if year >= 1990 else "昭和"
    own = year - _ERAS[era]
    match int(rng.integers(4)):
        case 0:
            return f"{year}年{month}月{day}日"
        case 1:
            return f"{year}/{month}/{day}"
        case _:
            return f"{era}{own}年{month}月{day}日"


def _phone(rng: Rng) -> str:
    tail = f"{rng.integers(10000):04d}"
    match int(rng.integers(4)):
        case 0:
            return f"090-{rng.integers(10000):04d}-{tail}"
        case 1:
            return f"049-{rng.integers(200, 300)}-{tail}"
        case 2:
            return f"0{rng.integers(3, 7)}-{rng.integers(1000, 10000)}-{tail}"
        case _:
            return f"080{rng.integers(10000):04d}{tail}"


def _block(rng: Rng) -> str:
    a, b, c = (int(n) for n in rng.integers(1, (40, 30, 20)))
    ways = (
        f"{a}-{b}",
        f"{a}-{b}-{c}",
        f"{a}番{b}号",
        f"{a}番地{b}",
        f"{a * b}番地",
        f"{a}番地の{b}",
    )
    return _one(rng, ways)


def _room(rng: Rng) -> str:
    floor, door = int(rng.integers(1, 13)), int(rng.integers(1, 12))
    number = f"{floor}{door:02d}"
    ways = (
        number,
        number,
        f"{number}号室",
        f"{_LATIN[door % 6]}-{number}",
        f"{_LATIN[door % 6]}棟{number}",
    )
    return _one(rng, ways)


def _town(rng: Rng) -> str:
    town = _one(rng, _WORDS["towns"])
    if town.endswith("丁目") or rng.random() < 0.35:
        return town
    number = int(rng.integers(1, 8))
    return (
        f"{town}{number}丁目" if rng.random() < 0.7 else f"{town}{'一二三四五六七'[number - 1]}丁目"
    )


def _name(rng: Rng) -> str:
    blank = _one(rng, ("", " ", "　"))
    return _one(rng, _WORDS["family"]) + blank + _one(rng, _WORDS["given"])


def _address(rng: Rng) -> str:
    prefecture, city, _ = _CITIES[int(rng.integers(len(_CITIES)))]
    return prefecture + city + _town(rng) + _block(rng)


def _detail(rng: Rng) -> str:
    ways = (_phone, _name, _address, lambda r: _one(r, _WORDS["buildings"]))
    return ways[int(rng.integers(len(ways)))](rng)


_BY_KEY: dict[str, Callable[[Rng], str]] = {
    "request_date": lambda rng: _date(rng, 2026, 2027),
    "birth": lambda rng: _date(rng, 1930, 2007),
    "name": _name,
    "agent_name": _name,
    "family_kana": lambda rng: _one(rng, _WORDS["family_kana"]),
    "given_kana": lambda rng: _one(rng, _WORDS["given_kana"]),
    "town": _town,
    "block": _block,
    "building": lambda rng: _one(rng, _WORDS["buildings"]) if rng.random() < 0.6 else "",
    "room": lambda rng: _room(rng) if rng.random() < 0.6 else "",
    "address": _address,
    "agent_address": _address,
    "agent_relation": lambda rng: _one(rng, _WORDS["relations"]),
}
_BY_WORD: tuple[tuple[str, Callable[[Rng], str]], ...] = (
    ("_what", lambda rng: _one(rng, _WORDS["things"])),
    ("_now", _detail),
    ("_right", _detail),
    ("target", lambda rng: _one(rng, _WORDS["things"])),
    ("reason", lambda rng: _one(rng, _WORDS["reasons"])),
    ("evidence", lambda rng: _one(rng, _WORDS["reasons"])),
)
_BY_CHARSET: dict[str, Callable[[Rng], str]] = {
    "phone": _phone,
    "kana": lambda rng: _one(rng, _WORDS["family_kana"]),
    "date": lambda rng: _date(rng, 1990, 2027),
    "number": _block,
    "japanese": lambda rng: _one(rng, _WORDS["reasons"]),
}


def answers(form: Form, rng: Rng) -> dict[str, str]:
    """One person's answers by field; "" where the field stays empty, "1" for a mark."""
    prefecture, city, postal = _CITIES[int(rng.integers(len(_CITIES)))]
    found = {}
    chosen: set[str] = set()
    for place in form.places:
        if place.kind == "tick":
            marked = rng.random() < 0.35 and not (place.group and place.group in chosen)
            found[place.key] = "1" if marked else ""
            if marked:
                chosen.add(place.group)
        elif place.key == "prefecture":
            found[place.key] = prefecture
        elif place.key == "city":
            found[place.key] = city
        elif place.kind == "comb":
            tail = "".join(str(n) for n in rng.integers(0, 10, len(place.cells) - len(postal)))
            found[place.key] = postal + tail
        else:
            found[place.key] = _written(place, rng)
    return found


def _written(place: Place, rng: Rng) -> str:
    if place.key in _BY_KEY:
        return _BY_KEY[place.key](rng)
    for word, way in _BY_WORD:
        if word in place.key:
            return way(rng) if rng.random() < 0.6 else ""
    return _BY_CHARSET[place.charset](rng)
