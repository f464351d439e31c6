"""Disposal batches and their items, and what is left of a destroyed unit (TRUST §2)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.disposal import DisposalStage, ItemState
from desktop.domain.errors import NotFound
from desktop.store.cases import void_approvals
from desktop.store.numbers import next_number
from desktop.store.schema.casework import CaseRow, UnitRow
from desktop.store.schema.keeping import (
    DisposalBatchRow,
    DisposalItemRow,
    DisposalNoteRow,
)
from desktop.store.schema.workday import DeskNoteRow


def next_batch_number(session: Session, year: int) -> str:
    """廃棄申請番号: 2026-H001."""
    return f"{year}-H{next_number(session, f'batch-{year}'):03d}"


def batch_row(session: Session, batch_id: str) -> DisposalBatchRow:
    row = session.get(DisposalBatchRow, batch_id)
    if row is None:
        raise NotFound("この廃棄申請はありません。", "一覧を開き直してください。")
    return row


def batch_rows(session: Session) -> Sequence[DisposalBatchRow]:
    """Newest first."""
    return session.scalars(
        select(DisposalBatchRow).order_by(
            DisposalBatchRow.proposed_at.desc(), DisposalBatchRow.number.desc()
        )
    ).all()


def count_proposed(session: Session) -> int:
    """How many lists wait for a supervisor's signature."""
    proposed = select(func.count()).select_from(DisposalBatchRow)
    return session.scalar(proposed.where(DisposalBatchRow.state == "PROPOSED")) or 0


def interrupted_batches(session: Session) -> Sequence[DisposalBatchRow]:
    """Batches whose content is erased and whose keys still stand in the epoch."""
    return session.scalars(
        select(DisposalBatchRow)
        .where(DisposalBatchRow.stage == "CONTENT_ERASED")
        .order_by(DisposalBatchRow.number)
    ).all()


def batch_items(
    session: Session, batch_id: str
) -> Sequence[tuple[DisposalItemRow, UnitRow, CaseRow]]:
    """The items with their units and cases, by class, due date and number: the reviewed order."""
    found = session.execute(
        select(DisposalItemRow, UnitRow, CaseRow)
        .join(UnitRow, UnitRow.id == DisposalItemRow.unit_id)
        .join(CaseRow, CaseRow.id == UnitRow.case_id)
        .where(DisposalItemRow.batch_id == batch_id)
        .order_by(
            DisposalItemRow.cls, DisposalItemRow.due_on, CaseRow.number, DisposalItemRow.unit_id
        )
    )
    return [(item, unit, case) for item, unit, case in found]


def batch_notes(
    session: Session, batch_id: str, *, removed: bool = False
) -> Sequence[tuple[DisposalNoteRow, DeskNoteRow]]:
    """The notes of calls and visits on the list (or `removed` from it), the longest due first."""
    found = session.execute(
        select(DisposalNoteRow, DeskNoteRow)
        .join(DeskNoteRow, DeskNoteRow.id == DisposalNoteRow.note_id)
        .where(DisposalNoteRow.batch_id == batch_id, DisposalNoteRow.removed.is_(removed))
        .order_by(DisposalNoteRow.due_on, DisposalNoteRow.note_id)
    )
    return [(item, note) for item, note in found]


def wait_anew(session: Session, batch: DisposalBatchRow) -> None:
    """The list waits for a signature as on its first day: what was approved no longer holds."""
    void_approvals(session, "batch", batch.id)
    batch.state, batch.stage = ItemState.PROPOSED, DisposalStage.PROPOSED
    batch.approved_by, batch.approved_at = None, None
    for item, unit, _ in batch_items(session, batch.id):
        if not item.removed:
            unit.state = ItemState.PROPOSED
    for _item, note in batch_notes(session, batch.id):
        note.state = ItemState.PROPOSED
    session.flush()


def approved_batches(session: Session, person_id: str) -> Sequence[DisposalBatchRow]:
    """The batches that this person approved and that nobody has executed."""
    query = select(DisposalBatchRow).where(
        DisposalBatchRow.approved_by == person_id,
        DisposalBatchRow.state == ItemState.APPROVED,
    )
    return session.scalars(query.order_by(DisposalBatchRow.number)).all()
