"""What a scan looks like to the window and the commands: its steps, its run, its report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop.domain.reading import Forbidden
from desktop.domain.scanning import Fault


class RunState(StrEnum):
    """How far a run is. STOPPED, BLOCKED and DIFFERS wait for a clerk, also over a restart."""

    RUNNING = "RUNNING"
    STOPPED = "STOPPED"  # a fault, a page that could not be read, 中止, or a killed program
    BLOCKED = "BLOCKED"  # a forbidden number: the sheet must be blacked out or returned first
    DIFFERS = "DIFFERS"  # the feeder is empty, but the count is not the one asked for
    DONE = "DONE"
    CLOSED = "CLOSED"  # ended by a clerk's word before it was complete


class StepKind(StrEnum):
    PULLED = "PULLED"  # out of the device; 確認中: not counted, not shown
    CHECKING = "CHECKING"  # being read
    PAGE = "PAGE"  # acknowledged: screened, safe on disk, committed
    BLOCKED = "BLOCKED"
    SEPARATOR = "SEPARATOR"  # the next envelope begins
    PAUSED = "PAUSED"  # enough pages wait; nothing more is pulled
    RESUMED = "RESUMED"
    FAULT = "FAULT"


@dataclass(frozen=True, slots=True)
class ScanStep:
    """`side` counts the sides pulled in this run from 1, `sheet` the sheet it belongs to.

    `waiting` pages are pulled and not acknowledged yet; `sheets` are through so far.
    """

    kind: StepKind
    run_id: str
    envelope_id: str = ""
    page_id: str = ""
    side: int = 0
    sheet: int = 0
    waiting: int = 0
    sheets: int = 0
    fault: Fault | None = None


class BlockAnswer(StrEnum):
    """What becomes of a sheet with a forbidden number (DOMAIN §5)."""

    BLACKED_OUT = "BLACKED_OUT"  # 黒塗りして読み直す: it is the next sheet to be read
    RETURNED = "RETURNED"  # 返却する: the run goes on behind it


@dataclass(frozen=True, slots=True)
class RunView:
    """A run as the clerk is told of it.

    `sheets` are through in the order of the stack: kept, separators, or returned to the sender;
    so the next one to lay in is always `sheets + 1`. `sides` counts the kept pages.
    `sentence` says why it stands, `so_far` what is safe and where to go on, `next_step` what to do.
    """

    id: str
    profile_id: str
    profile_name: str
    state: RunState
    expected: int | None
    sheets: int
    sides: int
    fault: Fault | None
    blocked: Forbidden | None
    envelope_id: str
    at: datetime
    sentence: str
    so_far: str
    next_step: str

    @property
    def unfinished(self) -> bool:
        return self.state in (RunState.STOPPED, RunState.BLOCKED, RunState.DIFFERS)

    @property
    def missing(self) -> int:
        """Sheets asked for and not through; negative where there were more."""
        return 0 if self.expected is None else self.expected - self.sheets


@dataclass(frozen=True, slots=True)
class ScanReport:
    """What one call took in: its pages, the envelopes they went to, and how the run stands."""

    run: RunView
    pages: int
    envelopes: tuple[str, ...]
    cancelled: bool = False
