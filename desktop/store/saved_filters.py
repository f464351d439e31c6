"""Filters of the case list that people keep under a name."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from desktop.domain.errors import NotFound
from desktop.store.schema.casedesk import SavedFilterRow


def filters_of(session: Session, person_id: str) -> Sequence[SavedFilterRow]:
    """A person's own and the office's, the own ones first."""
    return session.scalars(
        select(SavedFilterRow)
        .where(or_(SavedFilterRow.owner == person_id, SavedFilterRow.owner.is_(None)))
        .order_by(SavedFilterRow.owner.is_(None), SavedFilterRow.name, SavedFilterRow.id)
    ).all()


def filter_row(session: Session, filter_id: str) -> SavedFilterRow:
    row = session.get(SavedFilterRow, filter_id)
    if row is None:
        raise NotFound("この条件は保存されていません。", "条件の一覧を開き直してください。")
    return row
