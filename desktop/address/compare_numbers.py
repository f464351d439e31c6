"""Block numbers, building and room of two addresses: numbers as one typed sequence (DOMAIN §7)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from desktop.address.characters import compact, fold_variants
from desktop.address.component import (
    Component,
    alike,
    different,
    equal,
    missing,
    reads_same,
    together,
    worsened,
    written,
)
from desktop.address.dwelling import Dwelling, dwelling
from desktop.address.levels import Level, worse
from desktop.address.parse import Address, Number, number_key
from desktop.address.writing import UNITS, reasons

_CARE_WORD = re.compile(r"(?:様|殿|氏|さん)?方$|気付け?$")
# 千条, 三番館: what the reading writes in 漢数字 is a number too.
_DIGITS = re.compile(r"[0-9]+|[〇一二三四五六七八九十百千万]+(?=[条番号棟館丁階期])")
_FIRST_ROOM: Final = 101
_LAST_IS_ROOM: Final = "末尾の数字を部屋番号と読みました"
_WING_OR_BRANCH: Final = "棟の番号とも枝番とも読めます"


@dataclass(frozen=True, slots=True)
class _Half:
    """The numbers of one address and its dwelling; a last bare number may move to the room."""

    address: Address
    numbers: tuple[Number, ...]
    dwelling: Dwelling

    @property
    def sequence(self) -> tuple[str, ...]:
        return tuple(number_key(number) for number in self.numbers)

    @property
    def bare(self) -> bool:
        """Nothing is written behind the numbers."""
        return self.dwelling == Dwelling()


def compare_numbers(a: Address, b: Address) -> tuple[Component, Component, Component]:
    """The components block, building and room."""
    first, second = _half(a, b), _half(b, a)
    one, other, level, note = _aligned(first, second)
    block = _block(one, other)
    if note:
        block = worsened(block, worse(block.level, level), note)
    return block, _building(one, other), _room(one, other)


def _half(address: Address, other: Address) -> _Half:
    """The numbers without a 丁目 that both sides write; the town's row compares that."""
    numbers = address.numbers[1:] if address.chome and other.chome else address.numbers
    return _Half(address, numbers, dwelling(address))


def _aligned(a: _Half, b: _Half) -> tuple[_Half, _Half, Level, str]:
    """Both with their numbers cut alike where a last number is the other side's wing or room."""
    if a.sequence == b.sequence:
        return a, b, Level.EXACT, ""
    if len(a.sequence) < len(b.sequence):
        other, one, level, note = _aligned(b, a)
        return one, other, level, note
    kept, extra = a.numbers[: len(b.numbers)], a.numbers[len(b.numbers) :]
    values = tuple(number_key(number) for number in extra)
    if not kept or not extra or a.sequence[: len(kept)] != b.sequence:
        return a, b, Level.EXACT, ""
    if any(number.unit for number in extra):
        return a, b, Level.EXACT, ""
    if values + a.dwelling.unit == b.dwelling.unit:
        level = Level.NORMALIZED if a.bare or not a.dwelling.name else Level.VARIANT
        note = _LAST_IS_ROOM if values == b.dwelling.unit else _WING_OR_BRANCH
        moved = replace(a.dwelling, wing=b.dwelling.wing, room=b.dwelling.room)
        return replace(a, numbers=kept, dwelling=moved), b, level, note
    last = values[-1]
    is_room = len(values) == 1 and a.bare and last.isdigit()
    if is_room and (b.dwelling.room or int(last) >= _FIRST_ROOM):
        moved = replace(a.dwelling, room=last)
        return replace(a, numbers=kept, dwelling=moved), b, Level.NORMALIZED, _LAST_IS_ROOM
    return a, b, Level.EXACT, ""


def _block(a: _Half, b: _Half) -> Component:
    shown_a, shown_b = written(a.address, "block"), written(b.address, "block")
    first, second = a.sequence, b.sequence
    if not a.address.numbers and not b.address.numbers:
        return equal("block", shown_a, shown_b)
    if not first and not second:
        return equal("block", shown_a, shown_b)
    if not first or not second:
        return missing("block", shown_a, shown_b, Level.PARTIAL, "番地が片方にしかありません")
    if first != second:
        shorter = min(len(first), len(second))
        branch = first[:shorter] == second[:shorter]
        note = "枝番が片方にしかありません" if branch else "番地の数字が違います"
        keys = ("", "") if branch else ("-".join(first), "-".join(second))
        return different("block", shown_a, shown_b, Level.PARTIAL, note, keys)
    if _units_contradict(a.numbers, b.numbers):
        return different("block", shown_a, shown_b, Level.PARTIAL, "丁目・番・号の別が合いません")
    if reads_same(shown_a, shown_b):
        return equal("block", shown_a, shown_b)
    note = together(*reasons(shown_a, shown_b)) or "丁目・番地・号の書き方"
    return alike("block", shown_a, shown_b, Level.NORMALIZED, note)


def _units_contradict(a: tuple[Number, ...], b: tuple[Number, ...]) -> bool:
    """2丁目8 is not 2番8号; a hyphen may stand for any."""
    return any(x.unit and y.unit and x.unit != y.unit for x, y in zip(a, b, strict=True))


def _building(a: _Half, b: _Half) -> Component:
    """The name of the building, and with whom one lives there (気付, 様方)."""
    found = _building_name(a, b)
    first, second = written(a.address, "care_of"), written(b.address, "care_of")
    if _host(first) == _host(second):
        return found
    shown = f"{found.a} {first}".strip(), f"{found.b} {second}".strip()
    if not first or not second:
        level = worse(found.level, Level.VARIANT)
        return missing("building", *shown, level, together(found.note, "様方・気付の有無"))
    return different("building", *shown, Level.PARTIAL, "様方・気付が違います")


def _host(care_of: str) -> str:
    return _CARE_WORD.sub("", fold_variants(compact(care_of)))


def _building_name(a: _Half, b: _Half) -> Component:
    shown_a, shown_b = written(a.address, "building"), written(b.address, "building")
    first, second = a.dwelling.name, b.dwelling.name
    if first == second or a.dwelling.runs == b.dwelling.runs:
        if reads_same(shown_a, shown_b):
            return equal("building", shown_a, shown_b)
        if not shown_a or not shown_b:
            return missing("building", shown_a, shown_b, Level.NORMALIZED, "")
        note = together(*reasons(shown_a, shown_b)) or "建物名の書き方"
        return alike("building", shown_a, shown_b, Level.NORMALIZED, note)
    if not first or not second:
        note = "建物名が片方にしかありません"
        return missing("building", shown_a, shown_b, Level.NORMALIZED, note)
    if fold_variants(first) == fold_variants(second):
        note = together(*reasons(shown_a, shown_b)) or "旧字体・異体字"
        return alike("building", shown_a, shown_b, Level.VARIANT, note)
    if _abbreviates(fold_variants(first), fold_variants(second)):
        note = "建物名の一部が省かれています"
        return alike("building", shown_a, shown_b, Level.VARIANT, note)
    return different("building", shown_a, shown_b, Level.PARTIAL, "建物名が違います")


def _abbreviates(a: str, b: str) -> bool:
    """Whether one name holds the other and both hold the same numbers."""
    shorter, longer = sorted((a, b), key=len)
    return shorter in longer and _DIGITS.findall(shorter) == _DIGITS.findall(longer)


def _room(a: _Half, b: _Half) -> Component:
    shown_a, shown_b = _room_as_written(a), _room_as_written(b)
    first, second = a.dwelling, b.dwelling
    contradiction = _contradiction(first, second)
    if contradiction:
        keys = (first.room, second.room) if contradiction == _ROOMS_DIFFER else (shown_a, shown_b)
        return different("room", shown_a, shown_b, Level.DIFFERENT_ROOM, contradiction, keys)
    omission = _omission(first, second)
    if omission:
        return missing("room", shown_a, shown_b, Level.ROOM_MISSING, omission)
    if reads_same(shown_a, shown_b):
        return equal("room", shown_a, shown_b)
    why = ("部屋番号の書き方" if one == UNITS else one for one in reasons(shown_a, shown_b))
    note = together(*why) or "部屋番号の書き方"
    return alike("room", shown_a, shown_b, Level.NORMALIZED, note)


_ROOMS_DIFFER: Final = "部屋番号が違います"


def _contradiction(a: Dwelling, b: Dwelling) -> str:
    """What of wing, floor and room one side says otherwise than the other; "" for nothing."""
    if a.runs == b.runs and a.floor == b.floor:
        return ""
    if a.wing and b.wing and a.wing != b.wing:
        return "棟が違います"
    if a.floor and b.floor and a.floor != b.floor:
        return "階が違います"
    if a.room and b.room and a.room != b.room:
        return _ROOMS_DIFFER
    for one, other in ((a, b), (b, a)):
        if one.floor and not other.floor and other.implied_floor not in ("", one.floor):
            return "階と部屋番号が合いません"
    return ""


def _omission(a: Dwelling, b: Dwelling) -> str:
    """What of wing, floor and room only one side writes; "" where nothing is left open."""
    if a.runs == b.runs and a.floor == b.floor:
        return ""
    if bool(a.room) != bool(b.room):
        return "部屋番号が片方にしかありません"
    if bool(a.wing) != bool(b.wing):
        return "棟の記載が片方にしかありません"
    for one, other in ((a, b), (b, a)):
        if one.floor and not other.floor and other.implied_floor != one.floor:
            return "階の記載が片方にしかありません"
    return ""


def _room_as_written(half: _Half) -> str:
    shown = written(half.address, "room") or half.address.room
    if not shown and half.dwelling.room:
        shown = "-".join(half.dwelling.unit)
    floor = half.address.floor
    return f"{floor}{shown}" if floor else shown
