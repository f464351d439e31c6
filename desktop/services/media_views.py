"""The medium of an answer, as the window shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop.domain.letters import MediumFile


@dataclass(frozen=True, slots=True)
class MediumView:
    """What lies on the medium of an answer, and how far it is. Names are display names; "" where
    nobody has done it for the envelope that goes out now."""

    letter_id: str
    files: tuple[MediumFile, ...]
    written_by: str
    written_by_id: str
    written_at: datetime | None
    checked_by: str
    checked_at: datetime | None
