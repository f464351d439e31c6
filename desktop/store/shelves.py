"""Shelves that cases already stand in."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.store.schema.casework import CaseRow


def last_shelf(session: Session) -> str:
    """Where the paper of the newest case stands that stands anywhere."""
    query = select(CaseRow.shelf).where(CaseRow.shelf != "").order_by(CaseRow.number.desc())
    return session.scalar(query.limit(1)) or ""


def is_known(session: Session, place: str) -> bool:
    return session.scalar(select(CaseRow.id).where(CaseRow.shelf == place).limit(1)) is not None
