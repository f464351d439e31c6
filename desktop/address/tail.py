"""What follows the block number: building and room (DOMAIN §7)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_ROOM = re.compile(
    r"(?P<before>^|[\s\-#]|(?<=[^0-9A-Za-z\-])|(?<=[0-9][Ff]))"
    r"(?P<room>(?:[0-9]{1,3}-)?[A-Za-z]?-?[0-9]{1,5}[A-Za-z]?)"
    r"\s?(?P<unit>号室|号|室)?$"
)
_LETTER = re.compile(r"(?P<before>)(?P<room>[A-Za-z])(?P<unit>号室|号|室)?")
_FLOOR = re.compile(r"(?P<before>^|\s?)(?P<room>(?:地下|B)?[0-9]{1,3}(?:階|F|f))$")
_FLOOR_BEFORE_ROOM = re.compile(r"\s?(?P<floor>(?:地下|B)?[0-9]{1,3}(?:階|F|f))[\s\-]?$")
_UNIT = re.compile(r"号室$|号$|室$")
_LETTER_HYPHEN = re.compile(r"(?<=[A-Z])-(?=[0-9])")
_LEADING_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")
_SHORTEST_BARE_ROOM: Final = 3
_EDGE: Final = " -#()"


@dataclass(frozen=True, slots=True)
class Tail:
    """Building and room with their places in the folded line; a floor before a room apart."""

    text: str
    building: str
    building_start: int
    building_end: int
    room: str
    room_start: int
    room_end: int
    floor: str
    floor_start: int = 0


def read_tail(line: str, start: int) -> Tail:
    """Split the rest of a line into building and room.

    One or two digits that touch the building's name are part of the name (ダイアパレス3), unless
    号 or 室 follows.
    """
    end = len(line)
    while start < end and line[start] in _EDGE:
        start += 1
    while end > start and line[end - 1] in _EDGE:
        end -= 1
    text = line[start:end]
    match = _ROOM.search(text) or _LETTER.fullmatch(text)
    if match is not None and _touches_name(match):
        match = None
    room_start = match.start("room") if match else len(text)
    room_end = len(text)
    if match is None and (floor := _FLOOR.search(text)) is not None:
        match, room_start = floor, floor.start("room")
    building = text[: match.start()] if match else text
    floor_before = _FLOOR_BEFORE_ROOM.search(building) if room_start < room_end else None
    if floor_before is not None:
        building = building[: floor_before.start()]
    building = building.rstrip(_EDGE)
    return Tail(
        text,
        building,
        start,
        start + len(building),
        text[room_start:room_end],
        start + room_start,
        start + room_end,
        floor_before["floor"] if floor_before else "",
        start + floor_before.start("floor") if floor_before else 0,
    )


def room_key(room: str) -> str:
    """203, 203号 and 203号室 alike; B-203 and B203 alike; 0203 and 203 alike."""
    plain = _UNIT.sub("", room.replace(" ", "")).upper().replace("階", "F").replace("地下", "B")
    return _LEADING_ZEROS.sub("", _LETTER_HYPHEN.sub("", plain))


def building_key(building: str) -> str:
    """A building's name without blanks, points and hyphens, in capitals."""
    return "".join(c for c in building if c not in " ・-.").upper()


def _touches_name(match: re.Match[str]) -> bool:
    if match["unit"] or match["before"] or match.start("room") == 0:
        return False
    digits = sum(c.isdigit() for c in str(match["room"]))
    return digits < _SHORTEST_BARE_ROOM
