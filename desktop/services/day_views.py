"""What is shown of the 日計: a day, its line in the list, and how it was closed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from desktop.domain.workday import Piles


class DayState(StrEnum):
    """OPEN: today's own. LATE: it has gone by and nobody closed it."""

    OPEN = "OPEN"
    LATE = "LATE"
    CLOSED = "CLOSED"


@dataclass(frozen=True, slots=True)
class PaperCount:
    """What one person counted from the paper: the opened envelopes, and the piles they went to."""

    opened: int
    piles: Piles


@dataclass(frozen=True, slots=True)
class CountedBy:
    """Who has counted the day's paper, and when; never how many."""

    person_id: str
    at: datetime
    name: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class UnsettledMail:
    """An envelope without an end, by the words on its card."""

    envelope_id: str
    title: str
    pages: int


@dataclass(frozen=True, slots=True)
class Closing:
    """Who closed the day with whom, over which state of the operation log.

    `apart`: each of the two counted alone; days closed by earlier programs have one joint count.
    `late` says why a day without mail was closed only later.
    """

    at: datetime
    by: str = field(repr=False)
    second: str = field(repr=False)
    piles: Piles
    log_size: int
    log_root: str
    reopened_at: datetime | None = None
    reopened_by: str = field(default="", repr=False)
    reason: str = ""
    apart: bool = False
    late: str = ""


@dataclass(frozen=True, slots=True)
class DayView:
    """`first` differs from `day` where free days before it count for it.

    `gap` are the business days before it that are not closed, oldest first; `empty` those that can
    be closed together since no mail came on any of them, the day itself among them.
    """

    day: date
    first: date
    state: DayState
    desk: Piles
    unsettled: tuple[UnsettledMail, ...]
    closing: Closing | None
    earlier: tuple[Closing, ...]
    counted: tuple[CountedBy, ...] = ()
    unlike: int = 0
    """How often two people counted differently; each time both began anew."""
    gap: tuple[date, ...] = ()
    empty: tuple[date, ...] = ()
    anchors_owed: int = 0
    """Anchors of the log that have not reached the second place; a day is closed without it."""

    @property
    def opened(self) -> int:
        return self.desk.total + len(self.unsettled)


@dataclass(frozen=True, slots=True)
class DayLine:
    day: date
    state: DayState
    opened: int
    unsettled: int
