"""The gazetteer of Japan: municipalities, towns, 小字 and postal codes in mapped files.

Built by resources/gazetteer/build.py; its keys are made by `place_key`. Nothing is read before it
is asked for, and nothing changes: threads may share one.
"""

from __future__ import annotations

import json
import mmap
import struct
from bisect import bisect_left
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import marisa_trie

_TRIES: Final = ("places.trie", "towns.trie", "names.trie")
_SECTIONS: Final = "gazetteer.bin"
FILES: Final = (*_TRIES, _SECTIONS)
_MAGIC: Final = b"MADOGAZ1"
_SEVERAL: Final = 1 << 31
_WHOLE: Final = 1 << 31
_AZA: Final = 1 << 28
_ALIAS: Final = 1 << 29
_LOOSE: Final = 1 << 30
_NUMBER: Final = (1 << 24) - 1
_FIRST_MARK: Final = 0xE000
_BASE: Final = 1
_CHO: Final = 2
_MOST_CHOME: Final = 9
_SOME: Final = 4


class GazetteerDamaged(ValueError):
    """The files in the folder are no gazetteer of this program."""


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality, or one ward of a designated city. Not `current`: its name is an older one."""

    index: int
    code: str
    prefecture: str
    county: str
    city: str
    ward: str
    kana: str
    current: bool

    @property
    def name(self) -> str:
        return f"{self.county}{self.city}{self.ward}"


@dataclass(frozen=True, slots=True)
class Town:
    """大字・町 as registered. `chome` are its 丁目; `base`: it has land outside every 丁目; `some`:
    the postal list says that it has 丁目, and not which."""

    number: int
    place: int
    name: str
    chome: frozenset[int]
    base: bool
    cho: bool
    some: bool

    def has_chome(self, number: int) -> bool:
        """Whether it has this 丁目, as far as is known."""
        return number in self.chome or (self.some and not self.chome and number <= _MOST_CHOME)


@dataclass(frozen=True, slots=True)
class TownMatch:
    """`length` characters of the key are a town, or a 小字 of `town` (none for a loose one)."""

    length: int
    town: int
    aza: bool
    alias: bool
    loose: bool


class Gazetteer:
    def __init__(
        self,
        sections: dict[str, memoryview],
        places: marisa_trie.Trie,
        towns: marisa_trie.Trie,
        names: marisa_trie.Trie,
    ) -> None:
        self._of = sections
        self._place_trie, self._town_trie, self._name_trie = places, towns, names
        self.places = tuple(_places(bytes(sections["places"])))
        self.prefectures = tuple(dict.fromkeys(place.prefecture for place in self.places))
        self._towns: dict[int, Town] = {}

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Map the files. Raises FileNotFoundError, or GazetteerDamaged."""
        with (folder / _SECTIONS).open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        tries = []
        for name in _TRIES:
            trie = marisa_trie.Trie()
            trie.mmap(str(folder / name))
            tries.append(trie)
        return cls(_sections(memoryview(mapped)), *tries)

    def municipalities_at(self, key: str) -> list[tuple[int, list[int]]]:
        """What the key may begin with: length and municipalities, the longest first."""
        values = self._of["place_value"]
        found = [
            (len(prefix), self._records("place", values[self._place_trie[prefix]]))
            for prefix in self._place_trie.prefixes(key)
        ]
        found.reverse()
        return found

    def towns_at(self, place: int, key: str) -> list[TownMatch]:
        """The towns and 小字 of a municipality that the key begins with, the longest first."""
        values = self._of["town_value"]
        found: list[TownMatch] = []
        for prefix in self._town_trie.prefixes(chr(_FIRST_MARK + place) + key):
            value = values[self._town_trie[prefix]]
            length = len(prefix) - 1
            if value < _SEVERAL:
                found.append(_match(length, value))
            else:
                found.extend(_match(length, one) for one in self._records("town", value))
        found.reverse()
        return found

    def names_at(self, key: str) -> list[tuple[int, list[int]]]:
        """Towns anywhere in Japan that the key begins with: length and numbers, longest first."""
        values = self._of["name_value"]
        found = [
            (len(prefix), self._records("name", values[self._name_trie[prefix]]))
            for prefix in self._name_trie.prefixes(key)
        ]
        found.reverse()
        return found

    def town(self, number: int) -> Town:
        known = self._towns.get(number)
        if known is None:
            flags, mask = self._of["town_flags"][number], self._of["town_chome"][number]
            known = self._towns[number] = Town(
                number,
                self._of["town_place"][number],
                self._text("names", number),
                frozenset(n for n in range(1, 64) if mask >> n & 1),
                bool(flags & _BASE),
                bool(flags & _CHO),
                bool(flags & _SOME),
            )
        return known

    def kana(self, number: int) -> str:
        """The reading of a town's name in katakana; "" where the postal list does not give it."""
        return self._text("kana", number)

    def by_postal(self, code: str) -> tuple[tuple[int, int | None], ...]:
        """(municipality, town) of seven digits; town None for a municipality as a whole."""
        wanted = int(code)
        codes, towns = self._of["postal_code"], self._of["postal_town"]
        found: list[tuple[int, int | None]] = []
        at = bisect_left(codes, wanted)
        while at < len(codes) and codes[at] == wanted:
            value = towns[at]
            if value & _WHOLE:
                found.append((value & ~_WHOLE, None))
            else:
                found.append((self._of["town_place"][value], value))
            at += 1
        return tuple(found)

    def postal_codes(self, number: int) -> tuple[str, ...]:
        """The postal codes of a town."""
        towns, codes = self._of["coded_town"], self._of["coded_postal"]
        found = []
        at = bisect_left(towns, number)
        while at < len(towns) and towns[at] == number:
            found.append(f"{codes[at]:07d}")
            at += 1
        return tuple(found)

    def successor(self, number: int) -> int:
        """The same town in the municipality of today; the town itself where nothing changed."""
        old = self._of["old_town"]
        at = bisect_left(old, number)
        if at < len(old) and old[at] == number:
            return int(self._of["new_town"][at])
        return number

    def towns_of(self, place: int) -> tuple[tuple[str, int], ...]:
        """Every town of a municipality by its key, without 小字 and aliases."""
        mark = chr(_FIRST_MARK + place)
        values = self._of["town_value"]
        return tuple(
            (key[1:], record & _NUMBER)
            for key in self._town_trie.keys(mark)
            for record in self._records("town", values[self._town_trie[key]])
            if not record & (_AZA | _ALIAS | _LOOSE)
        )

    def _records(self, name: str, value: int) -> list[int]:
        if value < _SEVERAL:
            return [value]
        more, at = self._of[f"{name}_more"], value & ~_SEVERAL
        return list(more[at + 1 : at + 1 + more[at]])

    def _text(self, name: str, number: int) -> str:
        at = self._of[f"{name}_at"]
        return bytes(self._of[name][at[number] : at[number + 1]]).decode()


def _match(length: int, record: int) -> TownMatch:
    return TownMatch(
        length,
        record & _NUMBER,
        bool(record & _AZA),
        bool(record & _ALIAS),
        bool(record & _LOOSE),
    )


def _sections(data: memoryview) -> dict[str, memoryview]:
    if bytes(data[: len(_MAGIC)]) != _MAGIC:
        raise GazetteerDamaged
    start = len(_MAGIC) + 4
    (length,) = struct.unpack("<I", data[len(_MAGIC) : start])
    header = json.loads(bytes(data[start : start + length]))
    start += length
    return {
        name: data[start + at : start + at + size].cast(code)
        for name, (code, at, size) in header.items()
    }


def _places(text: bytes) -> list[Place]:
    found = []
    for index, line in enumerate(text.decode().split("\n")):
        code, prefecture, county, city, ward, kana, current = line.split("\t")
        found.append(Place(index, code, prefecture, county, city, ward, kana, current == "1"))
    return found
