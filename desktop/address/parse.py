"""Read a Japanese address into its parts, keeping the place of each part in the original.

Thin on purpose: endings and a typed sequence of numbers, no gazetteer. What it cannot tell it
leaves together, so that a person looks; it never guesses a municipality (DOMAIN §7).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from desktop.address.characters import fold_variants
from desktop.address.fold import LONGEST, Folded, fold, fold_numerals
from desktop.address.keys import postal_key
from desktop.address.municipalities import read_head
from desktop.address.tail import read_tail, room_key


@dataclass(frozen=True, slots=True)
class Number:
    """One number of the sequence and its counter: 丁目, 番, 号, 地割, 線 or "" (a hyphen)."""

    value: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """An address in parts. Components are normalised text; `spans` are places in `input`.

    `numbers` is the whole sequence, 丁目 included; `block` is what follows the 丁目. `key` is
    equal for spellings of one address. `floor` is set only where a room follows it. `depth` is
    none, prefecture, city, town or number.
    """

    input: str
    postal_code: str = ""
    prefecture: str = ""
    county: str = ""
    city: str = ""
    ward: str = ""
    town: str = ""
    chome: str = ""
    block: str = ""
    numbers: tuple[Number, ...] = ()
    building: str = ""
    floor: str = ""
    room: str = ""
    key: str = ""
    depth: str = "none"
    spans: Mapping[str, tuple[int, int]] = field(default_factory=dict, hash=False)
    alternatives: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def municipality(self) -> str:
        """County, city and ward as one text."""
        return self.county + self.city + self.ward

    @property
    def blank(self) -> bool:
        return not any(c.isalnum() for c in self.input)


_POSTAL = re.compile(
    r"\s*(?:〒\s?(?P<marked>[0-9]{3}-?[0-9]{4})|(?P<bare>[0-9]{3}-[0-9]{4}))(?![0-9\-])\s?"
)
_FIRST_NUMBER = re.compile(r"無番地|番外地|第?[0-9]|(?<![A-Za-z])[A-Za-z](?=-?[0-9])")
_ROOM_AHEAD = re.compile(r"[0-9]+\s?(?:号室|室|階|[Ff](?![A-Za-z])|号?棟|号館)")
_NUMBER = re.compile(
    r"第?(?P<value>[0-9]+|[A-Za-z](?=-?[0-9])|無番地|番外地)"
    r"(?P<unit>丁目|番地|番(?!館)|号(?![室棟館])|地割|線|)"
    r"(?P<link>の(?=[0-9])|ノ(?=[0-9])|之(?=[0-9])|-(?=[0-9])|-(?=[A-Za-z]-?[0-9])|)"
)
_UNITS: Final[Mapping[str, str]] = {"番地": "番"}
_CONTINUED_BY: Final = frozenset({"丁目", "番", "地割", "線"})
_DROPPED_IN_TOWN = re.compile(r"大字|(?<![文十])字")
_TOWN_KANA = str.maketrans(
    {"ヶ": "ケ", "が": "ケ", "ガ": "ケ", "ヵ": "ケ", "の": "ノ", "之": "ノ", "ッ": "ツ", "っ": "ツ"}
    | {"つ": "ツ"}
)
_ROOM_OF_FOUR: Final = 4
_FIRST_ROOM: Final = 101


def parse(text: str, postal: str = "") -> Address:
    """Read one address. Any text is read; what is no address has depth "none"."""
    if len(text) > LONGEST:
        return Address(input=text, notes=("長すぎるため読みません",))
    folded = fold_numerals(fold(text))
    line = folded.text
    spans: dict[str, tuple[int, int]] = {}
    notes: list[str] = []

    written = _POSTAL.match(line)
    start = written.end() if written else 0
    postal_code = postal_key(postal)
    if written:
        in_text = postal_key(written["marked"] or written["bare"])
        spans["postal_code"] = folded.span(*_inner(line, 0, start))
        if postal_code and postal_code != in_text:
            notes.append("郵便番号が二通り書かれています")
        postal_code = postal_code or in_text

    head = read_head(line, start)
    parts: dict[str, str] = {}
    for name in ("prefecture", "county", "city", "ward"):
        first, last = getattr(head, name)
        parts[name] = line[first:last]
        _note_span(spans, folded, name, first, last)

    first_number = _FIRST_NUMBER.search(line, head.end)
    town_end = first_number.start() if first_number else len(line)
    first, last = _inner(line, head.end, town_end)
    town = line[first:last].replace(" ", "")
    _note_span(spans, folded, "town", first, last)

    numbers, block_start, end = _read_numbers(line, town_end)
    chome = numbers[0].value if numbers and numbers[0].unit == "丁目" else ""
    if chome:
        _note_span(spans, folded, "chome", town_end, block_start)
    block_first, block_last = _inner(line, block_start, end)
    tail = read_tail(line, end)
    room, room_span = tail.room, (tail.room_start, tail.room_end)
    if not tail.text and _ends_in_room(numbers):
        room = numbers[-1].value
        room_span = (block_last - len(room), block_last)
        block_last = max(block_first, room_span[0] - 1)
        numbers = numbers[:-1]
        notes.append("末尾の数字を部屋番号と読みました")
    _note_span(spans, folded, "block", block_first, block_last)
    _note_span(spans, folded, "building", tail.building_start, tail.building_end)
    _note_span(spans, folded, "room", *room_span)

    address = Address(
        input=text,
        postal_code=postal_code,
        town=town,
        chome=chome,
        block="-".join(n.value for n in (numbers[1:] if chome else numbers)),
        numbers=numbers,
        building=tail.building,
        floor=tail.floor,
        room=room,
        spans=spans,
        notes=tuple(notes),
        prefecture=parts["prefecture"],
        county=parts["county"],
        city=parts["city"],
        ward=parts["ward"],
    )
    return _finished(address)


def join_parts(prefecture: str, city: str, town: str, block: str, building: str, room: str) -> str:
    """The boxes of a form as one line, blanks only where parts would run together."""
    town, block = town.strip(), block.strip()
    between = "-" if town[-1:].isdigit() and block[:1].isdigit() else ""
    street = f"{prefecture.strip()}{city.strip()}{town}{between}{block}"
    return " ".join(part for part in (street, building.strip(), room.strip()) if part)


def town_key(town: str) -> str:
    """Spellings of one town name alike: 大字 and 字 dropped, ヶ, ノ and ツ of one shape."""
    plain = _DROPPED_IN_TOWN.sub("", town.replace(" ", ""))
    return plain.translate(_TOWN_KANA).upper()


def _finished(address: Address) -> Address:
    depth = "none"
    if address.prefecture:
        depth = "prefecture"
    if address.city:
        depth = "city"
        if address.town:
            depth = "town"
        if address.numbers:
            depth = "number"
    municipality = (address.city + address.ward).translate(_TOWN_KANA)
    numbers = "-".join(number_key(n) for n in address.numbers)
    key = "|".join(
        (
            fold_variants(municipality),
            fold_variants(town_key(address.town)),
            numbers,
            room_key(address.room),
        )
    )
    return replace(address, depth=depth, key=key if address.numbers else "")


def number_key(number: Number) -> str:
    """A number's value without leading zeros, letters as capitals."""
    return number.value.lstrip("0").upper() or "0"


def _read_numbers(line: str, start: int) -> tuple[tuple[Number, ...], int, int]:
    """The numbers from `start`, the place after a leading 丁目, and where the sequence ends."""
    numbers: list[Number] = []
    at, block_start = start, start
    while (match := _NUMBER.match(line, at)) and not _ROOM_AHEAD.match(line, at):
        unit = _UNITS.get(match["unit"], match["unit"])
        numbers.append(Number(match["value"], unit))
        at = match.end()
        if len(numbers) == 1 and unit == "丁目":
            block_start = at
        if match["link"]:
            continue
        if unit not in _CONTINUED_BY:
            if not (match["value"].isalpha() and match["value"].isascii()):
                break
            continue
        after = at + 1 if line[at : at + 1] == " " else at
        if after < len(line) and line[after].isdigit():
            at = after
        else:
            break
    return tuple(numbers), block_start, at


def _ends_in_room(numbers: tuple[Number, ...]) -> bool:
    """Whether a bare fourth number is a room: 2-8-14-203."""
    last = numbers[-1] if len(numbers) >= _ROOM_OF_FOUR else Number("")
    return not last.unit and last.value.isdigit() and int(last.value) >= _FIRST_ROOM


def _inner(line: str, start: int, end: int) -> tuple[int, int]:
    """The same place without blanks and hyphens at its ends."""
    while start < end and line[start] in " -":
        start += 1
    while end > start and line[end - 1] in " -":
        end -= 1
    return start, end


def _note_span(
    spans: dict[str, tuple[int, int]], folded: Folded, name: str, start: int, end: int
) -> None:
    if start < end:
        spans[name] = folded.span(start, end)
