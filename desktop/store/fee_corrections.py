"""Rows of ledger entries that one person said are wrong, and what another decided."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.errors import Refused
from desktop.store.schema.casework import CaseRow
from desktop.store.schema.money import FeeCorrectionRow

WAITING: Final = ""
AGREED, KEPT, TAKEN_BACK = "AGREED", "KEPT", "TAKEN_BACK"


def propose(
    session: Session, case_id: str | None, payment: str, reason: str, by: str, at: datetime
) -> FeeCorrectionRow:
    row = FeeCorrectionRow(
        id=uuid.uuid4().hex,
        case_id=case_id,
        payment=payment,
        reason=reason,
        proposed_by=by,
        proposed_at=at,
        outcome=WAITING,
    )
    session.add(row)
    session.flush()
    return row


def waiting(session: Session, case_id: str | None) -> Sequence[FeeCorrectionRow]:
    """Those of the case, or of hand-overs, on which nobody has decided yet; oldest first."""
    mine = (
        FeeCorrectionRow.case_id.is_(None)
        if case_id is None
        else FeeCorrectionRow.case_id == case_id
    )
    return session.scalars(
        select(FeeCorrectionRow)
        .where(mine, FeeCorrectionRow.outcome == WAITING)
        .order_by(FeeCorrectionRow.proposed_at, FeeCorrectionRow.id)
    ).all()


def waiting_row(session: Session, case_id: str | None, correction_id: str) -> FeeCorrectionRow:
    """The one that is still to be decided; refuses any other."""
    for row in waiting(session, case_id):
        if row.id == correction_id:
            return row
    raise Refused(
        "確認を待っている取消の申出はありません。", "開き直して、いまの記録を確かめてください。"
    )


def numbers_waiting(session: Session) -> Sequence[str | None]:
    """受付番号 of the cases with such an entry, oldest first; None for a hand-over."""
    return session.scalars(
        select(CaseRow.number)
        .select_from(FeeCorrectionRow)
        .outerjoin(CaseRow, CaseRow.id == FeeCorrectionRow.case_id)
        .where(FeeCorrectionRow.outcome == WAITING)
        .order_by(FeeCorrectionRow.proposed_at, FeeCorrectionRow.id)
    ).all()
