"""What a read address is: its parts, its numbers, and the key that equals for equal addresses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from desktop.address.characters import fold_variants, visible
from desktop.address.numbers import Number
from desktop.address.tail import room_key

__all__ = ["Address", "Number", "address_key", "join_parts", "number_key", "town_key"]


@dataclass(frozen=True, slots=True)
class Address:
    """An address in parts.

    Components of a place in the gazetteer bear its registered names (大字長倉, 鰺ヶ沢町), whatever
    spelling is in the input; `written` gives that spelling, "" where a part was left out and has
    been supplied. `town` ends in its 小字, which `aza` repeats; a Kyoto street name is `street`.

    `numbers` is the whole sequence, 丁目 included; `block` is what follows the 丁目. `chome` is set
    also where the gazetteer tells that a bare first number is one; its Number keeps the unit as
    written. `key` is equal for spellings of one address. `floor` is set only where a room follows
    it. `depth` is none, prefecture, city, town or number.

    `known`: the town is in the gazetteer. A town that is not keeps its depth, since towns are
    founded and offices have districts of their own; it costs confidence and leaves a note. Where
    several places of the real world fit, depth stops before the difference and `alternatives` names
    them. `repaired` names the components that are not what is written but what the postal code or
    the only likeness makes of a misread character; `aliased` those that are today's names for older
    ones. `confidence` is 0 to 1. `others` are the readings that `alternatives` names, whole.
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
    aza: str = ""
    street: str = ""
    care_of: str = ""
    known: bool = False
    repaired: tuple[str, ...] = ()
    aliased: tuple[str, ...] = ()
    confidence: float = 0.0
    others: tuple[Address, ...] = ()

    @property
    def municipality(self) -> str:
        """County, city and ward as one text."""
        return self.county + self.city + self.ward

    @property
    def blank(self) -> bool:
        return not any(c.isalnum() for c in self.input)

    def written(self, part: str) -> str:
        """A component in the characters of the input, "" where it is not written there."""
        start, end = self.spans.get(part, (0, 0))
        return visible(self.input[start:end])


_DROPPED_IN_TOWN: Final = re.compile(r"大字|(?<![文十])字")
_TOWN_KANA: Final = str.maketrans(
    {"ヶ": "ケ", "が": "ケ", "ガ": "ケ", "ヵ": "ケ", "の": "ノ", "之": "ノ", "ッ": "ツ", "っ": "ツ"}
    | {"つ": "ツ"}
)


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


def number_key(number: Number) -> str:
    """A number's value without leading zeros, letters as capitals."""
    return number.value.lstrip("0").upper() or "0"


def address_key(place: str, town: str, numbers: tuple[Number, ...], room: str) -> str:
    """Equal for spellings that a postman would deliver to one door; "" without a number.

    `place` is the municipality's code, or its name where the gazetteer has none.
    """
    if not numbers:
        return ""
    return "|".join(
        (
            fold_variants(place.translate(_TOWN_KANA)),
            fold_variants(town_key(town)),
            "-".join(number_key(number) for number in numbers),
            room_key(room),
        )
    )
