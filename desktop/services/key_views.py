"""What 設定の「鍵」 shows: the slot, both sticks, both copies of the card, and what is owed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from desktop.domain.key_media import StickLabel


@dataclass(frozen=True, slots=True)
class StickView:
    """`owed_by`: the day until which it has to follow the last roll, or to be made; None where
    nothing is owed. `lost` waits for a new card and a new stick."""

    label: StickLabel
    made: bool
    current: bool
    lost: bool
    in_place: bool
    written_at: datetime | None
    written_by: str = field(repr=False)
    owed_by: date | None


@dataclass(frozen=True, slots=True)
class CardCopyView:
    copy: int
    lost: bool
    checked_at: datetime | None
    checked_by: str = field(repr=False)
    owed_by: date | None


@dataclass(frozen=True, slots=True)
class KeysView:
    """`slot_sound`: both halves hold the store's epoch and nothing else."""

    epoch: int
    slot_sound: bool
    slot_in_place: bool
    rolled_at: datetime | None
    roll_owed: bool
    sticks: tuple[StickView, ...]
    copies: tuple[CardCopyView, ...]
    card_issued_at: datetime
    card_fingerprint: str
    unproven: int
    """Disposals that wait for the sticks."""


@dataclass(frozen=True, slots=True)
class StickWritten:
    """`proven`: how many disposals became irreversible by it. `own_disk` is False where the stick
    lies on the store's own disk, which both would be lost with."""

    label: StickLabel
    epoch: int
    in_place: bool
    own_disk: bool
    proven: int
