"""Rows of the originals that are asked back (原本返却)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.errors import NotFound
from desktop.store.schema.casework import CaseRow
from desktop.store.schema.workday import OriginalPaperRow


def original_row(session: Session, original_id: str) -> OriginalPaperRow:
    row = session.get(OriginalPaperRow, original_id)
    if row is None:
        raise NotFound("この原本返却の記録はありません。", "案件を開き直してください。")
    return row


def originals_of(session: Session, case_id: str) -> Sequence[OriginalPaperRow]:
    """Without those whose wish was cancelled."""
    return session.scalars(
        select(OriginalPaperRow)
        .where(OriginalPaperRow.case_id == case_id, OriginalPaperRow.cancelled_at.is_(None))
        .order_by(OriginalPaperRow.at, OriginalPaperRow.id)
    ).all()


def kept_after_the_end(session: Session) -> Sequence[str]:
    """受付番号 of ended cases whose originals have not gone back yet."""
    # In order here: asked for in order, SQLite walks through all numbers that there are.
    found = session.scalars(
        select(CaseRow.number)
        .join(OriginalPaperRow, OriginalPaperRow.case_id == CaseRow.id)
        .where(
            OriginalPaperRow.sent_on.is_(None),
            OriginalPaperRow.cancelled_at.is_(None),
            CaseRow.completed_on.is_not(None),
        )
    )
    return sorted(set(found))
