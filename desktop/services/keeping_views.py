"""What 保管・廃棄 shows: classes, what is due, batches on their way to destruction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from desktop.domain.disposal import HOLD_LABELS, DisposalStage, ItemState
from desktop.domain.holding import HoldScope
from desktop.domain.retention import RetentionClass


@dataclass(frozen=True, slots=True)
class UnitLine:
    unit_id: str
    cls: RetentionClass
    label: str
    case_number: str
    paper: int
    pages: int
    due_on: date
    held: bool
    held_why: str = ""
    shelf: str = ""
    """Where the paper stands; "" where nobody has said."""


@dataclass(frozen=True, slots=True)
class RetainedClass:
    cls: RetentionClass
    label: str
    count: int
    next_due: date | None


@dataclass(frozen=True, slots=True)
class ForecastMonth:
    """How many units fall due in a month ("2027-05")."""

    month: str
    count: int


@dataclass(frozen=True, slots=True)
class BatchGroup:
    cls: RetentionClass
    label: str
    rows: tuple[UnitLine, ...]
    last_due: date


@dataclass(frozen=True, slots=True)
class BatchLine:
    id: str
    number: str
    state: ItemState
    stage: DisposalStage
    units: int
    proposed_by: str
    proposed_at: datetime


@dataclass(frozen=True, slots=True)
class BatchView:
    id: str
    number: str
    state: ItemState
    stage: DisposalStage
    groups: tuple[BatchGroup, ...]
    removed: tuple[UnitLine, ...]
    list_hash: str
    proposed_by: str
    proposed_by_id: str
    proposed_at: datetime
    approved_by: str
    approved_at: datetime | None
    executor: str
    witness: str
    method: str
    place: str
    executed_at: datetime | None
    units: int
    paper: int
    pages: int
    keys: int
    own_proposal: bool
    own_work: bool
    """As a deputy, they worked on a case, or wrote a note, of the list: not theirs to decide."""
    version: int
    reason: str = field(default="", repr=False)
    vendor: str = ""
    vendor_number: str = ""


@dataclass(frozen=True, slots=True)
class KeepingView:
    retained: tuple[RetainedClass, ...]
    due: tuple[UnitLine, ...]
    batches: tuple[BatchLine, ...]
    forecast: tuple[ForecastMonth, ...]
    destroyed: int
    holds: tuple[HoldLine, ...] = ()


@dataclass(frozen=True, slots=True)
class HoldReview:
    """One time that the hold was looked at again, and went on."""

    at: datetime
    by: str = field(repr=False)
    reason: str
    after: date


@dataclass(frozen=True, slots=True)
class HoldLine:
    """A hold as the list of 保全 shows it; `what` names what it reaches, by number or class."""

    id: str
    scope: HoldScope
    what: str
    reason: str
    reason_code: str
    cases: tuple[str, ...]
    units: int
    """How many units and notes it keeps, and how many of them would be due."""
    due: int
    set_by: str = field(repr=False)
    set_at: datetime
    review_on: date
    late: bool
    """The day on which somebody was to look at it again has come."""
    reviews: tuple[HoldReview, ...]
    release_by: str = field(default="", repr=False)
    release_by_id: str = ""
    released_by: str = field(default="", repr=False)
    released_at: datetime | None = None


def reason_words(reasons: Sequence[str]) -> str:
    """Why something is held: 「訴訟・苦情」, always in the order of DOMAIN §10."""
    return "・".join(words for code, words in HOLD_LABELS.items() if code in reasons)
