"""Rows of corrected days of arrival: what one person said and another decided."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from desktop.store.schema.casework import CaseRow, DocumentRow
from desktop.store.schema.workday import ArrivalChangeRow


def propose(
    session: Session, case_id: str, before: date, after: date, by: str, at: datetime
) -> ArrivalChangeRow:
    row = ArrivalChangeRow(
        id=uuid.uuid4().hex,
        case_id=case_id,
        before=before,
        after=after,
        proposed_by=by,
        proposed_at=at,
    )
    session.add(row)
    session.flush()
    return row


def waiting(session: Session, case_id: str) -> ArrivalChangeRow | None:
    """The correction on which nobody has decided yet."""
    return session.scalar(
        select(ArrivalChangeRow)
        .where(ArrivalChangeRow.case_id == case_id, ArrivalChangeRow.agreed.is_(None))
        .limit(1)
    )


def numbers_waiting(session: Session, answered: Collection[str]) -> Sequence[str]:
    """受付番号 of the cases with such a correction, without those in an answered state."""
    return session.scalars(
        select(CaseRow.number)
        .join(ArrivalChangeRow, ArrivalChangeRow.case_id == CaseRow.id)
        .where(ArrivalChangeRow.agreed.is_(None), CaseRow.state.not_in(answered))
        .order_by(ArrivalChangeRow.proposed_at, CaseRow.number)
    ).all()


def move_documents(session: Session, case_id: str, before: date, after: date) -> None:
    """The papers of the first envelope came on the corrected day as well; another envelope of the
    same day keeps its own."""
    session.execute(
        update(DocumentRow)
        .where(
            DocumentRow.case_id == case_id,
            DocumentRow.received_on == before,
            DocumentRow.first_mail,
        )
        .values(received_on=after)
    )
