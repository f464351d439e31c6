"""What 保管・廃棄 shows: classes, what is due, batches on their way to destruction."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from desktop.domain.disposal import DisposalStage, ItemState
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


@dataclass(frozen=True, slots=True)
class KeepingView:
    retained: tuple[RetainedClass, ...]
    due: tuple[UnitLine, ...]
    batches: tuple[BatchLine, ...]
    forecast: tuple[ForecastMonth, ...]
    destroyed: int
