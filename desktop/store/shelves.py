"""Shelves that cases already stand in."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.store.schema.casework import CaseRow


def last_shelf(session: Session) -> str:
    """Where the paper of the newest case stands that stands anywhere."""
    # A number of five digits comes after all of four, which its text alone would not tell.
    newest = (CaseRow.registered_on.desc(), func.length(CaseRow.number).desc())
    query = select(CaseRow.shelf).where(CaseRow.shelf != "")
    query = query.order_by(*newest, CaseRow.number.desc())
    return session.scalar(query.limit(1)) or ""


def is_known(session: Session, place: str) -> bool:
    return session.scalar(select(CaseRow.id).where(CaseRow.shelf == place).limit(1)) is not None
