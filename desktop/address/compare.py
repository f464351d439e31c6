"""Are these two the same address? Pairwise levels, component by component (DOMAIN §7).

A contradiction is never a match; an omission means that a person looks; what a reading error could
explain is marked, and is still a contradiction. Comparing is symmetric and reflexive.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from desktop.address.characters import compact
from desktop.address.compare_numbers import compare_numbers
from desktop.address.compare_place import (
    compare_municipality,
    compare_postal,
    compare_prefecture,
    compare_town,
)
from desktop.address.component import Component, names_a_house
from desktop.address.levels import LEVEL_LABELS, SAME_PLACE, Level, better, worse, worst
from desktop.address.names import Outcome
from desktop.address.parse import Address

__all__ = [
    "COMPONENTS",
    "LEVEL_LABELS",
    "SAME_PLACE",
    "Comparison",
    "Component",
    "Level",
    "better",
    "compare",
    "worse",
    "worst",
]

COMPONENTS: Final = ("postal", "prefecture", "city", "town", "block", "building", "room")

_DIGITS = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Comparison:
    """The level, the evidence component by component, and all that is to be noted.

    `explained_by_reading`: a reading error could explain every contradiction, or what was repaired.
    """

    level: Level
    components: tuple[Component, ...]
    notes: tuple[str, ...] = ()
    explained_by_reading: bool = False

    def component(self, name: str) -> Component:
        return next(c for c in self.components if c.component == name)


def compare(a: Address, b: Address) -> Comparison:
    """Compare two addresses; symmetric, and never better than a person could justify."""
    components = (
        compare_postal(a, b),
        compare_prefecture(a, b),
        compare_municipality(a, b),
        compare_town(a, b),
        *compare_numbers(a, b),
    )
    level, more = _level(a, b, components)
    told = (c.note for c in components if c.note)
    notes = dict.fromkeys((*told, *more, *a.notes, *b.notes))
    explained = any(c.explained_by_reading for c in components) and all(
        c.explained_by_reading for c in components if c.outcome is Outcome.DIFFERENT
    )
    return Comparison(level, components, tuple(notes), explained)


def _level(
    a: Address, b: Address, components: tuple[Component, ...]
) -> tuple[Level, tuple[str, ...]]:
    if a.blank or b.blank:
        return Level.NO_ADDRESS, ()
    if a.input == b.input and a.postal_code == b.postal_code:
        return Level.EXACT, () if names_a_house(a) else ("番地まで書かれていません",)
    level = worst(component.level for component in components)
    if not (names_a_house(a) and names_a_house(b)):
        return worse(level, Level.PARTIAL), ("番地まで書かれていません",)
    if _unread_digits(a) != _unread_digits(b):
        return worse(level, Level.PARTIAL), ("読み取れない数字が残っています",)
    if a.alternatives or b.alternatives:
        return worse(level, Level.VARIANT), ("ほかの読み方もできる住所です",)
    return (level if _same_characters(a, b) else worse(level, Level.NORMALIZED)), ()


def _same_characters(a: Address, b: Address) -> bool:
    """Blanks are no characters: the boxes of a form have none, a line has some."""
    return "".join(a.input.split()) == "".join(b.input.split())


def _unread_digits(address: Address) -> list[str]:
    """Numbers of the input that belong to no component."""
    rest = list(address.input)
    for start, end in address.spans.values():
        rest[start:end] = " " * (end - start)
    found = _DIGITS.findall(compact("".join(rest).replace(" ", "、")))
    for digits in _DIGITS.findall(compact(address.floor)):
        if digits in found:
            found.remove(digits)
    return found
