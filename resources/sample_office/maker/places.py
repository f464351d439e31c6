"""Where the invented people live: real towns (Japan Post's list), invented houses."""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass, replace
from pathlib import Path

KANJI_DIGITS = "〇一二三四五六七八九"
# The writers' houses have names that no reader of print takes for another (ハ/八, カ/力).
CLEAR_BUILDINGS = (
    *("コーポ若葉", "メゾン見本", "サンライズ仮野", "グリーンハイム", "コーポみどり"),
    *("メゾン青葉", "パークハイツ", "レジデンス空", "グランデ例示", "コーポ日和"),
    *("サニーコート", "メゾン小春", "フラワーハイツ", "ヴィラ仮野"),
)
BUILDINGS = (*CLEAR_BUILDINGS, "ハイツ例示", "ハイツ桜", "ハイム見本", "カーサ若草")


@dataclass(frozen=True, slots=True)
class Place:
    """A town that exists; `chome` is how many 丁目 it has."""

    postal: str
    prefecture: str
    city: str
    town: str
    chome: int


@dataclass(frozen=True, slots=True)
class Home:
    """An invented house or flat in a town."""

    place: Place
    chome: int
    ban: int
    go: int
    building: str = ""
    room: str = ""

    @property
    def postal(self) -> str:
        return f"{self.place.postal[:3]}-{self.place.postal[3:]}"

    @property
    def town(self) -> str:
        return f"{self.place.town}{self.chome}丁目"

    @property
    def block(self) -> str:
        return f"{self.ban}-{self.go}"

    @property
    def area(self) -> str:
        return f"{self.place.prefecture}{self.place.city}"

    def short(self) -> str:
        """As people write: 2丁目14-6 コーポ若葉 203."""
        flat = f" {self.building} {self.room}" if self.building else ""
        return f"{self.area}{self.town}{self.block}{flat}"

    def formal(self) -> str:
        """As offices print: 2丁目14番6号 コーポ若葉203号室."""
        flat = f" {self.building}{self.room}号室" if self.building else ""
        return f"{self.area}{self.town}{self.ban}番{self.go}号{flat}"

    def kanji(self) -> str:
        """With the 丁目 in kanji, as certificates of residence print it."""
        flat = f" {self.building}{self.room}号室" if self.building else ""
        chome = KANJI_DIGITS[self.chome]
        return f"{self.area}{self.place.town}{chome}丁目{self.ban}番{self.go}号{flat}"

    def wide(self) -> str:
        """As an old host computer stores it: all digits and the hyphen in full width."""
        return self.short().translate(_WIDE)

    def in_room(self, room: str) -> Home:
        return replace(self, room=room)


_WIDE = str.maketrans("0123456789- ", "０１２３４５６７８９－　")


def load_places(path: Path) -> tuple[Place, ...]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return tuple(
            Place(r["postal"], r["prefecture"], r["city"], r["town"], int(r["chome"])) for r in rows
        )


def make_home(rng: random.Random, places: tuple[Place, ...], flat: bool | None = None) -> Home:
    """A new home. `flat` asks for a writer's flat or house; None lets the dice decide."""
    buildings = BUILDINGS if flat is None else CLEAR_BUILDINGS
    place = rng.choice(places)
    if flat is None:
        flat = rng.random() < 0.55
    home = Home(place, rng.randint(1, place.chome), rng.randint(1, 48), rng.randint(1, 28))
    if not flat:
        return home
    room = f"{rng.randint(1, 9)}0{rng.randint(1, 8)}"
    return replace(home, building=rng.choice(buildings), room=room)
