"""鍵媒体 and 回復カード: what is owed to them, and until when (TRUST §2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Final


class StickLabel(StrEnum):
    """A lies in use, B in the safe; each holds the epoch's key for the recovery card alone."""

    A = "A"
    B = "B"


STICK_LABELS: Final[Mapping[StickLabel, str]] = {
    StickLabel.A: "鍵媒体A",
    StickLabel.B: "鍵媒体B",
}

STICK_DAYS: Final = 7
"""A stick follows a roll within these days; red after (TRUST §2)."""

CARD_COPIES: Final = 2
CARD_DAYS: Final = 365
"""(C): each printed copy of the card is read back once a year."""

CARD_FIRST_DAYS: Final = 7
"""(C): … and within these days after it was printed."""


def stick_due(changed_on: date) -> date:
    """The last day to bring a stick to the epoch that began on `changed_on`."""
    return changed_on + timedelta(days=STICK_DAYS)


def card_due(issued_on: date, checked_on: date | None) -> date:
    """The last day to read a copy of the card back."""
    if checked_on is None:
        return issued_on + timedelta(days=CARD_FIRST_DAYS)
    return checked_on + timedelta(days=CARD_DAYS)
