"""A print job as the window shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from desktop.domain.printing import TROUBLES, VOIDED, JobState, PaperKind, Trouble
from desktop.store.schema.printing import PrintJobRow

_ASKED: Final = (JobState.QUEUED, JobState.PRINTING, JobState.STOPPED)


@dataclass(frozen=True, slots=True)
class JobView:
    """`here`: it is a job of this machine, whose print system may know more of it. `by` is the
    person. `void`: its letter was taken back or replaced, so that its sheet goes nowhere."""

    id: str
    kind: PaperKind
    title: str
    printer: str
    state: JobState
    trouble: Trouble
    at: datetime
    letter_id: str | None
    case_id: str | None
    queue_job: str
    here: bool
    reissued: bool
    by: str
    void: bool = False

    @property
    def told(self) -> tuple[str, str]:
        """What stands in its way, and what to do; empty where nothing does."""
        return VOIDED if self.void else TROUBLES.get(self.trouble, ("", ""))

    @property
    def is_asked(self) -> bool:
        """Whether this machine's print system is to be asked of it, and may take it back."""
        return self.here and self.state in _ASKED and bool(self.queue_job)


def job_view(row: PrintJobRow, machine: str, *, void: bool) -> JobView:
    return JobView(
        row.id,
        PaperKind(row.kind),
        row.title,
        row.printer,
        JobState(row.state),
        Trouble(row.trouble),
        row.at,
        row.letter_id,
        row.case_id,
        row.queue_job,
        row.machine == machine,
        row.reissued,
        row.by,
        void,
    )
