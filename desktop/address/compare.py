"""Are these two the same address? Pairwise levels, component by component (DOMAIN §7).

A contradiction is never a match; an omission means that a person looks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from desktop.address.characters import fold_variants, visible
from desktop.address.names import Outcome
from desktop.address.parse import Address, number_key, town_key
from desktop.address.tail import building_key, room_key


class Level(StrEnum):
    """How well two addresses agree, best first. HISTORICAL occurs only in a verdict."""

    EXACT = "EXACT"
    NORMALIZED = "NORMALIZED"
    VARIANT = "VARIANT"
    HISTORICAL = "HISTORICAL"
    ROOM_MISSING = "ROOM_MISSING"
    DIFFERENT_ROOM = "DIFFERENT_ROOM"
    PARTIAL = "PARTIAL"
    NONE = "NONE"
    NO_ADDRESS = "NO_ADDRESS"

    @property
    def rank(self) -> int:
        """0 is best."""
        return _RANK[self]


_RANK: Final[Mapping[Level, int]] = {level: rank for rank, level in enumerate(Level)}

LEVEL_LABELS: Final[Mapping[Level, str]] = {
    Level.EXACT: "完全一致",
    Level.NORMALIZED: "一致（書き方の違い）",
    Level.VARIANT: "表記ゆれ",
    Level.HISTORICAL: "前住所で一致",
    Level.ROOM_MISSING: "部屋番号の記載なし",
    Level.DIFFERENT_ROOM: "部屋番号の相違",
    Level.PARTIAL: "一部だけ一致",
    Level.NONE: "不一致",
    Level.NO_ADDRESS: "住所なし",
}


def worse(a: Level, b: Level) -> Level:
    return max(a, b, key=lambda level: level.rank)


def better(a: Level, b: Level) -> Level:
    return min(a, b, key=lambda level: level.rank)


@dataclass(frozen=True, slots=True)
class Component:
    """One part in both addresses as written, and how they stand."""

    component: str
    a: str
    b: str
    outcome: Outcome
    note: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    level: Level
    components: tuple[Component, ...]
    notes: tuple[str, ...] = ()

    def component(self, name: str) -> Component:
        return next(c for c in self.components if c.component == name)


COMPONENTS: Final = ("postal", "prefecture", "city", "town", "block", "building", "room")

_DIGITS = re.compile(r"[0-9]+|[〇一二三四五六七八九十百千]+")
_KYOTO_STREETS = re.compile(r"上る|下る|上ル|下ル|東入|西入|通")
_CHOME: Final = "丁目"
_FIRST_ROOM: Final = 101


def compare(a: Address, b: Address) -> Comparison:
    """Compare two addresses; symmetric, and never better than a person could justify."""
    components = (
        _simple("postal", a.postal_code, b.postal_code),
        _simple("prefecture", a.prefecture, b.prefecture),
        _municipality(a, b),
        _town(a, b),
        *_block_and_room(a, b),
    )
    ordered = tuple(sorted(components, key=lambda c: COMPONENTS.index(c.component)))
    level, notes = _level(a, b, {c.component: c for c in ordered})
    return Comparison(level, ordered, notes)


def _level(a: Address, b: Address, found: Mapping[str, Component]) -> tuple[Level, tuple[str, ...]]:
    notes = [c.note for c in found.values() if c.note]
    if a.blank or b.blank:
        return Level.NO_ADDRESS, tuple(notes)
    outcome = {name: component.outcome for name, component in found.items()}
    if outcome["postal"] is Outcome.DIFFERENT:
        notes.append("郵便番号が違います")
    if any(outcome[name] is Outcome.DIFFERENT for name in ("prefecture", "city", "town")):
        return Level.NONE, tuple(notes)
    if not a.numbers or not b.numbers:
        notes.append("番地まで書かれていません")
        return Level.PARTIAL, tuple(notes)
    if Outcome.MISSING in (outcome["city"], outcome["town"]):
        return Level.PARTIAL, tuple(notes)
    if outcome["block"] in (Outcome.DIFFERENT, Outcome.MISSING):
        return Level.PARTIAL, tuple(notes)
    level = Level.EXACT if _raw(a) == _raw(b) else Level.NORMALIZED
    if _varies(a, b, found):
        level = worse(level, Level.VARIANT)
    if outcome["building"] is Outcome.DIFFERENT:
        level = worse(level, Level.PARTIAL)
    if outcome["room"] is Outcome.DIFFERENT:
        level = worse(level, Level.DIFFERENT_ROOM)
    if outcome["room"] is Outcome.MISSING:
        level = worse(level, Level.ROOM_MISSING)
    return level, tuple(notes)


def _raw(address: Address) -> str:
    return "".join(address.input.split())


def _varies(a: Address, b: Address, found: Mapping[str, Component]) -> bool:
    """Whether any part agrees only by 異体字 or an omission inside a name."""
    pairs: tuple[tuple[str, str, str], ...] = (
        ("city", _city_key(a), _city_key(b)),
        ("town", town_key(a.town), town_key(b.town)),
        ("building", _joint_key(a), _joint_key(b)),
    )
    return any(
        found[name].outcome is Outcome.VARIANT and first != second for name, first, second in pairs
    )


def _simple(name: str, a: str, b: str) -> Component:
    return Component(name, a, b, _outcome(a, b, str))


def _outcome(a: str, b: str, key: Callable[[str], str]) -> Outcome:
    """EQUAL as written, VARIANT by key or by 異体字, else different or missing."""
    if not a and not b:
        return Outcome.EQUAL
    if not a or not b:
        return Outcome.MISSING
    if visible(a).replace(" ", "") == visible(b).replace(" ", ""):
        return Outcome.EQUAL
    if fold_variants(key(a)) == fold_variants(key(b)):
        return Outcome.VARIANT
    return Outcome.DIFFERENT


def _city_key(address: Address) -> str:
    return town_key(address.city) + town_key(address.ward)


def _municipality(a: Address, b: Address) -> Component:
    """City and ward must agree; a county may be left out, but not contradicted."""
    outcome = _outcome(a.city + a.ward, b.city + b.ward, town_key)
    if (
        a.county
        and b.county
        and fold_variants(town_key(a.county)) != fold_variants(town_key(b.county))
    ):
        outcome = Outcome.DIFFERENT
    return Component("city", a.municipality, b.municipality, outcome)


def _town(a: Address, b: Address) -> Component:
    """The town without its 丁目, which belongs to the sequence of numbers."""
    shown_a, shown_b = _town_as_written(a), _town_as_written(b)
    outcome = _outcome(a.town, b.town, town_key)
    note = ""
    if outcome is Outcome.DIFFERENT and a.city == b.city == "京都市":
        first, second = sorted((town_key(a.town), town_key(b.town)), key=len)
        if second.endswith(first) and _KYOTO_STREETS.search(second[: -len(first)]):
            outcome, note = Outcome.VARIANT, "通り名の有無が違います"
    if outcome is Outcome.EQUAL and shown_a != shown_b and _same_first_number(a, b):
        outcome = Outcome.VARIANT  # 若葉町2- and 若葉町二丁目
    return Component("town", shown_a, shown_b, outcome, note)


def _same_first_number(a: Address, b: Address) -> bool:
    return bool(a.numbers and b.numbers) and number_key(a.numbers[0]) == number_key(b.numbers[0])


def _town_as_written(address: Address) -> str:
    """The town with its 丁目, in the characters of the input."""
    return _written(address, "town") + _written(address, "chome")


def _written(address: Address, part: str) -> str:
    start, end = address.spans.get(part, (0, 0))
    return visible(address.input[start:end])


def _sequence(address: Address) -> tuple[str, ...]:
    return tuple(number_key(number) for number in address.numbers)


def _block_and_room(a: Address, b: Address) -> tuple[Component, Component, Component]:
    """Numbers as one sequence; a last bare number may be the other side's room."""
    first, second = _sequence(a), _sequence(b)
    room_a, room_b = a.room, b.room
    note = ""
    if first != second and _is_room_of(first, second, a, b):
        first, room_a, note = first[:-1], a.numbers[-1].value, "末尾の数字を部屋番号と読みました"
    elif first != second and _is_room_of(second, first, b, a):
        second, room_b, note = second[:-1], b.numbers[-1].value, "末尾の数字を部屋番号と読みました"
    block = Component(
        "block",
        _written(a, "block"),
        _written(b, "block"),
        _block_outcome(a, b, first, second),
        note,
    )
    if a.floor and b.floor and room_key(a.floor) != room_key(b.floor):
        room = Component("room", a.floor + room_a, b.floor + room_b, Outcome.DIFFERENT)
        return block, _building(a, b), room
    if _joint_key(a) == _joint_key(b) and room_key(a.room) != room_key(b.room):
        # みどり荘5 and みどり荘 5号室: the same characters, cut at another place.
        building = Component("building", a.building, b.building, Outcome.VARIANT)
        return block, building, Component("room", a.room, b.room, Outcome.VARIANT)
    return (
        block,
        _building(a, b),
        Component("room", room_a, room_b, _outcome(room_a, room_b, room_key)),
    )


def _is_room_of(longer: tuple[str, ...], shorter: tuple[str, ...], a: Address, b: Address) -> bool:
    """Whether `longer` is `shorter` and one bare number that b gives as its room, or omits."""
    if longer[:-1] != shorter or not shorter or a.room or a.building:
        return False
    last = a.numbers[-1]
    if last.unit or not last.value.isdigit():
        return False
    return bool(b.room) or int(last.value) >= _FIRST_ROOM


def _block_outcome(
    a: Address, b: Address, first: tuple[str, ...], second: tuple[str, ...]
) -> Outcome:
    if not first and not second:
        return Outcome.EQUAL
    if not first or not second:
        return Outcome.MISSING
    if first != second or _contradicting_units(a, b):
        return Outcome.DIFFERENT
    same = _written(a, "chome") + _written(a, "block") == _written(b, "chome") + _written(
        b, "block"
    )
    same_block = _written(a, "block") == _written(b, "block")
    return Outcome.EQUAL if same or same_block else Outcome.VARIANT


def _contradicting_units(a: Address, b: Address) -> bool:
    """2丁目8 is not 2番8号; a hyphen may stand for either."""
    return any(
        x.unit and y.unit and (x.unit == _CHOME) != (y.unit == _CHOME)
        for x, y in zip(a.numbers, b.numbers, strict=False)
    )


def _joint_key(address: Address) -> str:
    return building_key(address.building) + room_key(address.room)


def _building(a: Address, b: Address) -> Component:
    outcome = _outcome(a.building, b.building, building_key)
    note = ""
    if outcome is Outcome.MISSING:
        note = "建物名が片方にしかありません"
    if outcome is Outcome.DIFFERENT and _abbreviates(a.building, b.building):
        outcome, note = Outcome.VARIANT, "建物名の一部が省かれています"
    return Component("building", a.building, b.building, outcome, note)


def _abbreviates(a: str, b: str) -> bool:
    """Whether one name holds the other and both hold the same numbers."""
    first, second = sorted(
        (building_key(fold_variants(a)), building_key(fold_variants(b))), key=len
    )
    return first in second and _DIGITS.findall(first) == _DIGITS.findall(second)
