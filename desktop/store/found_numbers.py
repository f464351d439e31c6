"""Forbidden numbers that were found on pages filed already (I-10), until they are gone for good."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.errors import NotFound
from desktop.domain.reading import Forbidden
from desktop.store.schema.casework import PageRow
from desktop.store.schema.infrastructure import StoreInfoRow
from desktop.store.schema.intake import FoundNumberRow


def note(session: Session, page: PageRow, kind: Forbidden, by: str, at: datetime) -> FoundNumberRow:
    """The find, with the epoch whose key could still open an old copy of the page."""
    row = FoundNumberRow(
        id=uuid.uuid4().hex,
        case_id=page.case_id,
        page_id=page.id,
        paper=page.kind,
        kind=kind,
        at=at,
        by=by,
        epoch=session.get_one(StoreInfoRow, 1).epoch,
    )
    session.add(row)
    session.flush()
    return row


def row_of(session: Session, find_id: str) -> FoundNumberRow:
    row = session.get(FoundNumberRow, find_id)
    if row is None:
        raise NotFound("この検知の記録はありません。", "一覧を開き直してください。")
    return row


def waiting_for_roll(session: Session) -> Sequence[FoundNumberRow]:
    """消去待ち: the page's key was dropped, and its epoch is still the store's. Oldest first."""
    epoch = session.get_one(StoreInfoRow, 1).epoch
    return session.scalars(
        select(FoundNumberRow)
        .where(FoundNumberRow.epoch >= epoch)
        .order_by(FoundNumberRow.at, FoundNumberRow.id)
    ).all()


def waiting_for_paper(session: Session) -> Sequence[FoundNumberRow]:
    """Finds whose sheet is neither blacked out nor returned yet. Oldest first."""
    return session.scalars(
        select(FoundNumberRow)
        .where(FoundNumberRow.paper_done_at.is_(None))
        .order_by(FoundNumberRow.at, FoundNumberRow.id)
    ).all()


def pages_found(session: Session, case_id: str) -> frozenset[str]:
    """The pages of a case that were taken out for a number."""
    return frozenset(
        session.scalars(select(FoundNumberRow.page_id).where(FoundNumberRow.case_id == case_id))
    )
