"""The version on a printed form: the shipped one, and how often its words were the office's own.

The geometry is the shipped version's, so that a sheet in the office's own words is read like any
other of that version: `203` is the third wording of the shipped version 2.
"""

from __future__ import annotations

from typing import Final

STEP: Final = 100
MOST_WORDINGS: Final = STEP - 1


def printed_version(shipped: int, wording: int) -> int:
    """What the QR of a form carries; `wording` is 0 where its words are the shipped ones."""
    return shipped * STEP + wording if wording else shipped


def shipped_version(printed: int) -> int:
    """The version whose geometry a printed form has."""
    return printed // STEP if printed >= STEP else printed


def version_words(printed: int) -> str:
    """「1」, or 「1-3」 for the third wording of the office's own."""
    wording = printed % STEP if printed >= STEP else 0
    shipped = shipped_version(printed)
    return f"{shipped}-{wording}" if wording else str(shipped)
