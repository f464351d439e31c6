"""Print jobs: begun, followed, found again after the window was closed."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.errors import NotFound
from desktop.domain.printing import OPEN_JOBS, Again, JobState, PaperKind, Trouble
from desktop.store.letters import is_laid_aside
from desktop.store.schema.casework import LetterRow
from desktop.store.schema.printing import PrintJobRow

_OPEN = tuple(state.value for state in OPEN_JOBS)


def begin_job(
    session: Session,
    machine: str,
    kind: PaperKind,
    title: str,
    printer: str,
    sha256: str,
    by: str,
    at: datetime,
    *,
    case_id: str | None = None,
    letter_id: str | None = None,
    again: Again | None = None,
    reissued: bool = False,
) -> PrintJobRow:
    """A document is about to be handed to the print system."""
    row = PrintJobRow(
        id=uuid.uuid4().hex,
        machine=machine,
        case_id=case_id,
        letter_id=letter_id,
        kind=kind.value,
        title=title,
        printer=printer,
        queue_job="",
        state=JobState.HANDING.value,
        trouble="",
        sha256=sha256,
        again=again.value if again is not None else "",
        reissued=reissued,
        by=by,
        at=at,
    )
    session.add(row)
    session.flush()
    return row


def job_row(session: Session, job_id: str) -> PrintJobRow:
    row = session.get(PrintJobRow, job_id)
    if row is None:
        raise NotFound("この印刷の記録はありません。", "画面を開き直してください。")
    return row


def stand_job(row: PrintJobRow, state: JobState, trouble: Trouble, at: datetime) -> None:
    """Where the job stands from now on; what has ended has its moment."""
    row.state, row.trouble = state.value, trouble.value
    row.ended_at = None if state in OPEN_JOBS else at


def open_jobs(session: Session, machine: str) -> Sequence[PrintJobRow]:
    """The jobs of this machine that have not ended, the oldest first."""
    return session.scalars(
        select(PrintJobRow)
        .where(PrintJobRow.machine == machine, PrintJobRow.state.in_(_OPEN))
        .order_by(PrintJobRow.at, PrintJobRow.id)
    ).all()


def open_job_of(session: Session, letter_id: str) -> PrintJobRow | None:
    """The letter's job that has not ended, on whichever machine."""
    return session.scalar(
        select(PrintJobRow)
        .where(PrintJobRow.letter_id == letter_id, PrintJobRow.state.in_(_OPEN))
        .order_by(PrintJobRow.at.desc())
        .limit(1)
    )


def has_come_out(session: Session, letter_id: str) -> bool:
    """Whether a sheet of this letter came out of a printer before."""
    done = select(PrintJobRow.id).where(
        PrintJobRow.letter_id == letter_id, PrintJobRow.state == JobState.DONE.value
    )
    return session.scalar(done.limit(1)) is not None


def last_job(session: Session, letter_id: str) -> PrintJobRow | None:
    """The letter's job that has not ended, else its newest."""
    newest = (
        select(PrintJobRow)
        .where(PrintJobRow.letter_id == letter_id)
        .order_by(PrintJobRow.at.desc(), PrintJobRow.id)
        .limit(1)
    )
    return open_job_of(session, letter_id) or session.scalar(newest)


def is_void(session: Session, row: PrintJobRow) -> bool:
    """Whether the job's letter was taken back or replaced after the job was begun."""
    letter = session.get(LetterRow, row.letter_id) if row.letter_id is not None else None
    return letter is not None and (letter.state == "VOID" or is_laid_aside(letter))


def is_own_paper(session: Session, job_id: str, person_id: str) -> bool:
    """Whether the person printed it, and it is no letter."""
    row = session.get(PrintJobRow, job_id)
    return row is not None and row.by == person_id and row.letter_id is None
