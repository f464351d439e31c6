"""Building, wing, floor and room of an address: what stands behind the block number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from desktop.address.characters import visible
from desktop.address.numerals import number_of
from desktop.address.parse import Address
from desktop.address.tail import building_key, room_key

_WING_AT_END = re.compile(r"[\s\-]*第?(?P<wing>[A-Z]|[0-9]{1,3}|[東西南北])\s?(?:号棟|号館|棟)$")
_WING_BEFORE_ROOM = re.compile(
    r"(?:(?P<number>[0-9]{1,3})-|(?P<letter>[A-Z])-?)(?P<room>[0-9]{1,5}[A-Z]?)"
)
_FLOOR_ONLY = re.compile(r"B?[0-9]{1,3}F")
_ORDINAL = re.compile(r"第(?P<kanji>[一二三四五六七八九十]+)")
_ROMAN = re.compile(r"(?<![A-Z])(?:VIII|VII|VI|IV|IX|V|III|II|I)(?![A-Z])")
_ROMAN_VALUE: Final = {
    roman: str(value)
    for value, roman in enumerate(("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"), 1)
}
_ROMAN_BEFORE_ROOM = re.compile(
    r"^(?P<name>.*[^A-Z0-9\s-](?:VIII|VII|VI|IV|IX|V|III|II|I))(?P<room>[0-9]{2,4})(?:号室|号|室)?$"
)
_RUNS = re.compile(r"[0-9]+|[A-Z]+|[^0-9A-Z]+")
_FLOOR_IN_ROOM: Final = 100


@dataclass(frozen=True, slots=True)
class Dwelling:
    """`name` is the key of the building's name without its wing."""

    name: str = ""
    wing: str = ""
    floor: str = ""
    room: str = ""

    @property
    def unit(self) -> tuple[str, ...]:
        """Wing and room, what there is of them."""
        return tuple(part for part in (self.wing, self.room) if part)

    @property
    def runs(self) -> tuple[str, ...]:
        """Name, wing and room cut at numbers and letters: みどり荘5 and みどり荘 5号室 alike,
        みどり荘1-23 and みどり荘12-3 not."""
        parts = (self.name, self.wing, self.room)
        return tuple(run for part in parts for run in _RUNS.findall(part))

    @property
    def implied_floor(self) -> str:
        """301 is on the third floor; "" where the room's number tells none."""
        digits = self.room.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        above = int(digits) // _FLOOR_IN_ROOM if digits.isdigit() else 0
        return f"{above}F" if above else ""


def dwelling(address: Address) -> Dwelling:
    floor, room = room_key(address.floor), room_key(address.room)
    name = visible(address.building).upper()
    wing = ""
    if _FLOOR_ONLY.fullmatch(room):
        floor, room = floor or room, ""
    if (at_end := _WING_AT_END.search(name)) is not None:
        wing, name = at_end["wing"], name[: at_end.start()]
    elif not room and (behind := _ROMAN_BEFORE_ROOM.search(name)) is not None:
        name, room = behind["name"], room_key(behind["room"])
    elif (before := _WING_BEFORE_ROOM.fullmatch(room)) is not None:
        wing, room = before["number"] or before["letter"], before["room"]
    return Dwelling(name_key(name), wing.lstrip("0"), floor, room)


def name_key(name: str) -> str:
    """第二ビル and 第2ビル, グリーンⅡ and グリーン2 alike."""
    plain = _ORDINAL.sub(_in_digits, building_key(visible(name)))
    return _ROMAN.sub(lambda match: _ROMAN_VALUE[match[0]], plain)


def _in_digits(match: re.Match[str]) -> str:
    value = number_of(match["kanji"])
    return match[0] if value is None else f"第{value}"
