"""How well two addresses, or two parts of them, agree (DOMAIN §7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final


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

SAME_PLACE: Final = frozenset({Level.EXACT, Level.NORMALIZED, Level.VARIANT})
"""The levels that say one place, be it with a look at the writing."""


def worse(a: Level, b: Level) -> Level:
    return max(a, b, key=lambda level: level.rank)


def better(a: Level, b: Level) -> Level:
    return min(a, b, key=lambda level: level.rank)


def worst(levels: Iterable[Level]) -> Level:
    """The worst of the levels; of none at all NO_ADDRESS."""
    return max(levels, key=lambda level: level.rank, default=Level.NO_ADDRESS)
