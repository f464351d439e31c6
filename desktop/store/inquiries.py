"""調査依頼 as rows: codes, days and departments, nothing about a person."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.errors import NotFound
from desktop.store.schema.casework import CaseRow, InquiryRow


def add_inquiry(
    session: Session,
    case_id: str,
    department: str,
    items: Sequence[str],
    since: date,
    until: date,
    asked_on: date,
    due_on: date,
    by: str,
) -> InquiryRow:
    query = select(func.count()).select_from(InquiryRow).where(InquiryRow.case_id == case_id)
    row = InquiryRow(
        id=uuid.uuid4().hex,
        case_id=case_id,
        seq=(session.scalar(query) or 0) + 1,
        department=department,
        items=" ".join(items),
        since=since,
        until=until,
        asked_on=asked_on,
        due_on=due_on,
        by=by,
    )
    session.add(row)
    session.flush()
    return row


def inquiry_row(session: Session, inquiry_id: str) -> InquiryRow:
    row = session.get(InquiryRow, inquiry_id)
    if row is None:
        raise NotFound("この調査依頼はありません。", "案件を開き直してください。")
    return row


def inquiries_of(session: Session, case_id: str) -> Sequence[InquiryRow]:
    return session.scalars(
        select(InquiryRow).where(InquiryRow.case_id == case_id).order_by(InquiryRow.seq)
    ).all()


def inquiries_in(session: Session, states: Sequence[str]) -> Sequence[tuple[InquiryRow, CaseRow]]:
    """The inquiries of cases in these states, the earliest day first."""
    rows = session.execute(
        select(InquiryRow, CaseRow)
        .join(CaseRow, CaseRow.id == InquiryRow.case_id)
        .where(CaseRow.state.in_(states))
        .order_by(InquiryRow.due_on, InquiryRow.id)
    )
    return [(inquiry, case) for inquiry, case in rows]
