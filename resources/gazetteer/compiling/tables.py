"""The tables that the reader maps: tries over canonical names, and arrays beside them."""

from __future__ import annotations

import json
import re
import struct
import tempfile
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

import marisa_trie

from compiling.aliases import municipality_keys, town_aliases
from compiling.sources import Municipality, Sources, Town
from desktop.address.place_key import place_key

# Must agree with desktop/address/gazetteer.py.
AZA, ALIAS, LOOSE = 1 << 28, 1 << 29, 1 << 30
NO_TOWN = (1 << 24) - 1
FIRST_MARK = 0xE000
BASE, CHO, SOME = 1, 2, 4
WHOLE = 1 << 31
Put = Callable[[str, str, Iterable[int]], None]
_COUNTED_BEHIND = re.compile(r"[一二三四五六七八九十]+[ノ-]$")
_COUNTED = re.compile(r"[一二三四五六七八九十][東西南北ノ-]")
MAGIC = b"MADOGAZ1"
FILES = ("places.trie", "towns.trie", "names.trie", "gazetteer.bin")


class Tables:
    def __init__(self, sources: Sources) -> None:
        self.places = sources.municipalities
        self.index = {place.code: at for at, place in enumerate(self.places)}
        self.towns: list[tuple[int, Town]] = []
        self.number: dict[tuple[int, str], int] = {}
        for at, place in enumerate(self.places):
            for town in place.towns.values():
                self.number[at, town.name] = len(self.towns)
                self.towns.append((at, town))
        self.areas = sources.postal_areas
        self.records = self._town_records()
        self.successors = self._successors()

    def _town_records(self) -> dict[str, list[int]]:
        """Key with the municipality's mark in front → what may be meant, names before aliases."""
        found: dict[str, list[int]] = defaultdict(list)
        for at, place in enumerate(self.places):
            mark = chr(FIRST_MARK + at)
            named = {place_key(name) for name in place.towns}
            for name, town in place.towns.items():
                number = self.number[at, name]
                found[mark + place_key(name)].append(number)
                for aza in sorted(town.aza):
                    found[mark + place_key(name + aza)].append(number | AZA)
            for aza in sorted(place.aza):
                found[mark + place_key(aza)].append(NO_TOWN | AZA | LOOSE)
            for alias, name in town_aliases(place.towns, named):
                found[mark + alias].append(self.number[at, name] | ALIAS)
        return {key: _best(records) for key, records in found.items() if len(key) > 1}

    def _successors(self) -> list[tuple[int, int]]:
        """Towns of a municipality that is no more, and where they are now: 浜松市中区 → 中央区."""
        now: dict[tuple[str, str, str], int] = {}
        for number, (at, town) in enumerate(self.towns):
            place = self.places[at]
            if place.current:
                now.setdefault((place.prefecture, place.city, place_key(town.name)), number)
        found = []
        for number, (at, town) in enumerate(self.towns):
            place = self.places[at]
            successor = now.get((place.prefecture, place.city, place_key(town.name)))
            if not place.current and successor is not None:
                found.append((number, successor))
        return found

    def write(self, folder: Path) -> None:
        """The four files, written aside and renamed at the end: a running program has the old ones
        mapped, and goes on reading them."""
        with tempfile.TemporaryDirectory(dir=folder, prefix=".building-") as aside:
            self._write(Path(aside))
            for name in FILES:
                (Path(aside) / name).replace(folder / name)

    def _write(self, folder: Path) -> None:
        sections: list[tuple[str, str, bytes]] = []

        def put(name: str, code: str, values: Iterable[int]) -> None:
            sections.append((name, code, array(code, values).tobytes()))

        def put_texts(name: str, texts: Iterable[str]) -> None:
            offsets, blob = [0], bytearray()
            for text in texts:
                blob += text.encode()
                offsets.append(len(blob))
            put(f"{name}_at", "I", offsets)
            sections.append((name, "B", bytes(blob)))

        rows = (
            "\t".join((p.code, p.prefecture, p.county, p.city, p.ward, p.kana, str(int(p.current))))
            for p in self.places
        )
        sections.append(("places", "B", "\n".join(rows).encode()))
        self._write_trie(folder / "places.trie", "place", self._place_records(), put)
        self._write_trie(folder / "towns.trie", "town", self.records, put)
        self._write_trie(folder / "names.trie", "name", self._name_records(), put)
        put_texts("names", (town.name for _, town in self.towns))
        put_texts("kana", (town.kana for _, town in self.towns))
        put("town_place", "H", (at for at, _ in self.towns))
        put("town_chome", "Q", (sum(1 << n for n in town.chome) for _, town in self.towns))
        put("town_flags", "B", (_flags(town) for _, town in self.towns))
        put("old_town", "I", (old for old, _ in self.successors))
        put("new_town", "I", (new for _, new in self.successors))
        postal = sorted(self._postal())
        put("postal_code", "I", (code for code, _ in postal))
        put("postal_town", "I", (town for _, town in postal))
        by_town = sorted((town, code) for code, town in postal if not town & WHOLE)
        put("coded_town", "I", (town for town, _ in by_town))
        put("coded_postal", "I", (code for _, code in by_town))
        _write_sections(folder / "gazetteer.bin", sections)

    def _write_trie(self, path: Path, name: str, records: dict[str, list[int]], put: Put) -> None:
        """The trie, and per key one record, or the place of several in `<name>_more`."""
        trie = marisa_trie.Trie(records, order=marisa_trie.LABEL_ORDER)
        trie.save(str(path))
        values, more = array("I", bytes(4 * len(trie))), array("I")
        for key, found in sorted(records.items()):
            if len(found) == 1:
                values[trie[key]] = found[0]
                continue
            values[trie[key]] = WHOLE | len(more)
            more.append(len(found))
            more.extend(found)
        put(f"{name}_value", "I", values)
        put(f"{name}_more", "I", more)

    def _place_records(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for at, place in enumerate(self.places):
            for key in municipality_keys(place):
                if at not in found[key]:
                    found[key].append(at)
        return found

    def _name_records(self) -> dict[str, list[int]]:
        """Towns by name alone, for addresses that omit the municipality."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, (at, town) in enumerate(self.towns):
            key = place_key(town.name)
            if self.places[at].current and len(key) > 1:
                found[key].append(number)
        for at, place in enumerate(self.places):
            named = {place_key(name) for name in place.towns}
            for alias, name in town_aliases(place.towns, named):
                short = _COUNTED_BEHIND.sub("", alias)
                if place.current and _COUNTED.search(alias) and not {alias, short} & found.keys():
                    found[alias].append(self.number[at, name])
        return found

    def _postal(self) -> Iterable[tuple[int, int]]:
        for number, (_, town) in enumerate(self.towns):
            for code in town.postal:
                yield code, number
        for code, municipalities in self.areas.items():
            for municipality in municipalities:
                yield code, WHOLE | self.index[municipality]

    def summary(self) -> list[str]:
        return [
            f"{len(self.places)} municipalities, {len(self.towns)} towns, "
            f"{len(self.records)} keys, {len(self.successors)} successors"
        ]


def _flags(town: Town) -> int:
    plain = town.base or not town.chome
    return (BASE if plain else 0) | (CHO if town.cho else 0) | (SOME if town.has_chome else 0)


def _best(records: list[int]) -> list[int]:
    """Names hide aliases; 小字 hide nothing that is a town."""
    towns = [one for one in records if not one & (ALIAS | AZA)]
    aza = [one for one in records if one & AZA and not one & LOOSE]
    aliases = list(dict.fromkeys(one for one in records if one & ALIAS))
    if towns:
        return towns
    if aza:
        return [aza[0]]
    if aliases:
        return aliases
    return [records[0]]


def _write_sections(path: Path, sections: list[tuple[str, str, bytes]]) -> None:
    header: dict[str, tuple[str, int, int]] = {}
    at = 0
    for name, code, data in sections:
        at += -at % 8
        header[name] = (code, at, len(data))
        at += len(data)
    text = json.dumps(header).encode()
    text += b" " * (-(len(MAGIC) + 4 + len(text)) % 8)
    with path.open("wb") as file:
        file.write(MAGIC + struct.pack("<I", len(text)) + text)
        start = file.tell()
        for name, _, data in sections:
            file.write(b"\0" * (start + header[name][1] - file.tell()))
            file.write(data)


__all__ = ["Municipality", "Tables"]
